import assert from "node:assert/strict";

import { runProgram } from "./testing/programRun";

describe("CallerPolicy", () => {
    it("lets a caller put articles, invoke this endpoint and get results, and nothing else", async () => {
        const run = await runProgram();
        const { policy, ...inputs } = run.only("aws:iam/policy:Policy").inputs;
        assert.deepEqual(inputs, {
            name: "summarizer-dev-caller",
            description: "Put articles, have endpoint summarizer-dev summarize them, get the results",
        });
        assert.deepEqual(JSON.parse(policy as string), {
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "PutArticles",
                    Effect: "Allow",
                    Action: "s3:PutObject",
                    Resource: "arn:aws:s3:::summarizer-dev-input-123456789012/articles/*",
                },
                {
                    Sid: "Invoke",
                    Effect: "Allow",
                    Action: "sagemaker:InvokeEndpointAsync",
                    Resource: "arn:aws:sagemaker:us-east-1:123456789012:endpoint/summarizer-dev",
                },
                {
                    Sid: "GetResults",
                    Effect: "Allow",
                    Action: "s3:GetObject",
                    Resource: [
                        "arn:aws:s3:::summarizer-dev-output-123456789012/summaries/*",
                        "arn:aws:s3:::summarizer-dev-output-123456789012/failures/*",
                    ],
                },
                {
                    Sid: "UseKey",
                    Effect: "Allow",
                    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
                    Resource: "arn:aws:kms:us-east-1:123456789012:key/*",
                    Condition: {
                        StringEquals: { "kms:ViaService": ["s3.us-east-1.amazonaws.com"] },
                        "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/summarizer-dev" },
                    },
                },
            ],
        });
    });

    it("lets a caller invoke an endpoint that is taken over, by its ARN in lower case", async () => {
        const run = await runProgram({ config: { endpointName: "Legacy", variantName: "AllTraffic" } });
        const { policy } = run.only("aws:iam/policy:Policy").inputs;
        const { Statement } = JSON.parse(policy as string) as { Statement: { Sid: string; Resource: unknown }[] };
        const invoke = Statement.find(({ Sid }) => Sid === "Invoke");
        assert.equal(invoke?.Resource, "arn:aws:sagemaker:us-east-1:123456789012:endpoint/legacy");
    });
});
