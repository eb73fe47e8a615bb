import { decimal } from "../wording/amounts";
import { UsageError } from "./usageError";

/** What a number may be. */
export interface Bounds {
    /** Included, unless `above`. */
    least: number;
    /** Included. */
    most: number;
    /** Whether `least` itself is too little. */
    above?: boolean;
    whole?: boolean;
    /** What it counts, in the plural. */
    unit?: string;
}

/** Digits, at most one point, an exponent: Number() would also take "", " 5 " and "0x10". */
const form = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** A number as files and options write it; undefined for what is none, or is too large to be one. */
export function numberOf(text: string): number | undefined {
    if (!form.test(text)) return undefined;
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
}

/**
 * @param subject what the text is, the beginning of a sentence
 * @throws UsageError that says what the text must be
 */
export function numberWithin(text: string, bounds: Bounds, subject = "It"): number {
    const value = numberOf(text);
    if (value !== undefined && isWithin(value, bounds)) return value;
    throw new UsageError(`${subject} must be ${allowedNumber(bounds)}.`);
}

export function isWithin(value: number, { least, most, above, whole }: Bounds): boolean {
    return (above ? value > least : value >= least) && value <= most && (!whole || Number.isInteger(value));
}

/** `a whole number from 1 to 100,000,000`, `a number of seconds above 0 and at most 86,400`. */
export function allowedNumber({ least, most, above, whole, unit }: Bounds): string {
    const kind = `${whole ? "a whole number" : "a number"}${unit === undefined ? "" : ` of ${unit}`}`;
    const [lower, upper] = [decimal(least, 6), decimal(most, 6)];
    return above ? `${kind} above ${lower} and at most ${upper}` : `${kind} from ${lower} to ${upper}`;
}
