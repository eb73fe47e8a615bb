import { type Call } from "../cloud/context";
import { type DeployedStack } from "../testing/deployedStack";

/** Something that somebody might try. */
export interface Attempt {
    readonly what: string;
    readonly make: (by: Call) => Promise<unknown>;
}

/** What attempts are made on; by default all that the program has made. */
export interface Targets {
    readonly buckets: readonly string[];
    /** Keys of objects, there or not. */
    readonly keys: readonly string[];
    readonly topics: readonly string[];
    readonly queues: readonly string[];
    readonly kmsKeys: readonly string[];
    readonly roles: readonly string[];
    readonly endpoints: readonly string[];
}

export async function targetsOf({ cloud: { call }, outputs }: DeployedStack): Promise<Targets> {
    return {
        buckets: [outputs.inputBucketName, outputs.outputBucketName],
        keys: ["articles/there.json", "summaries/there.out", "failures/there-error.out", "elsewhere.json"],
        topics: (await call("sns", "ListTopics", {})).Topics.map(({ TopicArn }) => TopicArn),
        queues: (await call("sqs", "ListQueues", {})).QueueUrls,
        kmsKeys: [outputs.keyArn],
        roles: [outputs.executionRoleArn.slice(outputs.executionRoleArn.lastIndexOf("/") + 1)],
        endpoints: [outputs.endpointName],
    };
}

const Body = Buffer.from("{}");
const document = (statement: object): string => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
const everything = document({ Effect: "Allow", Action: "*", Resource: "*" });
const open = (Resource: string, Action: string): string =>
    document({ Effect: "Allow", Principal: "*", Action, Resource });

