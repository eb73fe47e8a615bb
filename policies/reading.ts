import { UnknownValueError } from "@pulumi/policy";

/** Where a value stands in a resource's properties, outermost first: names of blocks, and positions in lists. */
export type Path = readonly (string | number)[];

/**
 * What can be said of one value (a leaf), in a preview as well as in an update.
 *
 * In a preview, Pulumi's analyzer throws on every value that is an output of a resource not yet made, and turns a rule
 * that lets this escape into an advisory: a mandatory rule would then pass unseen, exactly on the first preview.
 * Rules therefore read properties through this module only.
 */
export type Reading =
    | { state: "set"; known: true; value: string | number | boolean }
    /** Some resource's output: something will stand there, but what it is shows only once that resource is made. */
    | { state: "set"; known: false }
    /** Nothing usable: absent, null, empty, a block or list instead of a value, or the block around it is missing. */
    | { state: "missing"; because: string }
    /** A block around it is one output as a whole, so whether the value will be there cannot be told. */
    | { state: "unverifiable"; because: string };

/** What can be said of a list. */
export type ListReading = { state: "set"; length: number } | { state: "missing" | "unverifiable"; because: string };

/**
 * Reads one value. `because` begins with the path of what is wrong and says what was found there, as in
 * `outputConfig.s3OutputPath is an empty string`.
 */
export function readLeaf(props: object, path: Path): Reading {
    const end = walk(props, path);
    if (end.at === "unknown leaf") return { state: "set", known: false };
    if (end.at === "unknown block") return { state: "unverifiable", because: end.because };
    if (end.at === "obstacle") return { state: "missing", because: end.because };
    const { value } = end;
    if (typeof value === "number" || typeof value === "boolean" || (typeof value === "string" && value !== "")) {
        return { state: "set", known: true, value };
    }
    return { state: "missing", because: `${written(path)} ${described(value)}` };
}

/** Reads how many elements a list has; each may then be read by its position. */
export function readList(props: object, path: Path): ListReading {
    const end = walk(props, path);
    if (end.at === "unknown leaf") return { state: "unverifiable", because: `${written(path)} ${unknownAsWhole}` };
    if (end.at === "unknown block") return { state: "unverifiable", because: end.because };
    if (end.at === "obstacle") return { state: "missing", because: end.because };
    if (Array.isArray(end.value)) return { state: "set", length: end.value.length };
    return { state: "missing", because: `${written(path)} ${described(end.value)}` };
}

/** What can be said of the names in a block. */
export type KeysReading = { state: "set"; keys: string[] } | { state: "missing" | "unverifiable"; because: string };

/** Reads what a block names, such as the dimensions of a metric; each value may then be read by its name. */
export function readKeys(props: object, path: Path): KeysReading {
    const end = walk(props, path);
    if (end.at === "unknown leaf") return { state: "unverifiable", because: `${written(path)} ${unknownAsWhole}` };
    if (end.at === "unknown block") return { state: "unverifiable", because: end.because };
    if (end.at === "obstacle") return { state: "missing", because: end.because };
    if (isBlock(end.value) && !Array.isArray(end.value)) return { state: "set", keys: Object.keys(end.value) };
    return { state: "missing", because: `${written(path)} ${described(end.value)}` };
}

/** True only when it is certain that nothing stands there: the block around it is known, the value absent or null. */
export function isAbsent(props: object, path: Path): boolean {
    const end = walk(props, path);
    return end.at === "value" && (end.value === undefined || end.value === null);
}

/** What can be said of a value that may be a whole block, such as a policy document. */
export type WholeReading =
    /** Plain data without any output in it; undefined where nothing stands there. */
    | { state: "known"; value: unknown }
    /** It is an output, or holds one. */
    | { state: "unknown" }
    /** A block around it is one output, or no block. */
    | { state: "unverifiable"; because: string };

/** Reads a value of any kind as a whole. */
export function readWhole(props: object, path: Path): WholeReading {
    const end = walk(props, path);
    if (end.at === "unknown leaf") return { state: "unknown" };
    if (end.at !== "value") return { state: "unverifiable", because: end.because };
    try {
        return { state: "known", value: copied(end.value) };
    } catch (error) {
        if (error instanceof UnknownValueError) return { state: "unknown" };
        throw error;
    }
}

/** Reads every value in it, so that what is unknown throws here and not later. */
function copied(value: unknown): unknown {
    if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => copied(value[index]));
    if (!isBlock(value)) return value;
    return Object.fromEntries(Object.keys(value).map((key) => [key, copied(Reflect.get(value, key))]));
}

/** A path as a program would write it: `grants[0].uri`. */
export function written(path: Path): string {
    return path
        .map((key) => (typeof key === "number" ? `[${String(key)}]` : `.${key}`))
        .join("")
        .replace(/^\./, "");
}

const unknownAsWhole = "is known as a whole only after deployment";

type End =
    | { at: "value"; value: unknown }
    | { at: "unknown leaf" }
    | { at: "unknown block"; because: string }
    | { at: "obstacle"; because: string };

function walk(props: object, path: Path): End {
    let value: unknown = props;
    for (const [depth, key] of path.entries()) {
        const around = path.slice(0, depth);
        if (!isBlock(value) || Array.isArray(value) !== (typeof key === "number")) {
            return { at: "obstacle", because: `${written(around)} ${described(value)}` };
        }
        try {
            // Only what the program wrote: a property named like one of Object.prototype must not be found there.
            value = Object.hasOwn(value, key) ? (Reflect.get(value, key) as unknown) : undefined;
        } catch (error) {
            if (!(error instanceof UnknownValueError)) throw error;
            if (depth === path.length - 1) return { at: "unknown leaf" };
            return { at: "unknown block", because: `${written([...around, key])} ${unknownAsWhole}` };
        }
    }
    return { at: "value", value };
}

function isBlock(value: unknown): value is object {
    return typeof value === "object" && value !== null;
}

/** What was found, without its text: it may be a secret, which the analyzer hands to rules in the clear. */
function described(value: unknown): string {
    if (value === undefined) return "is not set";
    if (value === null) return "is null";
    if (value === "") return "is an empty string";
    if (Array.isArray(value)) return "is a list";
    return typeof value === "object" ? "is a block" : `is a ${typeof value}`;
}
