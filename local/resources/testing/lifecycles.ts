import { AwsError } from "../../cloud/awsError";
import { type Properties } from "../resource";
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
    /** How the service says that it is gone already. */
    gone: AwsError;
}

const account = "eu-west-1:111122223333";
const document = '{"Version":"2012-10-17","Statement":[]}';
const topicArn = `arn:aws:sns:${account}:news`;
const subscriptionArn = `${topicArn}:4f2c`;
const queueUrl = "http://127.0.0.1:4566/111122223333/inbox";
const roleArn = "arn:aws:iam::111122223333:role/execution";
const keyArn = `arn:aws:kms:${account}:key/1234`;
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
const defaultTopicPolicy = `{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID","Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes","SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe","SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":"${topicArn}","Condition":{"StringEquals":{"AWS:SourceOwner":"111122223333"}}}]}`;

const noSuchBucket = new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
const noSuchEntity = new AwsError("NoSuchEntity", "It cannot be found.", 404);
const noSuchKey = new AwsError("NotFoundException", "It is not found.");
const noSuchTopic = new AwsError("NotFound", "Topic does not exist", 404);
const noSuchQueue = new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
const noSuchTarget = new AwsError("ObjectNotFoundException", "No scalable target found.");
const couldNotFind = (what: string) =>
    new AwsError("ValidationException", `Could not find ${what} "arn:aws:sagemaker:${account}:it".`);

