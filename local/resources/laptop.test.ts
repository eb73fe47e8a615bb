import assert from "node:assert/strict";

import { SimulatedClock } from "../cloud/clock";
import { Cloud } from "../cloud/cloud";
import { type Call } from "../cloud/context";
import { type Container, type ContainerHost } from "../cloud/sageMaker/containerHost";
import { sdkCall } from "../provider/sdkCall";
import { startWire } from "../wire/server";
import { credentials } from "../wire/testing/laptopFixture";
import { resourceTypeOf, resourceTypes } from "./index";
import { type Created, type Existing, type Properties, type Target } from "./resource";

const account = "123456789012";
const sourceAccount = { StringEquals: { "aws:SourceAccount": account } };

const containers: ContainerHost = {
    start: (): Promise<Container> => Promise.resolve({ url: "http://container.test", stop: () => Promise.resolve() }),
};

function allow(Principal: object | undefined, Action: string | string[], Resource: string | string[]): string {
    const statement = { Effect: "Allow", ...(Principal && { Principal }), Action, Resource };
    return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

interface Made {
    type: string;
    inputs: Properties;
    created: Created;
    /** As it was read right after. */
    read: Existing | undefined;
}

/** Makes resources in the laptop AWS itself, on a manual clock, and remembers them for their deletion. */
class Laptop {
    readonly clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
    readonly cloud = new Cloud({ clock: this.clock, containers, region: "us-east-1" });
    readonly made: Made[] = [];
    target: Target = {
        call: this.cloud.call,
        accountId: account,
        region: "us-east-1",
        partition: "aws",
        sleep: () => this.clock.advance(10),
    };

    async make(type: string, inputs: Properties): Promise<Created> {
        const resourceType = resourceTypeOf(type);
        const name = `r${String(this.made.length)}`;
        const checked = resourceType.check(inputs, { name, autoname: () => `${name}-0a1b2c3` });
        const created = await resourceType.create(checked, this.target);
        const read = await resourceType.read(created.id, this.target, checked);
        this.made.push({ type, inputs: checked, created, read });
        return created;
    }

    async remove(type: string, created: Created): Promise<void> {
        await resourceTypeOf(type).delete(created, this.target);
    }
}

async function makeEverything(laptop: Laptop): Promise<void> {
    const make = laptop.make.bind(laptop);
    const key = await make("aws:kms/key:Key", {
        description: "articles",
        enableKeyRotation: true,
        deletionWindowInDays: 7,
        policy: allow({ AWS: `arn:aws:iam::${account}:root` }, "kms:*", "*"),
    });
    const keyArn = key.outputs["arn"] as string;
    await make("aws:kms/alias:Alias", { name: "alias/articles", targetKeyId: key.outputs["keyId"] });

    const { id: bucket } = await make("aws:s3/bucket:Bucket", { bucket: `articles-${account}`, forceDestroy: true });
    await make("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
    });
    await make("aws:s3/bucketOwnershipControls:BucketOwnershipControls", {
        bucket,
        rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    await make("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
        bucket,
        rules: [
            {
                applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
                bucketKeyEnabled: true,
            },
        ],
    });
    await make("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", {
        bucket,
        rules: [
            { id: "expire-objects", status: "Enabled", filter: { prefix: "" }, expiration: { days: 30 } },
            {
                id: "abort-multipart-uploads",
                status: "Enabled",
                filter: { prefix: "" },
                abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
            },
        ],
    });
    await make("aws:s3/bucketPolicy:BucketPolicy", {
        bucket,
        policy: {
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Deny",
                    Principal: "*",
                    Action: "s3:*",
                    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
                    Condition: { Bool: { "aws:SecureTransport": "false" } },
                },
            ],
        },
    });

    const topic = await make("aws:sns/topic:Topic", { name: "success", kmsMasterKeyId: keyArn });
    await make("aws:sns/topicPolicy:TopicPolicy", {
        arn: topic.id,
        policy: allow({ AWS: `arn:aws:iam::${account}:root` }, "sns:Publish", topic.id),
    });
    const deadLetters = await make("aws:sqs/queue:Queue", {
        name: "dead-letters",
        kmsMasterKeyId: keyArn,
        messageRetentionSeconds: 1_209_600,
    });
    const redrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetters.outputs["arn"] });
    const inbox = await make("aws:sqs/queue:Queue", {
        name: "smoke",
        kmsMasterKeyId: keyArn,
        receiveWaitTimeSeconds: 20,
        redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.outputs["arn"], maxReceiveCount: 5 }),
    });
    await make("aws:sqs/queuePolicy:QueuePolicy", {
        queueUrl: inbox.outputs["url"],
        policy: allow({ Service: "sns.amazonaws.com" }, "sqs:SendMessage", inbox.outputs["arn"] as string),
    });
    await make("aws:sns/topicSubscription:TopicSubscription", {
        topic: topic.id,
        protocol: "sqs",
        endpoint: inbox.outputs["arn"],
        rawMessageDelivery: true,
        filterPolicy: '{"inferenceId":[{"prefix":"smoke-"}]}',
        filterPolicyScope: "MessageBody",
        redrivePolicy,
    });
    await make("aws:sns/topicSubscription:TopicSubscription", {
        topic: topic.id,
        protocol: "email",
        endpoint: "reader@example.com",
        filterPolicy: '{"invocationStatus":["Completed"]}',
        filterPolicyScope: "MessageBody",
        redrivePolicy,
    });

    const role = await make("aws:iam/role:Role", {
        name: "execution",
        assumeRolePolicy: {
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Principal: { Service: "sagemaker.amazonaws.com" },
                    Action: "sts:AssumeRole",
                    Condition: sourceAccount,
                },
            ],
        },
    });
    await make("aws:iam/rolePolicy:RolePolicy", {
        name: "execution",
        role: role.outputs["name"],
        policy: allow(undefined, ["sns:Publish"], topic.id),
    });
    await make("aws:iam/policy:Policy", {
        name: "caller",
        policy: allow(undefined, "s3:PutObject", `arn:aws:s3:::${bucket}/articles/*`),
    });

    const model = await make("aws:sagemaker/model:Model", {
        executionRoleArn: role.outputs["arn"],
        primaryContainer: { image: "image:1", environment: { HF_TASK: "summarization" } },
    });
    const config = await make("aws:sagemaker/endpointConfiguration:EndpointConfiguration", {
        kmsKeyArn: keyArn,
        productionVariants: [
            { variantName: "primary", modelName: model.id, instanceType: "ml.m5.xlarge", initialInstanceCount: 1 },
        ],
        asyncInferenceConfig: {
            outputConfig: {
                s3OutputPath: `s3://${bucket}/summaries`,
                s3FailurePath: `s3://${bucket}/failures`,
                kmsKeyId: keyArn,
                notificationConfig: { successTopic: topic.id, errorTopic: topic.id },
            },
            clientConfig: { maxConcurrentInvocationsPerInstance: 2 },
        },
    });
    const endpoint = await make("aws:sagemaker/endpoint:Endpoint", { name: "it", endpointConfigName: config.id });
    const scaled = {
        serviceNamespace: "sagemaker",
        scalableDimension: "sagemaker:variant:DesiredInstanceCount",
        resourceId: `endpoint/${endpoint.id}/variant/primary`,
    };
    await make("aws:appautoscaling/target:Target", { ...scaled, minCapacity: 0, maxCapacity: 5 });
    const dimensions = [{ name: "EndpointName", value: endpoint.id }];
    const backlog = await make("aws:appautoscaling/policy:Policy", {
        ...scaled,
        name: "backlog",
        policyType: "TargetTrackingScaling",
        targetTrackingScalingPolicyConfiguration: {
            targetValue: 5,
            customizedMetricSpecification: {
                namespace: "AWS/SageMaker",
                metricName: "ApproximateBacklogSizePerInstance",
                statistic: "Average",
                dimensions,
            },
            scaleInCooldown: 120,
            scaleOutCooldown: 120,
        },
    });
    assert.equal((backlog.outputs["alarmArns"] as string[]).length, 2);
    const wakeUp = await make("aws:appautoscaling/policy:Policy", {
        ...scaled,
        name: "wake-up",
        stepScalingPolicyConfiguration: {
            adjustmentType: "ChangeInCapacity",
            metricAggregationType: "Average",
            cooldown: 300,
            stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }],
        },
    });
    await make("aws:cloudwatch/logGroup:LogGroup", {
        name: "/aws/sagemaker/Endpoints/summarizer",
        retentionInDays: 14,
        tags: { project: "articles" },
    });
    await make("aws:cloudwatch/logGroup:LogGroup", { name: "/aws/sagemaker/Endpoints/summarizer-2" });
    await make("aws:cloudwatch/metricAlarm:MetricAlarm", {
        name: "wake-up",
        namespace: "AWS/SageMaker",
        metricName: "HasBacklogWithoutCapacity",
        dimensions: { EndpointName: endpoint.id },
        statistic: "Average",
        period: 60,
        evaluationPeriods: 2,
        datapointsToAlarm: 2,
        threshold: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        alarmActions: [wakeUp.outputs["arn"]],
    });
}

