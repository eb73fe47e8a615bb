import { type PolicyResource } from "@pulumi/policy";

import { parsePolicyDocument, type Statement } from "./policyDocument";
import { isAbsent, type Path, readList, readWhole, written } from "./reading";

/** What a document is attached to, and so who is meant by it. */
export type DocumentKind =
    "identity" | "trust" | "bucket" | "topic" | "queue" | "key" | "repository" | "secret" | "table";

/** A document as far as it can be read. */
export type Document = {
    kind: DocumentKind;
    /** As a program writes it: `inlinePolicies[0].policy`. */
    path: string;
} & (
    | { state: "known"; statements: Statement[] }
    /** An output: it is judged where outputs are known, in the gate's second mode and in the update. */
    | { state: "deferred" }
    /** Whether there is a document, or what it says, cannot be told; a sentence. */
    | { state: "unreadable"; because: string }
);

/** Where documents stand; `[*]` for each element of a list. */
const places: Readonly<Record<string, readonly { kind: DocumentKind; path: Path }[]>> = {
    "aws:iam/role:Role": [
        { kind: "trust", path: ["assumeRolePolicy"] },
        { kind: "identity", path: ["inlinePolicies", "*", "policy"] },
    ],
    "aws:iam/policy:Policy": [{ kind: "identity", path: ["policy"] }],
    "aws:iam/rolePolicy:RolePolicy": [{ kind: "identity", path: ["policy"] }],
    "aws:iam/userPolicy:UserPolicy": [{ kind: "identity", path: ["policy"] }],
    "aws:iam/groupPolicy:GroupPolicy": [{ kind: "identity", path: ["policy"] }],
    "aws:s3/bucketPolicy:BucketPolicy": [{ kind: "bucket", path: ["policy"] }],
    "aws:s3/bucket:Bucket": [{ kind: "bucket", path: ["policy"] }],
    "aws:s3/bucketV2:BucketV2": [{ kind: "bucket", path: ["policy"] }],
    "aws:sns/topic:Topic": [{ kind: "topic", path: ["policy"] }],
    "aws:sns/topicPolicy:TopicPolicy": [{ kind: "topic", path: ["policy"] }],
    "aws:sqs/queue:Queue": [{ kind: "queue", path: ["policy"] }],
    "aws:sqs/queuePolicy:QueuePolicy": [{ kind: "queue", path: ["policy"] }],
    "aws:kms/key:Key": [{ kind: "key", path: ["policy"] }],
    "aws:kms/keyPolicy:KeyPolicy": [{ kind: "key", path: ["policy"] }],
    "aws:kms/externalKey:ExternalKey": [{ kind: "key", path: ["policy"] }],
    "aws:kms/replicaKey:ReplicaKey": [{ kind: "key", path: ["policy"] }],
    "aws:ecr/repositoryPolicy:RepositoryPolicy": [{ kind: "repository", path: ["policy"] }],
    "aws:secretsmanager/secretPolicy:SecretPolicy": [{ kind: "secret", path: ["policy"] }],
    "aws:secretsmanager/secret:Secret": [{ kind: "secret", path: ["policy"] }],
    "aws:dynamodb/resourcePolicy:ResourcePolicy": [{ kind: "table", path: ["policy"] }],
};

/** Types that can carry a document, by kind. */
export function typesWith(...kinds: readonly DocumentKind[]): string[] {
    return Object.keys(places).filter((type) => places[type]?.some(({ kind }) => kinds.includes(kind)));
}

/**
 * The documents of a resource, of these kinds, in the order in which they stand in it. One that is not there is left out:
 * whether it has to be there is for a rule to say.
 */
export function documentsOf(
    { type, props }: Pick<PolicyResource, "type" | "props">,
    ...kinds: readonly DocumentKind[]
): Document[] {
    return (places[type] ?? [])
        .filter(({ kind }) => kinds.includes(kind))
        .flatMap(({ kind, path }) => each(props, path).map((found) => ({ kind, ...found })))
        .filter((document): document is Document => document.state !== "absent");
}

type Found =
    | { state: "known"; path: string; statements: Statement[] }
    | { state: "deferred" | "absent"; path: string }
    | { state: "unreadable"; path: string; because: string };

/** A path with a `*` is one for each element; a list of which that cannot be told is one document that cannot be read. */
function each(props: object, path: Path): Found[] {
    const star = path.indexOf("*");
    if (star < 0) return [documentAt(props, path)];
    const around = path.slice(0, star);
    if (isAbsent(props, around)) return [];
    const list = readList(props, around);
    if (list.state !== "set")
        return [{ state: "unreadable", path: written(around), because: uncheckable(list.because) }];
    return Array.from({ length: list.length }, (_, index) =>
        documentAt(props, [...around, index, ...path.slice(star + 1)]),
    );
}

function documentAt(props: object, at: Path): Found {
    const path = written(at);
    const whole = readWhole(props, at);
    if (whole.state === "unknown") return { state: "deferred", path };
    if (whole.state === "unverifiable") {
        return { state: "unreadable", path, because: uncheckable(whole.because) };
    }
    if (whole.value === undefined || whole.value === null) return { state: "absent", path };
    const parsed = parsePolicyDocument(whole.value);
    if ("statements" in parsed) return { state: "known", path, statements: parsed.statements };
    return { state: "unreadable", path, because: `${path} ${parsed.malformed}. Write a policy document.` };
}

function uncheckable(because: string): string {
    return `${because}, so the policy in it cannot be checked. Write the block as a literal.`;
}
