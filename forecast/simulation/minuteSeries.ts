import { type MinuteSeries } from "./outcome";

/** One minute of a {@link MinuteSeries}. */
export type Minute = { [K in keyof MinuteSeries]: number };

export function newMinuteSeries(): MinuteSeries {
    return {
        atSeconds: [],
        backlog: [],
        backlogPerInstance: [],
        backlogWithoutCapacity: [],
        desired: [],
        inService: [],
        arrived: [],
        done: [],
        timedOut: [],
        expired: [],
        inSystem: [],
        inServiceSeconds: [],
        provisioningSeconds: [],
    };
}

/** Names of the columns, in order. */
export const minuteColumns = Object.keys(newMinuteSeries()) as readonly (keyof MinuteSeries)[];

export function appendMinute(series: MinuteSeries, minute: Minute): void {
    for (const column of minuteColumns) series[column].push(minute[column]);
}