describe("resource types in the laptop AWS itself", () => {
    let laptop: Laptop;

    beforeEach(async () => {
        laptop = new Laptop();
        await makeEverything(laptop);
    });
    afterEach(() => laptop.cloud.close());

    it("are all made, all deleted in reverse, and leave nothing behind", async () => {
        assert.deepEqual(new Set(laptop.made.map(({ type }) => type)), new Set(resourceTypes.keys()));
        assert.notDeepEqual(laptop.cloud.inventory(), []);
        for (const { type, created } of laptop.made.reverse()) await laptop.remove(type, created);
        assert.deepEqual(laptop.cloud.inventory(), []);
    });

    it("are deleted a second time without an error", async () => {
        laptop.made.reverse();
        for (const { type, created } of laptop.made) await laptop.remove(type, created);
        for (const { type, created } of laptop.made) await laptop.remove(type, created);
        assert.deepEqual(laptop.cloud.inventory(), []);
    });

    it("have outputs that agree with what the services say of them", async () => {
        const { call } = laptop.cloud;
        const outputs = (type: string) =>
            laptop.made.filter((made) => made.type === type).map((made) => made.created.outputs);

        const arns = new Set(laptop.cloud.inventory());
        for (const type of [
            "aws:kms/alias:Alias",
            "aws:sqs/queue:Queue",
            "aws:cloudwatch/logGroup:LogGroup",
            "aws:cloudwatch/metricAlarm:MetricAlarm",
        ]) {
            for (const { arn } of outputs(type)) assert.ok(arns.has(arn as string), type);
        }
        for (const { arn, policy, owner } of outputs("aws:sns/topic:Topic")) {
            const { Attributes } = await call("sns", "GetTopicAttributes", { TopicArn: arn as string });
            assert.equal(Attributes["Owner"], owner);
            // The topic's own policy has been replaced by its TopicPolicy since.
            assert.notEqual(Attributes["Policy"], policy);
        }
        for (const subscription of outputs("aws:sns/topicSubscription:TopicSubscription")) {
            const SubscriptionArn = subscription["arn"] as string;
            const { Attributes } = await call("sns", "GetSubscriptionAttributes", { SubscriptionArn });
            assert.equal(Attributes["PendingConfirmation"], String(subscription["pendingConfirmation"]));
            assert.equal(
                Attributes["ConfirmationWasAuthenticated"],
                String(subscription["confirmationWasAuthenticated"]),
            );
            assert.equal(Attributes["FilterPolicyScope"], subscription["filterPolicyScope"]);
        }
        for (const queue of outputs("aws:sqs/queue:Queue")) {
            const { Attributes } = await call("sqs", "GetQueueAttributes", {
                QueueUrl: queue["url"] as string,
                AttributeNames: ["All"],
            });
            assert.equal(Attributes["QueueArn"], queue["arn"]);
            assert.equal(Attributes["MessageRetentionPeriod"], String(queue["messageRetentionSeconds"]));
        }
    });

    it("give a topic its first policy back when its TopicPolicy is deleted", async () => {
        const made = (type: string) => laptop.made.find((one) => one.type === type)?.created ?? assert.fail();
        await laptop.remove("aws:sns/topicPolicy:TopicPolicy", made("aws:sns/topicPolicy:TopicPolicy"));
        const { id, outputs } = made("aws:sns/topic:Topic");
        const { Attributes } = await laptop.cloud.call("sns", "GetTopicAttributes", { TopicArn: id });
        assert.equal(Attributes["Policy"], outputs["policy"]);
    });

    it("take the objects of a bucket along that says forceDestroy", async () => {
        const { created } = laptop.made.find(({ type }) => type === "aws:s3/bucket:Bucket") ?? assert.fail();
        await laptop.cloud.call("s3", "PutObject", { Bucket: created.id, Key: "a", Body: Buffer.from("b") });
        const kept = { ...created, outputs: { ...created.outputs, forceDestroy: false } };
        await assert.rejects(laptop.remove("aws:s3/bucket:Bucket", kept), { code: "BucketNotEmpty" });
        await laptop.remove("aws:s3/bucket:Bucket", created);
        await assert.rejects(laptop.cloud.call("s3", "HeadBucket", { Bucket: created.id }), { statusCode: 404 });
    });
});

