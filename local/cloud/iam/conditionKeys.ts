/** The condition keys of one request, asked by their names in lower case; undefined: the request does not carry it. */
export type ConditionKeys = (key: string) => readonly string[] | undefined;

/**
 * Keys that a request of the laptop AWS carries, or that AWS's do only where the laptop has nothing of the kind: an organisation,
 * a VPC, a service that `aws:CalledVia` tells of. What one kind of request carries that the laptop cannot say is an error there
 * (requestKeys.ts). Keys that AWS's requests always carry and the laptop's do not, such as `aws:userid`, are not known.
 * (AWS: IAM User Guide, "AWS global condition context keys"; Service Authorization Reference of each service.)
 */
export const knownKeys: readonly string[] = [
    "aws:CalledVia",
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalType",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:ResourceOrgPaths",
    "aws:SecureTransport",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:username",
    "aws:ViaAWSService",
    "cloudwatch:AlarmActions",
    "cloudwatch:namespace",
    "application-autoscaling:scalable-dimension",
    "application-autoscaling:service-namespace",
    "iam:AWSServiceName",
    "iam:PassedToService",
    "iam:PolicyARN",
    "kms:BypassPolicyLockoutSafetyCheck",
    "kms:CallerAccount",
    "kms:GrantIsForAWSResource",
    "kms:GrantOperations",
    "kms:GranteePrincipal",
    "kms:RequestAlias",
    "kms:ResourceAliases",
    "kms:RetiringPrincipal",
    "kms:ViaService",
    "s3:delimiter",
    "s3:max-keys",
    "s3:prefix",
    "s3:x-amz-acl",
    "s3:x-amz-server-side-encryption",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "sns:Endpoint",
    "sns:Protocol",
    "token.actions.githubusercontent.com:aud",
    "token.actions.githubusercontent.com:sub",
];

const known = new Set(knownKeys.map((key) => key.toLowerCase()));

const multivalued = new Set(
    [
        "aws:CalledVia",
        "aws:PrincipalOrgPaths",
        "aws:ResourceOrgPaths",
        "aws:SourceOrgPaths",
        "cloudwatch:AlarmActions",
        "kms:GrantOperations",
        "kms:ResourceAliases",
    ].map((key) => key.toLowerCase()),
);

/** Whether the evaluator knows a key: of one that it does not know it cannot say that a request lacks it. */
export function isKnownKey(key: string): boolean {
    return known.has(key.toLowerCase());
}

/** Whether a request may carry several values (AWS: IAM User Guide, "Single-valued vs. multivalued context keys"). */
export function isMultivaluedKey(key: string): boolean {
    return multivalued.has(key.toLowerCase());
}
