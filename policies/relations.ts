import { type PolicyResource } from "@pulumi/policy";

import { type Path, readLeaf } from "./reading";

/** Which resources of a stack one property names. */
export interface Reference {
    /** Empty where it names nothing in this stack: something outside, or nothing at all. */
    to: PolicyResource[];
    /**
     * False where the value is an output made from several of the candidates, as it is for a whole block of ARNs: it names one
     * of them, or some, and which shows only once they are made.
     */
    certain: boolean;
    /** What stands there is known, and so is certainly none of the candidates when `to` is empty. */
    known: boolean;
}

/** Properties by which one resource names another, where they are known. */
const identities = ["arn", "id", "name", "bucket", "url", "keyId"] as const;

/**
 * Finds what the value at `path` names among the candidates. A known value is compared with what is known of each candidate:
 * its name, or an ARN or URL that ends in it. An unknown one is an output, and property dependencies, complete in a first preview
 * too, say of which resources; they are kept for a property as a whole, not for each value in it.
 */
export function reference(from: PolicyResource, path: Path, candidates: readonly PolicyResource[]): Reference {
    const value = readLeaf(from.props, path);
    if (value.state === "set" && value.known) {
        return { to: namedBy(value.value, candidates), certain: true, known: true };
    }
    if (value.state === "missing") return { to: [], certain: true, known: true };
    const to = dependencies(from, path, candidates);
    return { to, certain: to.length === 1, known: false };
}

/** The candidates from which the property at the head of the path is made, in the order of the candidates. */
export function dependencies(
    { propertyDependencies }: PolicyResource,
    [property]: Path,
    candidates: readonly PolicyResource[],
): PolicyResource[] {
    const { byUrn } = indexOf(candidates);
    const sources = new Set((propertyDependencies[String(property)] ?? []).map(({ urn }) => urn));
    return inOrder([...sources].flatMap((urn) => byUrn.get(urn) ?? []));
}

/** The candidates that the text names (see {@link isNamed}), in their order. */
export function namedBy(text: unknown, candidates: readonly PolicyResource[]): PolicyResource[] {
    return namedByAny([text], candidates);
}

/** The candidates that one of the texts names, in their order. */
export function namedByAny(texts: readonly unknown[], candidates: readonly PolicyResource[]): PolicyResource[] {
    const { byIdentity } = indexOf(candidates);
    const named = texts.flatMap((text) => {
        if (typeof text !== "string") return [];
        // What an ARN or URL may end in.
        const ends = [...text.matchAll(/[:/]/g)].map(({ index }) => text.slice(index + 1));
        const possible = [text, ...ends].flatMap((end) => byIdentity.get(end) ?? []);
        return possible.filter(({ resource }) => isNamed(resource, text));
    });
    return inOrder([...new Set(named)]);
}

interface Place {
    resource: PolicyResource;
    position: number;
}

/** A stack may have ten thousand resources, each of which is asked what it names. */
const indexOf = oncePerList((candidates) => {
    const places = candidates.map((resource, position): Place => ({ resource, position }));
    return {
        byUrn: grouped(places, ({ resource }) => [resource.urn]),
        byIdentity: grouped(places, ({ resource }) => new Set(knownIdentities(resource))),
    };
});

function inOrder(places: readonly Place[]): PolicyResource[] {
    return [...places].sort((a, b) => a.position - b.position).map(({ resource }) => resource);
}

/**
 * Whether the text is the resource's name, id, ARN or URL. Where its own ARN or URL is not known yet, one that ends in its name
 * counts as well: nothing in a first preview tells another account's resource of the same name from it.
 */
export function isNamed(resource: PolicyResource, text: unknown): boolean {
    if (typeof text !== "string") return false;
    const known = knownIdentities(resource);
    if (known.includes(text)) return true;
    const whole = text.startsWith("arn:") ? "arn" : text.startsWith("https:") ? "url" : undefined;
    if (whole === undefined || knownText(resource, [whole]) !== undefined) return false;
    return known.some((identity) => text.endsWith(`:${identity}`) || text.endsWith(`/${identity}`));
}

function knownIdentities(resource: PolicyResource): string[] {
    return identities.flatMap((property) => knownText(resource, [property]) ?? []);
}

/** A known text that is not empty. */
export function knownText({ props }: Pick<PolicyResource, "props">, path: Path): string | undefined {
    const value = readLeaf(props, path);
    return value.state === "set" && value.known && typeof value.value === "string" ? value.value : undefined;
}

/** Those of one type, in order; the same list for the same arguments. */
export function ofType(resources: readonly PolicyResource[], type: string): readonly PolicyResource[] {
    return listsByType(resources).get(type) ?? none;
}

const listsByType = oncePerList((resources) => grouped(resources, ({ type }) => [type]));
const none: readonly PolicyResource[] = [];

/** Those of these types, in order. The same list for the same arguments, so that it is searched through only once. */
export function ofTypes(resources: readonly PolicyResource[], types: ReadonlySet<string>): readonly PolicyResource[] {
    const lists = listsByTypes(resources);
    const list = lists.get(types) ?? resources.filter(({ type }) => types.has(type));
    lists.set(types, list);
    return list;
}

const listsByTypes = oncePerList(() => new WeakMap<ReadonlySet<string>, readonly PolicyResource[]>());

/** The candidates by their `name`, where it is known, and those where it is not. */
export const namesOf = oncePerList((candidates) => ({
    named: grouped(candidates, (candidate) => [knownText(candidate, ["name"])].filter((name) => name !== undefined)),
    nameless: candidates.filter((candidate) => knownText(candidate, ["name"]) === undefined),
}));

/**
 * What is made of a list of resources, made only once for each list: a rule asks the same of one stack for each of its resources,
 * and has to take ten times as long for ten times as many of them, not a hundred times.
 */
export function oncePerList<Made>(
    make: (resources: readonly PolicyResource[]) => Made,
): (resources: readonly PolicyResource[]) => Made {
    const all = new WeakMap<readonly PolicyResource[], { made: Made }>();
    return (resources) => {
        const known = all.get(resources) ?? { made: make(resources) };
        all.set(resources, known);
        return known.made;
    };
}

/** Values by their keys, of which each may have several; under each key in the order of the values. */
export function grouped<Key, Value>(
    values: readonly Value[],
    keysOf: (value: Value) => Iterable<Key>,
): ReadonlyMap<Key, readonly Value[]> {
    const groups = new Map<Key, Value[]>();
    for (const value of values) {
        for (const key of keysOf(value)) {
            const group = groups.get(key);
            if (group) group.push(value);
            else groups.set(key, [value]);
        }
    }
    return groups;
}
