import assert from "node:assert/strict";

import { AwsError } from "../awsError";
import { AsyncEndpointFixture, endpointConfig, role } from "../testing/asyncEndpointFixture";

function refused(message: string | RegExp) {
    return (error: unknown): boolean => {
        assert.ok(error instanceof AwsError);
        assert.equal(error.code, "ValidationException");
        if (typeof message === "string") assert.equal(error.message, message);
        else assert.match(error.message, message);
        return true;
    };
}

describe("SageMaker models", () => {
    it("refuses a name that is taken", async () => {
        const fixture = new AsyncEndpointFixture();
        await fixture.deploy({ inService: false });
        await assert.rejects(
            fixture.sagemaker.CreateModel({
                ModelName: "model",
                ExecutionRoleArn: role,
                PrimaryContainer: { Image: "image" },
            }),
            refused('Cannot create already existing model "arn:aws:sagemaker:us-east-1:123456789012:model/model".'),
        );
    });
});

describe("SageMaker endpoint configurations", () => {
    it("does not implement a role of its own, rather than not ask who passes it", async () => {
        const own = { ...endpointConfig(), ExecutionRoleArn: role };
        await assert.rejects(new AsyncEndpointFixture().sagemaker.CreateEndpointConfig(own), {
            code: "NotImplemented",
            statusCode: 501,
        });
    });

    it("refuses a model that does not exist", async () => {
        await assert.rejects(
            new AsyncEndpointFixture().sagemaker.CreateEndpointConfig(endpointConfig()),
            refused('Could not find model "arn:aws:sagemaker:us-east-1:123456789012:model/model".'),
        );
    });

    const good = endpointConfig();
    const [variant] = good.ProductionVariants;
    const refusals: [string, object, string | RegExp][] = [
        ["no variant", { ProductionVariants: [] }, "An endpoint configuration needs at least one production variant."],
        [
            "zero initial instances",
            { ProductionVariants: [{ ...variant, InitialInstanceCount: 0 }] },
            "InitialInstanceCount must be at least 1; scale in to 0 after the endpoint was created.",
        ],
        [
            "a name with an underscore",
            { EndpointConfigName: "a_b" },
            /^1 validation error detected: Value 'a_b' at 'endpointConfigName'/,
        ],
        [
            "a key for an instance type with local NVMe",
            { ProductionVariants: [{ ...variant, InstanceType: "ml.g4dn.xlarge" }], KmsKeyId: "key" },
            /^KmsKeyId can't be requested for ml.g4dn.xlarge/,
        ],
        [
            "a volume for an instance type with local NVMe",
            { ProductionVariants: [{ ...variant, InstanceType: "ml.g4dn.xlarge", VolumeSizeInGB: 30 }] },
            /^VolumeSizeInGB can't be requested for ml.g4dn.xlarge/,
        ],
        [
            "an output path that is no location",
            { AsyncInferenceConfig: { OutputConfig: { S3OutputPath: "output" } } },
            "'output' at 'asyncInferenceConfig.outputConfig.s3OutputPath' is not an S3 location.",
        ],
        [
            "a concurrency of 1,001",
            {
                AsyncInferenceConfig: {
                    ...good.AsyncInferenceConfig,
                    ClientConfig: { MaxConcurrentInvocationsPerInstance: 1001 },
                },
            },
            "MaxConcurrentInvocationsPerInstance must be from 1 to 1000, not 1001.",
        ],
    ];
    for (const [what, change, message] of refusals) {
        it(`refuses ${what}`, async () => {
            const fixture = new AsyncEndpointFixture();
            await fixture.deploy({ inService: false });
            const name = { EndpointConfigName: "another" };
            await assert.rejects(
                fixture.sagemaker.CreateEndpointConfig({ ...good, ...name, ...change }),
                refused(message),
            );
        });
    }

    it("says that it has no real-time endpoints", async () => {
        const realTime = { ...good, AsyncInferenceConfig: undefined };
        await assert.rejects(new AsyncEndpointFixture().sagemaker.CreateEndpointConfig(realTime), {
            code: "NotImplemented",
        });
    });
});

