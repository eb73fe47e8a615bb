import { type MinuteSeries } from "./simulation/outcome";

const minute = 60;

/** A stretch of time that a chart shows, in seconds; its ends belong to it. */
export interface Stretch {
    from: number;
    to: number;
}

/** When to stop showing how the fleet is woken: three minutes after the first stretch with requests and without instances. */
export function firstWakeUpEnds({ backlogWithoutCapacity, atSeconds }: MinuteSeries): number {
    const start = backlogWithoutCapacity.indexOf(1);
    const end = start < 0 ? start : backlogWithoutCapacity.indexOf(0, start);
    return end < 0 ? -Infinity : (atSeconds[end] ?? 0) + 3 * minute;
}

/** From three minutes before the capacity begins to rise to its peak until three minutes after it is there, ten minutes at least. */
export function climb({ atSeconds, desired, inService }: MinuteSeries, minCapacity: number): Stretch {
    const peak = inService.indexOf(highest(inService));
    const foot = Math.max(0, desired.lastIndexOf(minCapacity, peak));
    const from = (atSeconds[foot] ?? 0) - 3 * minute;
    return { from, to: Math.max((atSeconds[peak] ?? 0) + 3 * minute, from + 10 * minute) };
}

/** Of any number of values: more than a function takes arguments. At least 0. */
export function highest(values: readonly number[]): number {
    return values.reduce((most, value) => Math.max(most, value), 0);
}
