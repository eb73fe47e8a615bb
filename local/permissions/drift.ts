import { type Outputs } from "../../contract/outputs";
import { type Names } from "../../contract/names";
import { type Call } from "../cloud/context";

/** The stack that somebody meddles with. */
export interface Meddled {
    names: Names;
    outputs: Outputs;
    /** Twelve digits. */
    accountId: string;
}

const tagged = [{ Key: "changed", Value: "by hand" }];

/**
 * Changes one thing of all that can be changed in place, as somebody does in the console. What then mends it all asks for every
 * operation by which the resources of the program are ever changed in place.
 *
 * @param call an administrator's
 */
export async function driftEverything(call: Call, stack: Meddled): Promise<void> {
    await driftBuckets(call, stack);
    await driftKey(call, stack);
    await driftMessaging(call, stack);
    await driftIdentities(call, stack);
    await driftEndpoint(call, stack);
    await driftWatching(call, stack);
}

async function driftBuckets(call: Call, { names, accountId }: Meddled): Promise<void> {
    for (const { name: Bucket, arn } of [names.inputBucket, names.outputBucket]) {
        await call("s3", "PutBucketTagging", { Bucket, Tagging: { TagSet: tagged } });
        await call("s3", "PutPublicAccessBlock", {
            Bucket,
            PublicAccessBlockConfiguration: { BlockPublicAcls: true },
        });
        await call("s3", "PutBucketOwnershipControls", {
            Bucket,
            OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerPreferred" }] },
        });
        await call("s3", "PutBucketEncryption", {
            Bucket,
            ServerSideEncryptionConfiguration: {
                Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
            },
        });
        await call("s3", "PutBucketLifecycleConfiguration", {
            Bucket,
            LifecycleConfiguration: {
                Rules: [{ ID: "by-hand", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 3000 } }],
            },
        });
        const { Policy } = await call("s3", "GetBucketPolicy", { Bucket });
        const denied = { action: "s3:GetBucketLogging", resource: arn };
        await call("s3", "PutBucketPolicy", { Bucket, Policy: alsoDenying(Policy, accountId, denied) });
    }
}

async function driftKey(call: Call, { names, outputs, accountId }: Meddled): Promise<void> {
    const KeyId = outputs.keyArn;
    await call("kms", "UpdateKeyDescription", { KeyId, Description: "Changed by hand" });
    await call("kms", "DisableKeyRotation", { KeyId });
    const { Policy } = await call("kms", "GetKeyPolicy", { KeyId });
    const denied = { action: "kms:ReplicateKey", resource: "*" };
    await call("kms", "PutKeyPolicy", { KeyId, Policy: alsoDenying(Policy, accountId, denied) });
    const { KeyMetadata: other } = await call("kms", "CreateKey", { Description: "Made by hand" });
    await call("kms", "UpdateAlias", { AliasName: names.keyAlias.name, TargetKeyId: other.KeyId });
}

async function driftMessaging(call: Call, { names, accountId }: Meddled): Promise<void> {
    for (const { arn: TopicArn } of [names.successTopic, names.errorTopic, names.alarmTopic]) {
        const { Attributes } = await call("sns", "GetTopicAttributes", { TopicArn });
        const denied = { action: "sns:AddPermission", resource: TopicArn };
        const changed = {
            DisplayName: "Changed by hand",
            Policy: alsoDenying(Attributes.Policy, accountId, denied),
        };
        for (const [AttributeName, AttributeValue] of Object.entries(changed)) {
            await call("sns", "SetTopicAttributes", { TopicArn, AttributeName, AttributeValue });
        }
        const { Subscriptions } = await call("sns", "ListSubscriptionsByTopic", { TopicArn });
        for (const { SubscriptionArn, Protocol } of Subscriptions) {
            if (Protocol !== "sqs") continue;
            await call("sns", "SetSubscriptionAttributes", {
                SubscriptionArn,
                AttributeName: "RawMessageDelivery",
                AttributeValue: "false",
            });
        }
    }
    const queues = [
        names.smokeInbox,
        names.loadInbox,
        names.alarmInbox,
        names.inboxDeadLetters,
        names.notificationDeadLetters,
    ];
    for (const { name: QueueName, arn } of queues) {
        const { QueueUrl } = await call("sqs", "GetQueueUrl", { QueueName });
        const { Attributes } = await call("sqs", "GetQueueAttributes", { QueueUrl, AttributeNames: ["Policy"] });
        const denied = { action: "sqs:AddPermission", resource: arn };
        const Policy = alsoDenying(String(Attributes["Policy"]), accountId, denied);
        await call("sqs", "SetQueueAttributes", { QueueUrl, Attributes: { DelaySeconds: "7", Policy } });
    }
}

