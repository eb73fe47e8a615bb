import { unknownValue } from "@pulumi/pulumi/runtime/rpc";

import { type Argument, defaultTagsPath, type Mutation, replaced, same, without } from "./arguments";
import { type Changed } from "./places";
import { outputsOf, type Properties, type Provider, type RecordedResource } from "./recordedStack";

/** One stack, as its first preview and as an update register it: the same resources in the same order. */
export interface Stack {
    /** Of the environment whose configuration holds for it. */
    environment: string;
    preview: readonly RecordedResource[];
    known: readonly RecordedResource[];
    provider: Provider;
}

/** The property by which a program names what it makes; elsewhere `bucket` names the bucket that something belongs to. */
function nameProperty(type: string): string {
    return /^aws:s3\/bucket(V2)?:/.test(type) ? "bucket" : "name";
}

export type Form = "preview" | "known";

/** Texts that stood for a resource, and what stands for it now. */
type Renamed = ReadonlyMap<string, unknown>;

/**
 * The resources that are others once the argument is: its own, and those that are made of what has changed of it, such as its
 * name, as they would be if the program were run again. Empty where the argument is part of an output, and so not there yet.
 */
export function changedBy(stack: Stack, form: Form, argument: Argument, mutation: Mutation): Changed {
    const before = stack[form][argument.index];
    if (!before) return new Map();
    if (argument.path === "") return new Map([[argument.index, null]]);
    if (argument.path === "opts.deleteBeforeReplace") {
        const options = { ...before.options, deleteBeforeReplace: mutation.value === true };
        return new Map([[argument.index, { ...before, options }]]);
    }
    if (argument.path === defaultTagsPath) {
        if (before.provider?.["defaultTags"] === undefined) return new Map();
        return new Map([[argument.index, { ...before, provider: without(before.provider, "defaultTags") }]]);
    }
    const current = valueAt(before.inputs, argument);
    if (current === outOfReach || (current !== undefined && same(current, mutation.value))) return new Map();
    const after = changedResource(stack, form, argument, mutation);
    return new Map([[argument.index, after], ...followers(stack, form, before, after, argument.index)]);
}

const outOfReach = Symbol("part of an output");

function valueAt(inputs: Properties, { at }: Argument): unknown {
    let value: unknown = inputs;
    for (const key of at) {
        if (typeof value !== "object" || value === null) return outOfReach;
        value = (value as Properties)[key];
    }
    return value;
}

function changedResource(stack: Stack, form: Form, argument: Argument, mutation: Mutation): RecordedResource {
    const { index, at } = argument;
    const before = stack[form][index] as RecordedResource;
    const inputs = replaced(before.inputs, at, mutation.value);
    const property = String(at[0]);
    const propertyDependencies = { ...before.propertyDependencies };
    if (mutation.change !== "unknown" && propertyDependencies[property]) {
        propertyDependencies[property] = stillThere(stack, argument, mutation, propertyDependencies[property]);
    }
    return { ...before, inputs, propertyDependencies, outputs: outputsAfter(stack, form, before, inputs) };
}

/** Outputs once inputs have changed; what AWS would make of them is made anew. */
function outputsAfter({ provider }: Stack, form: Form, before: RecordedResource, inputs: Properties): Properties {
    if (before.type.startsWith("pulumi:")) return { ...inputs, output: inputs["input"] };
    const named = withName(provider, before, inputs);
    const fresh = outputsOf(provider, { ...before, inputs: named }, form === "preview");
    const chosen = Object.keys(before.outputs).filter((property) => !(property in before.inputs));
    // What is made of something unknown is unknown.
    return { ...Object.fromEntries(chosen.map((property) => [property, unknownValue])), ...fresh, ...named };
}

/** Where a program gives no name that can be used, the provider chooses one before anybody sees the resource. */
function withName(provider: Provider, { type, name, urn, inputs: before }: RecordedResource, inputs: Properties) {
    const property = nameProperty(type);
    const given = inputs[property];
    if (!(property in before) || (typeof given === "string" && given !== "")) return inputs;
    return provider.check(type, name, urn, without(inputs, property));
}

/** Resources of which something is left in the property; seen from their outputs, where all is known. */
function stillThere(stack: Stack, { index, at }: Argument, { value }: Mutation, urns: readonly string[]): string[] {
    const { inputs } = stack.known[index] as RecordedResource;
    const property = String(at[0]);
    const [original, mutated] = [inputs, replaced(inputs, at, value)].map((all) => JSON.stringify(all[property]) ?? "");
    return urns.filter((urn) => {
        const source = stack.known.find((resource) => resource.urn === urn);
        const texts = Object.values(source?.outputs ?? {}).filter(
            (text) => typeof text === "string" && text.length > 3,
        );
        const within = (json: string): boolean => texts.some((text) => json.includes(text as string));
        return !within(original ?? "") || within(mutated ?? "");
    });
}

/** What is made of the changed resource's outputs, and what of theirs. */
function followers(stack: Stack, form: Form, before: RecordedResource, after: RecordedResource, index: number) {
    const renamed = new Map([[before.urn, differences(before, after)]]);
    const changed: [number, RecordedResource][] = [];
    for (const [place, resource] of stack[form].entries()) {
        if (place <= index) continue;
        const properties = Object.entries(resource.propertyDependencies).flatMap(([property, urns]) => {
            const texts = new Map(urns.flatMap((urn) => [...(renamed.get(urn) ?? [])]));
            const value = resource.inputs[property];
            const now = texts.size > 0 ? withTexts(value, texts) : value;
            return same(now, value) ? [] : [[property, now] as const];
        });
        if (properties.length === 0) continue;
        const inputs = { ...resource.inputs, ...Object.fromEntries(properties) };
        const follower = { ...resource, inputs, outputs: outputsAfter(stack, form, resource, inputs) };
        renamed.set(resource.urn, differences(resource, follower));
        changed.push([place, follower]);
    }
    return changed;
}

function differences(before: RecordedResource, after: RecordedResource): Renamed {
    const texts = Object.entries(before.outputs).flatMap(([property, text]): [string, unknown][] => {
        const now = after.outputs[property];
        if (typeof text !== "string" || text === unknownValue || text === "" || text === now) return [];
        return typeof now === "string" && now !== "" ? [[text, now]] : [];
    });
    // An ARN before the name that it ends in.
    return new Map(texts.sort(([one], [other]) => other.length - one.length));
}

/** Short texts are replaced only where they stand alone. */
const shortest = 8;

function withTexts(value: unknown, texts: Renamed): unknown {
    if (Array.isArray(value)) return value.map((element) => withTexts(element, texts));
    if (typeof value === "object" && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withTexts(member, texts)]));
    }
    if (typeof value !== "string") return value;
    if (texts.has(value)) return texts.get(value);
    for (const [text, now] of texts) {
        if (text.length < shortest || !value.includes(text)) continue;
        return now === unknownValue ? unknownValue : value.replaceAll(text, now as string);
    }
    return value;
}

/** Whether another resource has this one's name in an argument that is not made of its outputs, such as a document. */
export function isWrittenOut({ known }: Stack, index: number): boolean {
    const own = known[index];
    const name = own?.outputs[nameProperty(own.type)];
    if (!own || typeof name !== "string") return false;
    return known.some(({ urn, custom, inputs, propertyDependencies }) => {
        if (urn === own.urn || !custom) return false;
        return Object.entries(inputs).some(
            ([property, value]) =>
                !propertyDependencies[property]?.includes(own.urn) && JSON.stringify(value).includes(name),
        );
    });
}
