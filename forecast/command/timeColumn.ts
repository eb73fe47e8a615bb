import { numberOf } from "./numbers";
import { timeStamp } from "./timeStamp";

/** How all times of a column are written. */
export interface TimeColumn {
    /** Follows "a time". */
    form: "in ISO 8601" | "in seconds";
    /** undefined for a cell of another form. */
    read: (cell: string) => number | undefined;
}

/** @returns how the time in this cell is written; undefined when it is none */
export function timeColumn(cell: string): TimeColumn | undefined {
    if (numberOf(cell) !== undefined) return { form: "in seconds", read: numberOf };
    if (timeStamp(cell) !== undefined) return { form: "in ISO 8601", read: timeStamp };
    return undefined;
}