const rootMay = (Action: string, Resource = "*") => allow({ AWS: `arn:aws:iam::${account}:root` }, Action, Resource);
const otherKey = async ({ call }: Target) => (await call("kms", "CreateKey", {})).KeyMetadata.KeyId;
/** A copy of the endpoint's configuration under another name. */
const otherConfig = async ({ call }: Target, copied: string): Promise<string> => {
    const config = await call("sagemaker", "DescribeEndpointConfig", { EndpointConfigName: copied });
    const copy = { ...config, EndpointConfigName: `${copied}-2` };
    await call("sagemaker", "CreateEndpointConfig", copy);
    return copy.EndpointConfigName;
};

/**
 * Of every type in the order of makeEverything: a change in place, and one behind Pulumi's back together with the paths in which it
 * is seen.
 */
const changes: Readonly<
    Record<
        string,
        {
            inPlace?: (made: Made, target: Target) => Properties | Promise<Properties>;
            behind: (made: Made, target: Target) => Promise<string[]>;
        }
    >
> = {
    "aws:kms/key:Key": {
        inPlace: () => ({ description: "all", rotationPeriodInDays: 90 }),
        async behind({ created: { id: KeyId } }, { call }) {
            await call("kms", "DisableKeyRotation", { KeyId });
            await call("kms", "UpdateKeyDescription", { KeyId, Description: "" });
            return ["description", "enableKeyRotation"];
        },
    },
    "aws:kms/alias:Alias": {
        inPlace: async (_made, target) => ({ targetKeyId: await otherKey(target) }),
        async behind({ created: { id: AliasName } }, target) {
            await target.call("kms", "UpdateAlias", { AliasName, TargetKeyId: await otherKey(target) });
            return ["targetKeyId"];
        },
    },
    "aws:s3/bucket:Bucket": {
        inPlace: () => ({ tags: { project: "news" } }),
        async behind({ created: { id: Bucket } }, { call }) {
            await call("s3", "PutBucketTagging", { Bucket, Tagging: { TagSet: [{ Key: "project", Value: "old" }] } });
            return ["tags.project"];
        },
    },
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
        inPlace: () => ({ restrictPublicBuckets: false }),
        async behind({ created: { id: Bucket } }, { call }) {
            const PublicAccessBlockConfiguration = { BlockPublicAcls: true, IgnorePublicAcls: true };
            await call("s3", "PutPublicAccessBlock", { Bucket, PublicAccessBlockConfiguration });
            return ["blockPublicPolicy"];
        },
    },
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
        inPlace: () => ({ rule: { objectOwnership: "ObjectWriter" } }),
        async behind({ created: { id: Bucket } }, { call }) {
            const OwnershipControls = { Rules: [{ ObjectOwnership: "BucketOwnerPreferred" as const }] };
            await call("s3", "PutBucketOwnershipControls", { Bucket, OwnershipControls });
            return ["rule.objectOwnership"];
        },
    },
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
        inPlace: () => ({ rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }] }),
        async behind({ created: { id: Bucket } }, { call }) {
            await call("s3", "DeleteBucketEncryption", { Bucket });
            return ["rules[0].applyServerSideEncryptionByDefault.sseAlgorithm"];
        },
    },
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
        inPlace: ({ inputs }) => ({
            rules: (inputs["rules"] as Properties[]).map((rule) => ({ ...rule, status: "Disabled" })),
        }),
        async behind({ created: { id: Bucket } }, { call }) {
            const rule = { ID: "all", Status: "Enabled", Filter: { Prefix: "a/" }, Expiration: { Days: 7 } } as const;
            const LifecycleConfiguration = { Rules: [rule] };
            await call("s3", "PutBucketLifecycleConfiguration", { Bucket, LifecycleConfiguration });
            return ["id", "status", "filter.prefix", "expiration.days"]
                .map((path) => `rules[0].${path}`)
                .concat("rules[1]");
        },
    },
    "aws:s3/bucketPolicy:BucketPolicy": {
        inPlace: ({ inputs }) => ({ policy: (inputs["policy"] as string).replace("s3:*", "s3:GetObject") }),
        async behind({ created: { id: Bucket }, inputs }, { call }) {
            const Policy = (inputs["policy"] as string).replace("s3:GetObject", "s3:PutObject");
            await call("s3", "PutBucketPolicy", { Bucket, Policy });
            return ["policy"];
        },
    },
    "aws:sns/topic:Topic": {
        inPlace: () => ({ displayName: "News" }),
        async behind({ created: { id: TopicArn } }, { call }) {
            await call("sns", "SetTopicAttributes", {
                TopicArn,
                AttributeName: "KmsMasterKeyId",
                AttributeValue: "alias/articles",
            });
            return ["kmsMasterKeyId"];
        },
    },
    "aws:sns/topicPolicy:TopicPolicy": {
        inPlace: ({ created }) => ({ policy: rootMay("sns:GetTopicAttributes", created.id) }),
        async behind({ created: { id: TopicArn } }, { call }) {
            const AttributeValue = rootMay("sns:Subscribe", TopicArn);
            await call("sns", "SetTopicAttributes", { TopicArn, AttributeName: "Policy", AttributeValue });
            return ["policy"];
        },
    },
    "aws:sqs/queue:Queue": {
        inPlace: () => ({ visibilityTimeoutSeconds: 60 }),
        async behind({ created: { id: QueueUrl } }, { call }) {
            await call("sqs", "SetQueueAttributes", { QueueUrl, Attributes: { DelaySeconds: "5" } });
            return ["delaySeconds"];
        },
    },
    "aws:sqs/queuePolicy:QueuePolicy": {
        inPlace: () => ({ policy: rootMay("sqs:ReceiveMessage") }),
        async behind({ created: { id: QueueUrl } }, { call }) {
            await call("sqs", "SetQueueAttributes", {
                QueueUrl,
                Attributes: { Policy: rootMay("sqs:DeleteMessage") },
            });
            return ["policy"];
        },
    },
    "aws:sns/topicSubscription:TopicSubscription": {
        inPlace: () => ({ filterPolicy: '{"inferenceId":[{"prefix":"check-"}]}' }),
        async behind({ created: { id: SubscriptionArn } }, { call }) {
            await call("sns", "SetSubscriptionAttributes", {
                SubscriptionArn,
                AttributeName: "FilterPolicy",
                AttributeValue: '{"inferenceId":["one"]}',
            });
            return ["filterPolicy"];
        },
    },
    "aws:iam/role:Role": {
        inPlace: () => ({ description: "runs the model", maxSessionDuration: 7200 }),
        async behind({ created: { id: RoleName } }, { call }) {
            await call("iam", "UpdateRoleDescription", { RoleName, Description: "was here" });
            return ["description"];
        },
    },
    "aws:iam/rolePolicy:RolePolicy": {
        inPlace: () => ({ policy: allow(undefined, "sns:Publish", "*") }),
        async behind(_made, { call }) {
            const PolicyDocument = allow(undefined, "sns:*", "*");
            await call("iam", "PutRolePolicy", { RoleName: "execution", PolicyName: "execution", PolicyDocument });
            return ["policy"];
        },
    },
    "aws:iam/policy:Policy": {
        inPlace: () => ({ policy: allow(undefined, "s3:GetObject", "*") }),
        async behind({ created: { id: PolicyArn } }, { call }) {
            const PolicyDocument = allow(undefined, "s3:*", "*");
            await call("iam", "CreatePolicyVersion", { PolicyArn, PolicyDocument, SetAsDefault: true });
            return ["policy"];
        },
    },
    "aws:sagemaker/model:Model": {
        async behind({ created: { id: ModelName } }, { call }) {
            const { ExecutionRoleArn, PrimaryContainer: container } = await call("sagemaker", "DescribeModel", {
                ModelName,
            });
            await call("sagemaker", "DeleteModel", { ModelName });
            const PrimaryContainer = { ...container, Image: "image:2" };
            await call("sagemaker", "CreateModel", { ModelName, ExecutionRoleArn, PrimaryContainer });
            return ["primaryContainer.image"];
        },
    },
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": {
        async behind({ created: { id: EndpointConfigName } }, { call }) {
            const config = await call("sagemaker", "DescribeEndpointConfig", { EndpointConfigName });
            const ProductionVariants = config.ProductionVariants?.map((variant) => ({
                ...variant,
                InitialInstanceCount: 2,
            }));
            await call("sagemaker", "DeleteEndpointConfig", { EndpointConfigName });
            await call("sagemaker", "CreateEndpointConfig", { ...config, ProductionVariants });
            return ["productionVariants[0].initialInstanceCount"];
        },
    },
    "aws:sagemaker/endpoint:Endpoint": {
        inPlace: async ({ inputs }, target) => ({
            endpointConfigName: await otherConfig(target, inputs["endpointConfigName"] as string),
        }),
        async behind({ created: { id: EndpointName }, inputs }, target) {
            const EndpointConfigName = await otherConfig(target, inputs["endpointConfigName"] as string);
            await target.call("sagemaker", "UpdateEndpoint", { EndpointName, EndpointConfigName });
            return ["endpointConfigName"];
        },
    },
    "aws:appautoscaling/target:Target": {
        inPlace: () => ({ maxCapacity: 8, tags: { project: "news" } }),
        async behind({ created: { id: ResourceId } }, { call }) {
            await call("application-autoscaling", "RegisterScalableTarget", { ...scaled, ResourceId, MinCapacity: 1 });
            return ["minCapacity"];
        },
    },
    "aws:appautoscaling/policy:Policy": {
        inPlace({ inputs }) {
            const [configuration] = Object.keys(inputs).filter((name) => name.endsWith("Configuration"));
            const name = configuration ?? assert.fail();
            const changed = name.startsWith("step") ? { cooldown: 60 } : { targetValue: 8 };
            return { [name]: { ...(inputs[name] as Properties), ...changed } };
        },
        async behind({ created: { id: PolicyName }, inputs }, { call }) {
            await call("application-autoscaling", "PutScalingPolicy", {
                ...scaled,
                ResourceId: inputs["resourceId"] as string,
                PolicyName,
                PolicyType: "StepScaling",
                StepScalingPolicyConfiguration: {
                    AdjustmentType: "ChangeInCapacity",
                    MetricAggregationType: "Average",
                    Cooldown: 10,
                    StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
                },
            });
            if (PolicyName === "wake-up") return ["stepScalingPolicyConfiguration.cooldown"];
            return ["policyType", "stepScalingPolicyConfiguration", "targetTrackingScalingPolicyConfiguration"];
        },
    },
    "aws:cloudwatch/logGroup:LogGroup": {
        inPlace: ({ inputs: { tags } }) => ({ retentionInDays: tags ? 0 : 7, tags: { stage: "dev" } }),
        async behind({ created: { id: logGroupName, outputs } }, { call }) {
            const resourceArn = outputs["arn"] as string;
            await call("logs", "PutRetentionPolicy", { logGroupName, retentionInDays: 3653 });
            await call("logs", "UntagResource", { resourceArn, tagKeys: ["stage"] });
            return ["retentionInDays", "tags.stage"];
        },
    },
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
        inPlace: () => ({ threshold: 2, tags: { project: "news" } }),
        async behind({ created: { id } }, { call }) {
            await call("cloudwatch", "DisableAlarmActions", { AlarmNames: [id] });
            return ["actionsEnabled"];
        },
    },
};

