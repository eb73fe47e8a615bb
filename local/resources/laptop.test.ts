import assert from "node:assert/strict";

import { SimulatedClock } from "../cloud/clock";
import { Cloud } from "../cloud/cloud";
import { type Container, type ContainerHost } from "../cloud/sageMaker/containerHost";
import { resourceTypes } from "./index";
import { type Created, type Properties, type Target } from "./resource";

const account = "123456789012";
const sourceAccount = { StringEquals: { "aws:SourceAccount": account } };

const containers: ContainerHost = {
    start: (): Promise<Container> => Promise.resolve({ url: "http://container.test", stop: () => Promise.resolve() }),
};

function allow(Principal: object | undefined, Action: string | string[], Resource: string | string[]): string {
    const statement = { Effect: "Allow", ...(Principal && { Principal }), Action, Resource };
    return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/** Makes resources in the laptop AWS itself, on a manual clock, and remembers them for their deletion. */
class Laptop {
    readonly clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
    readonly cloud = new Cloud({ clock: this.clock, containers, region: "us-east-1" });
    readonly made: { type: string; created: Created }[] = [];
    private readonly target: Target = {
        call: this.cloud.call,
        accountId: account,
        region: "us-east-1",
        partition: "aws",
        sleep: () => this.clock.advance(10),
    };

    async make(type: string, inputs: Properties): Promise<Created> {
        const resourceType = resourceTypes.get(type);
        assert.ok(resourceType, type);
        const name = `r${String(this.made.length)}`;
        const checked = resourceType.check(inputs, { name, autoname: () => `${name}-0a1b2c3` });
        const created = await resourceType.create(checked, this.target);
        this.made.push({ type, created });
        return created;
    }

    async remove(type: string, created: Created): Promise<void> {
        await resourceTypes.get(type)?.delete(created, this.target);
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
        for (const type of ["aws:kms/alias:Alias", "aws:sqs/queue:Queue", "aws:cloudwatch/metricAlarm:MetricAlarm"]) {
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
