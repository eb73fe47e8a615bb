import { type Property, type Shape, type Values } from "./property";
import { fromSdkShape, toSdkShape } from "./sdkShape";

/** Properties as SNS and SQS keep them: attributes by name, each of them text. */
export function toAttributes<S extends Shape>(shape: S, values: Partial<Values<S>>): Record<string, string> {
    const translated = Object.entries(toSdkShape(shape, values as Values<S>));
    return Object.fromEntries(translated.map(([name, value]) => [name, String(value)]));
}

/** Those that are to be others; empty text for what is no longer asked for. */
export function changedAttributes<S extends Shape>(
    shape: S,
    values: Values<S>,
    changed: ReadonlySet<PropertyKey>,
): Record<string, string> {
    const names = Object.keys(shape).filter((name) => changed.has(name));
    return toAttributes(shape, Object.fromEntries(names.map((name) => [name, values[name] ?? ""])) as Values<S>);
}

/** The way back from {@link toAttributes}. Attributes that the table does not have are left out. */
export function fromAttributes<S extends Shape>(
    shape: S,
    attributes: Readonly<Record<string, string>>,
): Partial<Values<S>> {
    const told = Object.entries(fromSdkShape(shape, attributes));
    const values = told.map(([name, text]) => [name, valueOf(shape[name] as Property<unknown>, text as string)]);
    return Object.fromEntries(values) as Partial<Values<S>>;
}

function valueOf({ kind }: Property<unknown>, text: string): unknown {
    if (kind.is === "number") return Number(text);
    return kind.is === "boolean" ? text === "true" : text;
}
