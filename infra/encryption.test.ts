import assert from "node:assert/strict";

import { runProgram } from "./testing/programRun";

describe("Encryption", () => {
    it("makes one rotated key that the account administers, SNS may deliver and alarms may publish with", async () => {
        const run = await runProgram({ config: { keyDeletionWindowInDays: 7 } });
        const { policy, ...inputs } = run.only("aws:kms/key:Key").inputs;
        assert.deepEqual(inputs, {
            description: "Articles, summaries and notifications of summarizer, stack dev",
            enableKeyRotation: true,
            deletionWindowInDays: 7,
        });
        assert.deepEqual(JSON.parse(policy as string), {
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "AccountAdministersKey",
                    Effect: "Allow",
                    Principal: { AWS: "arn:aws:iam::123456789012:root" },
                    Action: "kms:*",
                    Resource: "*",
                },
                {
                    Sid: "SnsDeliversToEncryptedQueues",
                    Effect: "Allow",
                    Principal: { Service: "sns.amazonaws.com" },
                    Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
                    Resource: "*",
                    Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
                },
                {
                    Sid: "AlarmsPublishToEncryptedTopics",
                    Effect: "Allow",
                    Principal: { Service: "cloudwatch.amazonaws.com" },
                    Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
                    Resource: "*",
                    Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
                },
            ],
        });
    });

    it("gives it the alias that grants name it by", async () => {
        const run = await runProgram();
        assert.deepEqual(run.only("aws:kms/alias:Alias").inputs, {
            name: "alias/summarizer-dev",
            targetKeyId: "key-1",
        });
    });
});
