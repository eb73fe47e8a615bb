import assert from "node:assert/strict";

import { runProgram } from "./testing/programRun";

interface Container {
    image: string;
    environment: Record<string, string>;
    modelDataUrl?: string;
}

async function container(config: Record<string, unknown> = {}): Promise<Container> {
    const run = await runProgram({ config });
    const { primaryContainer, ...rest } = run.only("aws:sagemaker/model:Model").inputs;
    assert.deepEqual(rest, {
        executionRoleArn: "arn:aws:iam::123456789012:role/summarizer-dev-execution",
        // A container that has its model already need not reach anything.
        ...(config["modelDataUrl"] === undefined ? {} : { enableNetworkIsolation: true }),
    });
    return primaryContainer as Container;
}

const server = { SAGEMAKER_MODEL_SERVER_WORKERS: "2", SAGEMAKER_MODEL_SERVER_TIMEOUT_SECONDS: "900" };
const payload = { MMS_MAX_REQUEST_SIZE: "2000000000", MMS_MAX_RESPONSE_SIZE: "2000000000" };
const hub = { HF_MODEL_ID: "google/pegasus-cnn_dailymail", HF_MODEL_REVISION: "main" };
const modelDataUrl = "s3://models/pegasus/model.tar.gz";
const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/summarizer:1.0";

describe("SummarizationModel", () => {
    it("serves a model of the Hub in AWS's image", async () => {
        assert.deepEqual(await container(), {
            image: "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-inference:2.6.0-transformers4.49.0-cpu-py312-ubuntu22.04",
            environment: { HF_TASK: "summarization", ...hub, ...server, ...payload },
        });
    });

    it("takes the GPU image for a GPU type", async () => {
        assert.match((await container({ instanceType: "ml.g4dn.xlarge" })).image, /transformers4\.49\.0-gpu-/);
    });

    it("does not name a model of the Hub beside an own artifact, which the toolkit would then ignore", async () => {
        const { environment, modelDataUrl: artifact } = await container({ modelDataUrl });
        assert.equal(artifact, modelDataUrl);
        assert.deepEqual(environment, { HF_TASK: "summarization", ...server, ...payload });
    });

    it("tells an own image nothing about AWS's model server", async () => {
        assert.deepEqual(await container({ image }), {
            image,
            environment: { HF_TASK: "summarization", ...hub, ...server },
        });
    });

    it("runs one worker for each concurrent invocation", async () => {
        const { environment } = await container({ maxConcurrentInvocationsPerInstance: 7 });
        assert.equal(environment.SAGEMAKER_MODEL_SERVER_WORKERS, "7");
    });

    it("sets the timeout only where it is in seconds", async () => {
        const { environment } = await container({ invocationTimeoutSeconds: 1234 });
        assert.equal(environment.SAGEMAKER_MODEL_SERVER_TIMEOUT_SECONDS, "1234");
        assert.equal("SAGEMAKER_MODEL_SERVER_TIMEOUT" in environment, false);
        assert.equal("MMS_DEFAULT_RESPONSE_TIMEOUT" in environment, false);
    });

    it("takes any model, revision and task", async () => {
        const { environment } = await container({
            modelId: "facebook/bart-large-cnn",
            modelRevision: "37f520f",
            task: "text2text-generation",
        });
        assert.equal(environment.HF_MODEL_ID, "facebook/bart-large-cnn");
        assert.equal(environment.HF_MODEL_REVISION, "37f520f");
        assert.equal(environment.HF_TASK, "text2text-generation");
    });

    it("is made after the role's policy, with which SageMaker looks for image and artifact", async () => {
        const run = await runProgram();
        const { dependencies } = run.only("aws:sagemaker/model:Model");
        assert.ok(dependencies.includes("aws:iam/rolePolicy:RolePolicy::execution"));
    });
});
