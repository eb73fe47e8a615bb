import { AwsError } from "../../cloud/awsError";
import { type Properties, type PropertyChange } from "../resource";
import { type Answer, type Recorded } from "./recordingTarget";

/** A resource type's life with good inputs: what it asks of AWS, and what the program may read afterwards. */
export interface Lifecycle {
    inputs: Properties;
    /** Inputs without which the provider refuses it. */
    required: string[];
    answers: Record<string, Answer>;
    created: Recorded[];
    id: string;
    /** Outputs that are neither inputs nor defaults. */
    outputs: Properties;
    deleted: Recorded[];
    /** Ways in which the service says that it is gone. */
    gone: AwsError[];
    /** How AWS describes what was made, so that its inputs and outputs are those of the creation. */
    described: Record<string, Answer>;
    read: Recorded[];
    /** Descriptions that say without an error that it is gone. */
    absent?: Record<string, Answer>;
    /** What an import names it by; default: the id. */
    importId?: string;
    /** Inputs that an import gives otherwise than the program did, or, undefined, not at all. */
    imported?: Properties;
    /** A change that needs a new resource. */
    replaced: Change;
    /** A change in place; absent where the type knows none. */
    updated?: Change & {
        answers?: Record<string, Answer>;
        calls: Recorded[];
        /** Outputs that change besides the inputs. */
        outputs?: Properties;
    };
}

interface Change {
    /** Inputs that differ. */
    inputs: Properties;
    /** Where, by path. */
    differs: Record<string, PropertyChange["kind"]>;
}

const account = "eu-west-1:111122223333";
const document = '{"Version":"2012-10-17","Statement":[]}';
/** The same as AWS might write it. */
const reworded = '{ "Statement": [], "Version": "2012-10-17" }';
const otherDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny"}]}';
const topicArn = `arn:aws:sns:${account}:news`;
const subscriptionArn = `${topicArn}:4f2c`;
const queueUrl = "http://127.0.0.1:4566/111122223333/inbox";
const roleArn = "arn:aws:iam::111122223333:role/execution";
const keyArn = `arn:aws:kms:${account}:key/1234`;
const keyMetadata = {
    KeyId: "1234",
    Arn: keyArn,
    KeyUsage: "ENCRYPT_DECRYPT",
    KeySpec: "SYMMETRIC_DEFAULT",
    KeyState: "Enabled",
    Description: "articles",
    Enabled: true,
    MultiRegion: false,
};
const variant = "endpoint/summarizer/variant/primary";
const scaled = {
    serviceNamespace: "sagemaker",
    scalableDimension: "sagemaker:variant:DesiredInstanceCount",
    resourceId: variant,
};
const Scaled = {
    ServiceNamespace: "sagemaker",
    ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
    ResourceId: variant,
};
const ScalableTargetARN = `arn:aws:application-autoscaling:${account}:scalable-target/1`;
const tracking = {
    targetValue: 5,
    customizedMetricSpecification: {
        metricName: "ApproximateBacklogSizePerInstance",
        namespace: "AWS/SageMaker",
        statistic: "Average",
        dimensions: [{ name: "EndpointName", value: "summarizer" }],
    },
    scaleInCooldown: 120,
    scaleOutCooldown: 0,
};
const Backlog = {
    ...Scaled,
    PolicyName: "backlog",
    PolicyType: "TargetTrackingScaling",
    TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 5,
        CustomizedMetricSpecification: {
            MetricName: "ApproximateBacklogSizePerInstance",
            Namespace: "AWS/SageMaker",
            Statistic: "Average",
            Dimensions: [{ Name: "EndpointName", Value: "summarizer" }],
        },
        ScaleInCooldown: 120,
        ScaleOutCooldown: 0,
        DisableScaleIn: false,
    },
};
const alarms = [
    { AlarmName: "high", AlarmARN: "arn:high" },
    { AlarmName: "low", AlarmARN: "arn:low" },
];
const logGroupName = "/aws/sagemaker/Endpoints/summarizer";
const logGroupArn = `arn:aws:logs:${account}:log-group:${logGroupName}`;
const AlarmArn = `arn:aws:cloudwatch:${account}:alarm:wake-up`;
const WakeUp = {
    AlarmName: "wake-up",
    AlarmDescription: "work without an instance",
    ActionsEnabled: true,
    AlarmActions: ["arn:policy"],
    OKActions: [topicArn],
    MetricName: "HasBacklogWithoutCapacity",
    Namespace: "AWS/SageMaker",
    Statistic: "Average",
    Period: 60,
    EvaluationPeriods: 2,
    DatapointsToAlarm: 2,
    Threshold: 1,
    ComparisonOperator: "GreaterThanOrEqualToThreshold",
    TreatMissingData: "missing",
    Dimensions: [{ Name: "EndpointName", Value: "summarizer" }],
};
const subscribed = {
    RawMessageDelivery: "true",
    FilterPolicy: '{"inferenceId":[{"prefix":"smoke-"}]}',
    FilterPolicyScope: "MessageBody",
    RedrivePolicy: `{"deadLetterTargetArn":"arn:aws:sqs:${account}:dead"}`,
};
const inbox = {
    DelaySeconds: "0",
    MaximumMessageSize: "262144",
    MessageRetentionPeriod: "86400",
    ReceiveMessageWaitTimeSeconds: "0",
    VisibilityTimeout: "30",
    RedrivePolicy: `{"deadLetterTargetArn":"arn:aws:sqs:${account}:dead","maxReceiveCount":5}`,
    KmsMasterKeyId: keyArn,
};
const madeRole = { Arn: roleArn, RoleId: "AROA1", CreateDate: new Date("2026-01-01T00:00:00Z") };
const policyArn = "arn:aws:iam::111122223333:policy/caller";
const container = { image: "image:1", environment: { HF_TASK: "summarization", lower: "kept" } };
const Container = {
    Image: "image:1",
    Mode: "SingleModel",
    Environment: { HF_TASK: "summarization", lower: "kept" },
};
const productionVariant = {
    variantName: "primary",
    modelName: "summarizer",
    instanceType: "ml.m5.xlarge",
    initialInstanceCount: 1,
    volumeSizeInGb: 30,
    containerStartupHealthCheckTimeoutInSeconds: 900,
    modelDataDownloadTimeoutInSeconds: 900,
};
const EndpointConfig = {
    EndpointConfigName: "it-0a1b2c3",
    KmsKeyId: keyArn,
    ProductionVariants: [
        {
            VariantName: "primary",
            ModelName: "summarizer",
            InstanceType: "ml.m5.xlarge",
            InitialInstanceCount: 1,
            InitialVariantWeight: 1,
            VolumeSizeInGB: 30,
            ContainerStartupHealthCheckTimeoutInSeconds: 900,
            ModelDataDownloadTimeoutInSeconds: 900,
        },
    ],
    AsyncInferenceConfig: {
        OutputConfig: {
            S3OutputPath: "s3://out/summaries/",
            S3FailurePath: "s3://out/failures/",
            KmsKeyId: keyArn,
            NotificationConfig: {
                SuccessTopic: topicArn,
                ErrorTopic: topicArn,
                IncludeInferenceResponseIn: ["SUCCESS_NOTIFICATION_TOPIC"],
            },
        },
        ClientConfig: { MaxConcurrentInvocationsPerInstance: 2 },
    },
};
const publicAccessBlock = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true };
const expire = {
    id: "expire",
    status: "Enabled",
    filter: { prefix: "articles/" },
    expiration: { days: 30 },
    noncurrentVersionExpiration: { noncurrentDays: 1 },
};
const Expire = {
    ID: "expire",
    Status: "Enabled",
    Filter: { Prefix: "articles/" },
    Expiration: { Days: 30 },
    NoncurrentVersionExpiration: { NoncurrentDays: 1 },
};
const Uploads = {
    ID: "uploads",
    Status: "Enabled",
    Filter: { Prefix: "" },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
};
const defaultTopicPolicy = `{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID","Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes","SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe","SNS:ListSubscriptionsByTopic","SNS:Publish","SNS:Receive"],"Resource":"${topicArn}","Condition":{"StringEquals":{"AWS:SourceOwner":"111122223333"}}}]}`;