/** A setting of a bucket: one operation that puts it, one that deletes it. */
function ofBucket(put: string, putInput: object, remove: string, inputs: Properties): Lifecycle {
    return {
        inputs: { bucket: "articles", ...inputs },
        required: ["bucket", ...Object.keys(inputs).filter((name) => ["rule", "rules", "policy"].includes(name))],
        answers: { [put]: {}, [remove]: {} },
        created: [["s3", put, { Bucket: "articles", ...putInput }]],
        id: "articles",
        outputs: { region: "eu-west-1" },
        deleted: [["s3", remove, { Bucket: "articles" }]],
        gone: noSuchBucket,
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
        gone: noSuchBucket,
    },
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ofBucket(
        "PutPublicAccessBlock",
        {
            PublicAccessBlockConfiguration: {
                BlockPublicAcls: true,
                BlockPublicPolicy: true,
                IgnorePublicAcls: true,
                RestrictPublicBuckets: false,
            },
        },
        "DeletePublicAccessBlock",
        { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true },
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ofBucket(
        "PutBucketOwnershipControls",
        { OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] } },
        "DeleteBucketOwnershipControls",
        { rule: { objectOwnership: "BucketOwnerEnforced" } },
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ofBucket(
        "PutBucketEncryption",
        {
            ServerSideEncryptionConfiguration: {
                Rules: [
                    {
                        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: keyArn },
                        BucketKeyEnabled: true,
                    },
                ],
            },
        },
        "DeleteBucketEncryption",
        {
            rules: [
                {
                    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
                    bucketKeyEnabled: true,
                },
            ],
        },
    ),
    "aws:s3/bucketPolicy:BucketPolicy": ofBucket("PutBucketPolicy", { Policy: document }, "DeleteBucketPolicy", {
        policy: document,
    }),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ofBucket(
        "PutBucketLifecycleConfiguration",
        {
            LifecycleConfiguration: {
                Rules: [
                    {
                        ID: "expire",
                        Status: "Enabled",
                        Filter: { Prefix: "articles/" },
                        Expiration: { Days: 30 },
                        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
                    },
                    {
                        ID: "uploads",
                        Status: "Enabled",
                        Filter: { Prefix: "" },
                        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
                    },
                ],
            },
        },
        "DeleteBucketLifecycle",
        {
            rules: [
                {
                    id: "expire",
                    status: "Enabled",
                    filter: { prefix: "articles/" },
                    expiration: { days: 30 },
                    noncurrentVersionExpiration: { noncurrentDays: 1 },
                },
                { id: "uploads", status: "Enabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } },
            ],
        },
    ),
    "aws:kms/key:Key": {
        inputs: { description: "articles", policy: document, enableKeyRotation: true, deletionWindowInDays: 14 },
        required: [],
        answers: {
            CreateKey: { KeyMetadata: { KeyId: "1234", Arn: keyArn } },
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
        gone: noSuchKey,
    },
    "aws:kms/alias:Alias": {
        inputs: { name: "alias/articles", targetKeyId: "1234" },
        required: ["targetKeyId"],
        answers: { CreateAlias: {}, DeleteAlias: {} },
        created: [["kms", "CreateAlias", { AliasName: "alias/articles", TargetKeyId: "1234" }]],
        id: "alias/articles",
        outputs: { arn: `arn:aws:kms:${account}:alias/articles`, targetKeyArn: keyArn },
        deleted: [["kms", "DeleteAlias", { AliasName: "alias/articles" }]],
        gone: noSuchKey,
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
        gone: noSuchTopic,
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
        gone: noSuchTopic,
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
                    Attributes: {
                        RawMessageDelivery: "true",
                        FilterPolicy: '{"inferenceId":[{"prefix":"smoke-"}]}',
                        FilterPolicyScope: "MessageBody",
                        RedrivePolicy: `{"deadLetterTargetArn":"arn:aws:sqs:${account}:dead"}`,
                    },
                    ReturnSubscriptionArn: true,
                },
            ],
        ],
        id: subscriptionArn,
        outputs: { arn: subscriptionArn, pendingConfirmation: false, ownerId: "111122223333" },
        deleted: [["sns", "Unsubscribe", { SubscriptionArn: subscriptionArn }]],
        gone: new AwsError("NotFound", "Subscription does not exist", 404),
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
                    Attributes: {
                        DelaySeconds: "0",
                        MaximumMessageSize: "262144",
                        MessageRetentionPeriod: "86400",
                        ReceiveMessageWaitTimeSeconds: "0",
                        VisibilityTimeout: "30",
                        RedrivePolicy: `{"deadLetterTargetArn":"arn:aws:sqs:${account}:dead","maxReceiveCount":5}`,
                        KmsMasterKeyId: keyArn,
                    },
                },
            ],
        ],
        id: queueUrl,
        outputs: { url: queueUrl, arn: `arn:aws:sqs:${account}:inbox`, sqsManagedSseEnabled: false },
        deleted: [["sqs", "DeleteQueue", { QueueUrl: queueUrl }]],
        gone: noSuchQueue,
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
    },
    "aws:iam/role:Role": {
        inputs: { name: "execution", assumeRolePolicy: document, description: "runs the model" },
        required: ["assumeRolePolicy"],
        answers: {
            CreateRole: { Role: { Arn: roleArn, RoleId: "AROA1", CreateDate: new Date("2026-01-01T00:00:00Z") } },
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
        gone: noSuchEntity,
    },
    "aws:iam/rolePolicy:RolePolicy": {
        inputs: { name: "grants", role: "execution", policy: document },
        required: ["role", "policy"],
        answers: { PutRolePolicy: {}, DeleteRolePolicy: {} },
        created: [["iam", "PutRolePolicy", { RoleName: "execution", PolicyName: "grants", PolicyDocument: document }]],
        id: "execution:grants",
        outputs: { name: "grants" },
        deleted: [["iam", "DeleteRolePolicy", { RoleName: "execution", PolicyName: "grants" }]],
        gone: noSuchEntity,
    },
    "aws:iam/policy:Policy": {
        inputs: { name: "caller", policy: document, description: "may invoke" },
        required: ["policy"],
        answers: {
            CreatePolicy: { Policy: { Arn: "arn:aws:iam::111122223333:policy/caller", PolicyId: "ANPA1" } },
            DeletePolicy: {},
        },
        created: [
            [
                "iam",
                "CreatePolicy",
                { PolicyName: "caller", PolicyDocument: document, Description: "may invoke", Path: "/" },
            ],
        ],
        id: "arn:aws:iam::111122223333:policy/caller",
        outputs: { arn: "arn:aws:iam::111122223333:policy/caller", policyId: "ANPA1", attachmentCount: 0 },
        deleted: [["iam", "DeletePolicy", { PolicyArn: "arn:aws:iam::111122223333:policy/caller" }]],
        gone: noSuchEntity,
    },
    "aws:sagemaker/model:Model": {
        inputs: {
            executionRoleArn: roleArn,
            primaryContainer: { image: "image:1", environment: { HF_TASK: "summarization", lower: "kept" } },
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
                    PrimaryContainer: {
                        Image: "image:1",
                        Mode: "SingleModel",
                        Environment: { HF_TASK: "summarization", lower: "kept" },
                    },
                },
            ],
        ],
        id: "it-0a1b2c3",
        outputs: { name: "it-0a1b2c3", arn: `arn:aws:sagemaker:${account}:model/it-0a1b2c3` },
        deleted: [["sagemaker", "DeleteModel", { ModelName: "it-0a1b2c3" }]],
        gone: couldNotFind("model"),
    },
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": {
        inputs: {
            kmsKeyArn: keyArn,
            productionVariants: [
                {
                    variantName: "primary",
                    modelName: "summarizer",
                    instanceType: "ml.m5.xlarge",
                    initialInstanceCount: 1,
                    volumeSizeInGb: 30,
                    containerStartupHealthCheckTimeoutInSeconds: 900,
                    modelDataDownloadTimeoutInSeconds: 900,
                },
            ],
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
        created: [
            [
                "sagemaker",
                "CreateEndpointConfig",
                {
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
                },
            ],
        ],
        id: "it-0a1b2c3",
        outputs: { arn: `arn:aws:sagemaker:${account}:endpoint-config/it-0a1b2c3` },
        deleted: [["sagemaker", "DeleteEndpointConfig", { EndpointConfigName: "it-0a1b2c3" }]],
        gone: couldNotFind("endpoint configuration"),
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
        gone: couldNotFind("endpoint"),
    },
    "aws:appautoscaling/target:Target": {
        inputs: { ...scaled, minCapacity: 0, maxCapacity: 5, tags: { project: "news" } },
        required: ["minCapacity", "maxCapacity", "resourceId", "scalableDimension", "serviceNamespace"],
        answers: {
            RegisterScalableTarget: {
                ScalableTargetARN: `arn:aws:application-autoscaling:${account}:scalable-target/1`,
            },
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
        outputs: { arn: `arn:aws:application-autoscaling:${account}:scalable-target/1`, minCapacity: 0 },
        deleted: [["application-autoscaling", "DeregisterScalableTarget", Scaled]],
        gone: noSuchTarget,
    },
    "aws:appautoscaling/policy:Policy": {
        inputs: {
            ...scaled,
            name: "backlog",
            policyType: "TargetTrackingScaling",
            targetTrackingScalingPolicyConfiguration: {
                targetValue: 5,
                customizedMetricSpecification: {
                    metricName: "ApproximateBacklogSizePerInstance",
                    namespace: "AWS/SageMaker",
                    statistic: "Average",
                    dimensions: [{ name: "EndpointName", value: "summarizer" }],
                },
                scaleInCooldown: 120,
                scaleOutCooldown: 0,
            },
        },
        required: ["resourceId", "scalableDimension", "serviceNamespace"],
        answers: {
            PutScalingPolicy: {
                PolicyARN: "arn:policy",
                Alarms: [
                    { AlarmName: "high", AlarmARN: "arn:high" },
                    { AlarmName: "low", AlarmARN: "arn:low" },
                ],
            },
            DeleteScalingPolicy: {},
        },
        created: [
            [
                "application-autoscaling",
                "PutScalingPolicy",
                {
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
                },
            ],
        ],
        id: "backlog",
        outputs: { arn: "arn:policy", alarmArns: ["arn:high", "arn:low"] },
        deleted: [["application-autoscaling", "DeleteScalingPolicy", { ...Scaled, PolicyName: "backlog" }]],
        gone: noSuchTarget,
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
        created: [
            [
                "cloudwatch",
                "PutMetricAlarm",
                {
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
                    Tags: [{ Key: "project", Value: "news" }],
                    Dimensions: [{ Name: "EndpointName", Value: "summarizer" }],
                },
            ],
        ],
        id: "wake-up",
        outputs: { arn: `arn:aws:cloudwatch:${account}:alarm:wake-up` },
        deleted: [["cloudwatch", "DeleteAlarms", { AlarmNames: ["wake-up"] }]],
        gone: new AwsError("ResourceNotFound", "The alarm does not exist.", 404),
    },
};
