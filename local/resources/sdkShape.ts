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
        translated[property.member ?? name.charAt(0).toUpperCase() + name.slice(1)] = translatedValue(property, value);
    }
    return translated;
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

/** `{a: "1"}` as `[{Key: "a", Value: "1"}]`: how most of AWS writes tags. */
export function toTags(map: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
    return Object.entries(map).map(([Key, Value]) => ({ Key, Value }));
}
