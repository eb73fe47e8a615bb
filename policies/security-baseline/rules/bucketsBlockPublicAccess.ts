import { readLeaf } from "../../reading";
import { type ResourceRule, type StackRule } from "../../rule";
import { bucketTypes, publicAccessBlockType, unblockedBuckets } from "../blockedBuckets";
import { type Grants, publicAcl } from "../publicAcl";

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

const bucketGrants: Grants = { list: ["grants"], group: ["uri"] };
const aclGrants: Grants = { list: ["accessControlPolicy", "grants"], group: ["grantee", "uri"] };

/** An ACL resource, and the same under its name in version 6 of the AWS provider. */
export const aclTypes: ReadonlySet<string> = new Set(["aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"]);

/**
 * One rule with two halves, since one resource alone does not show whether another exists.
 * Resource half: each block has its four flags, no ACL is public; stops an update before the resource is made.
 * Stack half: each bucket has a block; runs at the end of a preview as well as of an update, on property dependencies
 * and known names, so that a first preview already fails.
 */
export const bucketsBlockPublicAccess: ResourceRule & StackRule = {
    name: "buckets-block-public-access",
    description:
        "Every bucket must block public access in all four ways; otherwise one policy or ACL shows its objects to the world.",
    severity: "critical",
    enforcementLevel: "mandatory",
    remediationSteps: `Give each bucket an aws.s3.BucketPublicAccessBlock with ${flags.join(", ")} true, and no public ACL.`,
    evidence: "dependencies",
    required: true,
    guards: [
        ...flags.map((path) => ({ type: publicAccessBlockType, path })),
        // An output of the bucket itself is as good as its name.
        { type: publicAccessBlockType, path: "bucket", spares: ["unknown"] },
        { type: publicAccessBlockType, path: "" },
    ],
    peers: ["Security Hub S3.8", "CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56", "CKV2_AWS_6", "cdk-nag S2"],
    validateResource: ({ type, props, notApplicable }, report) => {
        if (type === publicAccessBlockType) {
            for (const flag of flags) {
                const problem = notTrue(props, flag);
                if (problem !== undefined) report(problem);
            }
        } else if (bucketTypes.has(type)) publicAcl(props, bucketGrants).forEach((problem) => report(problem));
        else if (aclTypes.has(type)) publicAcl(props, aclGrants).forEach((problem) => report(problem));
        else notApplicable("Concerns S3 buckets, their ACLs and public access blocks");
    },
    validateStack: ({ resources }, report) => {
        for (const { urn } of unblockedBuckets(resources)) {
            report(
                "No aws.s3.BucketPublicAccessBlock names this bucket. Add one with all four flags true and " +
                    "this bucket's id, and nothing else, as its bucket.",
                urn,
            );
        }
    },
};

function notTrue(props: object, flag: string): string | undefined {
    const reading = readLeaf(props, [flag]);
    if (reading.state !== "set") return `${reading.because}. Set it to true.`;
    if (!reading.known) return `${flag} is known only after deployment, so it cannot be checked. Write true.`;
    if (reading.value === true) return undefined;
    return `${flag} is ${reading.value === false ? "false" : `a ${typeof reading.value}`}. Set it to true.`;
}
