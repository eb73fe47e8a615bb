import { deepEqual, rejects } from "node:assert/strict";

import {
    CloudWatchLogsClient,
    CreateLogGroupCommand,
    CreateLogStreamCommand,
    DeleteLogStreamCommand,
    DescribeLogStreamsCommand,
    FilterLogEventsCommand,
    paginateFilterLogEvents,
    GetLogEventsCommand,
    PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";

import { laptopFixture, start } from "./testing/laptopFixture";

const logGroupName = "/aws/sagemaker/Endpoints/summarizer";
const logStreamName = "main/i-0123456789abcdef0";
const inStream = { logGroupName, logStreamName };

describe("CloudWatch Logs over the wire", () => {
    const fixture = laptopFixture();
    const at = start.getTime();
    let client: CloudWatchLogsClient;

    before(async () => {
        client = new CloudWatchLogsClient(fixture.config);
        await client.send(new CreateLogGroupCommand({ logGroupName }));
        await client.send(new CreateLogStreamCommand(inStream));
    });
    after(() => {
        client.destroy();
    });

    it("takes events and tells which of them it does not keep", async () => {
        const { rejectedLogEventsInfo } = await client.send(
            new PutLogEventsCommand({
                ...inStream,
                logEvents: [
                    { timestamp: at - 2, message: "Mühle" },
                    { timestamp: at - 1, message: "潮" },
                    { timestamp: at + 7_200_001, message: "too new" },
                ],
            }),
        );
        deepEqual(rejectedLogEventsInfo, { tooNewLogEventStartIndex: 2 });
    });

    it("gives times as whole milliseconds", async () => {
        const { events, nextForwardToken } = await client.send(
            new GetLogEventsCommand({ ...inStream, startTime: at - 1, startFromHead: true }),
        );
        deepEqual(events, [{ timestamp: at - 1, message: "潮", ingestionTime: at }]);
        const { events: none } = await client.send(
            new GetLogEventsCommand({ ...inStream, startFromHead: true, nextToken: nextForwardToken }),
        );
        deepEqual(none, []);
        const { logStreams } = await client.send(new DescribeLogStreamsCommand({ logGroupName }));
        deepEqual(logStreams, [
            {
                logStreamName,
                creationTime: at,
                firstEventTimestamp: at - 2,
                lastEventTimestamp: at - 1,
                lastIngestionTime: at,
                arn: `arn:aws:logs:us-east-1:123456789012:log-group:${logGroupName}:log-stream:${logStreamName}`,
                storedBytes: 0,
            },
        ]);
    });

    it("lets the SDK page through what it finds", async () => {
        const messages: (string | undefined)[] = [];
        const pages = paginateFilterLogEvents({ client, pageSize: 1 }, { logGroupName, interleaved: true });
        for await (const { events } of pages) messages.push(...(events ?? []).map(({ message }) => message));
        deepEqual(messages, ["Mühle", "潮"]);
    });

    it("finds a group by its ARN, as the CLI names it that tails one", async () => {
        const logGroupIdentifier = `arn:aws:logs:us-east-1:123456789012:log-group:${logGroupName}`;
        const { events } = await client.send(new FilterLogEventsCommand({ logGroupIdentifier, filterPattern: "潮" }));
        deepEqual(
            events?.map(({ message }) => message),
            ["潮"],
        );
    });

    it("answers errors as AWS names them", async () => {
        await rejects(client.send(new CreateLogStreamCommand(inStream)), {
            name: "ResourceAlreadyExistsException",
            message: "The specified log stream already exists",
        });
        await client.send(new DeleteLogStreamCommand(inStream));
        await rejects(client.send(new GetLogEventsCommand(inStream)), {
            name: "ResourceNotFoundException",
            message: "The specified log stream does not exist.",
        });
        await rejects(client.send(new FilterLogEventsCommand({ logGroupName, filterPattern: "{ $.a = 1 }" })), {
            name: "NotImplemented",
            message: "The laptop AWS does not implement JSON filter patterns.",
        });
    });
});
