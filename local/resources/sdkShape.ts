import { type Property, type Shape, type Values } from "./property";

/**
 * Translates checked inputs to the AWS SDK's shape: `s3OutputPath` becomes `S3OutputPath`, or what the table says AWS calls it.
 * What is absent stays absent.
 */
export function toSdkShape<S extends Shape>(shape: S, values: Values<S>): Record<string, unknown> {
    const translated: Record<string, unknown> = {};
    for (const [name, property] of Object.entries(shape)) {
        const value = (values as Record<string, unknown>)[name];
        if (value === undefined) continue;
        translated[memberOf(name, property)] = translatedValue(property, value);
    }
    return translated;
}

/** The way back: what AWS describes, as properties. Members that the table does not have are left out. */
export function fromSdkShape<S extends Shape>(shape: S, described: object | undefined): Partial<Values<S>> {
    const translated: Record<string, unknown> = {};
    for (const [name, property] of Object.entries(shape)) {
        const value = (described as Record<string, unknown> | undefined)?.[memberOf(name, property)];
        if (value !== undefined) translated[name] = propertyValue(property, value);
    }
    return translated as Partial<Values<S>>;
}

function memberOf(name: string, { member }: Property<unknown>): string {
    return member ?? name.charAt(0).toUpperCase() + name.slice(1);
}

function propertyValue({ kind }: Property<unknown>, value: unknown): unknown {
    if (kind.is === "block") return fromSdkShape(kind.members, value as object);
    if (kind.is === "blocks") return (value as object[]).map((item) => fromSdkShape(kind.members, item));
    return value;
}

function translatedValue({ kind }: Property<unknown>, value: unknown): unknown {
    if (kind.is === "block") return toSdkShape(kind.members, value as Values<Shape>);
    if (kind.is === "blocks") return (value as Values<Shape>[]).map((item) => toSdkShape(kind.members, item));
    return value;
}

/** `{a: "1"}` as `[{Name: "a", Value: "1"}]`: how AWS writes dimensions. */
export function toDimensions(map: Readonly<Record<string, string>>): { Name: string; Value: string }[] {
    return Object.entries(map).map(([Name, Value]) => ({ Name, Value }));
}

/** The way back from {@link toDimensions}. */
export function fromDimensions(dimensions: readonly { Name?: string; Value?: string }[]): Record<string, string> {
    return Object.fromEntries(dimensions.map(({ Name, Value }) => [String(Name), String(Value)]));
}

/** The way back from {@link toTags}. */
export function fromTags(tags: readonly { Key?: string; Value?: string }[]): Record<string, string> {
    return Object.fromEntries(tags.map(({ Key, Value }) => [String(Key), String(Value)]));
}

/** `{a: "1"}` as `[{Key: "a", Value: "1"}]`: how most of AWS writes tags. */
export function toTags(map: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
    return Object.entries(map).map(([Key, Value]) => ({ Key, Value }));
}
