import { type PolicyResource } from "@pulumi/policy";

import { type Path, readLeaf } from "../reading";
import { knownText, ofTypes, reference } from "../relations";
import { keyTypes } from "./attachedPolicies";
import { isAwsManagedKey } from "./awsManagedKey";

const aliasTypes: ReadonlySet<string> = new Set(["aws:kms/alias:Alias"]);

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
    const path: Path = ["kmsMasterKeyId"];
    const text = knownText(resource, path);
    if (isAwsManagedKey(text)) return { is: "AWS's" };
    const reading = readLeaf(resource.props, path);
    if (reading.state === "missing") return { is: "none" };
    const keys = ofTypes(resources, keyTypes);
    const { to, known } = reference(resource, path, [...keys, ...ofTypes(resources, aliasTypes)]);
    const named = new Set(to.flatMap((found) => (keyTypes.has(found.type) ? [found] : targetOf(found, keys))));
    const [key, ...others] = named;
    if (key && others.length === 0) return { is: "own", key };
    return { is: known && named.size === 0 ? "elsewhere" : "unknown" };
}

/** Names of the aliases of a key, as far as they are known. */
export function aliasesOf(key: PolicyResource, resources: readonly PolicyResource[]): (string | undefined)[] {
    return ofTypes(resources, aliasTypes)
        .filter((alias) => targetOf(alias, ofTypes(resources, keyTypes)).includes(key))
        .map((alias) => knownText(alias, ["name"]));
}

function targetOf(alias: PolicyResource, keys: readonly PolicyResource[]): PolicyResource[] {
    return reference(alias, ["targetKeyId"], keys).to;
}
