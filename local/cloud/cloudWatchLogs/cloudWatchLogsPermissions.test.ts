import { rejects } from "node:assert/strict";

import { holdToTable } from "../testing/askedPermissions";
import { MessagingCloud, sessionArn } from "../testing/messagingCloud";
import { awsError } from "../testing/messagingFixture";
import { cloudWatchLogsPermissions } from "./cloudWatchLogsPermissions";

const logGroupName = "/aws/sagemaker/Endpoints/summarizer";
const logStreamName = "primary/i-0";
const group = `arn:aws-cn:logs:cn-north-1:123456789012:log-group:${logGroupName}`;
const stream = `${group}:log-stream:${logStreamName}`;

describe("CloudWatch Logs", () => {
    holdToTable(cloudWatchLogsPermissions, [
        ["CreateLogGroup", { logGroupName }, ["logs:CreateLogGroup", group]],
        ["CreateLogGroup", { logGroupName, tags: {} }, ["logs:CreateLogGroup", group]],
        [
            "CreateLogGroup",
            { logGroupName, tags: { a: "b" } },
            ["logs:CreateLogGroup", group],
            ["logs:TagResource", group],
        ],
        ["DescribeLogGroups", { logGroupNamePrefix: "/aws" }, ["logs:DescribeLogGroups", "*"]],
        ["DeleteLogGroup", { logGroupName }, ["logs:DeleteLogGroup", group]],
        ["PutRetentionPolicy", { logGroupName, retentionInDays: 1 }, ["logs:PutRetentionPolicy", group]],
        ["DeleteRetentionPolicy", { logGroupName }, ["logs:DeleteRetentionPolicy", group]],
        ["TagResource", { resourceArn: group, tags: {} }, ["logs:TagResource", group]],
        ["UntagResource", { resourceArn: group, tagKeys: [] }, ["logs:UntagResource", group]],
        ["ListTagsForResource", { resourceArn: group }, ["logs:ListTagsForResource", group]],
        ["CreateLogStream", { logGroupName, logStreamName }, ["logs:CreateLogStream", stream]],
        ["DeleteLogStream", { logGroupName, logStreamName }, ["logs:DeleteLogStream", stream]],
        ["DescribeLogStreams", { logGroupName }, ["logs:DescribeLogStreams", group]],
        ["DescribeLogStreams", { logGroupIdentifier: logGroupName }, ["logs:DescribeLogStreams", group]],
        ["DescribeLogStreams", { logGroupIdentifier: group }, ["logs:DescribeLogStreams", group]],
        ["PutLogEvents", { logGroupName, logStreamName, logEvents: [] }, ["logs:PutLogEvents", stream]],
        ["GetLogEvents", { logGroupName, logStreamName }, ["logs:GetLogEvents", stream]],
        ["GetLogEvents", { logGroupIdentifier: `${group}:*`, logStreamName }, ["logs:GetLogEvents", stream]],
        ["FilterLogEvents", { logGroupName }, ["logs:FilterLogEvents", group]],
    ]);

    it("needs the streams' grant to write, and the group's to look for them", async () => {
        const fixture = await MessagingCloud.make();
        const arn = `arn:aws:logs:us-east-1:123456789012:log-group:${logGroupName}`;
        const Action = "logs:*";
        const role = await fixture.role("writer", { Effect: "Allow", Action, Resource: arn });
        const call = fixture.cloud.as(role);
        await call("logs", "CreateLogGroup", { logGroupName });
        await call("logs", "DescribeLogStreams", { logGroupName });
        const refused = (action: string, resource: string) =>
            awsError(
                "AccessDeniedException",
                `User: ${sessionArn("writer")} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
                400,
            );
        await rejects(
            call("logs", "CreateLogStream", { logGroupName, logStreamName }),
            refused("logs:CreateLogStream", `${arn}:log-stream:${logStreamName}`),
        );
        await fixture.grant("writer", { Effect: "Allow", Action, Resource: `${arn}:*` });
        await call("logs", "CreateLogStream", { logGroupName, logStreamName });
        await rejects(call("logs", "DescribeLogStreams", { logGroupName }), refused("logs:DescribeLogStreams", arn));
    });
});
