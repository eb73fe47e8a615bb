import { decimal, dollars, duration } from "../wording/amounts";
import { idleUsdPerMonth } from "../cost";
import { meanOf } from "../distribution";
import { objectiveOf } from "../objective";
import { largestNumber } from "./changes";
import { compared, comparedInWords, type Comparison } from "./comparison";
import { type Evidence, type Finding } from "./evidence";
import { firstArrivalSeconds } from "./firstArrival";
import { type Limits, limitsOf } from "./limits";

/** A share of the time from which on something is worth a sentence. */
const noticeable = 0.25;

/** The maximum capacity holds requests up. */
export const maxCapacityBinds: Finding = async (evidence) => {
    const { fleet } = evidence.case.scenario;
    const { atMaxCapacity } = limitsIn(evidence);
    const { expired, done } = evidence.typical;
    const unanswered = expired > 0 || done === 0;
    if (atMaxCapacity < noticeable || unanswered || fleet.maxCapacity >= largestNumber) return undefined;
    const maxCapacity = Math.min(2 * fleet.maxCapacity, largestNumber);
    const comparison = await compared(evidence, { maxCapacity });
    if (comparison && !gains(comparison)) return undefined;
    const fleetInService = fleet.maxCapacity === 1 ? "its one instance is" : `all ${decimal(fleet.maxCapacity, 0)} are`;
    return `maxCapacity binds: for ${percent(atMaxCapacity)} of the time until the last request has ended ${fleetInService} in service and requests wait.${comparison ? ` With maxCapacity ${decimal(maxCapacity, 0)}, ${comparedInWords(evidence, comparison)}.` : ""}`;
};

/** The time until there is an instance is a good part of all. */
export const coldStartDominates: Finding = (evidence) => {
    const {
        case: { scenario, price },
        typical,
    } = evidence;
    const { firstAskedSeconds, firstCapacitySeconds } = limitsIn(evidence);
    const whole =
        objectiveOf(scenario.workload) === "makespanSeconds" ? typical.makespanSeconds : typical.latencySeconds.max;
    if (!(firstCapacitySeconds > noticeable * whole)) return undefined;
    const alarm = duration(firstAskedSeconds);
    const start = duration(firstCapacitySeconds - firstAskedSeconds);
    // It is more than the whole where the first requests expire before.
    const share =
        firstCapacitySeconds > whole
            ? `longer than ${wholeInWords(scenario.workload)}`
            : `${percent(firstCapacitySeconds / whole)} of ${wholeInWords(scenario.workload)}`;
    return `The cold start dominates: the first instance is in service ${duration(firstCapacitySeconds)} after the first request (${alarm} until an alarm asks for it, ${start} until it is there), ${share}. Only minCapacity 1 avoids that, for ${dollars(idleUsdPerMonth(1, price))} a month.`;
};

function wholeInWords(workload: Evidence["case"]["scenario"]["workload"]): string {
    return objectiveOf(workload) === "makespanSeconds"
        ? "the time until the last request has ended"
        : "the longest wait for an answer";
}

/** The wake-up alarm asks for few instances, and what target tracking asks for is refused while they start. */
export const wakeUpHoldsUp: Finding = async (evidence) => {
    const { typical } = evidence;
    const { minCapacity, maxCapacity, wakeUpScalingAdjustment } = evidence.case.scenario.fleet;
    if (minCapacity > 0 || wakeUpScalingAdjustment === 0 || wakeUpScalingAdjustment >= maxCapacity) return undefined;
    const woken = typical.changes.findIndex(({ kind, policy }) => kind === "asked" && policy === "wakeUp");
    if (typical.changes[woken + 1]?.kind !== "refused" || typical.expired > 0 || typical.done === 0) return undefined;
    const comparison = await compared(evidence, { wakeUpScalingAdjustment: maxCapacity });
    if (!comparison || !gains(comparison)) return undefined;
    return `The wake-up alarm asks for ${decimal(wakeUpScalingAdjustment, 0)} instance${wakeUpScalingAdjustment === 1 ? "" : "s"}, and what target tracking asks for besides is refused until that is done (rejectWhileUpdating, inferred). With wakeUpScalingAdjustment ${decimal(maxCapacity, 0)}, ${comparedInWords(evidence, comparison)}.`;
};

/** Instances go although there is work. */
export const removedMidWork: Finding = (evidence) => {
    const { fleet, switches } = evidence.case.scenario;
    const { removedMidWork: removed } = limitsIn(evidence);
    if (removed === 0) return undefined;
    const assumed = switches.scaleInDrains
        ? "that an instance first finishes what it works on (scaleInDrains)"
        : "that what it works on begins anew elsewhere (scaleInDrains false)";
    const low = 0.9 * fleet.backlogPerInstance;
    const busy = low > fleet.maxConcurrentInvocationsPerInstance ? ", even if they keep every instance busy" : "";
    return `In a typical run ${decimal(removed, 0)} instance${removed === 1 ? " is" : "s are"} removed while requests wait or are in process: 15 minutes with fewer than ${decimal(low, 1)} requests per instance count as low load${busy}. AWS does not say what becomes of their work; assumed here is ${assumed}.`;
};

/** The target is below what an instance works on at once. */
export const targetBelowSlots: Finding = ({ case: { scenario } }) => {
    const { backlogPerInstance: target, maxConcurrentInvocationsPerInstance: slots } = scenario.fleet;
    if (target >= slots) return undefined;
    return `backlogPerInstance ${decimal(target, 0)} is less than the ${decimal(slots, 0)} requests that an instance works on at once (maxConcurrentInvocationsPerInstance): a fleet that keeps up counts as overloaded and grows up to maxCapacity. Set it to ${decimal(slots, 0)} or more.`;
};

/** Seconds of work per slot that a target should not let pile up unnoticed. */
const longWaitSeconds = 600;

/** The target lets much work pile up before another instance is asked for. */
export const targetFarAboveSlots: Finding = ({ case: { scenario } }) => {
    const { backlogPerInstance: target, maxConcurrentInvocationsPerInstance: slots } = scenario.fleet;
    const perRequest = meanOf(scenario.serviceSeconds) + scenario.requestOverheadSeconds;
    const wait = (target / slots) * perRequest;
    if (wait <= longWaitSeconds) return undefined;
    const better = Math.max(slots, Math.floor((longWaitSeconds / perRequest) * slots));
    if (better >= target) return undefined;
    return `backlogPerInstance ${decimal(target, 0)} lets ${duration(wait)} of work pile up on an instance before another one is asked for. backlogPerInstance ${decimal(better, 0)} would be ${duration((better / slots) * perRequest)}.`;
};

/** The minimum capacity costs without a request. */
export const idleCost: Finding = ({ case: { scenario, price } }) => {
    const { minCapacity } = scenario.fleet;
    if (minCapacity === 0) return undefined;
    return `minCapacity ${decimal(minCapacity, 0)} costs ${dollars(idleUsdPerMonth(minCapacity, price))} a month with nothing to do; minCapacity 0 costs nothing, and the first request then waits for a cold start.`;
};

function limitsIn({ case: { scenario }, typical }: Evidence): Limits {
    return limitsOf(typical, scenario.fleet, firstArrivalSeconds(scenario.workload, typical.seed));
}

/** Whether it is worth a sentence: half a minute, and 2 % of the time. */
function gains({ presentSeconds, seconds }: Comparison): boolean {
    return presentSeconds - seconds >= Math.max(30, 0.02 * presentSeconds);
}

/** E.g. `84 %`. */
function percent(share: number): string {
    return `${decimal(share * 100, 0)} %`;
}