const noSuchBucket = new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
const noSuchEntity = new AwsError("NoSuchEntity", "It cannot be found.", 404);
const noSuchKey = new AwsError("NotFoundException", "It is not found.");
const noSuchTopic = new AwsError("NotFound", "Topic does not exist", 404);
const noSuchQueue = ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"].map(
    (code) => new AwsError(code, "The specified queue does not exist."),
);
const noSuchTarget = new AwsError("ObjectNotFoundException", "No scalable target found.");
const couldNotFind = (what: string) =>
    new AwsError("ValidationException", `Could not find ${what} "arn:aws:sagemaker:${account}:it".`);

/** A setting of a bucket: one operation that puts it, one that gets it, one that deletes it. */
interface BucketSetting {
    operations: [put: string, get: string, remove: string];
    /** The error of S3 where there is none. */
    missing: string;
    inputs: Properties;
    put: object;
    /** Default: as it was put. */
    got?: object;
    imported?: Properties;
    updated: Change & { put: object };
}

function ofBucket({ missing, inputs, updated, ...setting }: BucketSetting): Lifecycle {
    const [put, get, remove] = setting.operations;
    const Bucket = "articles";
    return {
        inputs: { bucket: Bucket, ...inputs },
        required: ["bucket", ...Object.keys(inputs).filter((name) => ["rule", "rules", "policy"].includes(name))],
        answers: { [put]: {}, [remove]: {} },
        created: [["s3", put, { Bucket, ...setting.put }]],
        id: Bucket,
        outputs: { region: "eu-west-1" },
        deleted: [["s3", remove, { Bucket }]],
        gone: [noSuchBucket, new AwsError(missing, "It does not exist", 404)],
        described: { [get]: setting.got ?? setting.put },
        read: [["s3", get, { Bucket }]],
        ...(setting.imported && { imported: setting.imported }),
        replaced: { inputs: { bucket: "summaries" }, differs: { bucket: "update" } },
        updated: { ...updated, calls: [["s3", put, { Bucket, ...updated.put }]] },
    };
}

