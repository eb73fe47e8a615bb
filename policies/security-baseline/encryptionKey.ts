import { type PolicyResource } from "@pulumi/policy";

import { type Path, readLeaf } from "../reading";
import { grouped, knownText, ofTypes, oncePerList, reference } from "../relations";
import { keyTypes } from "./attachedPolicies";
import { isAwsManagedKey } from "./awsManagedKey";

const aliasTypes: ReadonlySet<string> = new Set(["aws:kms/alias:Alias"]);
const keyOrAliasTypes: ReadonlySet<string> = new Set([...keyTypes, ...aliasTypes]);

/** What encrypts a topic or queue. */
export type EncryptionKey =
    /** No key, or one outside this stack, of which nothing is known. */
    | { is: "none" | "elsewhere" }
    | { is: "AWS's" }
    /** An output that does not tell which key it will be. */
    | { is: "unknown" }
    | { is: "own"; key: PolicyResource };

/** The key that `kmsMasterKeyId` names, by its id, its ARN or an alias. */
export function encryptionKeyOf(resource: PolicyResource, resources: readonly PolicyResource[]): EncryptionKey {
    const found = foundKeys(resources);
    const key = found.get(resource) ?? findKey(resource, resources);
    found.set(resource, key);
    return key;
}

/** Many alarms act on one topic. */
const foundKeys = oncePerList(() => new Map<PolicyResource, EncryptionKey>());

function findKey(resource: PolicyResource, resources: readonly PolicyResource[]): EncryptionKey {
    const path: Path = ["kmsMasterKeyId"];
    const text = knownText(resource, path);
    if (isAwsManagedKey(text)) return { is: "AWS's" };
    const reading = readLeaf(resource.props, path);
    if (reading.state === "missing") return { is: "none" };
    const keys = ofTypes(resources, keyTypes);
    const { to, known } = reference(resource, path, ofTypes(resources, keyOrAliasTypes));
    const named = new Set(to.flatMap((found) => (keyTypes.has(found.type) ? [found] : targetOf(found, keys))));
    const [key, ...others] = named;
    if (key && others.length === 0) return { is: "own", key };
    return { is: known && named.size === 0 ? "elsewhere" : "unknown" };
}

/** Names of the aliases of a key, as far as they are known. */
export function aliasesOf(key: PolicyResource, resources: readonly PolicyResource[]): (string | undefined)[] {
    return (aliasesByKey(resources).get(key) ?? []).map((alias) => knownText(alias, ["name"]));
}

const aliasesByKey = oncePerList((resources) =>
    grouped(ofTypes(resources, aliasTypes), (alias) => targetOf(alias, ofTypes(resources, keyTypes))),
);

function targetOf(alias: PolicyResource, keys: readonly PolicyResource[]): PolicyResource[] {
    return reference(alias, ["targetKeyId"], keys).to;
}
