import assert from "node:assert/strict";

import { EndpointWithRole, executionRoleArn, image, modelDataUrl } from "../testing/endpointWithRole";

const noPull = (name: string): string =>
    `The role '${executionRoleArn}' does not have ${name} permission for the image: '${image}'.`;
const noData = `Failed to download model data for container "container_1" from URL: "${modelDataUrl}". Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the object.`;
const noRole = `Could not assume role ${executionRoleArn}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.`;

/** What is taken away, by Sid, and what SageMaker says then. */
const needs = [
    ["LogIn", noPull("GetAuthorizationToken")],
    ["Manifest", noPull("BatchGetImage")],
    ["Layers", noPull("BatchCheckLayerAvailability")],
    ["Layer", noPull("GetDownloadUrlForLayer")],
    ["ReadModel", noData],
] as const;

describe("an instance starts only if the execution role may fetch what it needs", () => {
    let endpoint: EndpointWithRole;
    afterEach(() => endpoint.cloud.close());

    async function deployed(args: { endpoint?: boolean } = {}): Promise<void> {
        endpoint = await new EndpointWithRole().deploy(args);
    }

    for (const [sid, reason] of needs) {
        it(`not without ${sid}: a new endpoint fails`, async () => {
            await deployed({ endpoint: false });
            await endpoint.roleMay({ [sid]: undefined });
            const names = { EndpointName: "Endpoint", EndpointConfigName: "config" };
            await endpoint.call("sagemaker", "CreateEndpoint", names);
            await endpoint.clock.advance(240);
            const { EndpointStatus, FailureReason } = await endpoint.describe();
            assert.deepEqual([EndpointStatus, FailureReason], ["Failed", reason]);
            assert.equal(endpoint.containers.started, 0);
        });
    }

    it("and is not asked for an image that is not in ECR", async () => {
        await deployed({ endpoint: false });
        await endpoint.roleMay({ LogIn: undefined, Manifest: undefined, Layers: undefined, Layer: undefined });
        await endpoint.model("elsewhere", "registry.example.com/summarizer:1");
        await endpoint.call("sagemaker", "CreateEndpointConfig", endpoint.config("other", "elsewhere"));
        const names = { EndpointName: "Endpoint", EndpointConfigName: "other" };
        await endpoint.call("sagemaker", "CreateEndpoint", names);
        await endpoint.clock.advance(240);
        assert.equal((await endpoint.describe()).EndpointStatus, "InService");
    });

    for (const [what, own, status] of [
        ["with leave in its own account", "own", "InService"],
        ["with leave elsewhere only", "other", "Failed"],
    ] as const) {
        it(`and pulls from an own repository, by digest, ${what}`, async () => {
            await deployed({ endpoint: false });
            const repository = `arn:aws:ecr:eu-west-1:123456789012:repository/team/${own}`;
            for (const Sid of ["Manifest", "Layers", "Layer"]) {
                await endpoint.roleMay({ [Sid]: { Action: "ecr:*", Resource: repository } });
            }
            const digest = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/own@sha256:${"0".repeat(64)}`;
            await endpoint.model("digest", digest);
            await endpoint.call("sagemaker", "CreateEndpointConfig", endpoint.config("other", "digest"));
            const names = { EndpointName: "Endpoint", EndpointConfigName: "other" };
            await endpoint.call("sagemaker", "CreateEndpoint", names);
            await endpoint.clock.advance(240);
            assert.equal((await endpoint.describe()).EndpointStatus, status);
        });
    }

    it("and the endpoint stays at what it has when it may not grow", async () => {
        await deployed();
        await endpoint.roleMay({ Manifest: undefined });
        await endpoint.call("sagemaker", "UpdateEndpointWeightsAndCapacities", {
            EndpointName: "Endpoint",
            DesiredWeightsAndCapacities: [{ VariantName: "main", DesiredInstanceCount: 3 }],
        });
        await endpoint.clock.advance(240);
        const { EndpointStatus, FailureReason, ProductionVariants } = await endpoint.describe();
        assert.deepEqual([EndpointStatus, FailureReason], ["InService", noPull("BatchGetImage")]);
        assert.deepEqual(ProductionVariants, [
            { VariantName: "main", CurrentInstanceCount: 1, DesiredInstanceCount: 1 },
        ]);
    });

    it("and an update goes back to what it was", async () => {
        await deployed();
        await endpoint.call("sagemaker", "CreateEndpointConfig", endpoint.config("next", "model"));
        await endpoint.roleMay({ ReadModel: undefined });
        const names = { EndpointName: "Endpoint", EndpointConfigName: "next" };
        await endpoint.call("sagemaker", "UpdateEndpoint", names);
        await endpoint.clock.advance(240);
        const { EndpointStatus, EndpointConfigName, FailureReason } = await endpoint.describe();
        assert.deepEqual([EndpointStatus, EndpointConfigName, FailureReason], ["InService", "config", noData]);
        assert.deepEqual([endpoint.containers.started, endpoint.containers.stopped], [1, 0]);
    });

    it("and an instance that died is replaced once the role may again", async () => {
        const realFetch = globalThis.fetch;
        await deployed();
        globalThis.fetch = (() => Promise.reject(new TypeError("fetch failed"))) as typeof fetch;
        await endpoint.roleMay({ Layer: undefined });
        await endpoint.summarize("a");
        globalThis.fetch = realFetch;
        await endpoint.clock.advance(480);
        assert.equal((await endpoint.describe()).ProductionVariants[0]?.CurrentInstanceCount, 0);
        await endpoint.roleMay({
            Layer: {
                Action: "ecr:GetDownloadUrlForLayer",
                Resource: "arn:aws:ecr:us-east-1:763104351884:repository/*",
            },
        });
        await endpoint.clock.advance(240);
        assert.equal((await endpoint.describe()).ProductionVariants[0]?.CurrentInstanceCount, 1);
    });

    it("and nothing starts whose role SageMaker may not assume", async () => {
        await deployed({ endpoint: false });
        await endpoint.trust({ Effect: "Deny" });
        const names = { EndpointName: "Endpoint", EndpointConfigName: "config" };
        await endpoint.call("sagemaker", "CreateEndpoint", names);
        await endpoint.clock.advance(240);
        const { EndpointStatus, FailureReason } = await endpoint.describe();
        assert.deepEqual([EndpointStatus, FailureReason], ["Failed", noRole]);
    });
});

describe("CreateModel tries out the execution role", () => {
    const noAccess = `Could not access model data at ${modelDataUrl}. Please ensure that the role "${executionRoleArn}" exists and that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com". Also ensure that the role has "s3:GetObject" permissions and that the object is located in us-east-1. If your Model uses multiple models or uncompressed models, please ensure that the role has "s3:ListBucket" permission.`;
    let endpoint: EndpointWithRole;
    beforeEach(async () => {
        endpoint = await new EndpointWithRole().deploy({ endpoint: false });
    });
    const refused = (message: string) => ({ code: "ValidationException", statusCode: 400, message });

    it("and refuses one that SageMaker may not assume", async () => {
        await endpoint.trust({ Principal: { Service: "ec2.amazonaws.com" } });
        await assert.rejects(endpoint.model("another"), refused(noRole));
    });

    it("and refuses one that does not exist", async () => {
        await assert.rejects(
            endpoint.call("sagemaker", "CreateModel", {
                ModelName: "another",
                ExecutionRoleArn: `${executionRoleArn}-gone`,
                PrimaryContainer: { Image: image },
            }),
            refused(noRole.replace(executionRoleArn, `${executionRoleArn}-gone`)),
        );
    });

    it("and refuses one that may not read the artifact", async () => {
        await endpoint.roleMay({ ReadModel: undefined });
        await assert.rejects(endpoint.model("another"), refused(noAccess));
    });

    it("and refuses an artifact that is not there", async () => {
        await endpoint.call("s3", "DeleteObject", { Bucket: "models", Key: "pegasus/model.tar.gz" });
        await assert.rejects(endpoint.model("another"), refused(noAccess));
    });
});
