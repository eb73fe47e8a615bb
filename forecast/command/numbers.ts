import { decimal } from "../amounts";
import { UsageError } from "./usageError";

/** What a number may be. Ends are included. */
export interface Bounds {
    least: number;
    most: number;
    whole?: boolean;
}

/** Digits, at most one point, an exponent: Number() would also take "", " 5 " and "0x10". */
const form = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** A number as files and options write it; undefined for what is none or is too large to be one. */
export function numberOf(text: string): number | undefined {
    if (!form.test(text)) return undefined;
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
}

/** @throws UsageError that says what the text must be, a sentence that follows the text */
export function numberWithin(text: string, bounds: Bounds): number {
    const value = numberOf(text);
    const { least, most, whole } = bounds;
    if (value !== undefined && value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    throw new UsageError(`It must be ${boundsText(bounds)}.`);
}

/** `a whole number from 1 to 100,000,000`, `a number above 0, at most 3`. */
export function boundsText({ least, most, whole }: Bounds): string {
    const kind = whole ? "a whole number" : "a number";
    const upper = decimal(most, 6);
    return least === Number.MIN_VALUE ? `${kind} above 0, at most ${upper}` : `${kind} from ${decimal(least, 6)} to ${upper}`;
}

/** Bounds of what has to be above 0. */
export function positive(most: number): Bounds {
    return { least: Number.MIN_VALUE, most };
}
