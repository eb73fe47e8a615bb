import { isDeepStrictEqual } from "node:util";

import { type Property, type Shape } from "./property";
import { isBlock, type Properties, type PropertyChange, unknown } from "./resource";

type Change = Omit<PropertyChange, "replaces">;

/**
 * Where inputs differ, each at its own path and at the deepest place that differs.
 *
 * @param before inputs that passed the table's check
 * @param after the same; {@link unknown} differs from everything
 */
export function changes(shape: Shape, before: Properties, after: Properties, path = ""): Change[] {
    return Object.entries(shape).flatMap(([name, property]) =>
        changed(property, before[name], after[name], path + name),
    );
}

/** Whether two values mean the same: JSON documents by what they say, lists of strings without regard to order, empty as absent. */
export function sameValue({ kind }: Property<unknown>, before: unknown, after: unknown): boolean {
    if (after === unknown) return false;
    if (isEmpty(before) && isEmpty(after)) return true;
    if (kind.is === "json") return isDeepStrictEqual(document(before), document(after));
    // AWS keeps sets of strings where Pulumi has lists: actions of alarms, topics that embed the response.
    if (kind.is === "texts" && Array.isArray(before) && Array.isArray(after)) {
        return isDeepStrictEqual([...before].sort(), [...after].sort());
    }
    return isDeepStrictEqual(before, after);
}

export function isEmpty(value: unknown): boolean {
    if (value === undefined || value === null || value === "") return true;
    return typeof value === "object" && Object.keys(value).length === 0;
}

/** `primaryContainer` of `primaryContainer.environment.HF_TASK` */
export function topLevel(path: string): string {
    return path.split(/[.[]/)[0] as string;
}

function changed(property: Property<unknown>, before: unknown, after: unknown, path: string): Change[] {
    if (sameValue(property, before, after)) return [];
    if (before === undefined) return [{ path, kind: "add" }];
    // What AWS chooses stays as it is when it is no longer asked for.
    if (after === undefined) return property.computed ? [] : [{ path, kind: "delete" }];
    const { kind } = property;
    if (kind.is === "block" && isBlock(before) && isBlock(after)) {
        return changes(kind.members, before, after, `${path}.`);
    }
    if (kind.is === "blocks" && Array.isArray(before) && Array.isArray(after)) {
        const item = { kind: { is: "block", members: kind.members }, required: false } as const;
        return longer(before, after).flatMap((_, at) => changed(item, before[at], after[at], `${path}[${at}]`));
    }
    if (kind.is === "map" && isBlock(before) && isBlock(after)) {
        const value = { kind: { is: "text" }, required: false } as const;
        const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
        return keys.flatMap((key) => changed(value, before[key], after[key], `${path}${member(key)}`));
    }
    return [{ path, kind: "update" }];
}

function longer(before: unknown[], after: unknown[]): unknown[] {
    return before.length > after.length ? before : after;
}

/** A key in a property path; Pulumi quotes what is no plain name. */
function member(key: string): string {
    return /^\w+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function document(value: unknown): unknown {
    try {
        return typeof value === "string" ? (JSON.parse(value) as unknown) : value;
    } catch {
        return value;
    }
}
