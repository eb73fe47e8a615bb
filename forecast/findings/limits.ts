import { type Fleet } from "../scenario";
import { type Outcome } from "../simulation/outcome";

/** What holds one run up. */
export interface Limits {
    /** Share of the minutes until all has ended in which maxCapacity instances are in service and requests wait. */
    atMaxCapacity: number;
    /** Seconds from the first arrival until the first instance was asked for, and until it was in service; 0 when one was there from the beginning. */
    firstAskedSeconds: number;
    firstCapacitySeconds: number;
    /** Instances that were removed while requests waited or were in process. */
    removedMidWork: number;
}

/**
 * @param outcome with its minutes
 * @param firstArrival seconds after the first moment of the workload, see {@link firstArrivalSeconds}
 */
export function limitsOf(outcome: Outcome, fleet: Fleet, firstArrival: number): Limits {
    const { minutes, changes, makespanSeconds } = outcome;
    if (!minutes) throw new Error("Limits are read off the minutes of a run.");
    let atMaxCapacity = 0;
    let all = 0;
    for (const [i, at] of minutes.atSeconds.entries()) {
        if (at < 0 || at > makespanSeconds) continue;
        all++;
        const inService = minutes.inService[i] as number;
        const slots = inService * fleet.maxConcurrentInvocationsPerInstance;
        if (inService >= fleet.maxCapacity && (minutes.inSystem[i] as number) > slots) atMaxCapacity++;
    }
    const asked = changes.find(({ kind }) => kind === "asked");
    const first = changes.find(({ kind, to }) => kind === "inService" && to > 0);
    const fromNone = fleet.initialCapacity === 0;
    let removedMidWork = 0;
    for (const { kind, atSeconds, from, to } of changes) {
        if (kind !== "inService" || to >= from) continue;
        const minute = minutes.atSeconds.findLastIndex((at) => at <= atSeconds);
        if ((minutes.inSystem[minute] ?? 0) > 0) removedMidWork += from - to;
    }
    return {
        atMaxCapacity: all === 0 ? 0 : atMaxCapacity / all,
        firstAskedSeconds: fromNone ? (asked?.atSeconds ?? NaN) - firstArrival : 0,
        firstCapacitySeconds: fromNone ? (first?.atSeconds ?? NaN) - firstArrival : 0,
        removedMidWork,
    };
}
