import { type PolicyResource } from "@pulumi/policy";

import { type Document, type DocumentKind, documentsOf } from "../documents";
import { type Path, readWhole } from "../reading";
import { ofTypes, reference } from "../relations";
import { isMadeFromOutputs } from "./bucketConfigurations";

/** A resource that may carry its own policy, or be given one by another resource that names it. */
interface Kind {
    kind: DocumentKind;
    types: ReadonlySet<string>;
    attachment: string;
    /** Where the attachment names it. */
    names: Path;
}

export const topicTypes: ReadonlySet<string> = new Set(["aws:sns/topic:Topic"]);
export const queueTypes: ReadonlySet<string> = new Set(["aws:sqs/queue:Queue"]);
export const keyTypes: ReadonlySet<string> = new Set([
    "aws:kms/key:Key",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaKey:ReplicaKey",
]);

const kinds: readonly Kind[] = [
    { kind: "topic", types: topicTypes, attachment: "aws:sns/topicPolicy:TopicPolicy", names: ["arn"] },
    { kind: "queue", types: queueTypes, attachment: "aws:sqs/queuePolicy:QueuePolicy", names: ["queueUrl"] },
    { kind: "key", types: keyTypes, attachment: "aws:kms/keyPolicy:KeyPolicy", names: ["keyId"] },
];

/** A policy and the resource that it is written in. */
export interface AttachedPolicy {
    carrier: PolicyResource;
    document: Document;
}

/**
 * The policies of a topic, queue or key: what resources that name it, and certainly no other, give it, or else its own argument.
 * Empty where it keeps the policy that AWS gives it.
 */
export function policiesOf(target: PolicyResource, resources: readonly PolicyResource[]): AttachedPolicy[] {
    const kind = kinds.find(({ types }) => types.has(target.type));
    if (!kind) return [];
    const candidates = ofTypes(resources, kind.types);
    const attached = ofTypes(resources, new Set([kind.attachment])).filter((attachment) => {
        const { to, certain } = reference(attachment, kind.names, candidates);
        return certain && to.includes(target);
    });
    const carriers = attached.length > 0 ? attached : writesItsOwn(target) ? [target] : [];
    return carriers.flatMap((carrier) => documentsOf(carrier, kind.kind).map((document) => ({ carrier, document })));
}

/**
 * Where the program gave none, the provider shows whatever policy there is, in a preview as an unknown. A key's stands in the key
 * itself, as a rule; a topic's or queue's does not.
 */
function writesItsOwn(target: PolicyResource): boolean {
    const policy = readWhole(target.props, ["policy"]);
    if (policy.state === "known") return (policy.value ?? "") !== "";
    return keyTypes.has(target.type) || isMadeFromOutputs(target, "policy");
}