const scaled = {
    ServiceNamespace: "sagemaker",
    ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
} as const;

/** Of these AWS always has one: without a resource it is the one that AWS makes the parent with. */
const never = new Set([
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:sns/topicPolicy:TopicPolicy",
]);

for (const [way, connect] of Object.entries<(cloud: Cloud) => Promise<{ call: Call; close?: () => Promise<void> }>>({
    "in process": async ({ call }) => Promise.resolve({ call }),
    "over HTTP": async (cloud) => {
        const { url, close } = await startWire(cloud);
        return { call: sdkCall({ endpoint: url, region: "us-east-1", credentials }), close };
    },
})) {
    describe(`resources in the laptop AWS itself, ${way}`, () => {
        let laptop: Laptop;
        let close: (() => Promise<void>) | undefined;

        before(async () => {
            laptop = new Laptop();
            const connected = await connect(laptop.cloud);
            laptop.target = { ...laptop.target, call: connected.call };
            close = connected.close;
            await makeEverything(laptop);
        });
        after(async () => {
            await close?.();
            await laptop.cloud.close();
        });

        for (const [type, { inPlace, behind }] of Object.entries(changes)) {
            const resourceType = resourceTypeOf(type);
            const read = (made: Made) => resourceType.read(made.created.id, laptop.target, made.inputs);
            const each = (check: (made: Made) => Promise<void>) => async () => {
                const those = laptop.made.filter((made) => made.type === type);
                assert.notEqual(those.length, 0);
                for (const made of those) await check(made);
            };

            it(
                `${type} is read as it was made, and still is when everything is made`,
                each(async (made) => {
                    assert.deepEqual(made.read, { ...made.created, inputs: made.inputs });
                    assert.deepEqual(await read(made), made.read);
                }),
            );

            if (inPlace) {
                it(
                    `${type} is read as it was changed in place, whatever was known of it`,
                    each(async (made) => {
                        const change = await inPlace(made, laptop.target);
                        const inputs = resourceType.check(
                            { ...made.inputs, ...change },
                            { name: "it", autoname: () => "other" },
                        );
                        const existing = { ...made.created, inputs: made.inputs };
                        const { outputs } = await resourceType.update(existing, inputs, laptop.target);
                        const found = (await read(made)) ?? assert.fail();
                        assert.deepEqual(resourceType.diff(inputs, found.inputs), []);
                        assert.notDeepEqual(resourceType.diff(made.inputs, found.inputs), []);
                        made.inputs = inputs;
                        made.created = { id: made.created.id, outputs };
                        assert.deepEqual(await read(made), { ...made.created, inputs });
                    }),
                );
            }

            it(
                `${type} shows what was changed behind Pulumi's back`,
                each(async (made) => {
                    const paths = await behind(made, laptop.target);
                    await laptop.clock.advance(3600);
                    const found = (await read(made)) ?? assert.fail();
                    const differences = resourceType.diff(made.inputs, found.inputs);
                    assert.deepEqual(
                        differences.map(({ path }) => path),
                        paths,
                    );
                }),
            );
        }

        it("are gone when they were removed behind Pulumi's back", async () => {
            assert.deepEqual(new Set(Object.keys(changes)), new Set(resourceTypes.keys()));
            const made = [...laptop.made].reverse();
            const found = async ({ type, inputs, created }: Made) =>
                resourceTypeOf(type).read(created.id, laptop.target, inputs);
            for (const one of made) {
                await laptop.remove(one.type, one.created);
                // SNS itself drops a subscription that nobody confirms.
                const stays = never.has(one.type) || one.created.outputs["pendingConfirmation"] === true;
                assert.equal((await found(one)) === undefined, !stays, one.type);
            }
            for (const one of made) assert.equal(await found(one), undefined, one.type);
        });
    });
}
