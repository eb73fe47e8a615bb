import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { runProgram, secretValue } from "./testing/programRun";

type Options = NonNullable<Parameters<typeof runProgram>[0]>;

async function refusal(options: Options): Promise<string> {
    try {
        await runProgram(options);
    } catch (error) {
        assert.ok(pulumi.RunError.isInstance(error), String(error));
        // A longer stack takes Node 20 up to 40 s to print.
        assert.equal((error as Error).stack, (error as Error).message);
        return (error as Error).message;
    }
    assert.fail("the program ran");
}

describe("loadConfiguration", () => {
    it("refuses a bad value with one sentence", async () => {
        assert.equal(
            await refusal({ config: { maxConcurrentInvocationsPerInstance: 1001 } }),
            "summarizer:maxConcurrentInvocationsPerInstance is 1001, but must be a whole number from 1 to 1000",
        );
    });

    it("refuses a misspelled key of the project's namespace", async () => {
        assert.equal(
            await refusal({ config: { maxCapcity: 8 } }),
            "summarizer:maxCapcity is not a setting: did you mean summarizer:maxCapacity?",
        );
    });

    it("leaves keys of other namespaces alone", async () => {
        const run = await runProgram({ foreignConfig: { "aws:defaultTags": '{"tags":{}}', "other:maxCapcity": "8" } });
        assert.equal(run.only("aws:appautoscaling/target:Target").inputs.maxCapacity, 5);
    });

    it("refuses a region without a known image before it asks AWS anything", async () => {
        assert.equal(
            await refusal({ foreignConfig: { "aws:region": "mars-north-1" } }),
            'aws:region is "mars-north-1", but must be a region with a known account for the Hugging Face image, such as us-east-1, or summarizer:image must be set',
        );
    });

    it("takes an own image in any region", async () => {
        const image = "123456789012.dkr.ecr.mars-north-1.amazonaws.com/team/summarizer:1.0";
        const run = await runProgram({ foreignConfig: { "aws:region": "mars-north-1" }, config: { image } });
        const { primaryContainer } = run.only("aws:sagemaker/model:Model").inputs as {
            primaryContainer: { image: string };
        };
        assert.equal(primaryContainer.image, image);
    });

    it("refuses names that get too long", async () => {
        assert.match(
            await refusal({ stack: "a".repeat(40) }),
            /^The S3 bucket would be called "summarizer-a+-input-\d+", /,
        );
    });

    it("refuses a token in plain text, and does not show it", async () => {
        assert.equal(
            await refusal({ config: { hubToken: "hf_secret" } }),
            "summarizer:hubToken is set in plain text, but must be a secret: pulumi config set --secret hubToken",
        );
    });

    it("hands a token over only as a secret of the model's environment", async () => {
        const run = await runProgram({ config: { hubToken: "hf_secret" }, secretKeys: ["hubToken"] });
        const model = run.only("aws:sagemaker/model:Model");
        const text = JSON.stringify(model.inputs);
        const { primaryContainer } = model.inputs as { primaryContainer: Record<string, unknown> };
        const container = (secretValue(primaryContainer) ?? primaryContainer) as {
            environment: Record<string, unknown>;
        };
        assert.equal(secretValue(container.environment.HF_API_TOKEN), "hf_secret");
        assert.equal(text.split("hf_secret").length, 2);
        for (const resource of run.resources) {
            if (resource !== model) assert.doesNotMatch(JSON.stringify(resource.inputs), /hf_secret/, resource.type);
        }
    });
});
