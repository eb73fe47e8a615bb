import { unknownValue } from "@pulumi/pulumi/runtime/rpc";

import { type Path, written } from "../reading";
import { type Change } from "../rule";
import { type Properties, type RecordedResource } from "./recordedStack";

/** One argument of one resource: a value, a list, a block, each element; an option; or the resource as a whole. */
export interface Argument {
    /** Place of the resource in its stack. */
    index: number;
    at: Path;
    /** As a guard names it: `rules[0].status`, `opts.deleteBeforeReplace`, empty for the resource as a whole. */
    path: string;
    value: unknown;
}

/** What is done to an argument. */
export interface Mutation {
    change: Change;
    /** What it becomes; undefined where it is removed. */
    value: unknown;
}

/** A provider's property that its resources are given as if it were theirs; named with the resource's own. */
export const defaultTagsPath = "provider.defaultTags";

/** Every argument of the resource, enclosing blocks before what is in them, the resource as a whole last. */
export function argumentsOf(resource: RecordedResource, index: number): Argument[] {
    const found: Argument[] = [];
    const visit = (value: unknown, at: Path): void => {
        if (at.length > 0) found.push({ index, at, path: written(at), value });
        if (Array.isArray(value)) value.forEach((element, place) => visit(element, [...at, place]));
        else if (isBlock(value)) for (const [key, member] of Object.entries(value)) visit(member, [...at, key]);
    };
    visit(resource.inputs, []);
    const { deleteBeforeReplace } = resource.options;
    found.push({ index, at: [], path: "opts.deleteBeforeReplace", value: deleteBeforeReplace });
    if (resource.provider)
        found.push({ index, at: [], path: defaultTagsPath, value: resource.provider["defaultTags"] });
    found.push({ index, at: [], path: "", value: resource.inputs });
    return found;
}

/** Path of a guard, which may have `[*]` for each element of a list. */
export function matches(pattern: string, path: string): boolean {
    if (!pattern.includes("[*]")) return pattern === path;
    const source = pattern
        .split("[*]")
        .map((part) => part.replace(/[.+^${}()|[\]\\]/g, "\\$&"))
        .join("\\[\\d+\\]");
    return new RegExp(`^${source}$`).test(path);
}

/**
 * All changes of an argument, one at a time.
 *
 * @param bad values that rules say they refuse there; undefined where no rule says so, and any other value will do
 */
export function mutationsOf({ path, value }: Argument, bad: readonly unknown[] | undefined): Mutation[] {
    if (path === "") return [{ change: "remove", value: undefined }];
    if (path === "opts.deleteBeforeReplace") return [{ change: "perturb", value: !value }];
    if (path === defaultTagsPath) return [{ change: "remove", value: undefined }];
    const all: Mutation[] = [
        { change: "remove", value: undefined },
        { change: "blank", value: blank(value) },
        { change: "null", value: null },
        { change: "retype", value: retyped(value) },
        { change: "unknown", value: unknownValue },
        ...(bad ?? another(value)).map((other): Mutation => ({ change: "perturb", value: other })),
    ];
    return all.filter((mutation) => mutation.value === undefined || !same(mutation.value, value));
}

function blank(value: unknown): unknown {
    if (Array.isArray(value)) return [];
    return isBlock(value) ? {} : "";
}

/** The same in another JSON type, as a careless conversion would leave it. */
function retyped(value: unknown): unknown {
    if (Array.isArray(value)) return JSON.stringify(value);
    if (isBlock(value)) return [value];
    return typeof value === "string" ? 7 : String(value);
}

/** Another value of the same type; what is in a list or block is changed by itself. */
function another(value: unknown): unknown[] {
    if (typeof value === "number") return [value + 1];
    if (typeof value === "boolean") return [!value];
    return typeof value === "string" ? [`${value}-other`] : [];
}

/** A copy in which only the way to the value is new. */
export function replaced(properties: Properties, at: Path, value: unknown): Properties {
    return put(properties, at, value) as Properties;
}

function put(around: unknown, [key, ...rest]: Path, value: unknown): unknown {
    if (key === undefined) return value;
    if (Array.isArray(around)) {
        const place = key as number;
        const before = around.slice(0, place) as unknown[];
        const element = put(around[place], rest, value);
        return [...before, ...(element === undefined ? [] : [element]), ...(around.slice(place + 1) as unknown[])];
    }
    const block = around as Properties;
    const member = put(block[key], rest, value);
    if (member !== undefined) return { ...block, [key]: member };
    return without(block, String(key));
}

/** A copy without the key. */
export function without<Value>(block: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
    return Object.fromEntries(Object.entries(block).filter(([name]) => name !== key));
}

export function same(one: unknown, other: unknown): boolean {
    return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function isBlock(value: unknown): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
