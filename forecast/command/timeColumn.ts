import { numberOf } from "./numbers";
import { timeStamp } from "./timeStamp";

/** How all times of a column are written. */
export interface TimeColumn {
    /** Follows "a time". */
    form: "in ISO 8601" | "in seconds" | "in milliseconds";
    /** undefined for a cell of another form. */
    read: (cell: string) => number | undefined;
}

/** What is larger is no second since 1970 of the next three thousand years, but a millisecond of any after 1973. */
const millisecondsFrom = 1e11;

function milliseconds(cell: string): number | undefined {
    const number = numberOf(cell);
    return number === undefined ? undefined : number / 1000;
}

/** @returns how the time in this cell is written; undefined when it is none */
export function timeColumn(cell: string): TimeColumn | undefined {
    const number = numberOf(cell);
    if (number !== undefined && number >= millisecondsFrom) return { form: "in milliseconds", read: milliseconds };
    if (number !== undefined) return { form: "in seconds", read: numberOf };
    if (timeStamp(cell) !== undefined) return { form: "in ISO 8601", read: timeStamp };
    return undefined;
}
