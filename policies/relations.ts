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
        return { to: candidates.filter((candidate) => isNamed(candidate, value.value)), certain: true, known: true };
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
    const sources = new Set((propertyDependencies[String(property)] ?? []).map(({ urn }) => urn));
    return candidates.filter(({ urn }) => sources.has(urn));
}

/**
 * Whether the text is the resource's name, id, ARN or URL. Where its own ARN or URL is not known yet, one that ends in its name
 * counts as well: nothing in a first preview tells another account's resource of the same name from it.
 */
export function isNamed(resource: PolicyResource, text: unknown): boolean {
    if (typeof text !== "string") return false;
    const known = identities.flatMap((property) => knownText(resource, [property]) ?? []);
    if (known.includes(text)) return true;
    const whole = text.startsWith("arn:") ? "arn" : text.startsWith("https:") ? "url" : undefined;
    if (whole === undefined || knownText(resource, [whole]) !== undefined) return false;
    return known.some((identity) => text.endsWith(`:${identity}`) || text.endsWith(`/${identity}`));
}

/** A known text that is not empty. */
export function knownText({ props }: Pick<PolicyResource, "props">, path: Path): string | undefined {
    const value = readLeaf(props, path);
    return value.state === "set" && value.known && typeof value.value === "string" ? value.value : undefined;
}

export function ofTypes(resources: readonly PolicyResource[], types: ReadonlySet<string>): PolicyResource[] {
    return resources.filter(({ type }) => types.has(type));
}