describe("SageMaker endpoints", () => {
    it("are Creating for the cold start, then InService with the initial count", async () => {
        const fixture = new AsyncEndpointFixture();
        await fixture.deploy({ inService: false });
        await fixture.clock.advance(239);
        assert.equal(
            (await fixture.sagemaker.DescribeEndpoint({ EndpointName: "endpoint" })).EndpointStatus,
            "Creating",
        );
        await fixture.clock.advance(1);
        const described = await fixture.sagemaker.DescribeEndpoint({ EndpointName: "endpoint" });
        assert.equal(described.EndpointStatus, "InService");
        assert.deepEqual(described.ProductionVariants, [
            { VariantName: "primary", CurrentInstanceCount: 1, DesiredInstanceCount: 1 },
        ]);
        assert.equal(fixture.containers.started, 1);
    });

    it("fail with the container's words when it does not start", async () => {
        const fixture = new AsyncEndpointFixture();
        fixture.containers.broken = new Error("KeyError: Unknown task summarization");
        await fixture.deploy();
        const { EndpointStatus, FailureReason } = await fixture.sagemaker.DescribeEndpoint({
            EndpointName: "endpoint",
        });
        assert.equal(EndpointStatus, "Failed");
        assert.match(
            String(FailureReason),
            /did not pass the ping health check\. KeyError: Unknown task summarization$/,
        );
    });

    it("test both topics when they come into service, and after each scaling", async () => {
        const fixture = new AsyncEndpointFixture();
        await fixture.deploy();
        const test = { eventVersion: "1.0", eventSource: "aws:sagemaker", eventName: "TestNotification" };
        assert.deepEqual(fixture.published, [
            { topic: "success", message: test },
            { topic: "error", message: test },
        ]);
        await fixture.scale(0);
        await fixture.clock.advance(60);
        assert.equal(fixture.published.length, 4);
    });

    it("refuse a second update while the first is under way", async () => {
        const fixture = new AsyncEndpointFixture();
        await fixture.deploy();
        await fixture.scale(2);
        await assert.rejects(
            fixture.scale(3),
            refused('Cannot update in-progress endpoint "arn:aws:sagemaker:us-east-1:123456789012:endpoint/endpoint".'),
        );
    });

    it("refuse another instance type while the variant is a scalable target, and take it afterwards", async () => {
        const fixture = new AsyncEndpointFixture();
        await fixture.deploy();
        await fixture.sagemaker.CreateEndpointConfig(endpointConfig({ name: "larger", instanceType: "ml.m5.2xlarge" }));
        fixture.scalableTargets = [{}];
        const update = { EndpointName: "endpoint", EndpointConfigName: "larger" };
        await assert.rejects(
            fixture.sagemaker.UpdateEndpoint(update),
            refused(/must be deregistered as scalable target/),
        );
        fixture.scalableTargets = [];
        await fixture.sagemaker.UpdateEndpoint(update);
        await fixture.clock.advance(240);
        const { EndpointConfigName } = await fixture.sagemaker.DescribeEndpoint({ EndpointName: "endpoint" });
        assert.equal(EndpointConfigName, "larger");
        assert.equal(fixture.containers.started - fixture.containers.stopped, 1);
    });

    it("keep what they served when an update's container does not start", async () => {
        const fixture = new AsyncEndpointFixture();
        await fixture.deploy();
        await fixture.sagemaker.CreateEndpointConfig(endpointConfig({ name: "next" }));
        fixture.containers.broken = new Error("no");
        await fixture.sagemaker.UpdateEndpoint({ EndpointName: "endpoint", EndpointConfigName: "next" });
        await fixture.clock.advance(240);
        const described = await fixture.sagemaker.DescribeEndpoint({ EndpointName: "endpoint" });
        assert.equal(described.EndpointConfigName, "config");
        assert.equal(described.EndpointStatus, "InService");
        assert.match(String(described.FailureReason), /ping health check/);
    });

    it("leave nothing behind once deleted, and are deregistered", async () => {
        const fixture = new AsyncEndpointFixture();
        await fixture.deploy();
        fixture.scalableTargets = [{}];
        await fixture.sagemaker.DeleteEndpoint({ EndpointName: "endpoint" });
        await fixture.clock.advance(30);
        assert.deepEqual(fixture.scalableTargets, []);
        assert.equal(fixture.containers.stopped, 1);
        await assert.rejects(
            fixture.sagemaker.DescribeEndpoint({ EndpointName: "endpoint" }),
            refused('Could not find endpoint "arn:aws:sagemaker:us-east-1:123456789012:endpoint/endpoint".'),
        );
        const before = fixture.metrics.length;
        await fixture.clock.advance(300);
        assert.equal(fixture.metrics.length, before);
    });
});
