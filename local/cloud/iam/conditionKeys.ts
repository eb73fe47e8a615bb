/** The condition keys of one request, asked by their names in lower case; undefined: the request does not carry it. */
export type ConditionKeys = (key: string) => readonly string[] | undefined;

/**
 * Keys that a request of the laptop AWS carries, or that AWS's do and the laptop's never: an organisation, a VPC, a tag.
 * (AWS: IAM User Guide, "AWS global condition context keys"; Service Authorization Reference of each service.)
 */
const known = new Set(
    [
        "aws:CalledVia",
        "aws:CurrentTime",
        "aws:EpochTime",
        "aws:MultiFactorAuthPresent",
        "aws:PrincipalAccount",
        "aws:PrincipalArn",
        "aws:PrincipalIsAWSService",
        "aws:PrincipalOrgID",
        "aws:PrincipalServiceName",
        "aws:PrincipalType",
        "aws:RequestedRegion",
        "aws:ResourceAccount",
        "aws:SecureTransport",
        "aws:SourceAccount",
        "aws:SourceArn",
        "aws:SourceIp",
        "aws:SourceOrgID",
        "aws:SourceOwner",
        "aws:SourceVpc",
        "aws:SourceVpce",
        "aws:UserAgent",
        "aws:userid",
        "aws:username",
        "aws:ViaAWSService",
        "cloudwatch:namespace",
        "application-autoscaling:scalable-dimension",
        "application-autoscaling:service-namespace",
        "iam:AWSServiceName",
        "iam:PassedToService",
        "iam:PolicyARN",
        "kms:CallerAccount",
        "kms:GrantIsForAWSResource",
        "kms:RequestAlias",
        "kms:ResourceAliases",
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
    ].map((key) => key.toLowerCase()),
);

/** Whether the evaluator knows a key: of one that it does not know it cannot say that a request lacks it. */
export function isKnownKey(key: string): boolean {
    return known.has(key.toLowerCase());
}
