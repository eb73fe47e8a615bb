import { type PolicyResource } from "@pulumi/policy";

import { type Path, readLeaf, readList, written } from "../reading";
import { dependencies, reference } from "../relations";

/** The candidates that values name, and the paths of those values of which it cannot be told. */
export interface Related {
    to: PolicyResource[];
    unknown: string[];
}

/**
 * What one value names. A block with an output in it may be missing from what a stack rule sees in a preview; the dependencies of
 * the property around it are not.
 */
export function relatedBy(from: PolicyResource, path: Path, candidates: readonly PolicyResource[]): Related {
    const value = readLeaf(from.props, path);
    if (value.state === "set" && value.known) return { to: reference(from, path, candidates).to, unknown: [] };
    const to = dependencies(from, path, candidates);
    const sources = from.propertyDependencies[String(path[0])] ?? [];
    const lost = value.state !== "missing" && sources.length === 0;
    return { to, unknown: lost ? [`${from.name}.${written(path)}`] : [] };
}

/** What the values of a list name. */
export function relatedByEach(from: PolicyResource, path: Path, candidates: readonly PolicyResource[]): Related {
    const list = readList(from.props, path);
    if (list.state !== "set") return relatedBy(from, path, candidates);
    const each = Array.from({ length: list.length }, (_, index) => relatedBy(from, [...path, index], candidates));
    return { to: [...new Set(each.flatMap(({ to }) => to))], unknown: each.flatMap(({ unknown }) => unknown) };
}
