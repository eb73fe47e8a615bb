import { type PolicyResource, type ReportViolation } from "@pulumi/policy";

import { deferUntilKnown } from "../../deferral";
import { type Document, documentsOf } from "../../documents";
import { readWhole } from "../../reading";
import { grouped, knownText, ofTypes, reference } from "../../relations";
import { type StackRule } from "../../rule";
import { bucketTypes } from "../blockedBuckets";
import { isMadeFromOutputs } from "../bucketConfigurations";
import { deniesPlainHttp, takesPlainHttp } from "../plainHttp";

export const bucketPolicyType = "aws:s3/bucketPolicy:BucketPolicy";
const bucketPolicyTypes: ReadonlySet<string> = new Set([bucketPolicyType]);

const mend =
    "Deny s3:* to everybody on the bucket and on its objects (/*) where aws:SecureTransport is false, under no other condition.";

/** A policy, the resource that carries it, and the bucket that it belongs to. */
interface Carried {
    bucket: PolicyResource;
    carrier: PolicyResource;
    document: Document;
}

export const bucketsRefusePlainHttp: StackRule = {
    name: "buckets-refuse-plain-http",
    description:
        "Every bucket must refuse requests over plain HTTP; otherwise a client that leaves out TLS sends articles and summaries in the clear.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps:
        'Give each bucket an aws.s3.BucketPolicy with a Deny for Principal "*", Action "s3:*", on the bucket and on its objects, where Bool aws:SecureTransport is "false".',
    evidence: "documents",
    required: true,
    guards: [
        // What the statements in it have to say is a matter of its text.
        { type: bucketPolicyType, path: "policy", spares: ["unknown"], bad: [] },
        // An output of the bucket itself is as good as its name.
        { type: bucketPolicyType, path: "bucket", spares: ["unknown"] },
        { type: bucketPolicyType, path: "" },
        ...[...bucketTypes].map((type) => ({
            type,
            path: "bucket",
            writtenOut: true as const,
            spares: ["unknown"] as const,
        })),
    ],
    peers: ["Security Hub S3.5", "CKV_AWS_379", "cdk-nag S10"],
    validateStack: (args, report) => {
        const { resources } = args;
        const buckets = ofTypes(resources, bucketTypes);
        const policies = ofTypes(resources, bucketPolicyTypes);
        const carried = policies.flatMap((carrier) => {
            const { to, certain } = reference(carrier, ["bucket"], buckets);
            // Made from several buckets, it belongs to none: it cannot be told which of them it will name.
            return certain ? to.flatMap((bucket) => carriedBy(carrier, bucket)) : [];
        });
        const byBucket = grouped(carried, ({ bucket }) => [bucket]);
        const unknown = buckets.flatMap((bucket) => {
            const all = byBucket.get(bucket) ?? inlinePolicy(bucket);
            if (all.length === 0) {
                report(
                    "No bucket policy names this bucket, so it takes plain HTTP. Add an aws.s3.BucketPolicy with this bucket's id, " +
                        "and nothing else, as its bucket. " +
                        mend,
                    bucket.urn,
                );
            }
            return all.flatMap((policy) => judge(policy, report));
        });
        deferUntilKnown(args, unknown);
    },
};

function carriedBy(carrier: PolicyResource, bucket: PolicyResource): Carried[] {
    return documentsOf(carrier, "bucket").map((document) => ({ bucket, carrier, document }));
}

/**
 * A policy that the bucket's own argument gives. Where the program gave none, the provider fills the property with whatever policy
 * the bucket has, in a preview with an unknown.
 */
function inlinePolicy(bucket: PolicyResource): Carried[] {
    const policy = readWhole(bucket.props, ["policy"]);
    if (policy.state === "unknown" && !isMadeFromOutputs(bucket, "policy")) return [];
    return policy.state === "known" && policy.value === "" ? [] : carriedBy(bucket, bucket);
}

/** Reports what the policy lets through; returns what has to be known before that can be told. */
function judge({ bucket, carrier, document }: Carried, report: ReportViolation): string[] {
    if (document.state === "deferred") return [`${carrier.name}.${document.path}`];
    if (document.state === "unreadable") {
        report(document.because, carrier.urn);
        return [];
    }
    const name = knownText(bucket, ["bucket"]);
    const open = takesPlainHttp(document.statements, name);
    if (open.length === 0) return [];
    if (name === undefined && document.statements.some(deniesPlainHttp)) return [`${bucket.name}.bucket`];
    report(`${document.path} lets plain HTTP through to ${open.join(" and ")}. ${mend}`, carrier.urn);
    return [];
}
