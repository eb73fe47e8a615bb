import { type MinuteSeries } from "../simulation/outcome";

const minute = 60;

/** A stretch of time that a chart shows, in seconds; its ends belong to it. */
export interface Stretch {
    from: number;
    to: number;
}

/**
 * From three minutes before the first stretch with requests and without instances until three minutes after it, ten minutes at least;
 * the first ten minutes where there is none.
 */
export function wakeUp({ backlogWithoutCapacity, atSeconds }: MinuteSeries): Stretch {
    const start = Math.max(0, backlogWithoutCapacity.indexOf(1));
    const end = Math.max(start, backlogWithoutCapacity.indexOf(0, start));
    const from = (atSeconds[start] ?? 0) - 3 * minute;
    return { from, to: Math.max((atSeconds[end] ?? 0) + 3 * minute, from + 10 * minute) };
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
