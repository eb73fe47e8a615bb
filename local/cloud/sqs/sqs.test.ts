import { deepEqual, equal, notEqual, rejects } from "node:assert/strict";

import { queryErrorCode } from "../queryErrorCode";
import { awsError, MessagingFixture } from "../testing/messagingFixture";

const QueueUrl = "https://sqs.us-east-1.amazonaws.com/123456789012/inbox";
const QueueArn = "arn:aws:sqs:us-east-1:123456789012:inbox";
const noQueue = awsError("QueueDoesNotExist", "The specified queue does not exist.");

describe("SQS", () => {
    let fixture: MessagingFixture;
    let sqs: MessagingFixture["sqs"];
    beforeEach(async () => {
        fixture = new MessagingFixture();
        ({ sqs } = fixture);
        await sqs.CreateQueue({ QueueName: "inbox" });
    });
    const send = async (MessageBody: string) => (await sqs.SendMessage({ QueueUrl, MessageBody })).MessageId;
    const receive = async (input: object = {}) =>
        (await sqs.ReceiveMessage({ QueueUrl, MaxNumberOfMessages: 10, ...input })).Messages ?? [];
    const attribute = async (AttributeName: "RedrivePolicy" | "ApproximateNumberOfMessages" | "VisibilityTimeout") =>
        (await sqs.GetQueueAttributes({ QueueUrl, AttributeNames: [AttributeName] })).Attributes[AttributeName];

    describe("queues", () => {
        it("have AWS's URL, ARN and defaults", async () => {
            deepEqual(await sqs.GetQueueUrl({ QueueName: "inbox" }), { QueueUrl });
            deepEqual((await sqs.GetQueueAttributes({ QueueUrl, AttributeNames: ["All"] })).Attributes, {
                DelaySeconds: "0",
                MaximumMessageSize: "1048576",
                MessageRetentionPeriod: "345600",
                ReceiveMessageWaitTimeSeconds: "0",
                VisibilityTimeout: "30",
                SqsManagedSseEnabled: "true",
                QueueArn,
                ApproximateNumberOfMessages: "0",
                ApproximateNumberOfMessagesDelayed: "0",
                ApproximateNumberOfMessagesNotVisible: "0",
                CreatedTimestamp: "1767225600",
                LastModifiedTimestamp: "1767225600",
            });
            deepEqual(await sqs.GetQueueAttributes({ QueueUrl }), { Attributes: {} });
            deepEqual(sqs.inventory(), [QueueArn]);
        });

        it("are the same when they are made again alike, and refused otherwise", async () => {
            const Attributes = { VisibilityTimeout: "60" };
            await sqs.CreateQueue({ QueueName: "other", Attributes });
            await sqs.CreateQueue({ QueueName: "other", Attributes });
            await sqs.CreateQueue({ QueueName: "other" });
            await rejects(
                sqs.CreateQueue({ QueueName: "other", Attributes: { VisibilityTimeout: "61" } }),
                awsError(
                    "QueueNameExists",
                    "A queue already exists with the same name and a different value for attribute VisibilityTimeout",
                ),
            );
            equal(sqs.inventory().length, 2);
        });

        it("are listed by prefix, and gone once deleted", async () => {
            await sqs.CreateQueue({ QueueName: "outbox" });
            deepEqual(await sqs.ListQueues({ QueueNamePrefix: "in" }), { QueueUrls: [QueueUrl] });
            equal((await sqs.ListQueues({})).QueueUrls.length, 2);
            await sqs.DeleteQueue({ QueueUrl });
            await rejects(sqs.GetQueueUrl({ QueueName: "inbox" }), noQueue);
            await rejects(send("late"), noQueue);
            await rejects(sqs.DeleteQueue({ QueueUrl }), noQueue);
            equal(queryErrorCode("QueueDoesNotExist"), "AWS.SimpleQueueService.NonExistentQueue");
            equal(queryErrorCode("InvalidParameterValue"), "InvalidParameterValue");
        });

        it("of another account, or with a URL that is none, do not exist", async () => {
            await rejects(sqs.ReceiveMessage({ QueueUrl: QueueUrl.replace("1234", "4321") }), noQueue);
            await rejects(sqs.ReceiveMessage({ QueueUrl: "inbox" }), noQueue);
            equal(
                (await sqs.ReceiveMessage({ QueueUrl: "http://127.0.0.1:4566/123456789012/inbox" })).Messages,
                undefined,
            );
        });

        it("take an empty policy as none, and encrypt by one kind of key", async () => {
            const { url } = await fixture.queue("encrypted", { KmsMasterKeyId: "alias/articles" });
            await sqs.SetQueueAttributes({ QueueUrl: url, Attributes: { Policy: "" } });
            const AttributeNames = ["Policy", "KmsMasterKeyId", "SqsManagedSseEnabled"] as const;
            const asked = { QueueUrl: url, AttributeNames: [...AttributeNames] };
            deepEqual((await sqs.GetQueueAttributes(asked)).Attributes, {
                KmsMasterKeyId: "alias/articles",
                SqsManagedSseEnabled: "false",
            });
            await sqs.SetQueueAttributes({ QueueUrl: url, Attributes: { SqsManagedSseEnabled: "true" } });
            deepEqual((await sqs.GetQueueAttributes(asked)).Attributes, { SqsManagedSseEnabled: "true" });
        });

        const redrive = (value: object) => JSON.stringify(value);
        const arn = "arn:aws:sqs:us-east-1:123456789012:dead";
        const refused: [Record<string, string>, string, string][] = [
            [
                { VisibilityTimeout: "43201" },
                "InvalidAttributeValue",
                "Invalid value for the parameter VisibilityTimeout.",
            ],
            [
                { MessageRetentionPeriod: "59" },
                "InvalidAttributeValue",
                "Invalid value for the parameter MessageRetentionPeriod.",
            ],
            [{ DelaySeconds: "x" }, "InvalidAttributeValue", "Invalid value for the parameter DelaySeconds."],
            [
                { SqsManagedSseEnabled: "yes" },
                "InvalidAttributeValue",
                "Invalid value for the parameter SqsManagedSseEnabled.",
            ],
            [{ Policy: "{}" }, "InvalidAttributeValue", "Invalid value for the parameter Policy."],
            [{ QueueArn }, "InvalidAttributeName", "Unknown Attribute QueueArn."],
            [{ Colour: "red" }, "InvalidAttributeName", "Unknown Attribute Colour."],
            [
                { KmsMasterKeyId: "alias/articles", SqsManagedSseEnabled: "true" },
                "InvalidAttributeName",
                "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
            ],
            [
                { RedrivePolicy: redrive({ deadLetterTargetArn: arn, maxReceiveCount: 3 }) },
                "InvalidParameterValue",
                `Value ${redrive({ deadLetterTargetArn: arn, maxReceiveCount: 3 })} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`,
            ],
            [
                { RedrivePolicy: redrive({ deadLetterTargetArn: QueueArn }) },
                "InvalidParameterValue",
                `Value ${redrive({ deadLetterTargetArn: QueueArn })} for parameter RedrivePolicy is invalid. Reason: Redrive policy does not contain mandatory attribute: maxReceiveCount.`,
            ],
            [
                { RedrivePolicy: redrive({ deadLetterTargetArn: QueueArn, maxReceiveCount: 0 }) },
                "InvalidParameterValue",
                `Value ${redrive({ deadLetterTargetArn: QueueArn, maxReceiveCount: 0 })} for parameter RedrivePolicy is invalid. Reason: Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.`,
            ],
            [
                { RedrivePolicy: "3" },
                "InvalidParameterValue",
                "Value 3 for parameter RedrivePolicy is invalid. Reason: Redrive policy is not a valid JSON map.",
            ],
        ];
        for (const [Attributes, code, message] of refused) {
            it(`are refused with ${JSON.stringify(Attributes)}`, async () => {
                await rejects(sqs.CreateQueue({ QueueName: "other", Attributes }), awsError(code, message));
                await rejects(sqs.SetQueueAttributes({ QueueUrl, Attributes }), awsError(code, message));
                deepEqual(sqs.inventory(), [QueueArn]);
                equal(await attribute("VisibilityTimeout"), "30");
            });
        }

        for (const [QueueName, code] of [
            ["a b", "InvalidParameterValue"],
            ["a".repeat(81), "InvalidParameterValue"],
            ["inbox.fifo", "NotImplemented"],
            [undefined, "MissingParameter"],
        ] as const) {
            it(`are refused with the name ${String(QueueName)}`, async () => {
                await rejects(sqs.CreateQueue({ QueueName }), { code });
            });
        }
    });

    describe("messages", () => {
        it("arrive in order, with digests and simulated times", async () => {
            const id = await send("one");
            await fixture.clock.advance(90);
            await send("two");
            const [first, second, ...more] = await receive({ MessageSystemAttributeNames: ["All"] });
            deepEqual(
                [first?.MessageId, first?.Body, first?.MD5OfBody],
                [id, "one", "f97c5d29941bfb1b2fdab0874906ab82"],
            );
            deepEqual(first?.Attributes, {
                SentTimestamp: "1767225600000",
                ApproximateReceiveCount: "1",
                ApproximateFirstReceiveTimestamp: "1767225690000",
            });
            equal(second?.Attributes?.SentTimestamp, "1767225690000");
            deepEqual(more, []);
        });

        it("carry attributes to those who ask for them", async () => {
            const MessageAttributes = {
                "run.id": { DataType: "String", StringValue: "7" },
                size: { DataType: "Number", StringValue: "3" },
                raw: { DataType: "Binary", BinaryValue: Buffer.from("x") },
            };
            const sent = await sqs.SendMessage({ QueueUrl, MessageBody: "x", MessageAttributes });
            const again = { VisibilityTimeout: 0 };
            equal((await receive(again))[0]?.MessageAttributes, undefined);
            const [all] = await receive({ ...again, MessageAttributeNames: ["All"] });
            deepEqual(all?.MessageAttributes, MessageAttributes);
            equal(all?.MD5OfMessageAttributes, sent.MD5OfMessageAttributes);
            const [some] = await receive({ ...again, MessageAttributeNames: ["run.*", "size"] });
            deepEqual(Object.keys(some?.MessageAttributes ?? {}), ["run.id", "size"]);
            notEqual(some?.MD5OfMessageAttributes, sent.MD5OfMessageAttributes);
        });

        it("digest their attributes as AWS documents it", async () => {
            const MessageAttributes = { color: { DataType: "String", StringValue: "blue" } };
            const sent = await sqs.SendMessage({ QueueUrl, MessageBody: "x", MessageAttributes });
            // md5 of 00000005 color 00000006 String 01 00000004 blue
            equal(sent.MD5OfMessageAttributes, "da1b33cc3cbfe8b1630921e78e6b9880");
        });

        it("are hidden while somebody works on them, and come back with a new handle", async () => {
            await send("one");
            const [first] = await receive();
            deepEqual(await receive(), []);
            fixture.wall.pass(29);
            deepEqual(await receive(), []);
            fixture.wall.pass(1);
            const [again] = await receive({ AttributeNames: ["ApproximateReceiveCount"] });
            deepEqual(again?.Attributes, { ApproximateReceiveCount: "2" });
            await sqs.DeleteMessage({ QueueUrl, ReceiptHandle: first?.ReceiptHandle });
            fixture.wall.pass(30);
            equal(await attribute("ApproximateNumberOfMessages"), "1", "an old handle deletes nothing");
            await sqs.DeleteMessage({ QueueUrl, ReceiptHandle: again?.ReceiptHandle });
            equal(await attribute("ApproximateNumberOfMessages"), "0");
            await sqs.DeleteMessage({ QueueUrl, ReceiptHandle: again?.ReceiptHandle });
            equal(fixture.wall.timers, 0);
        });

        it("do not come back once they are deleted", async () => {
            await send("one");
            const [{ ReceiptHandle } = { ReceiptHandle: "" }] = await receive();
            await sqs.DeleteMessage({ QueueUrl, ReceiptHandle });
            equal(fixture.wall.timers, 0);
            fixture.wall.pass(30);
            deepEqual(await receive(), []);
        });

        it("are hidden longer, or given back, by ChangeMessageVisibility", async () => {
            await send("one");
            const [{ ReceiptHandle } = { ReceiptHandle: "" }] = await receive();
            await sqs.ChangeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 100 });
            fixture.wall.pass(99);
            deepEqual(await receive(), []);
            await sqs.ChangeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
            await rejects(sqs.ChangeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 1 }), {
                code: "MessageNotInflight",
            });
            equal((await receive()).length, 1);
        });

        it("are delayed when asked", async () => {
            await sqs.SendMessage({ QueueUrl, MessageBody: "later", DelaySeconds: 5 });
            deepEqual(await receive(), []);
            fixture.wall.pass(5);
            equal((await receive()).length, 1);
        });

        it("are counted by what becomes of them", async () => {
            for (const body of ["1", "2", "3"]) await send(body);
            await sqs.SendMessage({ QueueUrl, MessageBody: "later", DelaySeconds: 5 });
            await receive({ MaxNumberOfMessages: 1 });
            const { Attributes } = await sqs.GetQueueAttributes({
                QueueUrl,
                AttributeNames: [
                    "ApproximateNumberOfMessages",
                    "ApproximateNumberOfMessagesDelayed",
                    "ApproximateNumberOfMessagesNotVisible",
                ],
            });
            deepEqual(Object.values(Attributes), ["2", "1", "1"]);
        });

        it("are forgotten after the retention period, in simulated time", async () => {
            await sqs.SetQueueAttributes({ QueueUrl, Attributes: { MessageRetentionPeriod: "60" } });
            await send("one");
            await send("two");
            await receive({ MaxNumberOfMessages: 1, VisibilityTimeout: 0 });
            await fixture.clock.advance(59);
            equal((await receive({ VisibilityTimeout: 0 })).length, 2);
            await fixture.clock.advance(1);
            deepEqual(await receive(), []);
            equal(await attribute("ApproximateNumberOfMessages"), "0");
        });

        it("are sent and deleted in batches, each on its own", async () => {
            const sent = await sqs.SendMessageBatch({
                QueueUrl,
                Entries: [
                    { Id: "good", MessageBody: "one" },
                    { Id: "bad", MessageBody: "\u0001" },
                ],
            });
            deepEqual(
                sent.Successful.map(({ Id, MD5OfMessageBody }) => [Id, MD5OfMessageBody]),
                [["good", "f97c5d29941bfb1b2fdab0874906ab82"]],
            );
            deepEqual(sent.Failed, [
                {
                    Id: "bad",
                    SenderFault: true,
                    Code: "InvalidMessageContents",
                    Message:
                        "Invalid binary character '#x1' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
                },
            ]);
            const [{ ReceiptHandle } = { ReceiptHandle: "" }] = await receive();
            const Entries = [
                { Id: "a", ReceiptHandle },
                { Id: "b", ReceiptHandle: "none" },
            ];
            const deleted = await sqs.DeleteMessageBatch({ QueueUrl, Entries });
            deepEqual(deleted.Successful, [{ Id: "a" }]);
            deepEqual(
                deleted.Failed.map(({ Id, Code }) => [Id, Code]),
                [["b", "ReceiptHandleIsInvalid"]],
            );
        });

        for (const [what, ids, code, message] of [
            [
                "nothing",
                [],
                "EmptyBatchRequest",
                "There should be at least one SendMessageBatchRequestEntry in the request.",
            ],
            [
                "eleven",
                [..."abcdefghijk"],
                "TooManyEntriesInBatchRequest",
                "Maximum number of entries per request are 10. You have sent 11.",
            ],
            ["the same Id twice", ["a", "a"], "BatchEntryIdsNotDistinct", "Id a repeated."],
            [
                "an Id with a dot",
                ["a.b"],
                "InvalidBatchEntryId",
                "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
            ],
        ] as const) {
            it(`are refused in a batch of ${what}`, async () => {
                const Entries = ids.map((Id) => ({ Id, MessageBody: "x" }));
                await rejects(sqs.SendMessageBatch({ QueueUrl, Entries }), awsError(code, message));
                equal(await attribute("ApproximateNumberOfMessages"), "0");
            });
        }

        for (const [what, input, code, message] of [
            ["no body", { MessageBody: "" }, "MissingParameter", "The request must contain the parameter MessageBody."],
            [
                "too long a body",
                { MessageBody: "x".repeat(1_048_577) },
                "InvalidParameterValue",
                "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.",
            ],
            [
                "too long a delay",
                { MessageBody: "x", DelaySeconds: 901 },
                "InvalidParameterValue",
                "Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.",
            ],
            [
                "an attribute without a type",
                { MessageBody: "x", MessageAttributes: { a: { DataType: "", StringValue: "x" } } },
                "InvalidParameterValue",
                "The message attribute 'a' must contain a non-empty message attribute type.",
            ],
            [
                "an attribute of an unknown type",
                { MessageBody: "x", MessageAttributes: { a: { DataType: "Text", StringValue: "x" } } },
                "InvalidParameterValue",
                "The type of message attribute 'a' is invalid. You must use only the following supported type prefixes: Binary, Number, String.",
            ],
            [
                "an attribute without a value",
                { MessageBody: "x", MessageAttributes: { a: { DataType: "String" } } },
                "InvalidParameterValue",
                "The message attribute 'a' must contain a non-empty message attribute value for message attribute type 'String'.",
            ],
        ] as const) {
            it(`are refused with ${what}`, async () => {
                await rejects(sqs.SendMessage({ QueueUrl, ...input }), awsError(code, message));
            });
        }

        it("are purged, once in 60 simulated seconds", async () => {
            await send("one");
            await send("two");
            await receive({ MaxNumberOfMessages: 1 });
            await sqs.PurgeQueue({ QueueUrl });
            fixture.wall.pass(60);
            deepEqual(await receive(), []);
            await rejects(
                sqs.PurgeQueue({ QueueUrl }),
                awsError(
                    "PurgeQueueInProgress",
                    "Only one PurgeQueue operation on inbox is allowed every 60 seconds.",
                    403,
                ),
            );
            await fixture.clock.advance(60);
            await sqs.PurgeQueue({ QueueUrl });
        });
    });

    describe("a receiver", () => {
        it("gets what comes while it waits, and only once", async () => {
            const first = receive({ WaitTimeSeconds: 20 });
            const second = receive({ WaitTimeSeconds: 20 });
            await send("one");
            deepEqual(
                (await first).map(({ Body }) => Body),
                ["one"],
            );
            fixture.wall.pass(20);
            deepEqual(await second, []);
        });

        it("waits as long as the queue says when it does not say", async () => {
            await sqs.SetQueueAttributes({ QueueUrl, Attributes: { ReceiveMessageWaitTimeSeconds: "3" } });
            let answered = false;
            const waiting = receive().then(() => (answered = true));
            await turn();
            fixture.wall.pass(2);
            await turn();
            equal(answered, false);
            fixture.wall.pass(1);
            await waiting;
        });

        it("gets a message that becomes visible again", async () => {
            await send("one");
            await receive({ VisibilityTimeout: 5 });
            const waiting = receive({ WaitTimeSeconds: 20 });
            await turn();
            fixture.wall.pass(5);
            equal((await waiting).length, 1);
        });

        it("that goes away takes no message with it", async () => {
            const gone = new AbortController();
            const waiting = receive({ WaitTimeSeconds: 20, abortSignal: gone.signal });
            await turn();
            gone.abort();
            deepEqual(await waiting, []);
            await send("one");
            deepEqual(await receive({ abortSignal: gone.signal }), []);
            deepEqual(
                (await receive()).map(({ Body }) => Body),
                ["one"],
            );
        });

        it("stops waiting when the laptop AWS or the queue does", async () => {
            const waiting = receive({ WaitTimeSeconds: 20 });
            await turn();
            await sqs.DeleteQueue({ QueueUrl });
            deepEqual(await waiting, []);
            await sqs.CreateQueue({ QueueName: "inbox" });
            await send("one");
            await receive();
            const again = receive({ WaitTimeSeconds: 20 });
            await turn();
            sqs.close();
            deepEqual(await again, []);
            equal(fixture.wall.timers, 0);
        });

        for (const [input, message] of [
            [
                { MaxNumberOfMessages: 11 },
                "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
            ],
            [
                { MaxNumberOfMessages: 0 },
                "Value 0 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
            ],
            [
                { WaitTimeSeconds: 21 },
                "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be between 0 and 20, if provided.",
            ],
            [
                { VisibilityTimeout: -1 },
                "Value -1 for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.",
            ],
        ] as const) {
            it(`is refused with ${JSON.stringify(input)}`, async () => {
                await rejects(receive(input), awsError("InvalidParameterValue", message));
            });
        }
    });

    describe("dead letters", () => {
        let dead: { url: string; arn: string };
        beforeEach(async () => {
            dead = await fixture.queue("dead");
            const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 });
            await sqs.SetQueueAttributes({ QueueUrl, Attributes: { RedrivePolicy } });
        });

        it("are what was received as often as allowed; they keep their age", async () => {
            const id = await send("poison");
            await fixture.clock.advance(10);
            for (let time = 0; time < 2; time++) {
                equal((await receive({ VisibilityTimeout: 0 })).length, 1);
            }
            await send("good");
            deepEqual(
                (await receive()).map(({ Body }) => Body),
                ["good"],
            );
            const { Messages = [] } = await sqs.ReceiveMessage({
                QueueUrl: dead.url,
                MessageSystemAttributeNames: ["All"],
            });
            deepEqual(
                Messages.map(({ MessageId, Body, Attributes }) => [MessageId, Body, Attributes]),
                [
                    [
                        id,
                        "poison",
                        {
                            SentTimestamp: "1767225600000",
                            ApproximateReceiveCount: "1",
                            ApproximateFirstReceiveTimestamp: "1767225610000",
                            DeadLetterQueueSourceArn: QueueArn,
                        },
                    ],
                ],
            );
        });

        it("stay where they are when their queue is gone", async () => {
            await send("poison");
            await sqs.DeleteQueue({ QueueUrl: dead.url });
            for (let time = 0; time < 4; time++) equal((await receive({ VisibilityTimeout: 0 })).length, 1);
        });

        it("are only taken from the queues that the target allows", async () => {
            for (const [policy, taken] of [
                [{ redrivePermission: "denyAll" }, false],
                [{ redrivePermission: "byQueue", sourceQueueArns: [dead.arn] }, false],
                [{ redrivePermission: "byQueue", sourceQueueArns: [QueueArn] }, true],
                [{ redrivePermission: "allowAll" }, true],
            ] as const) {
                const RedriveAllowPolicy = JSON.stringify(policy);
                await sqs.SetQueueAttributes({ QueueUrl: dead.url, Attributes: { RedriveAllowPolicy } });
                const set = sqs.SetQueueAttributes({
                    QueueUrl,
                    Attributes: { RedrivePolicy: (await attribute("RedrivePolicy")) as string },
                });
                if (taken) await set;
                else await rejects(set, { code: "InvalidParameterValue" });
            }
        });
    });

    describe("a queue encrypted with a key", () => {
        it("fails when the key is disabled, waits for its deletion, or is not there", async () => {
            const { Arn } = (await fixture.kms.CreateKey({})).KeyMetadata;
            await sqs.SetQueueAttributes({ QueueUrl, Attributes: { KmsMasterKeyId: Arn } });
            await send("one");
            await fixture.kms.DisableKey({ KeyId: Arn });
            await rejects(receive(), awsError("KmsDisabled", `${Arn} is disabled.`));
            await fixture.kms.ScheduleKeyDeletion({ KeyId: Arn });
            await rejects(send("two"), awsError("KmsInvalidState", `${Arn} is pending deletion.`));
            await sqs.SetQueueAttributes({ QueueUrl, Attributes: { KmsMasterKeyId: "alias/none" } });
            await rejects(
                receive(),
                awsError("KmsNotFound", "Alias arn:aws:kms:us-east-1:123456789012:alias/none is not found."),
            );
            await sqs.SetQueueAttributes({ QueueUrl, Attributes: { KmsMasterKeyId: "alias/aws/sqs" } });
            equal((await receive()).length, 1);
        });
    });
});

function turn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
}
