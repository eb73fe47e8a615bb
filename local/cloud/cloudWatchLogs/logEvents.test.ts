import { deepEqual, equal, notEqual, rejects } from "node:assert/strict";

import { type FilterLogEventsCommandInput, type GetLogEventsCommandInput } from "@aws-sdk/client-cloudwatch-logs";
import fc from "fast-check";

import { SimulatedClock } from "../clock";
import { Journal } from "../journal";
import { everybodyMay } from "../testing/everybodyMay";
import { awsError } from "../testing/messagingFixture";
import { CloudWatchLogs } from "./cloudWatchLogs";

const account = "us-east-1:123456789012";
const logGroupName = "/aws/sagemaker/Endpoints/summarizer";
const logStreamName = "main/i-0123456789abcdef0";
const arn = `arn:aws:logs:${account}:log-group:${logGroupName}`;
const second = 1000;
const hour = 3600 * second;
const day = 24 * hour;

const invalid = (message: string) => awsError("InvalidParameterException", message);
const constraint = (value: string, member: string, rule: string) =>
    invalid(`1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${rule}`);
const noGroup = awsError("ResourceNotFoundException", "The specified log group does not exist.");
const noStream = awsError("ResourceNotFoundException", "The specified log stream does not exist.");

describe("Log streams", () => {
    let clock: SimulatedClock;
    let logs: CloudWatchLogs;
    let now: number;

    beforeEach(async () => {
        clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
        now = clock.now();
        logs = new CloudWatchLogs(
            everybodyMay({
                partition: "aws",
                region: "us-east-1",
                accountId: "123456789012",
                clock,
                journal: new Journal(() => clock.now()),
                call: () => Promise.reject(new Error("CloudWatch Logs calls nobody")),
                arn: (service, resource) => `arn:aws:${service}:${account}:${resource}`,
            }),
        );
        await logs.CreateLogGroup({ logGroupName });
        await logs.CreateLogStream({ logGroupName, logStreamName });
    });

    const event = (seconds: number, message = `at ${String(seconds)}`) => ({
        timestamp: now + seconds * second,
        message,
    });
    const put = (logEvents: { timestamp?: number; message?: string }[] | undefined, stream = logStreamName) =>
        logs.PutLogEvents({ logGroupName, logStreamName: stream, logEvents: logEvents as never });
    const get = async (input: Partial<GetLogEventsCommandInput> = {}) => {
        const read = await logs.GetLogEvents({ logGroupName, logStreamName, ...input });
        return { ...read, messages: read.events.map(({ message }) => message) };
    };
    const find = async (input: Partial<FilterLogEventsCommandInput> = {}) =>
        (await logs.FilterLogEvents({ logGroupName, ...input })).events.map(({ message }) => message);
    const streams = async (input: Parameters<CloudWatchLogs["DescribeLogStreams"]>[0] = {}) => {
        const { logStreams } = await logs.DescribeLogStreams({ logGroupName, ...input });
        return logStreams.map((one) => one.logStreamName);
    };

    describe("are made and described", () => {
        it("empty at first", async () => {
            deepEqual(await logs.DescribeLogStreams({ logGroupName }), {
                logStreams: [
                    { logStreamName, creationTime: now, arn: `${arn}:log-stream:${logStreamName}`, storedBytes: 0 },
                ],
            });
        });

        it("with the times of their events", async () => {
            await clock.advance(10);
            await put([event(1), event(5)]);
            await clock.advance(10);
            await put([event(3)]);
            const [described] = (await logs.DescribeLogStreams({ logGroupName })).logStreams;
            deepEqual(
                [described?.firstEventTimestamp, described?.lastEventTimestamp, described?.lastIngestionTime],
                [now + 1 * second, now + 5 * second, now + 20 * second],
            );
        });

        it("once", async () => {
            await rejects(
                logs.CreateLogStream({ logGroupName, logStreamName }),
                awsError("ResourceAlreadyExistsException", "The specified log stream already exists"),
            );
        });

        it("only in a group that is there", async () => {
            await rejects(logs.CreateLogStream({ logGroupName: "/other", logStreamName }), noGroup);
        });

        for (const [name, value, rule] of [
            [undefined, "null", "Member must not be null"],
            ["", "''", "Member must have length greater than or equal to 1"],
            ["a".repeat(513), `'${"a".repeat(513)}'`, "Member must have length less than or equal to 512"],
            ["a:b", "'a:b'", "Member must satisfy regular expression pattern: [^:*]*"],
            ["a*", "'a*'", "Member must satisfy regular expression pattern: [^:*]*"],
        ] as const) {
            it(`not with the name ${JSON.stringify(name)?.slice(0, 20) ?? "that is missing"}`, async () => {
                await rejects(
                    logs.CreateLogStream({ logGroupName, logStreamName: name }),
                    constraint(value, "logStreamName", rule),
                );
            });
        }

        it("by prefix, in the order of their names, page by page", async () => {
            for (const name of ["b", "main/c", "main/a"])
                await logs.CreateLogStream({ logGroupName, logStreamName: name });
            deepEqual(await streams({ logStreamNamePrefix: "main/" }), ["main/a", "main/c", logStreamName]);
            deepEqual(await streams({ descending: true, limit: 2 }), [logStreamName, "main/c"]);
            const { logStreams, nextToken } = await logs.DescribeLogStreams({ logGroupName, limit: 3 });
            deepEqual([logStreams.length, await streams({ nextToken })], [3, [logStreamName]]);
        });

        it("by their last events, but not by prefix then", async () => {
            await logs.CreateLogStream({ logGroupName, logStreamName: "late" });
            await logs.CreateLogStream({ logGroupName, logStreamName: "silent" });
            await put([event(-5)]);
            await put([event(-1)], "late");
            deepEqual(await streams({ orderBy: "LastEventTime" }), ["silent", logStreamName, "late"]);
            deepEqual(await streams({ orderBy: "LastEventTime", descending: true }), ["late", logStreamName, "silent"]);
            await rejects(
                streams({ orderBy: "LastEventTime", logStreamNamePrefix: "l" }),
                invalid("Cannot order by LastEventTime with a logStreamNamePrefix."),
            );
        });

        for (const [limit, rule] of [
            [0, "Member must have value greater than or equal to 1"],
            [51, "Member must have value less than or equal to 50"],
        ] as const) {
            it(`not ${String(limit)} at a time`, async () => {
                await rejects(streams({ limit }), constraint(`'${String(limit)}'`, "limit", rule));
            });
        }

        it("by the group's ARN too, but not by both of its names", async () => {
            for (const logGroupIdentifier of [logGroupName, arn, `${arn}:*`]) {
                deepEqual(await streams({ logGroupName: undefined, logGroupIdentifier }), [logStreamName]);
            }
            await rejects(
                streams({ logGroupIdentifier: arn }),
                invalid("LogGroup name and LogGroup identifier are mutually exclusive parameters."),
            );
        });

        it("no more once they are deleted, with their events", async () => {
            await put([event(0)]);
            await logs.DeleteLogStream({ logGroupName, logStreamName });
            deepEqual(await streams(), []);
            for (const gone of [logs.DeleteLogStream({ logGroupName, logStreamName }), put([event(0)]), get()])
                await rejects(gone, noStream);
            await logs.CreateLogStream({ logGroupName, logStreamName });
            deepEqual((await get()).messages, []);
        });

        it("not in a group that was deleted and made again", async () => {
            await logs.DeleteLogGroup({ logGroupName });
            await rejects(put([event(0)]), noGroup);
            await logs.CreateLogGroup({ logGroupName });
            deepEqual(await streams(), []);
        });
    });

    describe("take", () => {
        const many = (count: number, length = 1) => Array.from({ length: count }, () => event(0, "x".repeat(length)));
        /** Bytes of one event that fills a batch. */
        const full = 1_048_576 - 26;
        const accepted: [string, () => { timestamp: number; message: string }[]][] = [
            ["10,000 events", () => many(10_000)],
            ["an event of 1 MiB with its overhead", () => many(1, full)],
            ["events that are 24 hours apart", () => [event(-24 * 3600), event(0)]],
            ["events of one moment", () => [event(0, "a"), event(0, "b")]],
            ["an event of two hours from now", () => [event(2 * 3600)]],
            ["an event of 14 days ago", () => [event(-14 * 24 * 3600)]],
        ];
        for (const [what, events] of accepted) {
            it(what, async () => {
                const { rejectedLogEventsInfo, nextSequenceToken } = await put(events());
                deepEqual([rejectedLogEventsInfo, /^\d+$/.test(nextSequenceToken)], [undefined, true]);
                equal((await get({ startFromHead: true })).events.length, events().length);
            });
        }

        const refused: [string, () => unknown[] | undefined, object][] = [
            ["no list", () => undefined, constraint("null", "logEvents", "Member must not be null")],
            [
                "an empty list",
                () => [],
                constraint("'[...]'", "logEvents", "Member must have length greater than or equal to 1"),
            ],
            [
                "10,001 events",
                () => many(10_001),
                constraint("'[...]'", "logEvents", "Member must have length less than or equal to 10000"),
            ],
            [
                "one byte more than 1 MiB in an event",
                () => many(1, full + 1),
                invalid("Log event too large: 1048577 bytes exceeds limit of 1048576"),
            ],
            [
                "one byte more than 1 MiB in a batch",
                () => [event(0, "x".repeat(full - 27)), event(0, "xx")],
                invalid("Upload too large: 1048577 bytes exceeds limit of 1048576"),
            ],
            [
                "characters of more bytes than 1 MiB",
                () => many(1, 0).map((one) => ({ ...one, message: "潮".repeat(349_520) })),
                invalid("Log event too large: 1048586 bytes exceeds limit of 1048576"),
            ],
            [
                "events out of order",
                () => [event(1), event(0)],
                invalid("Log events in a single PutLogEvents request must be in chronological order."),
            ],
            [
                "events more than 24 hours apart",
                () => [event(-24 * 3600 - 1), event(0)],
                invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours."),
            ],
            [
                "an event without a time",
                () => [event(0), { message: "a" }],
                constraint("null", "logEvents.2.member.timestamp", "Member must not be null"),
            ],
            [
                "an event from before 1970",
                () => [{ timestamp: -1, message: "a" }],
                constraint("'-1'", "logEvents.1.member.timestamp", "Member must have value greater than or equal to 0"),
            ],
            [
                "an event without a message",
                () => [{ timestamp: 0 }],
                constraint("null", "logEvents.1.member.message", "Member must not be null"),
            ],
            [
                "an empty message",
                () => [event(0, "")],
                constraint("''", "logEvents.1.member.message", "Member must have length greater than or equal to 1"),
            ],
        ];
        for (const [what, events, error] of refused) {
            it(`not ${what}, and nothing of it`, async () => {
                await rejects(put(events() as never), error);
                deepEqual((await get()).messages, []);
            });
        }

        const rejected: [string, number[], object, string[]][] = [
            ["too new", [0, 7201], { tooNewLogEventStartIndex: 1 }, ["at 0"]],
            ["too old", [-14 * 86_400 - 1, -3600], { tooOldLogEventEndIndex: 1 }, ["at -3600"]],
            [
                "expired, too old and too new",
                [-15 * 86_400, -8 * 86_400, -7 * 86_400, 7201],
                { tooOldLogEventEndIndex: 1, expiredLogEventEndIndex: 2, tooNewLogEventStartIndex: 3 },
                ["at -604800"],
            ],
            [
                "all too old",
                [-15 * 86_400, -15 * 86_400],
                { tooOldLogEventEndIndex: 2, expiredLogEventEndIndex: 2 },
                [],
            ],
        ];
        for (const [what, seconds, info, left] of rejected) {
            it(`what is left when events are ${what}`, async () => {
                if (what !== "too old") await logs.PutRetentionPolicy({ logGroupName, retentionInDays: 7 });
                const { rejectedLogEventsInfo } = await put(seconds.map((at) => event(at)));
                deepEqual([rejectedLogEventsInfo, (await get()).messages], [info, left]);
            });
        }

        it("no entity", async () => {
            await rejects(
                logs.PutLogEvents({ logGroupName, logStreamName, logEvents: [event(0)], entity: {} }),
                awsError("NotImplemented", "The laptop AWS does not implement entities of log events.", 501),
            );
        });

        it("what makes the group larger by each message and 26 bytes", async () => {
            await put([event(0, "four"), event(0, "潮")]);
            equal((await logs.DescribeLogGroups({})).logGroups[0]?.storedBytes, 4 + 26 + 3 + 26);
        });
    });

    describe("are read", () => {
        beforeEach(() => put([event(-4), event(-3), event(-2), event(-1), event(0)]));

        it("with the times of events and of their arrival", async () => {
            await clock.advance(7);
            await put([event(5)]);
            deepEqual((await get({ limit: 1 })).events, [
                { timestamp: now + 5 * second, message: "at 5", ingestionTime: now + 7 * second },
            ]);
        });

        it("with times of whole milliseconds, when it is a fraction later", async () => {
            await clock.advance(10.0005);
            await logs.CreateLogStream({ logGroupName, logStreamName: "fraction" });
            await put([{ timestamp: clock.now(), message: "a" }], "fraction");
            const at = now + 10 * second;
            const { events, nextForwardToken } = await get({ logStreamName: "fraction", startTime: now + 0.5 });
            deepEqual(events, [{ timestamp: at, message: "a", ingestionTime: at }]);
            deepEqual((await get({ logStreamName: "fraction", nextToken: nextForwardToken })).messages, []);
            const { logStreams } = await logs.DescribeLogStreams({ logGroupName, logStreamNamePrefix: "f" });
            equal(logStreams[0]?.creationTime, at);
        });

        it("from the end, in the order of time, back to the beginning", async () => {
            const last = await get({ limit: 2 });
            const middle = await get({ limit: 2, nextToken: last.nextBackwardToken });
            const first = await get({ limit: 2, nextToken: middle.nextBackwardToken });
            const none = await get({ limit: 2, nextToken: first.nextBackwardToken });
            deepEqual(
                [last.messages, middle.messages, first.messages, none.messages],
                [["at -1", "at 0"], ["at -3", "at -2"], ["at -4"], []],
            );
            equal(none.nextBackwardToken, first.nextBackwardToken);
            deepEqual((await get({ nextToken: none.nextForwardToken })).messages.length, 5);
        });

        it("from the beginning, and on when more has come", async () => {
            const first = await get({ startFromHead: true, limit: 4 });
            const rest = await get({ startFromHead: true, limit: 4, nextToken: first.nextForwardToken });
            const none = await get({ startFromHead: true, limit: 4, nextToken: rest.nextForwardToken });
            deepEqual(
                [first.messages, rest.messages, none.messages],
                [["at -4", "at -3", "at -2", "at -1"], ["at 0"], []],
            );
            notEqual(rest.nextForwardToken, first.nextForwardToken);
            equal(none.nextForwardToken, rest.nextForwardToken);
            await put([event(0, "another one of now")]);
            deepEqual((await get({ nextToken: none.nextForwardToken })).messages, ["another one of now"]);
        });

        it("from an empty stream, with tokens that find what comes", async () => {
            await logs.CreateLogStream({ logGroupName, logStreamName: "empty" });
            const { messages, nextForwardToken } = await get({ logStreamName: "empty" });
            deepEqual(messages, []);
            await put([event(1)], "empty");
            deepEqual((await get({ logStreamName: "empty", nextToken: nextForwardToken })).messages, ["at 1"]);
        });

        it("from a time on, until before another", async () => {
            deepEqual((await get({ startTime: now - 3 * second, endTime: now - 1 * second })).messages, [
                "at -3",
                "at -2",
            ]);
        });

        it("no more than 1 MiB at a time", async () => {
            for (let count = 0; count < 3; count++) await put([event(1, "x".repeat(500_000))]);
            const { events, nextBackwardToken } = await get();
            equal(events.length, 2);
            equal((await get({ nextToken: nextBackwardToken })).events.length, 6);
        });

        it("only as long as they are kept", async () => {
            await logs.PutRetentionPolicy({ logGroupName, retentionInDays: 1 });
            await clock.advance(day / second - 2);
            deepEqual((await get()).messages, ["at -2", "at -1", "at 0"]);
            deepEqual(await find(), ["at -2", "at -1", "at 0"]);
            await clock.advance(3);
            deepEqual((await get()).messages, []);
            equal((await logs.DescribeLogGroups({})).logGroups[0]?.storedBytes, 0);
        });

        for (const nextToken of ["f/1/s", "x", ""]) {
            it(`not with the token ${JSON.stringify(nextToken)}`, async () => {
                await rejects(get({ nextToken }), invalid("The specified nextToken is invalid."));
            });
        }

        it("not more than 10,000 at a time, and not unmasked", async () => {
            await rejects(
                get({ limit: 10_001 }),
                constraint("'10001'", "limit", "Member must have value less than or equal to 10000"),
            );
            const masked = awsError(
                "NotImplemented",
                "The laptop AWS does not implement the unmasking of log events.",
                501,
            );
            await rejects(get({ unmask: true }), masked);
            await rejects(find({ unmask: true }), masked);
        });

        it("each once, whatever the order of writing and the size of pages", async () => {
            await fc.assert(
                fc.asyncProperty(
                    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 20 }),
                    fc.integer({ min: 1, max: 7 }),
                    fc.boolean(),
                    async (times, limit, startFromHead) => {
                        await logs.CreateLogStream({ logGroupName, logStreamName: "property" });
                        for (const [index, at] of times.entries()) await put([event(at, String(index))], "property");
                        const read: (string | undefined)[] = [];
                        let nextToken: string | undefined;
                        for (;;) {
                            const page = await get({ logStreamName: "property", limit, startFromHead, nextToken });
                            if (startFromHead) read.push(...page.messages);
                            else read.unshift(...page.messages);
                            const next = startFromHead ? page.nextForwardToken : page.nextBackwardToken;
                            if (next === nextToken) break;
                            nextToken = next;
                        }
                        await logs.DeleteLogStream({ logGroupName, logStreamName: "property" });
                        const expected = [...times.entries()].sort(([i, a], [j, b]) => a - b || i - j);
                        deepEqual(
                            read,
                            expected.map(([index]) => String(index)),
                        );
                    },
                ),
                { numRuns: 50 },
            );
        });
    });

    describe("are searched", () => {
        beforeEach(async () => {
            await logs.CreateLogStream({ logGroupName, logStreamName: "other/b" });
            await put([event(-4, "ERROR one"), event(-2, "WARN two")]);
            await put([event(-3, "ERRORCODE: -1 [x]"), event(-1, "error WARN ERROR")], "other/b");
        });
        const all = ["ERROR one", "ERRORCODE: -1 [x]", "WARN two", "error WARN ERROR"];

        it("together, in the order of time, with ids that differ", async () => {
            const { events, searchedLogStreams } = await logs.FilterLogEvents({ logGroupName });
            deepEqual(
                events.map(({ message }) => message),
                all,
            );
            deepEqual(
                { ...events[0], eventId: undefined },
                {
                    logStreamName,
                    timestamp: now - 4 * second,
                    message: "ERROR one",
                    ingestionTime: now,
                    eventId: undefined,
                },
            );
            equal(new Set(events.map(({ eventId }) => eventId)).size, 4);
            deepEqual(searchedLogStreams, []);
        });

        for (const [pattern, found] of [
            ["", all],
            [" ", all],
            ["ERROR", ["ERROR one", "ERRORCODE: -1 [x]", "error WARN ERROR"]],
            ["ERROR WARN", ["error WARN ERROR"]],
            ["?one ?two", ["ERROR one", "WARN two"]],
            ["WARN ?one", ["WARN two", "error WARN ERROR"]],
            ["ERROR -WARN", ["ERROR one", "ERRORCODE: -1 [x]"]],
            ['ERROR -"[x]"', ["ERROR one", "error WARN ERROR"]],
            ['"-1 [x]"', ["ERRORCODE: -1 [x]"]],
            ["nothing", []],
        ] as const) {
            it(`for ${JSON.stringify(pattern)}`, async () => {
                deepEqual(await find({ filterPattern: pattern }), found);
            });
        }

        for (const [pattern, kind] of [
            ['{ $.level = "error" }', "JSON"],
            ["[level, text]", "space-delimited"],
            ["%ERR.*%", "regular expression"],
        ]) {
            it(`not for ${String(pattern)}`, async () => {
                await rejects(
                    find({ filterPattern: pattern }),
                    awsError(
                        "NotImplemented",
                        `The laptop AWS does not implement ${String(kind)} filter patterns.`,
                        501,
                    ),
                );
            });
        }

        for (const pattern of ["a:b", `"open`, "?"]) {
            it(`not for ${pattern}, which is no pattern`, async () => {
                await rejects(find({ filterPattern: pattern }), invalid("Invalid filter pattern"));
            });
        }

        it("by name or by prefix, but not by both", async () => {
            deepEqual(await find({ logStreamNames: ["other/b"] }), ["ERRORCODE: -1 [x]", "error WARN ERROR"]);
            deepEqual(await find({ logStreamNamePrefix: "main/" }), ["ERROR one", "WARN two"]);
            await rejects(find({ logStreamNames: ["none"] }), noStream);
            await rejects(
                find({ logStreamNames: ["other/b"], logStreamNamePrefix: "main/" }),
                invalid("LogStream names and LogStream name prefix are mutually exclusive parameters."),
            );
        });

        it("from a time on, up to and with another", async () => {
            deepEqual(await find({ startTime: now - 3 * second, endTime: now - 2 * second }), [all[1], all[2]]);
        });

        it("page by page, and the last page says so", async () => {
            const first = await logs.FilterLogEvents({ logGroupName, limit: 3 });
            const { nextToken } = first;
            const last = await logs.FilterLogEvents({ logGroupName, limit: 3, nextToken });
            deepEqual([first.events.length, last.events.length, last.nextToken], [3, 1, undefined]);
        });

        it("from the end, where a time is given from which on", async () => {
            const input = { logGroupName, startFromHead: false, startTime: now - hour, limit: 3 };
            const first = await logs.FilterLogEvents(input);
            const last = await logs.FilterLogEvents({ ...input, nextToken: first.nextToken });
            deepEqual(
                [...first.events, ...last.events].map(({ message }) => message),
                [...all].reverse(),
            );
            await rejects(
                find({ startFromHead: false, startTime: Date.parse("2023-12-31T23:59:59Z") }),
                invalid("startFromHead can be false only when startTime is on or after 2024-01-01T00:00:00Z."),
            );
        });
    });
});