/** Reading, writing, listing, changing and deleting of everything there is. */
export function attemptsOn(targets: Targets, stack: DeployedStack): Attempt[] {
    const { outputs } = stack;
    const attempts: Attempt[] = [];
    const attempt = (what: string, make: Attempt["make"]): void => void attempts.push({ what, make });

    for (const Bucket of targets.buckets) {
        for (const Key of targets.keys) {
            const object = { Bucket, Key };
            attempt(`GetObject ${Bucket}/${Key}`, (by) => by("s3", "GetObject", object));
            attempt(`HeadObject ${Bucket}/${Key}`, (by) => by("s3", "HeadObject", object));
            attempt(`PutObject ${Bucket}/${Key}`, (by) => by("s3", "PutObject", { ...object, Body }));
            attempt(`DeleteObject ${Bucket}/${Key}`, (by) => by("s3", "DeleteObject", object));
            attempt(`CreateMultipartUpload ${Bucket}/${Key}`, (by) => by("s3", "CreateMultipartUpload", object));
        }
        attempt(`ListObjectsV2 ${Bucket}`, (by) => by("s3", "ListObjectsV2", { Bucket }));
        attempt(`ListMultipartUploads ${Bucket}`, (by) => by("s3", "ListMultipartUploads", { Bucket }));
        attempt(`GetBucketPolicy ${Bucket}`, (by) => by("s3", "GetBucketPolicy", { Bucket }));
        attempt(`DeleteBucketPolicy ${Bucket}`, (by) => by("s3", "DeleteBucketPolicy", { Bucket }));
        attempt(`DeletePublicAccessBlock ${Bucket}`, (by) => by("s3", "DeletePublicAccessBlock", { Bucket }));
        attempt(`DeleteBucketEncryption ${Bucket}`, (by) => by("s3", "DeleteBucketEncryption", { Bucket }));
        attempt(`DeleteBucket ${Bucket}`, (by) => by("s3", "DeleteBucket", { Bucket }));
    }
    for (const TopicArn of targets.topics) {
        attempt(`Publish ${TopicArn}`, (by) => by("sns", "Publish", { TopicArn, Message: "{}" }));
        attempt(`Subscribe ${TopicArn}`, (by) =>
            by("sns", "Subscribe", { TopicArn, Protocol: "email", Endpoint: "eve@example.com" }),
        );
        attempt(`GetTopicAttributes ${TopicArn}`, (by) => by("sns", "GetTopicAttributes", { TopicArn }));
        attempt(`ListSubscriptionsByTopic ${TopicArn}`, (by) => by("sns", "ListSubscriptionsByTopic", { TopicArn }));
        attempt(`SetTopicAttributes ${TopicArn}`, (by) =>
            by("sns", "SetTopicAttributes", {
                TopicArn,
                AttributeName: "Policy",
                AttributeValue: open(TopicArn, "sns:Publish"),
            }),
        );
        attempt(`DeleteTopic ${TopicArn}`, (by) => by("sns", "DeleteTopic", { TopicArn }));
    }
    for (const QueueUrl of targets.queues) {
        attempt(`SendMessage ${QueueUrl}`, (by) => by("sqs", "SendMessage", { QueueUrl, MessageBody: "{}" }));
        attempt(`ReceiveMessage ${QueueUrl}`, (by) => by("sqs", "ReceiveMessage", { QueueUrl, WaitTimeSeconds: 0 }));
        attempt(`GetQueueAttributes ${QueueUrl}`, (by) =>
            by("sqs", "GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] }),
        );
        attempt(`SetQueueAttributes ${QueueUrl}`, (by) =>
            by("sqs", "SetQueueAttributes", { QueueUrl, Attributes: { VisibilityTimeout: "1" } }),
        );
        attempt(`PurgeQueue ${QueueUrl}`, (by) => by("sqs", "PurgeQueue", { QueueUrl }));
        attempt(`DeleteQueue ${QueueUrl}`, (by) => by("sqs", "DeleteQueue", { QueueUrl }));
    }
    for (const KeyId of targets.kmsKeys) {
        attempt(`DescribeKey ${KeyId}`, (by) => by("kms", "DescribeKey", { KeyId }));
        attempt(`GetKeyPolicy ${KeyId}`, (by) => by("kms", "GetKeyPolicy", { KeyId }));
        attempt(`PutKeyPolicy ${KeyId}`, (by) => by("kms", "PutKeyPolicy", { KeyId, Policy: open("*", "kms:*") }));
        attempt(`DisableKey ${KeyId}`, (by) => by("kms", "DisableKey", { KeyId }));
        attempt(`ScheduleKeyDeletion ${KeyId}`, (by) => by("kms", "ScheduleKeyDeletion", { KeyId }));
        attempt(`CreateGrant ${KeyId}`, (by) =>
            by("kms", "CreateGrant", {
                KeyId,
                GranteePrincipal: "arn:aws:iam::210987654321:user/stranger",
                Operations: ["Decrypt"],
            }),
        );
    }
    for (const RoleName of targets.roles) {
        attempt(`GetRole ${RoleName}`, (by) => by("iam", "GetRole", { RoleName }));
        attempt(`PutRolePolicy ${RoleName}`, (by) =>
            by("iam", "PutRolePolicy", { RoleName, PolicyName: "everything", PolicyDocument: everything }),
        );
        attempt(`UpdateAssumeRolePolicy ${RoleName}`, (by) =>
            by("iam", "UpdateAssumeRolePolicy", {
                RoleName,
                PolicyDocument: document({ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }),
            }),
        );
        attempt(`DeleteRole ${RoleName}`, (by) => by("iam", "DeleteRole", { RoleName }));
    }
    attempt("CreatePolicyVersion of the caller policy", (by) =>
        by("iam", "CreatePolicyVersion", {
            PolicyArn: outputs.callerPolicyArn,
            PolicyDocument: everything,
            SetAsDefault: true,
        }),
    );
    for (const EndpointName of targets.endpoints) {
        attempt(`InvokeEndpointAsync ${EndpointName}`, (by) =>
            by("sagemaker-runtime", "InvokeEndpointAsync", {
                EndpointName,
                InputLocation: `s3://${outputs.inputBucketName}/articles/there.json`,
            }),
        );
        attempt(`DescribeEndpoint ${EndpointName}`, (by) => by("sagemaker", "DescribeEndpoint", { EndpointName }));
        attempt(`UpdateEndpoint ${EndpointName}`, (by) =>
            by("sagemaker", "UpdateEndpoint", { EndpointName, EndpointConfigName: outputs.endpointConfigName }),
        );
        attempt(`UpdateEndpointWeightsAndCapacities ${EndpointName}`, (by) =>
            by("sagemaker", "UpdateEndpointWeightsAndCapacities", {
                EndpointName,
                DesiredWeightsAndCapacities: [{ VariantName: outputs.variantName, DesiredInstanceCount: 5 }],
            }),
        );
        attempt(`DeleteEndpoint ${EndpointName}`, (by) => by("sagemaker", "DeleteEndpoint", { EndpointName }));
        attempt(`DeregisterScalableTarget ${EndpointName}`, (by) =>
            by("application-autoscaling", "DeregisterScalableTarget", {
                ServiceNamespace: "sagemaker",
                ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
                ResourceId: `endpoint/${EndpointName}/variant/${outputs.variantName}`,
            }),
        );
    }
    attempt("DescribeModel", (by) => by("sagemaker", "DescribeModel", { ModelName: outputs.modelName }));
    attempt("DescribeAlarms", (by) => by("cloudwatch", "DescribeAlarms", {}));
    attempt("DeleteAlarms", (by) => by("cloudwatch", "DeleteAlarms", { AlarmNames: [outputs.wakeUpAlarmName] }));
    attempt("SetAlarmState", (by) =>
        by("cloudwatch", "SetAlarmState", {
            AlarmName: outputs.wakeUpAlarmName,
            StateValue: "ALARM",
            StateReason: "mischief",
        }),
    );
    attempt("PutMetricData", (by) =>
        by("cloudwatch", "PutMetricData", {
            Namespace: "Mischief",
            MetricData: [{ MetricName: "Value", Value: 1 }],
        }),
    );
    attempt("DeleteLogGroup", (by) => by("logs", "DeleteLogGroup", { logGroupName: outputs.logGroupName }));
    attempt("FilterLogEvents", (by) => by("logs", "FilterLogEvents", { logGroupName: outputs.logGroupName }));
    attempt("ListBuckets", (by) => by("s3", "ListBuckets", {}));
    attempt("ListTopics", (by) => by("sns", "ListTopics", {}));
    attempt("ListQueues", (by) => by("sqs", "ListQueues", {}));
    attempt("CreateBucket", (by) => by("s3", "CreateBucket", { Bucket: "mischief-made" }));
    attempt("CreateTopic", (by) => by("sns", "CreateTopic", { Name: "mischief" }));
    return attempts;
}
