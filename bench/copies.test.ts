import assert from "node:assert/strict";

import { unknownValue } from "@pulumi/pulumi/runtime/rpc";

import { type RegisteredResource } from "../local/engine/registeredResource";
import { type Recording } from "../local/gate";
import { copies } from "./copies";

const keyId = "46f815d2-0077-ee5f-3eb4-c67256c7bb38";
const targetId = "bf9414969c537f4c0df7cd178a0f0c4f";
const urnOf = (type: string, name: string): string => `urn:pulumi:dev::project::${type}::${name}`;
const stackUrn = urnOf("pulumi:pulumi:Stack", "project-dev");
const provider = { type: "pulumi:providers:aws", name: "default_7_0_0", urn: urnOf("pulumi:providers:aws", "default") };

function resource(
    type: string,
    name: string,
    outputs: Record<string, unknown>,
    sources: Record<string, string[]> = {},
): RegisteredResource {
    return {
        type,
        name,
        urn: type === "pulumi:pulumi:Stack" ? stackUrn : urnOf(type, name),
        custom: true,
        parent: type === "pulumi:pulumi:Stack" ? "" : stackUrn,
        inputs: outputs,
        outputs,
        id: "",
        dependencies: Object.values(sources).flat(),
        propertyDependencies: sources,
        provider: { ...provider, properties: {} },
        options: {} as RegisteredResource["options"],
    };
}

const recording: Recording = {
    stack: "dev",
    project: "project",
    mode: "firstPreview",
    resources: [
        resource("pulumi:pulumi:Stack", "project-dev", {}),
        resource("aws:kms/key:Key", "encryption", { arn: `arn:aws:kms:us-east-1:123456789012:key/${keyId}` }),
        resource("aws:sagemaker/model:Model", "model", { name: "model-d4b8b1b", arn: unknownValue }),
        resource(
            "aws:sns/topic:Topic",
            "errors",
            { name: "project-dev-errors", kmsMasterKeyId: `arn:aws:kms:us-east-1:123456789012:key/${keyId}` },
            { kmsMasterKeyId: [urnOf("aws:kms/key:Key", "encryption")] },
        ),
        resource("aws:sagemaker/endpointConfiguration:EndpointConfiguration", "configuration", {
            productionVariants: [{ modelName: "model-d4b8b1b" }],
            policy: JSON.stringify({ Resource: "arn:aws:sns:us-east-1:123456789012:project-dev-errors" }),
            target: `arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target/${targetId}`,
            bucket: "project-dev-input-123456789012",
            description: "of project-developers",
        }),
    ],
    outputs: {},
    errors: [],
    warnings: [],
};

describe("copies of a stack", () => {
    it("are as many as make up the number, and one at least", () => {
        const sizes = [0, 1, 5, 6, 9, 10, 400].map((atLeast) => copies(recording, atLeast).length);
        assert.deepEqual(sizes, [5, 5, 5, 9, 9, 13, 401]);
    });

    it("have one stack, and providers in common", () => {
        const made = copies(recording, 400);
        assert.deepEqual(made.filter(({ type }) => type === "pulumi:pulumi:Stack").length, 1);
        assert.deepEqual([...new Set(made.map(({ parent }) => parent))], ["", stackUrn]);
        assert.deepEqual([...new Set(made.map((each) => each.provider?.urn))], [provider.urn]);
    });

    it("have URNs of their own, which end in the resource's name", () => {
        const made = copies(recording, 400);
        assert.equal(new Set(made.map(({ urn }) => urn)).size, 401);
        assert.deepEqual(
            made.filter(({ urn, name }) => !urn.endsWith(`::${name}`)),
            [],
        );
    });

    it("have names, ARNs and ids of their own", () => {
        const made = copies(recording, 400);
        const texts = made.flatMap(({ outputs: { name, arn } }) => [name, arn]).filter((text) => text !== undefined);
        // 100 keys, models and topics; the models' ARNs are unknown, and stay so.
        assert.equal(texts.filter((text) => text === unknownValue).length, 100);
        assert.equal(new Set(texts).size, 301);
    });

    it("name what is in the same copy", () => {
        const third = copies(recording, 400).slice(9, 13);
        const [key, model, topic, configuration] = third;
        assert.deepEqual(
            third.map(({ name }) => name),
            ["encryption-2", "model-2", "errors-2", "configuration-2"],
        );
        assert.deepEqual(model?.outputs, { name: "model-2-d4b8b1b", arn: unknownValue });
        assert.deepEqual(topic?.outputs, { name: "project-dev2-errors", kmsMasterKeyId: key?.outputs["arn"] });
        assert.deepEqual(topic.propertyDependencies, { kmsMasterKeyId: [key?.urn] });
        assert.deepEqual(topic.dependencies, [key?.urn]);
        assert.deepEqual(configuration?.inputs, {
            productionVariants: [{ modelName: "model-2-d4b8b1b" }],
            policy: '{"Resource":"arn:aws:sns:us-east-1:123456789012:project-dev2-errors"}',
            target: "arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target/bf9414989c537f4c0df7cd178a0f0c4f",
            bucket: "project-dev2-input-123456789012",
            description: "of project-developers",
        });
    });
});
