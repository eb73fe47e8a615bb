import { type DocumentName } from "./documents";
import { type PolicyStatement } from "./minimalPolicy";

/** What Pulumi's AWS provider asks of AWS and the laptop's does not, for one resource type. */
export interface ProviderCalls {
    /** As Terraform calls it, whose provider Pulumi's is made of. */
    readonly type: string;
    readonly kind: keyof typeof resources;
    readonly actions: readonly string[];
    readonly because: string;
    /** File of hashicorp/terraform-provider-aws, or where else it was read. */
    readonly source: string;
}

const regional = "<region>:<account>";

/** Resources as the recorded documents write them. */
const resources = {
    Buckets: ["input", "output"].map((use) => `arn:<partition>:s3:::<name>-${use}-<account>`),
    Objects: ["input", "output"].map((use) => `arn:<partition>:s3:::<name>-${use}-<account>/*`),
    Keys: [`arn:<partition>:kms:${regional}:key/*`],
    Topics: ["alarms", "error", "success"].map((use) => `arn:<partition>:sns:${regional}:<name>-${use}`),
    Queues: ["alarm-inbox", "inbox-dead-letters", "load", "notification-dead-letters", "smoke"].map(
        (use) => `arn:<partition>:sqs:${regional}:<name>-${use}`,
    ),
    ExecutionRole: ["arn:<partition>:iam::<account>:role/<name>-execution"],
    CallerPolicy: ["arn:<partition>:iam::<account>:policy/<name>-caller"],
    SageMaker: [
        `arn:<partition>:sagemaker:${regional}:endpoint-config/endpoint-*`,
        `arn:<partition>:sagemaker:${regional}:endpoint/<endpoint-in-lower-case>`,
        `arn:<partition>:sagemaker:${regional}:model/model-*`,
    ],
    ScalableTarget: [`arn:<partition>:application-autoscaling:${regional}:scalable-target/*`],
    Alarms: ["expired-requests", "invocation-failures", "notification-failures", "oldest-request", "wake-up"].map(
        (use) => `arn:<partition>:cloudwatch:${regional}:alarm:<name>-${use}`,
    ),
    TaggedLogGroup: [`arn:<partition>:logs:${regional}:log-group:/aws/sagemaker/Endpoints/<endpoint>`],
    WithoutResource: ["*"],
} as const satisfies Record<string, readonly string[]>;

const services = "internal/service";

