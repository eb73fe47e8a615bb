import assert from "node:assert/strict";

import { resourceTypes } from "../resources";
import { type Provider } from "../engine/provider";
import { withoutEndpoint } from "./withoutEndpoint";

const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const made = { id: "made", outputs: {} };
const provider: Provider = {
    check: (_type, _name, _urn, inputs) => inputs,
    create: async () => Promise.resolve(made),
    delete: async () => Promise.resolve(),
    invoke: async () => Promise.resolve({}),
};

describe("withoutEndpoint", () => {
    it("makes all but the endpoint and its scaling", async () => {
        const asking = withoutEndpoint(provider, place);
        const invented: string[] = [];
        for (const type of resourceTypes.keys()) {
            if ((await asking.create(type, { name: "summarizer" })) !== made) invented.push(type);
        }
        assert.deepEqual(invented.sort(), [
            "aws:appautoscaling/policy:Policy",
            "aws:appautoscaling/target:Target",
            "aws:sagemaker/endpoint:Endpoint",
            "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
            "aws:sagemaker/model:Model",
        ]);
    });

    it("gives what it makes up the name and the ARN that AWS would", async () => {
        const { id, outputs } = await withoutEndpoint(provider, place).create("aws:sagemaker/endpoint:Endpoint", {
            name: "Summarizer",
        });
        assert.equal(id, "Summarizer");
        assert.equal(outputs["arn"], "arn:aws:sagemaker:us-east-1:123456789012:endpoint/summarizer");
    });
});
