import { AwsError } from "./awsError";

/** One statement of a bucket policy that passed {@link checkBucketPolicy}. */
interface Statement {
    Effect: "Allow" | "Deny";
    Principal?: unknown;
    Condition?: Record<string, Record<string, unknown>>;
}

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
export function checkBucketPolicy(policy: string | undefined, bucketArn: string): readonly Statement[] {
    if (!policy?.trimStart().startsWith("{")) {
        throw malformed("Policies must be valid JSON and the first byte must be '{'");
    }
    if (Buffer.byteLength(policy) > maximumBytes) throw malformed("Policy exceeds the maximum allowed document size.");
    let document: Record<string, unknown>;
    try {
        document = JSON.parse(policy) as Record<string, unknown>;
    } catch {
        throw malformed("This policy contains invalid Json");
    }
    const version = document["Version"];
    if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17") {
        throw malformed("The policy must contain a valid version string");
    }
    const statements = list(document["Statement"]);
    if (statements.length === 0) throw malformed("Missing required field Statement");
    for (const statement of statements) checkStatement(statement, bucketArn);
    return statements as Statement[];
}

/** Whether anyone may do something by this policy; what is denied does not make it less public. */
export function isPublic(statements: readonly Statement[]): boolean {
    return statements.some(
        (statement) =>
            statement.Effect === "Allow" && isEveryone(statement.Principal) && !isLimited(statement.Condition ?? {}),
    );
}

function checkStatement(statement: unknown, bucketArn: string): void {
    if (typeof statement !== "object" || statement === null) throw malformed("Policy has invalid statement");
    const fields = statement as Record<string, unknown>;
    for (const alternatives of [["Effect"], ["Principal", "NotPrincipal"], ["Action", "NotAction"]]) {
        if (!alternatives.some((field) => field in fields)) {
            throw malformed(`Missing required field ${alternatives[0] as string}`);
        }
    }
    if (fields["Effect"] !== "Allow" && fields["Effect"] !== "Deny") {
        throw malformed(`Invalid effect: ${String(fields["Effect"])}`);
    }
    const actions = list(fields["Action"] ?? fields["NotAction"]);
    if (
        actions.length === 0 ||
        !actions.every((action) => typeof action === "string" && /^(\*|s3:.+)$/i.test(action))
    ) {
        throw malformed("Policy has invalid action");
    }
    if (!("Resource" in fields) && !("NotResource" in fields)) throw malformed("Missing required field Resource");
    const resources = list(fields["Resource"] ?? fields["NotResource"]);
    const ofBucket = (resource: unknown): boolean =>
        resource === "*" || resource === bucketArn || String(resource).startsWith(`${bucketArn}/`);
    if (resources.length === 0 || !resources.every(ofBucket)) throw malformed("Policy has invalid resource");
}

function isEveryone(principal: unknown): boolean {
    if (principal === undefined) return true;
    const named =
        typeof principal === "object" && principal !== null ? Object.values(principal).flatMap(list) : [principal];
    return named.includes("*");
}

function isLimited(condition: Record<string, Record<string, unknown>>): boolean {
    return Object.entries(condition).some(
        ([operator, keys]) =>
            limitingOperators.test(operator) &&
            Object.entries(keys).some(
                ([key, values]) => limitingKeys.has(key.toLowerCase()) && list(values).every(isFixed),
            ),
    );
}

/** No wildcard, no policy variable, and no address range wider than /8 (IPv4) or /32 (IPv6). */
function isFixed(value: unknown): boolean {
    if (typeof value !== "string" || /[*?]|\$\{/.test(value)) return false;
    const range = /^[\d.]+\/(\d+)$/.exec(value) ?? /^[\da-f:]+\/(\d+)$/i.exec(value);
    return range === null || Number(range[1]) >= (value.includes(":") ? 32 : 8);
}

function list(value: unknown): unknown[] {
    return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function malformed(message: string): AwsError {
    return new AwsError("MalformedPolicy", message);
}
