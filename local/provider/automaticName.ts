import { createHash, randomBytes } from "node:crypto";

import { type Properties } from "../resources/resource";

/**
 * Which inputs the provider filled in, kept among the inputs as the AWS provider does (pulumi-terraform-bridge): without it a
 * name that Pulumi chose could not be told from one that the program gave, and the next check would choose another.
 */
const marks = "__defaults";

/** Inputs without the mark: what a resource type knows. */
export function unmarked(inputs: Properties): Properties {
    return Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== marks));
}

/** Marks what `checked` has and the program did not give. */
export function marked(checked: Properties, given: Properties): Properties {
    return { ...checked, [marks]: Object.keys(checked).filter((name) => given[name] === undefined) };
}

/** Marks as they were, for inputs that AWS was asked for. */
export function markedAs(inputs: Properties, before: Properties): Properties {
    return marks in before ? { ...inputs, [marks]: before[marks] } : inputs;
}

/** What the program left to the provider last time, such as an automatic name: it stays. */
export function filledIn(before: Properties): Properties {
    const names = (before[marks] ?? []) as string[];
    return Object.fromEntries(names.filter((name) => name in before).map((name) => [name, before[name]]));
}

/** Whether the provider chose this input. */
export function isFilledIn(inputs: Properties, name: string): boolean {
    return ((inputs[marks] ?? []) as string[]).includes(name);
}

/**
 * Pulumi's usual name for a resource that was given none: its Pulumi name, a dash, seven hex digits.
 *
 * @param seed the engine's; the same seed gives the same name
 */
export function automaticName(name: string, seed: Uint8Array): string {
    const hash = createHash("sha256").update(seed.length > 0 ? seed : randomBytes(16));
    return `${name}-${hash.digest("hex").slice(0, 7)}`;
}
