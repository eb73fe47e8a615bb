import { type PolicyResource } from "@pulumi/policy";

import { concerning } from "../concerning";
import { type Document, type DocumentKind, documentsOf } from "../documents";
import { type Path, readWhole, written } from "../reading";
import { grouped, ofTypes, oncePerList, reference } from "../relations";
import { isMadeFromOutputs } from "./bucketConfigurations";

/** A resource that may carry its own policy, or be given one by another resource that names it. */
interface Kind {
    kind: DocumentKind;
    types: ReadonlySet<string>;
    attachments: ReadonlySet<string>;
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
    { kind: "topic", types: topicTypes, attachments: new Set(["aws:sns/topicPolicy:TopicPolicy"]), names: ["arn"] },
    {
        kind: "queue",
        types: queueTypes,
        attachments: new Set(["aws:sqs/queuePolicy:QueuePolicy"]),
        names: ["queueUrl"],
    },
    { kind: "key", types: keyTypes, attachments: new Set(["aws:kms/keyPolicy:KeyPolicy"]), names: ["keyId"] },
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
export function policiesOf(target: PolicyResource, resources: readonly PolicyResource[]): readonly AttachedPolicy[] {
    return allPolicies(resources).get(target) ?? [];
}

/** What may turn out to give the topic, queue or key a policy as well, by where it names what it gives it to: `inbox.queueUrl`. */
export function possiblePoliciesOf(target: PolicyResource, resources: readonly PolicyResource[]): string[] {
    return possiblePolicies(resources).flatMap(({ kind: { types, names }, attachedTo }) =>
        types.has(target.type)
            ? attachedTo([target]).map(({ value: { attachment } }) => `${attachment.name}.${written(names)}`)
            : [],
    );
}

const possiblePolicies = oncePerList((resources) =>
    kinds.map((kind) => {
        const { types, attachments, names } = kind;
        const uncertain = ofTypes(resources, attachments)
            .map((attachment) => ({ attachment, ...reference(attachment, names, ofTypes(resources, types)) }))
            .filter(({ certain }) => !certain);
        const attachedTo = concerning(
            uncertain,
            ({ to }) => to,
            ({ to }) => to.length === 0,
        );
        return { kind, attachedTo };
    }),
);

const allPolicies = oncePerList((resources) => {
    const all = new Map<PolicyResource, AttachedPolicy[]>();
    for (const { kind, types, attachments, names } of kinds) {
        const targets = ofTypes(resources, types);
        const attached = grouped(ofTypes(resources, attachments), (attachment) => {
            const { to, certain } = reference(attachment, names, targets);
            return certain ? to : [];
        });
        for (const target of targets) {
            const carriers = attached.get(target) ?? (writesItsOwn(target) ? [target] : []);
            const policies = carriers.flatMap((carrier) =>
                documentsOf(carrier, kind).map((document) => ({ carrier, document })),
            );
            all.set(target, policies);
        }
    }
    return all;
});

/**
 * Where the program gave none, the provider shows whatever policy there is, in a preview as an unknown. A key's stands in the key
 * itself, as a rule; a topic's or queue's does not.
 */
function writesItsOwn(target: PolicyResource): boolean {
    const policy = readWhole(target.props, ["policy"]);
    if (policy.state === "known") return (policy.value ?? "") !== "";
    return keyTypes.has(target.type) || isMadeFromOutputs(target, "policy");
}
