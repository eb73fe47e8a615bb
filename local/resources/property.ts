/**
 * Tables of properties: what a resource type takes, and how AWS calls it. One table serves a type's check, the types of its
 * inputs, and the translation of nested blocks to the shapes of the AWS SDK.
 */
export interface Property<T> {
    readonly kind: Kind;
    readonly required: boolean;
    /** What the provider fills in. */
    readonly default?: T;
    /** Makes a name from Pulumi's automatic one, where the program gives none. */
    readonly autoname?: (automatic: string) => string;
    /** Values that the provider itself allows; AWS's own rules stand in local/cloud. */
    readonly oneOf?: readonly string[];
    /** Least and greatest value that the provider itself allows. */
    readonly range?: readonly [number, number];
    /** How AWS calls it, where that is not the name with a capital. */
    readonly member?: string;
    /** AWS chooses a value where none is given: a value that was not asked for is then no difference. */
    readonly computed?: boolean;
    /** Only Pulumi's state knows it: AWS, or the laptop AWS, keeps nothing of it that could be read. */
    readonly stateOnly?: boolean;
}

type Kind =
    | { readonly is: "text" | "number" | "boolean" | "json" | "texts" | "map" }
    | { readonly is: "block" | "blocks"; readonly members: Shape };

export type Shape = Readonly<Record<string, Property<unknown>>>;

/** Lets the compiler compare the names in a table with the provider's typings: `{…} satisfies Takes<BucketArgs>`. */
export type Takes<Args> = { readonly [K in keyof Args]?: Property<unknown> };

/** Inputs that passed a table's check, all known. */
export type Values<S extends Shape> = { readonly [K in keyof S]: S[K] extends Property<infer T> ? T : never };

interface Options {
    readonly oneOf?: readonly string[];
    readonly range?: readonly [number, number];
    readonly member?: string;
    readonly computed?: boolean;
    readonly stateOnly?: boolean;
}
interface Required extends Options {
    readonly required: true;
}
interface Defaulted<T> extends Options {
    readonly default: T;
}
interface Named extends Options {
    readonly autoname: true | ((automatic: string) => string);
}
type Given<T> = Required | Defaulted<T>;

export function text(options: Given<string> | Named): Property<string>;
export function text(options?: Options): Property<string | undefined>;
export function text(options: Partial<Required & Defaulted<string> & Named> = {}): Property<string | undefined> {
    const { autoname, ...rest } = options;
    const named = autoname === undefined ? {} : { autoname: autoname === true ? (name: string) => name : autoname };
    return { kind: { is: "text" }, required: false, ...rest, ...named };
}

export function number(options: Given<number>): Property<number>;
export function number(options?: Options): Property<number | undefined>;
export function number(options: Partial<Required & Defaulted<number>> = {}): Property<number | undefined> {
    return { kind: { is: "number" }, required: false, ...options };
}

export function boolean(options: Given<boolean>): Property<boolean>;
export function boolean(options?: Options): Property<boolean | undefined>;
export function boolean(options: Partial<Required & Defaulted<boolean>> = {}): Property<boolean | undefined> {
    return { kind: { is: "boolean" }, required: false, ...options };
}

/** A JSON document: a string, or an object that the provider writes as one. */
export function json(options: Given<string>): Property<string>;
export function json(options?: Options): Property<string | undefined>;
export function json(options: Partial<Required & Defaulted<string>> = {}): Property<string | undefined> {
    return { kind: { is: "json" }, required: false, ...options };
}

/** A list of strings. */
export function texts(options: Options = {}): Property<readonly string[] | undefined> {
    return { kind: { is: "texts" }, required: false, ...options };
}

/** Strings by keys that the program chooses, as in tags. */
export function map(options: Options = {}): Property<Readonly<Record<string, string>> | undefined> {
    return { kind: { is: "map" }, required: false, ...options };
}

/** A nested block. */
export function block<S extends Shape>(members: S, options: Required): Property<Values<S>>;
export function block<S extends Shape>(members: S, options?: Options): Property<Values<S> | undefined>;
export function block<S extends Shape>(members: S, options: Partial<Required> = {}): Property<Values<S> | undefined> {
    return { kind: { is: "block", members }, required: false, ...options };
}

/** A list of nested blocks. */
export function blocks<S extends Shape>(members: S, options: Required): Property<readonly Values<S>[]>;
export function blocks<S extends Shape>(members: S, options?: Options): Property<readonly Values<S>[] | undefined>;
export function blocks<S extends Shape>(
    members: S,
    options: Partial<Required> = {},
): Property<readonly Values<S>[] | undefined> {
    return { kind: { is: "blocks", members }, required: false, ...options };
}

/** Tags, and the region a resource lies in: every regional type that can be tagged has them. */
export const regional = { region: text({ stateOnly: true }) };
export const tagged = { tags: map({ stateOnly: true }) };
export const taggedAndRegional = { ...regional, ...tagged };