async function driftIdentities(call: Call, { names }: Meddled): Promise<void> {
    const { name: RoleName } = names.executionRole;
    const { Role } = await call("iam", "GetRole", { RoleName });
    const trust = JSON.parse(decodeURIComponent(Role.AssumeRolePolicyDocument)) as { Statement: object[] };
    const tagging = { Effect: "Allow", Principal: { Service: "sagemaker.amazonaws.com" }, Action: "sts:TagSession" };
    const PolicyDocument = JSON.stringify({ ...trust, Statement: [...trust.Statement, tagging] });
    await call("iam", "UpdateAssumeRolePolicy", { RoleName, PolicyDocument });
    await call("iam", "UpdateRoleDescription", { RoleName, Description: "Changed by hand" });
    await call("iam", "UpdateRole", { RoleName, MaxSessionDuration: 7200 });
    const { PolicyNames } = await call("iam", "ListRolePolicies", { RoleName });
    for (const PolicyName of PolicyNames) {
        const { PolicyDocument } = await call("iam", "GetRolePolicy", { RoleName, PolicyName });
        const policy = JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: object[] };
        // It goes on doing all that it did: SageMaker takes no update of an endpoint whose role cannot.
        const Statement = [...policy.Statement, { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }];
        await call("iam", "PutRolePolicy", {
            RoleName,
            PolicyName,
            PolicyDocument: JSON.stringify({ ...policy, Statement }),
        });
    }
    const { arn: PolicyArn } = names.callerPolicy;
    // As many as IAM keeps: whoever adds another one has to delete one first.
    for (let version = 2; version <= 5; version++) {
        await call("iam", "CreatePolicyVersion", { PolicyArn, PolicyDocument: listingOfBuckets, SetAsDefault: true });
    }
}

async function driftEndpoint(call: Call, { names, outputs }: Meddled): Promise<void> {
    const { name: EndpointName } = names.endpoint;
    const { EndpointConfigName } = await call("sagemaker", "DescribeEndpoint", { EndpointName });
    const { ProductionVariants, AsyncInferenceConfig, KmsKeyId } = await call("sagemaker", "DescribeEndpointConfig", {
        EndpointConfigName,
    });
    const other = `${EndpointName}-by-hand`;
    await call("sagemaker", "CreateEndpointConfig", {
        EndpointConfigName: other,
        ProductionVariants,
        AsyncInferenceConfig,
        KmsKeyId,
    });
    await call("sagemaker", "UpdateEndpoint", { EndpointName, EndpointConfigName: other });
    const scaled = {
        ServiceNamespace: "sagemaker",
        ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
        ResourceId: `endpoint/${EndpointName}/variant/${outputs.variantName}`,
    } as const;
    const { ScalableTargets } = await call("application-autoscaling", "DescribeScalableTargets", {
        ServiceNamespace: "sagemaker",
        ResourceIds: [scaled.ResourceId],
    });
    const [target] = ScalableTargets;
    await call("application-autoscaling", "RegisterScalableTarget", { ...scaled, MinCapacity: 0, MaxCapacity: 7 });
    await call("application-autoscaling", "TagResource", {
        ResourceARN: target?.ScalableTargetARN,
        Tags: { changed: "by hand" },
    });
    const { ScalingPolicies } = await call("application-autoscaling", "DescribeScalingPolicies", scaled);
    for (const { PolicyName, PolicyType, ...policy } of ScalingPolicies) {
        const { TargetTrackingScalingPolicyConfiguration: tracking, StepScalingPolicyConfiguration: step } = policy;
        await call("application-autoscaling", "PutScalingPolicy", {
            ...scaled,
            PolicyName,
            PolicyType,
            ...(tracking && { TargetTrackingScalingPolicyConfiguration: { ...tracking, ScaleInCooldown: 77 } }),
            ...(step && { StepScalingPolicyConfiguration: { ...step, Cooldown: 77 } }),
        });
    }
}

async function driftWatching(call: Call, { names }: Meddled): Promise<void> {
    const alarms = [
        names.wakeUpAlarm,
        names.oldestRequestAlarm,
        names.expiredRequestsAlarm,
        names.invocationFailuresAlarm,
        names.notificationFailuresAlarm,
    ];
    const { MetricAlarms } = await call("cloudwatch", "DescribeAlarms", { AlarmNames: alarms.map(({ name }) => name) });
    for (const { AlarmArn: ResourceARN, ...alarm } of MetricAlarms) {
        await call("cloudwatch", "PutMetricAlarm", { ...alarm, AlarmDescription: "Changed by hand" });
        await call("cloudwatch", "TagResource", { ResourceARN, Tags: tagged });
    }
    const { name: logGroupName, arn: resourceArn } = names.logGroup;
    await call("logs", "PutRetentionPolicy", { logGroupName, retentionInDays: 1 });
    await call("logs", "TagResource", { resourceArn, tags: { changed: "by hand" } });
}

const listingOfBuckets = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }],
});

/** The same policy with one statement more, which denies what nobody here does. */
function alsoDenying(
    policy: string,
    account: string,
    { action, resource }: { action: string; resource: string },
): string {
    const document = JSON.parse(policy) as { Statement: object[] };
    const statement = {
        Sid: "ByHand",
        Effect: "Deny",
        Principal: { AWS: account },
        Action: action,
        Resource: resource,
    };
    return JSON.stringify({ ...document, Statement: [...document.Statement, statement] });
}
