import { type Scenario } from "../scenario";
import { simulate } from "../simulation/simulate";
import { defaultSwitches } from "../switches";

/**
 * The one run of an asynchronous endpoint on AWS that was published with its CloudWatch graphs: huggingface/notebooks,
 * sagemaker/16_async_inference_hf_hub, on 2022-02-11. ml.g4dn.xlarge, minimum 0, maximum 5, target tracking at 5.0 only, cooldowns
 * of 600 s in and 300 s out.
 */
export const referenceScenario: Scenario = {
    fleet: {
        minCapacity: 0,
        maxCapacity: 5,
        initialCapacity: 0,
        // The notebook sets none, and what AWS then chooses is undocumented; one at a time is assumed.
        maxConcurrentInvocationsPerInstance: 1,
        backlogPerInstance: 5,
        scaleInCooldownSeconds: 600,
        scaleOutCooldownSeconds: 300,
        wakeUpScalingAdjustment: 0,
        requestTtlSeconds: 21_600,
        invocationTimeoutSeconds: 900,
    },
    // The first request at 10:37:30, ten more at 10:45:30: the graph shows them in the minutes that follow.
    workload: { kind: "times", seconds: [0, ...Array.from({ length: 10 }, () => 480)] },
    // Not told; a sentence takes a RoBERTa on this GPU well under a second.
    serviceSeconds: { kind: "constant", seconds: 0.5 },
    requestOverheadSeconds: 0,
    // The notebook's text: about five to six minutes until an instance is there.
    coldStartSeconds: { kind: "constant", seconds: 300 },
    phaseSeconds: 30,
    switches: defaultSwitches,
};

/** Minutes after 10:00 that is minute 0 of the simulation's clock. */
const firstMinute = 37;

/** What was read off the graphs for one minute; undefined where they show nothing. */
export interface ObservedMinute {
    /** Minutes after 10:00. */
    minute: number;
    /** ApproximateBacklogSizePerInstance; where the curve is noisy, what was queued for certain. */
    backlogPerInstance?: number;
    what?: string;
}

export const observed: readonly ObservedMinute[] = [
    { minute: 37, backlogPerInstance: 0, what: "no instance" },
    { minute: 38, backlogPerInstance: 1, what: "one request is queued" },
    ...[39, 40, 41, 42, 43, 44, 45].map((minute) => ({ minute, backlogPerInstance: 1 })),
    { minute: 46, backlogPerInstance: 11, what: "ten more are queued; the curve runs between 9.5 and 15.4" },
    { minute: 47, backlogPerInstance: 11, what: "alarm OK" },
    { minute: 48, backlogPerInstance: 11, what: "alarm OK" },
    { minute: 49, backlogPerInstance: 11, what: "AlarmHigh in ALARM, now or a little later" },
    { minute: 54, backlogPerInstance: 7, what: "the GPU metric appears: an instance runs" },
    { minute: 55, backlogPerInstance: 7 },
    { minute: 56, backlogPerInstance: 0, what: "the queue is empty" },
];

/** The same minute in the simulation. */
export interface SimulatedMinute {
    /** Minutes after 10:00. */
    minute: number;
    backlogPerInstance: number;
    inService: number;
    /** What happened since the minute before. */
    what: string[];
}

/** The reference run, simulated. */
export function simulatedReference(): SimulatedMinute[] {
    const { minutes, changes } = simulate(referenceScenario, 1, { minutes: true });
    if (!minutes) return [];
    return minutes.atSeconds.map((atSeconds, index) => ({
        minute: firstMinute + index,
        backlogPerInstance: minutes.backlogPerInstance[index] as number,
        inService: minutes.inService[index] as number,
        what: changes
            .filter((change) => change.atSeconds <= atSeconds && change.atSeconds > atSeconds - 60)
            .map(
                ({ kind, from, to }) => `${String(from)} → ${String(to)} ${kind === "inService" ? "in service" : kind}`,
            ),
    }));
}
