import assert from "node:assert/strict";

import { AwsError } from "../cloud/awsError";
import { type ServiceName } from "../cloud/context";
import { FakeCloud } from "../wire/testing/fakeCloud";
import { credentials } from "../wire/testing/laptopFixture";
import { startWire } from "../wire/server";
import { sdkCall } from "./sdkCall";

/** What a test may call: services and operations as texts. */
type AnyCall = (service: ServiceName, operation: string, input: object) => Promise<Record<string, unknown>>;

const region = "eu-west-1";

async function withWire(cloud: FakeCloud, use: (call: AnyCall) => Promise<void>): Promise<void> {
    const wire = await startWire(cloud);
    try {
        await use(sdkCall({ endpoint: wire.url, region, credentials }) as unknown as AnyCall);
    } finally {
        await wire.close();
    }
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
    return promise.then(
        () => assert.fail("it did not reject"),
        (error: unknown) => error,
    );
}

const invocation = { EndpointName: "e", InputLocation: "s3://in/articles/1" };
const target = {
    ServiceNamespace: "sagemaker",
    ResourceId: "endpoint/e/variant/v",
    ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
    MinCapacity: 0,
    MaxCapacity: 5,
};

const calls: [ServiceName, string, object, object][] = [
    ["s3", "GetBucketPolicy", { Bucket: "in" }, { Policy: "{}" }],
    ["kms", "DescribeKey", { KeyId: "k" }, { KeyMetadata: { KeyId: "k", Enabled: true } }],
    ["iam", "GetRolePolicy", { RoleName: "r", PolicyName: "p" }, { RoleName: "r", PolicyDocument: "%7B%7D" }],
    ["sts", "GetCallerIdentity", {}, { Account: "123456789012" }],
    ["sns", "GetTopicAttributes", { TopicArn: "t" }, { Attributes: { DisplayName: "T & t" } }],
    ["sqs", "GetQueueAttributes", { QueueUrl: "http://q" }, { Attributes: { DelaySeconds: "0" } }],
    ["sagemaker", "DescribeModel", { ModelName: "m" }, { ModelName: "m", EnableNetworkIsolation: false }],
    ["sagemaker-runtime", "InvokeEndpointAsync", invocation, { InferenceId: "1", OutputLocation: "s3://out/1" }],
    ["application-autoscaling", "RegisterScalableTarget", target, { ScalableTargetARN: "arn" }],
    ["logs", "ListTagsForResource", { resourceArn: "a" }, { tags: { project: "news" } }],
    ["cloudwatch", "DescribeAlarms", { AlarmNames: ["a"] }, { MetricAlarms: [{ AlarmName: "a", Threshold: 1 }] }],
];

const errors: [ServiceName, string, object, AwsError][] = [
    ["s3", "GetBucketPolicy", { Bucket: "in" }, new AwsError("NoSuchBucketPolicy", "There is none.", 404)],
    ["s3", "PutBucketPolicy", { Bucket: "in", Policy: "{" }, new AwsError("MalformedPolicy", "Policies must be JSON.")],
    ["sns", "GetTopicAttributes", { TopicArn: "t" }, new AwsError("NotFound", "Topic does not exist", 404)],
    ["sns", "CreateTopic", { Name: "t" }, new AwsError("InvalidParameter", "Invalid parameter: Tags")],
    ["iam", "GetRole", { RoleName: "r" }, new AwsError("NoSuchEntity", "The role cannot be found.", 404)],
    ["sqs", "CreateQueue", { QueueName: "q" }, new AwsError("InvalidAttributeValue", "Invalid value.")],
    ["kms", "DescribeKey", { KeyId: "k" }, new AwsError("NotFoundException", "Alias is not found.")],
    ["sagemaker", "DescribeModel", { ModelName: "m" }, new AwsError("ValidationException", "Could not find model.")],
    ["sagemaker-runtime", "InvokeEndpointAsync", invocation, new AwsError("ValidationError", "Endpoint e not found.")],
    [
        "application-autoscaling",
        "RegisterScalableTarget",
        target,
        new AwsError("ObjectNotFoundException", "No target."),
    ],
    ["cloudwatch", "DescribeAlarms", {}, new AwsError("InvalidParameterValue", "MaxRecords is too high.")],
    ["cloudwatch", "ListTagsForResource", { ResourceARN: "a" }, new AwsError("ResourceNotFound", "No alarm.", 404)],
    ["logs", "CreateLogGroup", { logGroupName: "/a" }, new AwsError("ResourceAlreadyExistsException", "It exists.")],
    ["sts", "GetCallerIdentity", {}, new AwsError("AccessDenied", "You may not ask.", 403)],
];

describe("sdkCall", () => {
    for (const [service, operation, input, output] of calls) {
        it(`brings ${service} ${operation} to the service, and its output back`, async () => {
            const cloud = new FakeCloud({ [`${service} ${operation}`]: () => output });
            await withWire(cloud, async (call) => {
                const { $metadata, ...answered } = await call(service, operation, input);
                assert.ok($metadata);
                assert.deepEqual(answered, output);
                assert.deepEqual(cloud.inputs, [input]);
            });
        });
    }

    for (const [service, operation, input, error] of errors) {
        it(`throws what ${service} ${operation} threw: ${error.code}`, async () => {
            const cloud = new FakeCloud({
                [`${service} ${operation}`]: () => {
                    throw error;
                },
            });
            await withWire(cloud, async (call) => {
                const thrown = await rejection(call(service, operation, input));
                assert.ok(thrown instanceof AwsError, String(thrown));
                assert.deepEqual(
                    [thrown.code, thrown.message, thrown.statusCode],
                    [error.code, error.message, error.statusCode],
                );
            });
        });
    }

    it("names a missing queue as the older protocol does", async () => {
        const cloud = new FakeCloud({
            "sqs GetQueueAttributes": () => {
                throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
            },
        });
        await withWire(cloud, async (call) => {
            const thrown = await rejection(call("sqs", "GetQueueAttributes", { QueueUrl: "http://q" }));
            assert.ok(thrown instanceof AwsError);
            assert.equal(thrown.code, "AWS.SimpleQueueService.NonExistentQueue");
        });
    });

    it("says which call it was when nobody answers", async () => {
        const wire = await startWire(new FakeCloud());
        await wire.close();
        const call = sdkCall({ endpoint: wire.url, region, credentials });
        const thrown = await rejection(call("kms", "DescribeKey", { KeyId: "k" }));
        assert.ok(thrown instanceof Error && !(thrown instanceof AwsError));
        assert.match(thrown.message, /^kms DescribeKey: .*ECONNREFUSED/);
        assert.ok(thrown.cause instanceof Error);
    });

    it("says that the SDK has no such operation", async () => {
        await withWire(new FakeCloud(), async (call) => {
            await assert.rejects(call("sns", "MakeTopic", {}), {
                message: "The AWS SDK has no operation MakeTopic of sns.",
            });
        });
    });
});
