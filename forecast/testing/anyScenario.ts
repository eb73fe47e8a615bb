import fc from "fast-check";

import { type Distribution } from "../distribution";
import { type Fleet, type Scenario } from "../scenario";
import { type Switches } from "../switches";
import { type Workload } from "../workload/workload";

/** Requests at given times, so that nothing but service times and cold starts depends on chance. */
export type GivenScenario = Scenario & { workload: Workload & { kind: "times" } };

/** What the times of a scenario are like. */
export interface Times {
    /** Instances that may be added to the minimum. */
    most: number;
    /** Seconds that stand behind the point of an arrival. */
    fraction: number;
    serviceSeconds: fc.Arbitrary<Distribution>;
    coldStartSeconds: fc.Arbitrary<Distribution>;
    requestOverheadSeconds: fc.Arbitrary<number>;
    phaseSeconds: fc.Arbitrary<number>;
}

const whole = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

function constant(seconds: fc.Arbitrary<number>): fc.Arbitrary<Distribution> {
    return seconds.map((value) => ({ kind: "constant", seconds: value }));
}

function varying(medianSeconds: fc.Arbitrary<number>): fc.Arbitrary<Distribution> {
    return fc.record({ kind: fc.constant("logNormal"), medianSeconds, sigma: fc.constantFrom(0.3, 1.2) });
}

/** No two things happen at the same time, but for requests that come together. */
export const distinctTimes: Times = {
    most: 6,
    fraction: 0.34375,
    serviceSeconds: varying(whole(1, 200)),
    coldStartSeconds: varying(whole(30, 400)),
    requestOverheadSeconds: fc.constantFrom(0, 1.5),
    phaseSeconds: whole(0, 59).map((phase) => phase + 0.125),
};

/** Whole seconds, so that many things happen at the same time, a good part of them at whole minutes. */
export const equalTimes: Times = {
    most: 6,
    fraction: 0,
    serviceSeconds: constant(whole(1, 120)),
    coldStartSeconds: constant(fc.constantFrom(60, 240, 250)),
    requestOverheadSeconds: fc.constantFrom(0, 2),
    phaseSeconds: fc.constantFrom(0, 30, 60),
};

/** Never two instances that came together. */
export const oneInstanceAtATime: Times = { ...distinctTimes, most: 1, serviceSeconds: varying(whole(1, 400)) };

/** Up to 200 requests over some hours, some of them at once, under any settings and switches. */
export function anyScenario({ most, fraction, ...times }: Times): fc.Arbitrary<GivenScenario> {
    const workload = arrivals(fraction).map((seconds) => ({ kind: "times" as const, seconds }));
    return fc.record({ fleet: fleet(most), switches, workload, ...times });
}

function arrivals(fraction: number): fc.Arbitrary<number[]> {
    const group = fc.record({ gap: fc.oneof(whole(0, 90), whole(0, 1500)), requests: whole(1, 25) });
    return fc.array(group, { minLength: 1, maxLength: 30 }).map((groups) => {
        const seconds: number[] = [];
        let at = 0;
        for (const { gap, requests } of groups) {
            if (gap > 0 && seconds.length > 0) at += gap + fraction;
            for (let i = 0; i < requests; i++) seconds.push(at);
        }
        return seconds.slice(0, 200);
    });
}

function fleet(most: number): fc.Arbitrary<Fleet> {
    const limits = fc.record({
        minCapacity: fc.constantFrom(0, 0, 0, 1, 2),
        more: whole(1, most),
        initial: fc.oneof(fc.constant(0), whole(0, most)),
    });
    const rest = fc.record({
        maxConcurrentInvocationsPerInstance: whole(1, 4),
        backlogPerInstance: whole(1, 12),
        scaleInCooldownSeconds: fc.constantFrom(0, 61, 120, 600),
        scaleOutCooldownSeconds: fc.constantFrom(0, 61, 120, 600),
        wakeUpScalingAdjustment: fc.constantFrom(0, 1, 1, 2, 6),
        requestTtlSeconds: fc.constantFrom(300, 900, 3600, 21_600),
        invocationTimeoutSeconds: fc.constantFrom(20, 100, 900),
    });
    return fc.tuple(limits, rest).map(([{ minCapacity, more, initial }, others]) => ({
        minCapacity,
        maxCapacity: minCapacity + more,
        initialCapacity: minCapacity + Math.min(initial, more),
        ...others,
    }));
}

const switches: fc.Arbitrary<Switches> = fc.record({
    backlogIncludesInFlight: fc.boolean(),
    scaleInStep: fc.constantFrom("proportional", "oneStep"),
    lowAlarmCountsFromScaleOut: fc.boolean(),
    scaleInDrains: fc.boolean(),
    billProvisioning: fc.boolean(),
    rejectWhileUpdating: fc.boolean(),
    metricLagSeconds: fc.constantFrom(0, 30, 60, 90),
    lowAlarmExtraLagSeconds: fc.constantFrom(0, 0, 45, 120),
    scaleInSeconds: fc.constantFrom(1, 60, 150),
});
