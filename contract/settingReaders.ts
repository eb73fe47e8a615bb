import { badValue, shownValue } from "./settingsError";

/** Reads one raw value; throws a SettingsError that names `key` when it cannot be used. */
export type Reader<T> = (key: string, value: unknown) => T;

/** A whole number within bounds, typed or as text. */
export function integer(lowest: number, highest: number): Reader<number> {
    const allowed = `a whole number from ${lowest} to ${highest}`;
    return (key, value) => {
        const number = numberIn(value);
        if (typeof number === "number" && Number.isInteger(number) && number >= lowest && number <= highest)
            return number;
        throw badValue(key, shownValue(value), allowed);
    };
}

/** One of certain whole numbers, typed or as text. */
export function oneOf(numbers: readonly number[]): Reader<number> {
    const allowed = `one of ${numbers.join(", ")}`;
    return (key, value) => {
        const number = numbers.find((candidate) => candidate === numberIn(value));
        if (number !== undefined) return number;
        throw badValue(key, shownValue(value), allowed);
    };
}

/** true or false, typed or as text. */
export function boolean(): Reader<boolean> {
    return (key, value) => {
        if (value === true || value === "true") return true;
        if (value === false || value === "false") return false;
        throw badValue(key, shownValue(value), "true or false");
    };
}

/**
 * Text that passes a test.
 *
 * @param allowed what passes, a phrase that follows "must be"
 */
export function text(accepts: (value: string) => boolean, allowed: string): Reader<string> {
    return (key, value) => {
        if (typeof value === "string" && accepts(value)) return value;
        throw badValue(key, shownValue(value), allowed);
    };
}

/** Text of a certain form. */
export function matching(form: RegExp, allowed: string): Reader<string> {
    return text((value) => form.test(value), allowed);
}

/** Text of a certain form, or nothing (`""`). */
export function optional(form: RegExp, allowed: string): Reader<string> {
    return text((value) => value === "" || form.test(value), `${allowed}, or empty`);
}

/** As {@link optional}, for a value that no message may show. */
export function secret(form: RegExp, allowed: string): Reader<string> {
    const read = optional(form, allowed);
    return (key, value) => {
        if (value === undefined || value === null) return read(key, value);
        try {
            return read(key, value);
        } catch {
            throw badValue(key, "a secret of another form", `${allowed}, or empty`);
        }
    };
}

/** A list of e-mail addresses, each at most once; typed or as JSON text. */
export function emails(): Reader<string[]> {
    const allowed = "a list of different e-mail addresses";
    return (key, value) => {
        const list = typeof value === "string" ? parsedJson(value) : value;
        if (!Array.isArray(list)) throw badValue(key, shownValue(value), allowed);
        const seen = new Set<string>();
        for (const address of list as unknown[]) {
            // What SNS checks is its secret; this keeps out what no mail server could take.
            const isAddress =
                typeof address === "string" && /^[^\s@",;<>]+@[^\s@",;<>.]+(\.[^\s@",;<>.]+)+$/.test(address);
            if (!isAddress || seen.has(address.toLowerCase())) {
                throw badValue(key, `a list with ${shownValue(address)}`, allowed);
            }
            seen.add(address.toLowerCase());
        }
        return [...(list as string[])];
    };
}

/** Text must be digits: Number() would also take "", " 5 ", "0x10" and "1e3". */
function numberIn(value: unknown): unknown {
    return typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value;
}

function parsedJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