/** Reads: of whoever previews with a refresh, and of whoever deploys. */
const reads: readonly ProviderCalls[] = [
    {
        type: "aws_s3_bucket",
        kind: "Buckets",
        actions: [
            "s3:GetAccelerateConfiguration",
            "s3:GetBucketAcl",
            "s3:GetBucketCORS",
            "s3:GetBucketLogging",
            "s3:GetBucketObjectLockConfiguration",
            "s3:GetBucketRequestPayment",
            "s3:GetBucketVersioning",
            "s3:GetBucketWebsite",
            "s3:GetReplicationConfiguration",
            "s3:ListBucket",
        ],
        because: "It reads every setting of a bucket, also those that the program leaves alone.",
        source: `${services}/s3/bucket.go`,
    },
    {
        type: "aws_s3_bucket",
        kind: "Buckets",
        actions: ["s3:ListTagsForResource"],
        because: "Tags are read through S3 Control first; refused, it falls back to s3:GetBucketTagging.",
        source: "pull request 45251",
    },
    {
        type: "aws_kms_key",
        kind: "Keys",
        actions: ["kms:ListResourceTags"],
        because: "It reads the tags.",
        source: `${services}/kms/key.go`,
    },
    {
        type: "aws_kms_alias",
        kind: "WithoutResource",
        actions: ["kms:ListAliases"],
        because: "It looks for the alias in the list of all.",
        source: `${services}/kms/alias.go`,
    },
    {
        type: "aws_iam_role",
        kind: "ExecutionRole",
        actions: ["iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
        because: "It reads which policies the role has.",
        source: `${services}/iam/role.go`,
    },
    {
        type: "aws_sns_topic",
        kind: "Topics",
        actions: ["sns:ListTagsForResource"],
        because: "It reads the tags.",
        source: `${services}/sns/topic.go`,
    },
    {
        type: "aws_sqs_queue",
        kind: "Queues",
        actions: ["sqs:ListQueueTags"],
        because: "It reads the tags.",
        source: `${services}/sqs/queue.go`,
    },
    {
        type: "aws_sagemaker_model, _endpoint_configuration, _endpoint",
        kind: "SageMaker",
        actions: ["sagemaker:ListTags"],
        because: "It reads the tags.",
        source: `${services}/sagemaker/model.go, endpoint_configuration.go, endpoint.go`,
    },
];

/** `aws:defaultTags` of the stack files, of which the laptop's provider knows nothing. */
const tagging = "Resources are made with the stack's default tags, and tags that change are written.";

/** Changes, and what is read before one: of whoever deploys alone. */
const changes: readonly ProviderCalls[] = [
    {
        type: "aws_s3_bucket",
        kind: "Buckets",
        actions: ["s3:TagResource", "s3:UntagResource"],
        because: "Buckets are made with their tags; refused, it falls back to s3:PutBucketTagging.",
        source: "pull request 45251",
    },
    {
        type: "aws_s3_bucket",
        kind: "Buckets",
        actions: ["s3:ListBucketVersions"],
        because: "With forceDestroy it empties a bucket version by version, also where versions are not kept.",
        source: `${services}/s3/delete.go`,
    },
    {
        type: "aws_s3_bucket",
        kind: "Objects",
        actions: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
        because: "The same, whatever the keys.",
        source: `${services}/s3/delete.go`,
    },
    {
        type: "aws_kms_key",
        kind: "WithoutResource",
        actions: ["kms:TagResource"],
        because: "A key is made with its tags, and has no ARN then. That it takes `*` is inferred.",
        source: `${services}/kms/key.go`,
    },
    {
        type: "aws_kms_key",
        kind: "Keys",
        actions: ["kms:UntagResource"],
        because: tagging,
        source: `${services}/kms/key.go`,
    },
    {
        type: "aws_iam_role",
        kind: "ExecutionRole",
        actions: ["iam:TagRole", "iam:UntagRole"],
        because: tagging,
        source: `${services}/iam/role.go`,
    },
    {
        type: "aws_iam_role",
        kind: "ExecutionRole",
        actions: ["iam:ListInstanceProfilesForRole"],
        because: "Before it deletes a role it looks whether instances have it.",
        source: `${services}/iam/role.go`,
    },
    {
        type: "aws_iam_policy",
        kind: "CallerPolicy",
        actions: ["iam:TagPolicy", "iam:UntagPolicy"],
        because: tagging,
        source: `${services}/iam/policy.go`,
    },
    {
        type: "aws_sns_topic",
        kind: "Topics",
        actions: ["sns:TagResource", "sns:UntagResource"],
        because: tagging,
        source: `${services}/sns/topic.go`,
    },
    {
        type: "aws_sqs_queue",
        kind: "Queues",
        actions: ["sqs:TagQueue", "sqs:UntagQueue"],
        because: tagging,
        source: `${services}/sqs/queue.go`,
    },
    {
        type: "aws_sagemaker_model, _endpoint_configuration, _endpoint",
        kind: "SageMaker",
        actions: ["sagemaker:AddTags", "sagemaker:DeleteTags"],
        because: tagging,
        source: `${services}/sagemaker/model.go, endpoint_configuration.go, endpoint.go`,
    },
    {
        type: "aws_appautoscaling_target",
        kind: "ScalableTarget",
        actions: ["application-autoscaling:TagResource"],
        because: tagging,
        source: `${services}/appautoscaling/target.go`,
    },
    {
        type: "aws_cloudwatch_metric_alarm",
        kind: "Alarms",
        actions: ["cloudwatch:TagResource"],
        because: tagging,
        source: `${services}/cloudwatch/metric_alarm.go`,
    },
    {
        type: "aws_cloudwatch_log_group",
        kind: "TaggedLogGroup",
        actions: ["logs:TagResource"],
        because: tagging,
        source: `${services}/logs/group.go`,
    },
];

export const providerCalls = {
    "provider-reads": reads,
    "provider-changes": changes,
} as const satisfies Partial<Record<DocumentName, readonly ProviderCalls[]>>;

/** The statements of one of the documents that are not recorded: one for each kind of resource, in alphabetical order. */
export function providerStatements(name: keyof typeof providerCalls): PolicyStatement[] {
    const calls: readonly ProviderCalls[] = providerCalls[name];
    const kinds = [...new Set(calls.map(({ kind }) => kind))].sort();
    return kinds.map((kind) => ({
        Sid: kind,
        Effect: "Allow",
        Action: calls
            .filter((call) => call.kind === kind)
            .flatMap(({ actions }) => actions)
            .sort(),
        Resource: resources[kind],
    }));
}
