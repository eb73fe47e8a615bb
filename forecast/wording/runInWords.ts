import { lowAlarm, targetTrackingPeriodSeconds } from "../../scaling/targetTracking";
import { count, duration } from "./amounts";
import { type Forecast } from "../forecast";
import { type CapacityEvent, type MinuteSeries } from "../simulation/outcome";

/** When instances are asked for, and there, for the first time. */
export function firstRise(changes: readonly CapacityEvent[]): { asked?: CapacityEvent; there?: CapacityEvent } {
    const rises = changes.filter(({ from, to }) => to > from);
    const asked = rises.find(({ kind }) => kind === "asked");
    const there = rises.find(({ kind }) => kind === "inService");
    return { ...(asked && { asked }), ...(there && { there }) };
}

/** How the fleet is woken in the typical run: a clause. */
export function wakeUpInWords({ typical: { changes } }: Forecast): string {
    const { asked, there } = firstRise(changes);
    if (!asked || !there) return "no instance is asked for";
    return `${count(asked.to)} ${asked.to === 1 ? "is" : "are"} asked for after ${duration(asked.atSeconds)} and in service after ${duration(there.atSeconds)}`;
}

/** How high the backlog is, and until when target tracking sees too much of it: a clause. */
export function backlogInWords({ typical, case: { scenario } }: Forecast, minutes: MinuteSeries): string {
    const { backlogPerInstance } = scenario.fleet;
    const peak = `the backlog is ${count(typical.backlogPeak)} at most`;
    const above = minutes.backlogPerInstance.findLastIndex((value) => value > backlogPerInstance);
    if (above < 0) return `${peak}, never above the target`;
    return `${peak}, and for each instance above the target until ${duration(minutes.atSeconds[above] ?? NaN)}`;
}

/** When the capacity is at its peak, and what held it up: a clause. */
export function climbInWords({ typical: { changes, capacityPeak } }: Forecast): string {
    const peak = changes.findIndex(({ kind, to }) => kind === "inService" && to === capacityPeak);
    const reached = changes[peak];
    if (!reached) return "no instance is added";
    const refused = changes.slice(0, peak).filter(({ kind }) => kind === "refused").length;
    const there = `${count(capacityPeak)} ${capacityPeak === 1 ? "is" : "are"} in service after ${duration(reached.atSeconds)}`;
    if (refused === 0) return there;
    const often = refused === 1 ? "once" : `${count(refused)} times`;
    return `${there}; until then more was asked for ${often} and refused, because an update was under way`;
}

/** How it ends: a clause. */
export function returnInWords({ typical, case: { scenario } }: Forecast): string {
    const { settledSeconds, makespanSeconds } = typical;
    const { evaluationPeriods } = lowAlarm(scenario.fleet.backlogPerInstance);
    const idle = settledSeconds - makespanSeconds;
    const ended = `the last request has ended after ${duration(makespanSeconds)}`;
    if (idle <= 0) return `${ended}, with capacity at its minimum`;
    const because =
        idle >= evaluationPeriods * targetTrackingPeriodSeconds
            ? `: the low alarm needs ${count(evaluationPeriods)} quiet minutes`
            : "";
    return `${ended}, and capacity is at its minimum again ${duration(idle)} later${because}`;
}