export const lifecycles: Readonly<Record<string, Lifecycle>> = {
    "aws:s3/bucket:Bucket": {
        inputs: { bucket: "articles", tags: { project: "news" } },
        required: [],
        answers: { CreateBucket: {}, PutBucketTagging: {}, DeleteBucket: {} },
        created: [
            [
                "s3",
                "CreateBucket",
                { Bucket: "articles", CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } },
            ],
            [
                "s3",
                "PutBucketTagging",
                { Bucket: "articles", Tagging: { TagSet: [{ Key: "project", Value: "news" }] } },
            ],
        ],
        id: "articles",
        outputs: {
            arn: "arn:aws:s3:::articles",
            bucketDomainName: "articles.s3.amazonaws.com",
            bucketRegionalDomainName: "articles.s3.eu-west-1.amazonaws.com",
            tagsAll: { project: "news" },
        },
        deleted: [["s3", "DeleteBucket", { Bucket: "articles" }]],
        gone: [noSuchBucket],
        described: { GetBucketTagging: { TagSet: [{ Key: "project", Value: "news" }] } },
        read: [["s3", "GetBucketTagging", { Bucket: "articles" }]],
        replaced: { inputs: { bucket: "summaries" }, differs: { bucket: "update" } },
        updated: {
            inputs: { tags: { project: "archive" } },
            differs: { "tags.project": "update" },
            calls: [
                ["s3", "GetBucketTagging", { Bucket: "articles" }],
                [
                    "s3",
                    "PutBucketTagging",
                    { Bucket: "articles", Tagging: { TagSet: [{ Key: "project", Value: "archive" }] } },
                ],
            ],
        },
    },
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ofBucket({
        operations: ["PutPublicAccessBlock", "GetPublicAccessBlock", "DeletePublicAccessBlock"],
        missing: "NoSuchPublicAccessBlockConfiguration",
        inputs: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true },
        put: { PublicAccessBlockConfiguration: { ...publicAccessBlock, RestrictPublicBuckets: false } },
        updated: {
            inputs: { restrictPublicBuckets: true },
            differs: { restrictPublicBuckets: "update" },
            put: { PublicAccessBlockConfiguration: { ...publicAccessBlock, RestrictPublicBuckets: true } },
        },
    }),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ofBucket({
        operations: ["PutBucketOwnershipControls", "GetBucketOwnershipControls", "DeleteBucketOwnershipControls"],
        missing: "OwnershipControlsNotFoundError",
        inputs: { rule: { objectOwnership: "BucketOwnerEnforced" } },
        put: { OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] } },
        updated: {
            inputs: { rule: { objectOwnership: "ObjectWriter" } },
            differs: { "rule.objectOwnership": "update" },
            put: { OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] } },
        },
    }),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ofBucket({
        operations: ["PutBucketEncryption", "GetBucketEncryption", "DeleteBucketEncryption"],
        missing: "ServerSideEncryptionConfigurationNotFoundError",
        inputs: {
            rules: [
                {
                    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
                    bucketKeyEnabled: true,
                },
            ],
        },
        put: {
            ServerSideEncryptionConfiguration: {
                Rules: [
                    {
                        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: keyArn },
                        BucketKeyEnabled: true,
                    },
                ],
            },
        },
        updated: {
            inputs: { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
            differs: {
                "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm": "update",
                "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId": "delete",
                "rules[0].bucketKeyEnabled": "update",
            },
            put: {
                ServerSideEncryptionConfiguration: {
                    Rules: [
                        {
                            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" },
                            BucketKeyEnabled: false,
                        },
                    ],
                },
            },
        },
    }),
    "aws:s3/bucketPolicy:BucketPolicy": ofBucket({
        operations: ["PutBucketPolicy", "GetBucketPolicy", "DeleteBucketPolicy"],
        missing: "NoSuchBucketPolicy",
        inputs: { policy: document },
        put: { Policy: document },
        got: { Policy: reworded },
        imported: { policy: reworded },
        updated: {
            inputs: { policy: otherDocument },
            differs: { policy: "update" },
            put: { Policy: otherDocument },
        },
    }),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ofBucket({
        operations: ["PutBucketLifecycleConfiguration", "GetBucketLifecycleConfiguration", "DeleteBucketLifecycle"],
        missing: "NoSuchLifecycleConfiguration",
        inputs: {
            rules: [
                expire,
                { id: "uploads", status: "Enabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } },
            ],
        },
        put: { LifecycleConfiguration: { Rules: [Expire, Uploads] } },
        got: { Rules: [Expire, Uploads] },
        updated: {
            inputs: { rules: [{ ...expire, status: "Disabled", expiration: { days: 7 } }] },
            differs: { "rules[0].status": "update", "rules[0].expiration.days": "update", "rules[1]": "delete" },
            put: {
                LifecycleConfiguration: { Rules: [{ ...Expire, Status: "Disabled", Expiration: { Days: 7 } }] },
            },
        },
    }),
    "aws:kms/key:Key": {
        inputs: { description: "articles", policy: document, enableKeyRotation: true, deletionWindowInDays: 14 },
        required: [],
        answers: {
            CreateKey: { KeyMetadata: keyMetadata },
            EnableKeyRotation: {},
            ScheduleKeyDeletion: {},
        },
        created: [
            [
                "kms",
                "CreateKey",
                {
                    Description: "articles",
                    Policy: document,
                    KeyUsage: "ENCRYPT_DECRYPT",
                    KeySpec: "SYMMETRIC_DEFAULT",
                },
            ],
            ["kms", "EnableKeyRotation", { KeyId: "1234" }],
        ],
        id: "1234",
        outputs: { arn: keyArn, keyId: "1234", rotationPeriodInDays: 365 },
        deleted: [["kms", "ScheduleKeyDeletion", { KeyId: "1234", PendingWindowInDays: 14 }]],
        gone: [noSuchKey, new AwsError("KMSInvalidStateException", `${keyArn} is pending deletion.`)],
        described: {
            DescribeKey: { KeyMetadata: keyMetadata },
            GetKeyPolicy: { Policy: reworded },
            GetKeyRotationStatus: { KeyRotationEnabled: true, RotationPeriodInDays: 365 },
        },
        read: [
            ["kms", "DescribeKey", { KeyId: "1234" }],
            ["kms", "GetKeyPolicy", { KeyId: "1234" }],
            ["kms", "GetKeyRotationStatus", { KeyId: "1234" }],
        ],
        absent: { DescribeKey: { KeyMetadata: { ...keyMetadata, KeyState: "PendingDeletion" } } },
        imported: { policy: reworded, rotationPeriodInDays: 365, deletionWindowInDays: undefined },
        replaced: { inputs: { region: "us-west-2" }, differs: { region: "add" } },
        updated: {
            inputs: { description: "summaries", policy: otherDocument, enableKeyRotation: false },
            differs: { description: "update", policy: "update", enableKeyRotation: "update" },
            answers: {
                DisableKeyRotation: {},
                UpdateKeyDescription: {},
                PutKeyPolicy: {},
                DescribeKey: { KeyMetadata: { ...keyMetadata, Description: "summaries" } },
                GetKeyRotationStatus: { KeyRotationEnabled: false },
            },
            calls: [
                ["kms", "DisableKeyRotation", { KeyId: "1234" }],
                ["kms", "UpdateKeyDescription", { KeyId: "1234", Description: "summaries" }],
                ["kms", "PutKeyPolicy", { KeyId: "1234", PolicyName: "default", Policy: otherDocument }],
                ["kms", "DescribeKey", { KeyId: "1234" }],
                ["kms", "GetKeyRotationStatus", { KeyId: "1234" }],
            ],
            outputs: { rotationPeriodInDays: 0 },
        },
    },
    "aws:kms/alias:Alias": {
        inputs: { name: "alias/articles", targetKeyId: "1234" },
        required: ["targetKeyId"],
        answers: { CreateAlias: {}, DeleteAlias: {} },
        created: [["kms", "CreateAlias", { AliasName: "alias/articles", TargetKeyId: "1234" }]],
        id: "alias/articles",
        outputs: { arn: `arn:aws:kms:${account}:alias/articles`, targetKeyArn: keyArn },
        deleted: [["kms", "DeleteAlias", { AliasName: "alias/articles" }]],
        gone: [noSuchKey],
        described: { DescribeKey: { KeyMetadata: keyMetadata } },
        read: [["kms", "DescribeKey", { KeyId: "alias/articles" }]],
        replaced: { inputs: { name: "alias/summaries" }, differs: { name: "update" } },
        updated: {
            inputs: { targetKeyId: "5678" },
            differs: { targetKeyId: "update" },
            answers: { UpdateAlias: {} },
            calls: [["kms", "UpdateAlias", { AliasName: "alias/articles", TargetKeyId: "5678" }]],
            outputs: { targetKeyArn: `arn:aws:kms:${account}:key/5678` },
        },
    },
    "aws:sns/topic:Topic": {
        inputs: { name: "news", displayName: "News", kmsMasterKeyId: keyArn },
        required: [],
        answers: { CreateTopic: { TopicArn: topicArn }, SetTopicAttributes: {}, DeleteTopic: {} },
        created: [
            ["sns", "CreateTopic", { Name: "news" }],
            ["sns", "SetTopicAttributes", { TopicArn: topicArn, AttributeName: "DisplayName", AttributeValue: "News" }],
            [
                "sns",
                "SetTopicAttributes",
                { TopicArn: topicArn, AttributeName: "KmsMasterKeyId", AttributeValue: keyArn },
            ],
        ],
        id: topicArn,
        outputs: { arn: topicArn, owner: "111122223333", policy: defaultTopicPolicy },
        deleted: [["sns", "DeleteTopic", { TopicArn: topicArn }]],
        gone: [noSuchTopic],
        described: {
            GetTopicAttributes: {
                Attributes: { DisplayName: "News", KmsMasterKeyId: keyArn, Policy: defaultTopicPolicy },
            },
        },
        read: [["sns", "GetTopicAttributes", { TopicArn: topicArn }]],
        imported: { policy: defaultTopicPolicy },
        replaced: { inputs: { name: "other" }, differs: { name: "update" } },
        updated: {
            inputs: { displayName: "Old news", kmsMasterKeyId: undefined },
            differs: { displayName: "update", kmsMasterKeyId: "delete" },
            calls: [
                [
                    "sns",
                    "SetTopicAttributes",
                    { TopicArn: topicArn, AttributeName: "DisplayName", AttributeValue: "Old news" },
                ],
                [
                    "sns",
                    "SetTopicAttributes",
                    { TopicArn: topicArn, AttributeName: "KmsMasterKeyId", AttributeValue: "" },
                ],
            ],
        },
    },
    "aws:sns/topicPolicy:TopicPolicy": {
        inputs: { arn: topicArn, policy: document },
        required: ["arn", "policy"],
        answers: { SetTopicAttributes: {} },
        created: [
            ["sns", "SetTopicAttributes", { TopicArn: topicArn, AttributeName: "Policy", AttributeValue: document }],
        ],
        id: topicArn,
        outputs: { owner: "111122223333" },
        deleted: [
            [
                "sns",
                "SetTopicAttributes",
                { TopicArn: topicArn, AttributeName: "Policy", AttributeValue: defaultTopicPolicy },
            ],
        ],
        gone: [noSuchTopic],
        described: { GetTopicAttributes: { Attributes: { Policy: reworded } } },
        read: [["sns", "GetTopicAttributes", { TopicArn: topicArn }]],
        imported: { policy: reworded },
        replaced: { inputs: { arn: `${topicArn}-2` }, differs: { arn: "update" } },
        updated: {
            inputs: { policy: otherDocument },
            differs: { policy: "update" },
            calls: [
                [
                    "sns",
                    "SetTopicAttributes",
                    { TopicArn: topicArn, AttributeName: "Policy", AttributeValue: otherDocument },
                ],
            ],
        },
    },
    "aws:sns/topicSubscription:TopicSubscription": {
        inputs: {
            topic: topicArn,
            protocol: "sqs",
            endpoint: `arn:aws:sqs:${account}:inbox`,
            rawMessageDelivery: true,
            filterPolicy: '{"inferenceId":[{"prefix":"smoke-"}]}',
            filterPolicyScope: "MessageBody",
            redrivePolicy: `{"deadLetterTargetArn":"arn:aws:sqs:${account}:dead"}`,
        },
        required: ["topic", "protocol", "endpoint"],
        answers: { Subscribe: { SubscriptionArn: subscriptionArn }, Unsubscribe: {} },
        created: [
            [
                "sns",
                "Subscribe",
                {
                    TopicArn: topicArn,
                    Protocol: "sqs",
                    Endpoint: `arn:aws:sqs:${account}:inbox`,
                    Attributes: subscribed,
                    ReturnSubscriptionArn: true,
                },
            ],
        ],
        id: subscriptionArn,
        outputs: { arn: subscriptionArn, pendingConfirmation: false, ownerId: "111122223333" },
        deleted: [["sns", "Unsubscribe", { SubscriptionArn: subscriptionArn }]],
        gone: [new AwsError("NotFound", "Subscription does not exist", 404)],
        described: {
            GetSubscriptionAttributes: {
                Attributes: {
                    TopicArn: topicArn,
                    Protocol: "sqs",
                    Endpoint: `arn:aws:sqs:${account}:inbox`,
                    PendingConfirmation: "false",
                    ...subscribed,
                },
            },
        },
        read: [["sns", "GetSubscriptionAttributes", { SubscriptionArn: subscriptionArn }]],
        replaced: {
            inputs: { endpoint: `arn:aws:sqs:${account}:other` },
            differs: { endpoint: "update" },
        },
        updated: {
            inputs: { rawMessageDelivery: false, redrivePolicy: undefined },
            differs: { rawMessageDelivery: "update", redrivePolicy: "delete" },
            answers: { SetSubscriptionAttributes: {} },
            calls: [
                [
                    "sns",
                    "SetSubscriptionAttributes",
                    { SubscriptionArn: subscriptionArn, AttributeName: "RawMessageDelivery", AttributeValue: "false" },
                ],
                [
                    "sns",
                    "SetSubscriptionAttributes",
                    { SubscriptionArn: subscriptionArn, AttributeName: "RedrivePolicy", AttributeValue: undefined },
                ],
            ],
        },
    },
    "aws:sqs/queue:Queue": {
        inputs: {
            name: "inbox",
            messageRetentionSeconds: 86_400,
            redrivePolicy: `{"deadLetterTargetArn":"arn:aws:sqs:${account}:dead","maxReceiveCount":5}`,
            kmsMasterKeyId: keyArn,
        },
        required: [],
        answers: { CreateQueue: { QueueUrl: queueUrl }, DeleteQueue: {} },
        created: [
            [
                "sqs",
                "CreateQueue",
                {
                    QueueName: "inbox",
                    Attributes: inbox,
                },
            ],
        ],
        id: queueUrl,
        outputs: { url: queueUrl, arn: `arn:aws:sqs:${account}:inbox`, sqsManagedSseEnabled: false },
        deleted: [["sqs", "DeleteQueue", { QueueUrl: queueUrl }]],
        gone: noSuchQueue,
        described: { GetQueueAttributes: { Attributes: { ...inbox, KmsDataKeyReusePeriodSeconds: "300" } } },
        read: [["sqs", "GetQueueAttributes", { QueueUrl: queueUrl, AttributeNames: ["All"] }]],
        imported: { kmsDataKeyReusePeriodSeconds: 300 },
        replaced: { inputs: { name: "other" }, differs: { name: "update" } },
        updated: {
            inputs: { visibilityTimeoutSeconds: 60, kmsMasterKeyId: undefined },
            differs: { visibilityTimeoutSeconds: "update", kmsMasterKeyId: "delete" },
            answers: {
                SetQueueAttributes: {},
                GetQueueAttributes: {
                    Attributes: { ...inbox, VisibilityTimeout: "60", KmsMasterKeyId: "", SqsManagedSseEnabled: "true" },
                },
            },
            calls: [
                [
                    "sqs",
                    "SetQueueAttributes",
                    { QueueUrl: queueUrl, Attributes: { VisibilityTimeout: "60", KmsMasterKeyId: "" } },
                ],
                ["sqs", "GetQueueAttributes", { QueueUrl: queueUrl, AttributeNames: ["All"] }],
            ],
            outputs: { sqsManagedSseEnabled: true },
        },
    },
    "aws:sqs/queuePolicy:QueuePolicy": {
        inputs: { queueUrl, policy: document },
        required: ["queueUrl", "policy"],
        answers: { SetQueueAttributes: {} },
        created: [["sqs", "SetQueueAttributes", { QueueUrl: queueUrl, Attributes: { Policy: document } }]],
        id: queueUrl,
        outputs: { region: "eu-west-1" },
        deleted: [["sqs", "SetQueueAttributes", { QueueUrl: queueUrl, Attributes: { Policy: "" } }]],
        gone: noSuchQueue,
        described: { GetQueueAttributes: { Attributes: { Policy: reworded } } },
        read: [["sqs", "GetQueueAttributes", { QueueUrl: queueUrl, AttributeNames: ["Policy"] }]],
        absent: { GetQueueAttributes: { Attributes: {} } },
        imported: { policy: reworded },
        replaced: { inputs: { queueUrl: `${queueUrl}-2` }, differs: { queueUrl: "update" } },
        updated: {
            inputs: { policy: otherDocument },
            differs: { policy: "update" },
            calls: [["sqs", "SetQueueAttributes", { QueueUrl: queueUrl, Attributes: { Policy: otherDocument } }]],
        },
    },
    "aws:iam/role:Role": {
        inputs: { name: "execution", assumeRolePolicy: document, description: "runs the model" },
        required: ["assumeRolePolicy"],
        answers: {
            CreateRole: { Role: madeRole },
            DeleteRole: {},
        },
        created: [
            [
                "iam",
                "CreateRole",
                {
                    RoleName: "execution",
                    AssumeRolePolicyDocument: document,
                    Description: "runs the model",
                    Path: "/",
                    MaxSessionDuration: 3600,
                },
            ],
        ],
        id: "execution",
        outputs: { arn: roleArn, uniqueId: "AROA1", createDate: "2026-01-01T00:00:00.000Z" },
        deleted: [["iam", "DeleteRole", { RoleName: "execution" }]],
        gone: [noSuchEntity],
        described: {
            GetRole: {
                Role: {
                    ...madeRole,
                    RoleName: "execution",
                    AssumeRolePolicyDocument: encodeURIComponent(reworded),
                    Description: "runs the model",
                    Path: "/",
                    MaxSessionDuration: 3600,
                },
            },
        },
        read: [["iam", "GetRole", { RoleName: "execution" }]],
        imported: { assumeRolePolicy: reworded },
        replaced: { inputs: { path: "/models/" }, differs: { path: "update" } },
        updated: {
            inputs: { assumeRolePolicy: otherDocument, description: undefined, maxSessionDuration: 7200 },
            differs: { assumeRolePolicy: "update", description: "delete", maxSessionDuration: "update" },
            answers: { UpdateAssumeRolePolicy: {}, UpdateRoleDescription: {}, UpdateRole: {} },
            calls: [
                ["iam", "UpdateAssumeRolePolicy", { RoleName: "execution", PolicyDocument: otherDocument }],
                ["iam", "UpdateRoleDescription", { RoleName: "execution", Description: "" }],
                ["iam", "UpdateRole", { RoleName: "execution", MaxSessionDuration: 7200 }],
            ],
        },
    },
    "aws:iam/rolePolicy:RolePolicy": {
        inputs: { name: "grants", role: "execution", policy: document },
        required: ["role", "policy"],
        answers: { PutRolePolicy: {}, DeleteRolePolicy: {} },
        created: [["iam", "PutRolePolicy", { RoleName: "execution", PolicyName: "grants", PolicyDocument: document }]],
        id: "execution:grants",
        outputs: { name: "grants" },
        deleted: [["iam", "DeleteRolePolicy", { RoleName: "execution", PolicyName: "grants" }]],
        gone: [noSuchEntity],
        described: { GetRolePolicy: { PolicyDocument: encodeURIComponent(reworded) } },
        read: [["iam", "GetRolePolicy", { RoleName: "execution", PolicyName: "grants" }]],
        imported: { policy: reworded },
        replaced: { inputs: { role: "other" }, differs: { role: "update" } },
        updated: {
            inputs: { policy: otherDocument },
            differs: { policy: "update" },
            calls: [
                [
                    "iam",
                    "PutRolePolicy",
                    { RoleName: "execution", PolicyName: "grants", PolicyDocument: otherDocument },
                ],
            ],
        },
    },
    "aws:iam/policy:Policy": {
        inputs: { name: "caller", policy: document, description: "may invoke" },
        required: ["policy"],
        answers: {
            CreatePolicy: { Policy: { Arn: policyArn, PolicyId: "ANPA1" } },
            ListPolicyVersions: {
                Versions: [{ VersionId: "v1", IsDefaultVersion: true, CreateDate: new Date("2026-01-01T00:00:00Z") }],
            },
            DeletePolicy: {},
        },
        created: [
            [
                "iam",
                "CreatePolicy",
                { PolicyName: "caller", PolicyDocument: document, Description: "may invoke", Path: "/" },
            ],
        ],
        id: policyArn,
        outputs: { arn: policyArn, policyId: "ANPA1", attachmentCount: 0 },
        deleted: [
            ["iam", "ListPolicyVersions", { PolicyArn: policyArn }],
            ["iam", "DeletePolicy", { PolicyArn: policyArn }],
        ],
        gone: [noSuchEntity],
        described: {
            GetPolicy: {
                Policy: {
                    Arn: policyArn,
                    PolicyId: "ANPA1",
                    PolicyName: "caller",
                    Description: "may invoke",
                    Path: "/",
                    DefaultVersionId: "v1",
                    AttachmentCount: 0,
                },
            },
            GetPolicyVersion: { PolicyVersion: { Document: encodeURIComponent(reworded) } },
        },
        read: [
            ["iam", "GetPolicy", { PolicyArn: policyArn }],
            ["iam", "GetPolicyVersion", { PolicyArn: policyArn, VersionId: "v1" }],
        ],
        imported: { policy: reworded },
        replaced: { inputs: { description: "may call" }, differs: { description: "update" } },
        updated: {
            inputs: { policy: otherDocument },
            differs: { policy: "update" },
            answers: { CreatePolicyVersion: {} },
            calls: [
                ["iam", "ListPolicyVersions", { PolicyArn: policyArn }],
                [
                    "iam",
                    "CreatePolicyVersion",
                    { PolicyArn: policyArn, PolicyDocument: otherDocument, SetAsDefault: true },
                ],
            ],
        },
    },
    "aws:sagemaker/model:Model": {
        inputs: {
            executionRoleArn: roleArn,
            primaryContainer: container,
            enableNetworkIsolation: true,
        },
        required: ["executionRoleArn"],
        answers: { CreateModel: { ModelArn: `arn:aws:sagemaker:${account}:model/it-0a1b2c3` }, DeleteModel: {} },
        created: [
            [
                "sagemaker",
                "CreateModel",
                {
                    ModelName: "it-0a1b2c3",
                    ExecutionRoleArn: roleArn,
                    PrimaryContainer: Container,
                    EnableNetworkIsolation: true,
                },
            ],
        ],
        id: "it-0a1b2c3",
        outputs: { name: "it-0a1b2c3", arn: `arn:aws:sagemaker:${account}:model/it-0a1b2c3` },
        deleted: [["sagemaker", "DeleteModel", { ModelName: "it-0a1b2c3" }]],
        gone: [couldNotFind("model")],
        described: {
            DescribeModel: {
                ModelName: "it-0a1b2c3",
                ExecutionRoleArn: roleArn,
                ModelArn: `arn:aws:sagemaker:${account}:model/it-0a1b2c3`,
                PrimaryContainer: Container,
                EnableNetworkIsolation: true,
            },
        },
        read: [["sagemaker", "DescribeModel", { ModelName: "it-0a1b2c3" }]],
        replaced: {
            inputs: { primaryContainer: { ...container, image: "image:2" } },
            differs: { "primaryContainer.image": "update" },
        },
    },
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": {
        inputs: {
            kmsKeyArn: keyArn,
            productionVariants: [productionVariant],
            asyncInferenceConfig: {
                outputConfig: {
                    s3OutputPath: "s3://out/summaries/",
                    s3FailurePath: "s3://out/failures/",
                    kmsKeyId: keyArn,
                    notificationConfig: {
                        successTopic: topicArn,
                        errorTopic: topicArn,
                        includeInferenceResponseIns: ["SUCCESS_NOTIFICATION_TOPIC"],
                    },
                },
                clientConfig: { maxConcurrentInvocationsPerInstance: 2 },
            },
        },
        required: ["productionVariants"],
        answers: {
            CreateEndpointConfig: { EndpointConfigArn: `arn:aws:sagemaker:${account}:endpoint-config/it-0a1b2c3` },
            DeleteEndpointConfig: {},
        },
        created: [["sagemaker", "CreateEndpointConfig", EndpointConfig]],
        id: "it-0a1b2c3",
        outputs: { arn: `arn:aws:sagemaker:${account}:endpoint-config/it-0a1b2c3` },
        deleted: [["sagemaker", "DeleteEndpointConfig", { EndpointConfigName: "it-0a1b2c3" }]],
        gone: [couldNotFind("endpoint configuration")],
        described: {
            DescribeEndpointConfig: {
                ...EndpointConfig,
                EndpointConfigArn: `arn:aws:sagemaker:${account}:endpoint-config/it-0a1b2c3`,
            },
        },
        read: [["sagemaker", "DescribeEndpointConfig", { EndpointConfigName: "it-0a1b2c3" }]],
        replaced: {
            inputs: { productionVariants: [{ ...productionVariant, instanceType: "ml.g5.xlarge" }] },
            differs: { "productionVariants[0].instanceType": "update" },
        },
    },
    "aws:sagemaker/endpoint:Endpoint": {
        inputs: { name: "summarizer", endpointConfigName: "config" },
        required: ["endpointConfigName"],
        answers: {
            CreateEndpoint: { EndpointArn: `arn:aws:sagemaker:${account}:endpoint/summarizer` },
            DescribeEndpoint: [
                { EndpointStatus: "Creating" },
                { EndpointStatus: "InService" },
                { EndpointStatus: "Deleting" },
                couldNotFind("endpoint"),
            ],
            DeleteEndpoint: {},
        },
        created: [
            ["sagemaker", "CreateEndpoint", { EndpointName: "summarizer", EndpointConfigName: "config" }],
            ["sagemaker", "DescribeEndpoint", { EndpointName: "summarizer" }],
            ["sagemaker", "DescribeEndpoint", { EndpointName: "summarizer" }],
        ],
        id: "summarizer",
        outputs: { arn: `arn:aws:sagemaker:${account}:endpoint/summarizer` },
        deleted: [
            ["sagemaker", "DeleteEndpoint", { EndpointName: "summarizer" }],
            ["sagemaker", "DescribeEndpoint", { EndpointName: "summarizer" }],
            ["sagemaker", "DescribeEndpoint", { EndpointName: "summarizer" }],
        ],
        gone: [couldNotFind("endpoint")],
        described: {
            DescribeEndpoint: {
                EndpointName: "summarizer",
                EndpointConfigName: "config",
                EndpointArn: `arn:aws:sagemaker:${account}:endpoint/summarizer`,
                EndpointStatus: "InService",
            },
        },
        read: [["sagemaker", "DescribeEndpoint", { EndpointName: "summarizer" }]],
        absent: { DescribeEndpoint: { EndpointStatus: "Deleting" } },
        replaced: { inputs: { name: "other" }, differs: { name: "update" } },
        updated: {
            inputs: { endpointConfigName: "other" },
            differs: { endpointConfigName: "update" },
            answers: {
                UpdateEndpoint: {},
                DescribeEndpoint: [
                    { EndpointStatus: "Updating" },
                    { EndpointStatus: "InService", EndpointConfigName: "other" },
                ],
            },
            calls: [
                ["sagemaker", "UpdateEndpoint", { EndpointName: "summarizer", EndpointConfigName: "other" }],
                ["sagemaker", "DescribeEndpoint", { EndpointName: "summarizer" }],
                ["sagemaker", "DescribeEndpoint", { EndpointName: "summarizer" }],
            ],
        },
    },
    "aws:appautoscaling/target:Target": {
        inputs: { ...scaled, minCapacity: 0, maxCapacity: 5, tags: { project: "news" } },
        required: ["minCapacity", "maxCapacity", "resourceId", "scalableDimension", "serviceNamespace"],
        answers: {
            RegisterScalableTarget: { ScalableTargetARN },
            DeregisterScalableTarget: {},
        },
        created: [
            [
                "application-autoscaling",
                "RegisterScalableTarget",
                { ...Scaled, MinCapacity: 0, MaxCapacity: 5, Tags: { project: "news" } },
            ],
        ],
        id: variant,
        outputs: { arn: ScalableTargetARN, minCapacity: 0 },
        deleted: [["application-autoscaling", "DeregisterScalableTarget", Scaled]],
        gone: [noSuchTarget],
        described: {
            DescribeScalableTargets: {
                ScalableTargets: [
                    {
                        ...Scaled,
                        MinCapacity: 0,
                        MaxCapacity: 5,
                        ScalableTargetARN,
                        SuspendedState: {
                            DynamicScalingInSuspended: false,
                            DynamicScalingOutSuspended: false,
                            ScheduledScalingSuspended: false,
                        },
                    },
                ],
            },
            ListTagsForResource: { Tags: { project: "news" } },
        },
        read: [
            [
                "application-autoscaling",
                "DescribeScalableTargets",
                {
                    ServiceNamespace: "sagemaker",
                    ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
                    ResourceIds: [variant],
                },
            ],
            ["application-autoscaling", "ListTagsForResource", { ResourceARN: ScalableTargetARN }],
        ],
        absent: { DescribeScalableTargets: { ScalableTargets: [] } },
        importId: `sagemaker/${variant}/sagemaker:variant:DesiredInstanceCount`,
        imported: {
            suspendedState: {
                dynamicScalingInSuspended: false,
                dynamicScalingOutSuspended: false,
                scheduledScalingSuspended: false,
            },
        },
        replaced: {
            inputs: { resourceId: "endpoint/other/variant/primary" },
            differs: { resourceId: "update" },
        },
        updated: {
            inputs: { maxCapacity: 8, tags: { stage: "dev" } },
            differs: { maxCapacity: "update", "tags.project": "delete", "tags.stage": "add" },
            answers: { UntagResource: {}, TagResource: {} },
            calls: [
                ["application-autoscaling", "RegisterScalableTarget", { ...Scaled, MinCapacity: 0, MaxCapacity: 8 }],
                ["application-autoscaling", "UntagResource", { ResourceARN: ScalableTargetARN, TagKeys: ["project"] }],
                ["application-autoscaling", "TagResource", { ResourceARN: ScalableTargetARN, Tags: { stage: "dev" } }],
            ],
        },
    },
    "aws:appautoscaling/policy:Policy": {
        inputs: {
            ...scaled,
            name: "backlog",
            policyType: "TargetTrackingScaling",
            targetTrackingScalingPolicyConfiguration: tracking,
        },
        required: ["resourceId", "scalableDimension", "serviceNamespace"],
        answers: {
            PutScalingPolicy: { PolicyARN: "arn:policy", Alarms: alarms },
            DeleteScalingPolicy: {},
        },
        created: [["application-autoscaling", "PutScalingPolicy", Backlog]],
        id: "backlog",
        outputs: { arn: "arn:policy", alarmArns: ["arn:high", "arn:low"] },
        deleted: [["application-autoscaling", "DeleteScalingPolicy", { ...Scaled, PolicyName: "backlog" }]],
        gone: [noSuchTarget],
        described: {
            DescribeScalingPolicies: { ScalingPolicies: [{ ...Backlog, PolicyARN: "arn:policy", Alarms: alarms }] },
        },
        read: [["application-autoscaling", "DescribeScalingPolicies", { ...Scaled, PolicyNames: ["backlog"] }]],
        absent: { DescribeScalingPolicies: { ScalingPolicies: [] } },
        importId: `sagemaker/${variant}/sagemaker:variant:DesiredInstanceCount/backlog`,
        replaced: { inputs: { name: "other" }, differs: { name: "update" } },
        updated: {
            inputs: { targetTrackingScalingPolicyConfiguration: { ...tracking, targetValue: 8 } },
            differs: { "targetTrackingScalingPolicyConfiguration.targetValue": "update" },
            calls: [
                [
                    "application-autoscaling",
                    "PutScalingPolicy",
                    {
                        ...Backlog,
                        TargetTrackingScalingPolicyConfiguration: {
                            ...Backlog.TargetTrackingScalingPolicyConfiguration,
                            TargetValue: 8,
                        },
                    },
                ],
            ],
        },
    },
    "aws:cloudwatch/logGroup:LogGroup": {
        inputs: { name: logGroupName, retentionInDays: 30, tags: { project: "news" } },
        required: [],
        answers: { CreateLogGroup: {}, PutRetentionPolicy: {}, DeleteLogGroup: {} },
        created: [
            ["logs", "CreateLogGroup", { logGroupName, tags: { project: "news" } }],
            ["logs", "PutRetentionPolicy", { logGroupName, retentionInDays: 30 }],
        ],
        id: logGroupName,
        outputs: { arn: logGroupArn },
        deleted: [["logs", "DeleteLogGroup", { logGroupName }]],
        gone: [new AwsError("ResourceNotFoundException", "The specified log group does not exist.")],
        described: {
            DescribeLogGroups: {
                logGroups: [
                    { logGroupName, logGroupArn, arn: `${logGroupArn}:*`, retentionInDays: 30 },
                    { logGroupName: `${logGroupName}-2`, logGroupArn: `${logGroupArn}-2` },
                ],
            },
            ListTagsForResource: { tags: { project: "news" } },
        },
        read: [
            ["logs", "DescribeLogGroups", { logGroupNamePrefix: logGroupName }],
            ["logs", "ListTagsForResource", { resourceArn: logGroupArn }],
        ],
        absent: { DescribeLogGroups: { logGroups: [{ logGroupName: `${logGroupName}-2` }] } },
        replaced: { inputs: { name: "/other" }, differs: { name: "update" } },
        updated: {
            inputs: { retentionInDays: 0, tags: { stage: "dev" } },
            differs: { retentionInDays: "update", "tags.project": "delete", "tags.stage": "add" },
            answers: { DeleteRetentionPolicy: {}, UntagResource: {}, TagResource: {} },
            calls: [
                ["logs", "DeleteRetentionPolicy", { logGroupName }],
                ["logs", "UntagResource", { resourceArn: logGroupArn, tagKeys: ["project"] }],
                ["logs", "TagResource", { resourceArn: logGroupArn, tags: { stage: "dev" } }],
            ],
        },
    },
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
        inputs: {
            name: "wake-up",
            alarmDescription: "work without an instance",
            metricName: "HasBacklogWithoutCapacity",
            namespace: "AWS/SageMaker",
            statistic: "Average",
            period: 60,
            evaluationPeriods: 2,
            datapointsToAlarm: 2,
            threshold: 1,
            comparisonOperator: "GreaterThanOrEqualToThreshold",
            dimensions: { EndpointName: "summarizer" },
            alarmActions: ["arn:policy"],
            tags: { project: "news" },
            okActions: [topicArn],
        },
        required: ["comparisonOperator", "evaluationPeriods", "metricName", "namespace", "period", "threshold"],
        answers: { PutMetricAlarm: {}, DeleteAlarms: {} },
        created: [["cloudwatch", "PutMetricAlarm", { ...WakeUp, Tags: [{ Key: "project", Value: "news" }] }]],
        id: "wake-up",
        outputs: { arn: AlarmArn },
        deleted: [["cloudwatch", "DeleteAlarms", { AlarmNames: ["wake-up"] }]],
        gone: [new AwsError("ResourceNotFound", "The alarm does not exist.", 404)],
        described: {
            DescribeAlarms: {
                MetricAlarms: [{ ...WakeUp, AlarmArn, StateValue: "OK", InsufficientDataActions: [] }],
            },
            ListTagsForResource: { Tags: [{ Key: "project", Value: "news" }] },
        },
        read: [
            ["cloudwatch", "DescribeAlarms", { AlarmNames: ["wake-up"] }],
            ["cloudwatch", "ListTagsForResource", { ResourceARN: AlarmArn }],
        ],
        absent: { DescribeAlarms: { MetricAlarms: [] } },
        replaced: { inputs: { name: "other" }, differs: { name: "update" } },
        updated: {
            inputs: { threshold: 2, tags: { stage: "dev" } },
            differs: { threshold: "update", "tags.project": "delete", "tags.stage": "add" },
            answers: { UntagResource: {}, TagResource: {} },
            calls: [
                ["cloudwatch", "PutMetricAlarm", { ...WakeUp, Threshold: 2 }],
                ["cloudwatch", "UntagResource", { ResourceARN: AlarmArn, TagKeys: ["project"] }],
                ["cloudwatch", "TagResource", { ResourceARN: AlarmArn, Tags: [{ Key: "stage", Value: "dev" }] }],
            ],
        },
    },
};
