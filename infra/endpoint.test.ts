import assert from "node:assert/strict";

import { type ProgramRun, runProgram } from "./testing/programRun";

const configuration = "aws:sagemaker/endpointConfiguration:EndpointConfiguration";
const endpoint = "aws:sagemaker/endpoint:Endpoint";
const stash = "pulumi:index:Stash";
const keyArn = "arn:aws:kms:us-east-1:123456789012:key/key-1";

function variantOf(run: ProgramRun): Record<string, unknown> {
    const { productionVariants } = run.only(configuration).inputs as { productionVariants: Record<string, unknown>[] };
    assert.equal(productionVariants.length, 1);
    return productionVariants[0] ?? {};
}

describe("AsyncEndpoint", () => {
    let run: ProgramRun;
    before(async () => {
        run = await runProgram();
    });

    it("configures one variant and where results and notifications go", () => {
        assert.deepEqual(run.only(configuration).inputs, {
            kmsKeyArn: keyArn,
            productionVariants: [
                {
                    variantName: "primary",
                    modelName: "model-1a2b3c4",
                    instanceType: "ml.m5.xlarge",
                    initialInstanceCount: 1,
                    containerStartupHealthCheckTimeoutInSeconds: 900,
                    modelDataDownloadTimeoutInSeconds: 900,
                    volumeSizeInGb: 30,
                },
            ],
            asyncInferenceConfig: {
                outputConfig: {
                    s3OutputPath: "s3://summarizer-dev-output-123456789012/summaries",
                    s3FailurePath: "s3://summarizer-dev-output-123456789012/failures",
                    kmsKeyId: keyArn,
                    notificationConfig: {
                        successTopic: "arn:aws:sns:us-east-1:123456789012:summarizer-dev-success",
                        errorTopic: "arn:aws:sns:us-east-1:123456789012:summarizer-dev-error",
                    },
                },
                clientConfig: { maxConcurrentInvocationsPerInstance: 2 },
            },
        });
    });

    it("leaves the configuration and the model unnamed, so that a change makes the new before it deletes the old", () => {
        for (const type of [configuration, "aws:sagemaker/model:Model"]) {
            assert.equal("name" in run.only(type).inputs, false);
            assert.equal("namePrefix" in run.only(type).inputs, false);
        }
    });

    it("names the endpoint", () => {
        assert.deepEqual(run.only(endpoint).inputs, {
            name: "summarizer-dev",
            endpointConfigName: "endpoint-1a2b3c4",
        });
    });

    it("asks for neither key nor size of a volume that is local NVMe", async () => {
        const gpu = await runProgram({ config: { instanceType: "ml.g4dn.xlarge" } });
        assert.equal("kmsKeyArn" in gpu.only(configuration).inputs, false);
        assert.equal("volumeSizeInGb" in variantOf(gpu), false);
        assert.equal(variantOf(gpu).instanceType, "ml.g4dn.xlarge");
    });

    it("is made after everything that it uses, and so is deleted before", () => {
        const { dependencies } = run.only(endpoint);
        for (const needed of [
            "aws:iam/rolePolicy:RolePolicy::execution",
            "aws:kms/key:Key::encryption",
            "aws:kms/alias:Alias::encryption",
            "aws:s3/bucketPolicy:BucketPolicy::output",
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration::output",
            "aws:sns/topicPolicy:TopicPolicy::success",
            "aws:sns/topicPolicy:TopicPolicy::error",
            "aws:sns/topicSubscription:TopicSubscription::smoke-error",
            "aws:sqs/queuePolicy:QueuePolicy::smoke",
        ]) {
            assert.ok(dependencies.includes(needed), needed);
        }
    });

    it("takes its numbers from the settings", async () => {
        const other = await runProgram({
            config: {
                maxConcurrentInvocationsPerInstance: 4,
                containerStartupHealthCheckTimeoutInSeconds: 1200,
                modelDataDownloadTimeoutInSeconds: 600,
                volumeSizeInGb: 100,
            },
        });
        const variant = variantOf(other);
        assert.equal(variant.containerStartupHealthCheckTimeoutInSeconds, 1200);
        assert.equal(variant.modelDataDownloadTimeoutInSeconds, 600);
        assert.equal(variant.volumeSizeInGb, 100);
        const { asyncInferenceConfig } = other.only(configuration).inputs as {
            asyncInferenceConfig: { clientConfig: unknown };
        };
        assert.deepEqual(asyncInferenceConfig.clientConfig, { maxConcurrentInvocationsPerInstance: 4 });
    });

    it("takes the names of an endpoint that is taken over", async () => {
        const other = await runProgram({ config: { endpointName: "Legacy", variantName: "AllTraffic" } });
        assert.equal(other.only(endpoint).inputs.name, "Legacy");
        assert.equal(variantOf(other).variantName, "AllTraffic");
        assert.deepEqual([other.outputs.endpointName, other.outputs.variantName], ["Legacy", "AllTraffic"]);
    });

    describe("has a gate before it that", () => {
        it("keeps the variant's name", () => {
            const gate = run.only(stash);
            assert.equal(gate.name, "endpoint-variant");
            assert.deepEqual(gate.inputs, { input: "primary" });
            assert.deepEqual(run.outputs.variantName, "primary");
        });

        it("comes first", () => {
            assert.ok(run.only(endpoint).dependencies.includes(`${stash}::endpoint-variant`));
        });

        const changes: [string, Record<string, unknown>, boolean][] = [
            ["another instance type", { instanceType: "ml.g4dn.xlarge" }, true],
            ["another variant", { variantName: "AllTraffic" }, true],
            ["another endpoint", { endpointName: "Legacy" }, false],
            ["another model", { modelId: "facebook/bart-large-cnn" }, false],
            ["other numbers", { volumeSizeInGb: 100, maxConcurrentInvocationsPerInstance: 4 }, false],
            ["another capacity", { minCapacity: 1, maxCapacity: 8 }, false],
        ];
        for (const [what, config, replaced] of changes) {
            it(`${replaced ? "is replaced by" : "stays as it is with"} ${what}`, async () => {
                const { replacementTrigger } = (await runProgram({ config })).only(stash);
                assert.equal(typeof replacementTrigger, "string");
                assert.equal(replacementTrigger !== run.only(stash).replacementTrigger, replaced);
            });
        }

        it("is deleted before it is made again, with what scales the variant, and nothing else is", () => {
            const deletedFirst = run.resources.filter(({ deleteBeforeReplace }) => deleteBeforeReplace);
            assert.deepEqual(deletedFirst.map(({ type, name }) => `${type}::${name}`).sort(), [
                "aws:appautoscaling/policy:Policy::backlog",
                "aws:appautoscaling/policy:Policy::wake-up",
                "aws:appautoscaling/target:Target::scaling",
                "pulumi:index:Stash::endpoint-variant",
            ]);
        });

        it("alone has a trigger", () => {
            const triggered = run.resources.filter(({ replacementTrigger }) => replacementTrigger !== undefined);
            assert.deepEqual(
                triggered.map(({ type }) => type),
                [stash],
            );
        });
    });
});
