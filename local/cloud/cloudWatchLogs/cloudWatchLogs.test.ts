import { deepEqual, rejects } from "node:assert/strict";

import { SimulatedClock } from "../clock";
import { type Context } from "../context";
import { Journal } from "../journal";
import { awsError } from "../testing/messagingFixture";
import { CloudWatchLogs } from "./cloudWatchLogs";
import { everybodyMay } from "../testing/everybodyMay";

const account = "us-east-1:123456789012";
const logGroupName = "/aws/sagemaker/Endpoints/summarizer";
const resourceArn = `arn:aws:logs:${account}:log-group:${logGroupName}`;

describe("CloudWatch Logs", () => {
    const clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
    let logs: CloudWatchLogs;
    const missing = awsError("ResourceNotFoundException", "The specified log group does not exist.");
    const names = async (input: Parameters<CloudWatchLogs["DescribeLogGroups"]>[0]) =>
        (await logs.DescribeLogGroups(input)).logGroups.map((group) => group.logGroupName);
    beforeEach(async () => {
        const context: Context = everybodyMay({
            partition: "aws",
            region: "us-east-1",
            accountId: "123456789012",
            clock,
            journal: new Journal(() => clock.now()),
            call: () => Promise.reject(new Error("CloudWatch Logs calls nobody")),
            arn: (service, resource) => `arn:aws:${service}:${account}:${resource}`,
        });
        logs = new CloudWatchLogs(context);
        await logs.CreateLogGroup({ logGroupName });
    });

    it("describes a group whose events never expire", async () => {
        deepEqual(await logs.DescribeLogGroups({}), {
            logGroups: [
                {
                    logGroupName,
                    creationTime: Date.parse("2026-01-01T00:00:00Z"),
                    metricFilterCount: 0,
                    arn: `${resourceArn}:*`,
                    logGroupArn: resourceArn,
                    storedBytes: 0,
                    logGroupClass: "STANDARD",
                    deletionProtectionEnabled: false,
                },
            ],
        });
        deepEqual(logs.inventory(), [resourceArn]);
    });

    it("does not make a group twice", async () => {
        await rejects(
            logs.CreateLogGroup({ logGroupName }),
            awsError("ResourceAlreadyExistsException", "The specified log group already exists"),
        );
    });

    it("finds groups by the beginning or by a part of their names, in order", async () => {
        await logs.CreateLogGroup({ logGroupName: "/other" });
        await logs.CreateLogGroup({ logGroupName: `${logGroupName}-2` });
        deepEqual(await names({ logGroupNamePrefix: logGroupName }), [logGroupName, `${logGroupName}-2`]);
        deepEqual(await names({ logGroupNamePattern: "oth" }), ["/other"]);
        deepEqual(await names({ logGroupNamePrefix: "summarizer" }), []);
        await rejects(
            logs.DescribeLogGroups({ logGroupNamePrefix: "a", logGroupNamePattern: "b" }),
            awsError(
                "InvalidParameterException",
                "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
            ),
        );
    });

    it("pages", async () => {
        await logs.CreateLogGroup({ logGroupName: "/other" });
        const { logGroups, nextToken } = await logs.DescribeLogGroups({ limit: 1 });
        deepEqual([logGroups.length, await names({ limit: 1, nextToken })], [1, ["/other"]]);
    });

    it("keeps events for as long as it is told, and for ever again", async () => {
        const retention = async () => (await logs.DescribeLogGroups({})).logGroups[0]?.retentionInDays;
        await logs.PutRetentionPolicy({ logGroupName, retentionInDays: 14 });
        deepEqual(await retention(), 14);
        await logs.DeleteRetentionPolicy({ logGroupName });
        await logs.DeleteRetentionPolicy({ logGroupName });
        deepEqual(await retention(), undefined);
    });

    for (const [retentionInDays, value] of [
        [31, "'31'"],
        [0, "'0'"],
        [undefined, "null"],
    ] as const) {
        it(`refuses a retention of ${value} days`, async () => {
            const rule =
                retentionInDays === undefined
                    ? "Member must not be null"
                    : "Member must satisfy enum value set: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]";
            await rejects(
                logs.PutRetentionPolicy({ logGroupName, retentionInDays }),
                awsError(
                    "InvalidParameterException",
                    `1 validation error detected: Value ${value} at 'retentionInDays' failed to satisfy constraint: ${rule}`,
                ),
            );
        });
    }

    for (const name of [undefined, "", "a b", "a".repeat(513), "aws/sagemaker"]) {
        it(`refuses the name ${JSON.stringify(name)?.slice(0, 20) ?? "that is missing"}`, async () => {
            await rejects(logs.CreateLogGroup({ logGroupName: name }), { code: "InvalidParameterException" });
        });
    }

    it("deletes a group, once", async () => {
        await logs.DeleteLogGroup({ logGroupName });
        deepEqual(logs.inventory(), []);
        await rejects(logs.DeleteLogGroup({ logGroupName }), missing);
        await rejects(logs.PutRetentionPolicy({ logGroupName, retentionInDays: 1 }), missing);
        await rejects(logs.DeleteRetentionPolicy({ logGroupName }), missing);
    });

    it("keeps tags, by the ARN without the streams", async () => {
        await logs.TagResource({ resourceArn, tags: { project: "news", stage: "dev" } });
        await logs.UntagResource({ resourceArn, tagKeys: ["project"] });
        deepEqual(await logs.ListTagsForResource({ resourceArn }), { tags: { stage: "dev" } });
        await rejects(
            logs.ListTagsForResource({ resourceArn: `${resourceArn}:*` }),
            awsError("ResourceNotFoundException", "The specified resource does not exist."),
        );
    });

    for (const [what, input] of [
        ["encryption of log groups with a key (kmsKeyId)", { kmsKeyId: "key" }],
        ["deletion protection of log groups", { deletionProtectionEnabled: true }],
        ["the log group class DELIVERY", { logGroupClass: "DELIVERY" }],
    ] as const) {
        it(`says that it does not implement ${what}`, async () => {
            await rejects(
                logs.CreateLogGroup({ logGroupName: "/other", ...input }),
                awsError("NotImplemented", `The laptop AWS does not implement ${what}.`, 501),
            );
        });
    }
});
