import { AwsError } from "../awsError";
import { parsePolicyDocument, type PolicyDocument, PolicyFault, type PolicyStatement } from "../iam/policyDocument";

/** Condition keys that, compared with fixed values, keep a policy from being public (AWS: S3 User Guide, "The meaning of public"). */
const limitingKeys = new Set(
    [
        "aws:SourceArn",
        "aws:SourceVpc",
        "aws:SourceVpce",
        "aws:SourceOwner",
        "aws:SourceAccount",
        "aws:SourceIp",
        "aws:PrincipalArn",
        "aws:PrincipalOrgID",
        "aws:PrincipalOrgPaths",
        "aws:PrincipalAccount",
        "aws:SourceOrgID",
        "aws:SourceOrgPaths",
        "aws:userid",
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
        "s3:DataAccessPointArn",
        "s3:DataAccessPointAccount",
    ].map((key) => key.toLowerCase()),
);
const limitingOperators =
    /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/;
const maximumBytes = 20 * 1024;

/**
 * What S3 refuses to store as a bucket's policy (AWS: S3 User Guide, "Policies and permissions in Amazon S3").
 *
 * @throws AwsError MalformedPolicy (400)
 */
export function parseBucketPolicy(policy: string | undefined, bucketArn: string): PolicyDocument {
    if (!policy?.trimStart().startsWith("{")) {
        throw malformed("Policies must be valid JSON and the first byte must be '{'");
    }
    if (Buffer.byteLength(policy) > maximumBytes) throw malformed("Policy exceeds the maximum allowed document size.");
    const document = parsed(policy);
    for (const statement of document.Statement) {
        const actions = statement.Action ?? statement.NotAction ?? [];
        if (!actions.every((action) => /^(\*|s3:.+)$/i.test(action))) throw malformed("Policy has invalid action");
        const resources = statement.Resource ?? statement.NotResource ?? [];
        const ofBucket = (resource: string): boolean =>
            resource === "*" || resource === bucketArn || resource.startsWith(`${bucketArn}/`);
        if (!resources.every(ofBucket)) throw malformed("Policy has invalid resource");
    }
    return document;
}

/** Whether anyone may do something by this policy; what it denies does not make it less public. */
export function isPublic({ Statement }: PolicyDocument): boolean {
    return Statement.some(
        (statement) => statement.Effect === "Allow" && isForEveryone(statement) && !isLimited(statement),
    );
}

/**
 * A public policy under RestrictPublicBuckets: it lets in the bucket's own account and AWS's services, and nobody else whom it
 * names either (AWS: S3 User Guide, "Blocking public access to your Amazon S3 storage"). S3 keeps this apart from the policy; here
 * a Deny stands for it.
 */
export function restricted(policy: string, accountId: string): string {
    const { Statement, ...document } = JSON.parse(policy) as { Statement: { Sid?: string } | { Sid?: string }[] };
    const statements = [Statement].flat();
    const Sid = "RestrictPublicBuckets";
    const restriction = {
        // No policy may hold the same Sid twice, and this one may be taken.
        ...(!statements.some((statement) => statement.Sid === Sid) && { Sid }),
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: "*",
        Condition: {
            StringNotEquals: { "aws:PrincipalAccount": accountId },
            // An unsigned request does not say what it comes from.
            BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
        },
    };
    return JSON.stringify({ ...document, Statement: [...statements, restriction] });
}

function parsed(policy: string): PolicyDocument {
    try {
        return parsePolicyDocument(policy, "resource");
    } catch (error) {
        throw error instanceof PolicyFault ? malformed(error.message) : error;
    }
}

function isForEveryone({ Principal }: PolicyStatement): boolean {
    // Without Principal there is NotPrincipal: everyone but a few.
    if (Principal === undefined || Principal === "*") return true;
    return Object.values(Principal).flat().includes("*");
}

function isLimited({ Condition = {} }: PolicyStatement): boolean {
    return Object.entries(Condition).some(
        ([operator, keys]) =>
            limitingOperators.test(operator) &&
            Object.entries(keys).some(([key, values]) => limitingKeys.has(key.toLowerCase()) && values.every(isFixed)),
    );
}

/** No wildcard, no policy variable, and no address range wider than /8 (IPv4) or /32 (IPv6). */
function isFixed(value: string): boolean {
    if (/[*?]|\$\{/.test(value)) return false;
    const range = /^[\d.]+\/(\d+)$/.exec(value) ?? /^[\da-f:]+\/(\d+)$/i.exec(value);
    return range === null || Number(range[1]) >= (value.includes(":") ? 32 : 8);
}

function malformed(message: string): AwsError {
    return new AwsError("MalformedPolicy", message);
}
