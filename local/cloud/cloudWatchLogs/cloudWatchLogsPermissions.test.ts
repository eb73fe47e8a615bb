import { rejects } from "node:assert/strict";

import { holdToTable } from "../testing/askedPermissions";
import { GuardedCloud, sessionArn } from "../testing/guardedCloud";
import { awsError } from "../testing/messagingFixture";
import { cloudWatchLogsPermissions } from "./cloudWatchLogsPermissions";

const logGroupName = "/aws/sagemaker/Endpoints/summarizer";
const logStreamName = "primary/i-0";
const group = `arn:aws-cn:logs:cn-north-1:123456789012:log-group:${logGroupName}`;
/** The group, as IAM is asked for it. */
const anyStream = `${group}:log-stream:`;
const stream = `${group}:log-stream:${logStreamName}`;

describe("CloudWatch Logs", () => {
    holdToTable(cloudWatchLogsPermissions, [
        ["CreateLogGroup", { logGroupName }, ["logs:CreateLogGroup", anyStream]],
        ["CreateLogGroup", { logGroupName, tags: {} }, ["logs:CreateLogGroup", anyStream]],
        [
            "CreateLogGroup",
            { logGroupName, tags: { a: "b" } },
            ["logs:CreateLogGroup", anyStream],
            ["logs:TagResource", group],
        ],
        ["DescribeLogGroups", { logGroupNamePrefix: "/aws" }, ["logs:DescribeLogGroups", "*"]],
        ["DeleteLogGroup", { logGroupName }, ["logs:DeleteLogGroup", anyStream]],
        ["PutRetentionPolicy", { logGroupName, retentionInDays: 1 }, ["logs:PutRetentionPolicy", anyStream]],
        ["DeleteRetentionPolicy", { logGroupName }, ["logs:DeleteRetentionPolicy", anyStream]],
        ["TagResource", { resourceArn: group, tags: {} }, ["logs:TagResource", group]],
        ["UntagResource", { resourceArn: group, tagKeys: [] }, ["logs:UntagResource", group]],
        ["ListTagsForResource", { resourceArn: group }, ["logs:ListTagsForResource", group]],
        ["CreateLogStream", { logGroupName, logStreamName }, ["logs:CreateLogStream", stream]],
        ["DeleteLogStream", { logGroupName, logStreamName }, ["logs:DeleteLogStream", stream]],
        ["DescribeLogStreams", { logGroupName }, ["logs:DescribeLogStreams", anyStream]],
        ["DescribeLogStreams", { logGroupIdentifier: logGroupName }, ["logs:DescribeLogStreams", anyStream]],
        ["DescribeLogStreams", { logGroupIdentifier: group }, ["logs:DescribeLogStreams", anyStream]],
        ["PutLogEvents", { logGroupName, logStreamName, logEvents: [] }, ["logs:PutLogEvents", stream]],
        ["GetLogEvents", { logGroupName, logStreamName }, ["logs:GetLogEvents", stream]],
        ["GetLogEvents", { logGroupIdentifier: `${group}:*`, logStreamName }, ["logs:GetLogEvents", stream]],
        ["FilterLogEvents", { logGroupName }, ["logs:FilterLogEvents", anyStream]],
    ]);

    it("asks of a group and of its streams for a grant that ends in `:*`, and of nothing for one without", async () => {
        const fixture = await GuardedCloud.make();
        const arn = `arn:aws:logs:us-east-1:123456789012:log-group:${logGroupName}`;
        const Action = "logs:*";
        const role = await fixture.role("writer", { Effect: "Allow", Action, Resource: arn });
        const call = fixture.cloud.as(role);
        const refused = (action: string, resource: string) =>
            awsError(
                "AccessDeniedException",
                `User: ${sessionArn("writer")} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
                400,
            );
        await rejects(
            call("logs", "CreateLogGroup", { logGroupName }),
            refused("logs:CreateLogGroup", `${arn}:log-stream:`),
        );
        await fixture.grant("writer", { Effect: "Allow", Action, Resource: `${arn}:*` });
        await call("logs", "CreateLogGroup", { logGroupName });
        await call("logs", "DescribeLogStreams", { logGroupName });
        await call("logs", "CreateLogStream", { logGroupName, logStreamName });
        await rejects(
            call("logs", "ListTagsForResource", { resourceArn: arn }),
            refused("logs:ListTagsForResource", arn),
        );
    });
});
