import { deepEqual, equal, match, rejects } from "node:assert/strict";

import { awsError, MessagingFixture, policy } from "../testing/messagingFixture";

const invalid = (reason: string) => awsError("InvalidParameter", `Invalid parameter: ${reason}`);
/** As AWS's CLI Command Reference shows it for get-topic-attributes. */
const defaultPolicy = {
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
        {
            Sid: "__default_statement_ID",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: [
                "SNS:GetTopicAttributes",
                "SNS:SetTopicAttributes",
                "SNS:AddPermission",
                "SNS:RemovePermission",
                "SNS:DeleteTopic",
                "SNS:Subscribe",
                "SNS:ListSubscriptionsByTopic",
                "SNS:Publish",
                "SNS:Receive",
            ],
            Resource: "arn:aws:sns:us-east-1:123456789012:topic",
            Condition: { StringEquals: { "AWS:SourceOwner": "123456789012" } },
        },
    ],
};

describe("SNS", () => {
    let fixture: MessagingFixture;
    let sns: MessagingFixture["sns"];
    let topic: string;
    let inbox: { url: string; arn: string };
    beforeEach(async () => {
        fixture = new MessagingFixture();
        ({ sns } = fixture);
        topic = await fixture.topic();
        inbox = await fixture.queue("inbox");
    });
    const publish = async (Message: string, others: object = {}) => {
        const { MessageId } = await sns.Publish({ TopicArn: topic, Message, ...others });
        await sns.flush();
        return MessageId;
    };
    const undelivered = () => fixture.entries.flatMap((entry) => (entry.kind === "undelivered" ? [entry.reason] : []));
    const delivered = () => fixture.entries.flatMap((entry) => (entry.kind === "published" ? [entry.delivered] : []));

    describe("topics", () => {
        it("are the same when they are made again alike, and refused otherwise", async () => {
            equal(topic, "arn:aws:sns:us-east-1:123456789012:topic");
            equal(await fixture.topic(), topic);
            await rejects(
                sns.CreateTopic({ Name: "topic", Attributes: { DisplayName: "Other" } }),
                invalid("Attributes Reason: Topic already exists with different attributes"),
            );
            deepEqual(await sns.ListTopics({}), { Topics: [{ TopicArn: topic }] });
        });

        it("tell what they were told, and how many subscribe", async () => {
            await sns.SetTopicAttributes({ TopicArn: topic, AttributeName: "DisplayName", AttributeValue: "Results" });
            await sns.SetTopicAttributes({
                TopicArn: topic,
                AttributeName: "KmsMasterKeyId",
                AttributeValue: "alias/k",
            });
            await fixture.subscribe(topic, inbox.arn);
            await sns.Subscribe({ TopicArn: topic, Protocol: "email", Endpoint: "a@example.com" });
            const { Policy, ...attributes } = (await sns.GetTopicAttributes({ TopicArn: topic })).Attributes;
            deepEqual(JSON.parse(Policy), defaultPolicy);
            deepEqual(attributes, {
                TopicArn: topic,
                Owner: "123456789012",
                DisplayName: "Results",
                KmsMasterKeyId: "alias/k",
                SubscriptionsConfirmed: "1",
                SubscriptionsPending: "1",
                SubscriptionsDeleted: "0",
            });
            await sns.SetTopicAttributes({ TopicArn: topic, AttributeName: "KmsMasterKeyId", AttributeValue: "" });
            equal((await sns.GetTopicAttributes({ TopicArn: topic })).Attributes.KmsMasterKeyId, undefined);
        });

        const publishing = { Effect: "Deny", Principal: "*", Action: "sns:Publish", Resource: "*" };
        for (const [what, AttributeName, AttributeValue, expected] of [
            ["a policy that is no JSON", "Policy", "{", invalid("Policy Error: This policy contains invalid Json")],
            [
                "a policy of all actions",
                "Policy",
                policy({ ...publishing, Action: "sns:*" }),
                invalid("Policy statement action out of service scope!"),
            ],
            [
                "a policy of another service",
                "Policy",
                policy({ ...publishing, Action: "sqs:SendMessage" }),
                invalid("Policy statement action out of service scope!"),
            ],
            ["an unknown attribute", "Colour", "red", invalid("AttributeName")],
            [
                "tracing",
                "TracingConfig",
                "Active",
                awsError("NotImplemented", "The laptop AWS has no TracingConfig of topics.", 501),
            ],
        ] as const) {
            it(`are refused ${what}`, async () => {
                await rejects(sns.SetTopicAttributes({ TopicArn: topic, AttributeName, AttributeValue }), expected);
            });
        }

        it("take a policy that denies plain HTTP", async () => {
            const AttributeValue = policy({ ...publishing, Condition: { Bool: { "aws:SecureTransport": "false" } } });
            await sns.SetTopicAttributes({ TopicArn: topic, AttributeName: "Policy", AttributeValue });
            equal((await sns.GetTopicAttributes({ TopicArn: topic })).Attributes.Policy, AttributeValue);
        });

        it("go with their subscriptions, also pending ones, and may be gone already", async () => {
            const subscription = await fixture.subscribe(topic, inbox.arn);
            await sns.Subscribe({ TopicArn: topic, Protocol: "email", Endpoint: "a@example.com" });
            equal(sns.inventory().length, 3);
            await sns.DeleteTopic({ TopicArn: topic });
            await sns.DeleteTopic({ TopicArn: topic });
            deepEqual(sns.inventory(), []);
            const noTopic = awsError("NotFound", "Topic does not exist", 404);
            await rejects(sns.GetTopicAttributes({ TopicArn: topic }), noTopic);
            await rejects(sns.Publish({ TopicArn: topic, Message: "x" }), noTopic);
            const noSubscription = awsError("NotFound", "Subscription does not exist", 404);
            await rejects(sns.Unsubscribe({ SubscriptionArn: subscription }), noSubscription);
        });

        it("are refused with a name or an ARN that cannot be", async () => {
            await rejects(sns.CreateTopic({ Name: "a b" }), invalid("Topic Name"));
            await rejects(sns.CreateTopic({ Name: "a.fifo" }), { code: "NotImplemented", statusCode: 501 });
            await rejects(sns.GetTopicAttributes({ TopicArn: "topic" }), invalid("TopicArn"));
        });
    });

    describe("subscriptions", () => {
        it("of queues are confirmed at once, and tell what they were told", async () => {
            const FilterPolicy = '{"inferenceId":[{"prefix":"smoke-"}]}';
            const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: inbox.arn });
            const told = { FilterPolicy, FilterPolicyScope: "MessageBody", RawMessageDelivery: "true", RedrivePolicy };
            const SubscriptionArn = await fixture.subscribe(topic, inbox.arn, told);
            match(SubscriptionArn, /^arn:aws:sns:us-east-1:123456789012:topic:[\da-f-]{36}$/);
            deepEqual((await sns.GetSubscriptionAttributes({ SubscriptionArn })).Attributes, {
                SubscriptionArn,
                TopicArn: topic,
                Owner: "123456789012",
                Protocol: "sqs",
                Endpoint: inbox.arn,
                PendingConfirmation: "false",
                ConfirmationWasAuthenticated: "true",
                ...told,
            });
            const listed = {
                SubscriptionArn,
                Owner: "123456789012",
                Protocol: "sqs",
                Endpoint: inbox.arn,
                TopicArn: topic,
            };
            deepEqual(await sns.ListSubscriptionsByTopic({ TopicArn: topic }), { Subscriptions: [listed] });
            deepEqual(await sns.ListSubscriptions({}), { Subscriptions: [listed] });
            await sns.Unsubscribe({ SubscriptionArn });
            deepEqual(await sns.ListSubscriptions({}), { Subscriptions: [] });
        });

        it("are the same when they are made again alike, and refused otherwise", async () => {
            const arn = await fixture.subscribe(topic, inbox.arn, { RawMessageDelivery: "true" });
            equal(await fixture.subscribe(topic, inbox.arn, { RawMessageDelivery: "true" }), arn);
            await rejects(
                fixture.subscribe(topic, inbox.arn),
                invalid("Attributes Reason: Subscription already exists with different attributes"),
            );
        });

        it("of e-mail stay pending, get nothing, and cannot be unsubscribed", async () => {
            const input = { TopicArn: topic, Protocol: "email", Endpoint: "a@example.com" };
            deepEqual(await sns.Subscribe(input), { SubscriptionArn: "pending confirmation" });
            const { SubscriptionArn } = await sns.Subscribe({ ...input, ReturnSubscriptionArn: true });
            equal((await sns.GetSubscriptionAttributes({ SubscriptionArn })).Attributes["PendingConfirmation"], "true");
            equal((await sns.ListSubscriptions({})).Subscriptions[0]?.SubscriptionArn, "PendingConfirmation");
            await publish("x");
            deepEqual([delivered(), undelivered()], [[0], []]);
            await rejects(
                sns.Unsubscribe({ SubscriptionArn }),
                invalid("Cannot unsubscribe a subscription that is pending confirmation"),
            );
        });

        for (const [protocol, endpoint, expected] of [
            ["sqs", "inbox", invalid("SQS endpoint ARN")],
            [
                "sqs",
                "arn:aws:sqs:us-east-1:123456789012:a.fifo",
                invalid(
                    "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
                ),
            ],
            ["email", "nobody", invalid("Email address")],
            [
                "lambda",
                "arn:aws:lambda:us-east-1:123456789012:function:f",
                awsError(
                    "NotImplemented",
                    "The laptop AWS delivers to SQS queues only; it has no subscriptions with protocol lambda.",
                    501,
                ),
            ],
            ["post", "a", invalid("Amazon SNS does not support this protocol string: post")],
        ] as const) {
            it(`are refused for ${protocol} ${endpoint}`, async () => {
                await rejects(sns.Subscribe({ TopicArn: topic, Protocol: protocol, Endpoint: endpoint }), expected);
            });
        }

        for (const [attributes, reason] of [
            [{ FilterPolicy: '{"a":[{"wildcard":"x*"}]}' }, "FilterPolicy: Unrecognized match type wildcard"],
            [{ FilterPolicy: "{" }, "FilterPolicy: failed to parse JSON."],
            [
                { FilterPolicy: '{"a":{"b":["x"]}}' },
                "Filter policy scope MessageAttributes does not support nested filter policy",
            ],
            [
                { FilterPolicyScope: "Body" },
                "FilterPolicyScope: Invalid value [Body]. Please use either MessageBody or MessageAttributes",
            ],
            [{ RawMessageDelivery: "yes" }, "RawMessageDelivery: Invalid value [yes]. Must be true or false."],
            [{ RedrivePolicy: "{" }, "RedrivePolicy: failed to parse JSON."],
            [{ RedrivePolicy: "{}" }, "RedrivePolicy: deadLetterTargetArn is an invalid arn"],
            [{ Colour: "red" }, "AttributeName"],
        ] as [Record<string, string>, string][]) {
            it(`are refused ${JSON.stringify(attributes)}, at once or later`, async () => {
                await rejects(fixture.subscribe(topic, inbox.arn, attributes), invalid(`Attributes Reason: ${reason}`));
                deepEqual((await sns.ListSubscriptions({})).Subscriptions, []);
                const SubscriptionArn = await fixture.subscribe(topic, inbox.arn);
                const [[AttributeName, AttributeValue] = ["", ""]] = Object.entries(attributes);
                await rejects(
                    sns.SetSubscriptionAttributes({ SubscriptionArn, AttributeName, AttributeValue }),
                    invalid(reason),
                );
            });
        }

        it("take a new filter policy, a new scope and none again", async () => {
            const SubscriptionArn = await fixture.subscribe(topic, inbox.arn, { RawMessageDelivery: "true" });
            const set = (AttributeName: string, AttributeValue: string) =>
                sns.SetSubscriptionAttributes({ SubscriptionArn, AttributeName, AttributeValue });
            await set("FilterPolicyScope", "MessageBody");
            await set("FilterPolicy", '{"a":{"b":["x"]}}');
            await publish('{"a":{"b":"y"}}');
            await publish('{"a":{"b":"x"}}');
            await rejects(
                set("FilterPolicyScope", "MessageAttributes"),
                invalid("Filter policy scope MessageAttributes does not support nested filter policy"),
            );
            await set("FilterPolicy", "{}");
            await publish("z");
            deepEqual(await fixture.bodies(inbox.url), ['{"a":{"b":"x"}}', "z"]);
            deepEqual(delivered(), [0, 1, 1]);
        });

        it("forget their scope with their filter policy", async () => {
            const SubscriptionArn = await fixture.subscribe(topic, inbox.arn, {
                FilterPolicy: '{"a":["x"]}',
                FilterPolicyScope: "MessageBody",
            });
            for (const [AttributeValue, scope] of [
                ["{}", undefined],
                ['{"a":["y"]}', "MessageAttributes"],
            ] as const) {
                await sns.SetSubscriptionAttributes({ SubscriptionArn, AttributeName: "FilterPolicy", AttributeValue });
                const { Attributes } = await sns.GetSubscriptionAttributes({ SubscriptionArn });
                equal(Attributes["FilterPolicyScope"], scope);
            }
        });
    });

    describe("a message", () => {
        it("comes in SNS's envelope, without a Subject where there is none", async () => {
            await fixture.subscribe(topic, inbox.arn);
            const MessageId = await publish("hello");
            const expected = {
                Type: "Notification",
                MessageId,
                TopicArn: topic,
                Message: "hello",
                Timestamp: "2026-01-01T00:00:00.000Z",
            };
            deepEqual(
                (await fixture.bodies(inbox.url)).map((body) => JSON.parse(body) as unknown),
                [expected],
            );
        });

        it("comes with Subject and attributes in the envelope", async () => {
            await fixture.subscribe(topic, inbox.arn);
            const MessageAttributes = {
                a: { DataType: "String", StringValue: "x" },
                b: { DataType: "Binary", BinaryValue: Buffer.from("y") },
            };
            await publish("hello", { Subject: "Alarm", MessageAttributes });
            const [body = "{}"] = await fixture.bodies(inbox.url);
            const { Subject, MessageAttributes: told } = JSON.parse(body) as Record<string, unknown>;
            equal(Subject, "Alarm");
            deepEqual(told, { a: { Type: "String", Value: "x" }, b: { Type: "Binary", Value: "eQ==" } });
        });

        it("comes as it is by raw delivery, with its attributes as the queue's", async () => {
            await fixture.subscribe(topic, inbox.arn, { RawMessageDelivery: "true" });
            const MessageAttributes = { a: { DataType: "String", StringValue: "x" } };
            await publish("hello", { MessageAttributes });
            const input = { QueueUrl: inbox.url, MessageAttributeNames: ["All"] };
            const { Messages = [] } = await fixture.sqs.ReceiveMessage(input);
            deepEqual(
                Messages.map(({ Body, MessageAttributes: told }) => [Body, told]),
                [["hello", MessageAttributes]],
            );
        });

        it("goes to every queue whose filter it passes, and is told to the journal with their number", async () => {
            const other = await fixture.queue("other");
            const filter = (prefix: string) => ({
                RawMessageDelivery: "true",
                FilterPolicyScope: "MessageBody",
                FilterPolicy: JSON.stringify({ inferenceId: [{ prefix }] }),
            });
            await fixture.subscribe(topic, inbox.arn, filter("smoke-"));
            await fixture.subscribe(topic, other.arn, filter("load-"));
            const messages = ["smoke-1", "load-1", "load-2", "own-1"].map((id) => JSON.stringify({ inferenceId: id }));
            for (const message of messages) await publish(message);
            deepEqual(await fixture.bodies(inbox.url), messages.slice(0, 1));
            deepEqual(await fixture.bodies(other.url), messages.slice(1, 3));
            deepEqual(
                fixture.entries,
                messages.map((message, index) => ({
                    at: fixture.clock.now(),
                    kind: "published",
                    topicArn: topic,
                    message,
                    delivered: index < 3 ? 1 : 0,
                })),
            );
        });

        it("is filtered by its attributes where the scope does not say otherwise", async () => {
            const FilterPolicy = '{"store":["a"],"price":[{"numeric":["<",10]}]}';
            await fixture.subscribe(topic, inbox.arn, { FilterPolicy, RawMessageDelivery: "true" });
            const sent = (store: string, price: string) => ({
                MessageAttributes: {
                    store: { DataType: "String", StringValue: store },
                    price: { DataType: "Number", StringValue: price },
                },
            });
            await publish("cheap", sent("a", "9.5"));
            await publish("dear", sent("a", "10"));
            await publish("elsewhere", sent("b", "1"));
            await publish('{"store":"a","price":1}');
            deepEqual(await fixture.bodies(inbox.url), ["cheap"]);
        });

        it("may say something else to each protocol", async () => {
            await fixture.subscribe(topic, inbox.arn, { RawMessageDelivery: "true" });
            await publish('{"default":"d","sqs":"s"}', { MessageStructure: "json" });
            await publish('{"default":"d","email":"e"}', { MessageStructure: "json" });
            deepEqual(await fixture.bodies(inbox.url), ["s", "d"]);
        });

        it("is delivered after the answer, in the order of publishing, while simulated time stands still", async () => {
            await fixture.subscribe(topic, inbox.arn, { RawMessageDelivery: "true" });
            const bodies = Array.from({ length: 9 }, (_, index) => `m${String(index)}`);
            await Promise.all(bodies.map((Message) => sns.Publish({ TopicArn: topic, Message })));
            deepEqual(await fixture.bodies(inbox.url), []);
            await fixture.clock.advance(60);
            const input = {
                QueueUrl: inbox.url,
                MaxNumberOfMessages: 10,
                MessageSystemAttributeNames: ["All" as const],
            };
            const { Messages = [] } = await fixture.sqs.ReceiveMessage(input);
            deepEqual(
                Messages.map(({ Body }) => Body),
                bodies,
            );
            deepEqual(new Set(Messages.map(({ Attributes }) => Attributes?.SentTimestamp)), new Set(["1767225600000"]));
        });

        for (const [input, expected] of [
            [{ Message: "" }, invalid("Empty message")],
            [{ Message: "x".repeat(262_145) }, invalid("Message too long")],
            [{ Message: "x", Subject: "a\nb" }, invalid("Subject")],
            [{ Message: "x", Subject: "a".repeat(101) }, invalid("Subject")],
            [
                { Message: "x", MessageStructure: "json" },
                invalid("Message Structure - JSON message body failed to parse"),
            ],
            [
                { Message: "{}", MessageStructure: "json" },
                invalid("Message Structure - No default entry in JSON message body"),
            ],
            [{ Message: "x", TopicArn: undefined }, invalid("TopicArn")],
            [
                { Message: "x", PhoneNumber: "+1" },
                awsError("NotImplemented", "The laptop AWS sends no text messages.", 501),
            ],
            [
                { Message: "x", MessageAttributes: { a: { DataType: "String", StringValue: "" } } },
                awsError(
                    "ParameterValueInvalid",
                    "The message attribute 'a' must contain a non-empty message attribute value for message attribute type 'String'.",
                ),
            ],
        ] as const) {
            it(`is refused: ${JSON.stringify(input).slice(0, 70)}`, async () => {
                await rejects(sns.Publish({ TopicArn: topic, ...input }), expected);
                deepEqual(fixture.entries, []);
            });
        }
    });

    describe("a message that cannot be delivered", () => {
        it("because the queue is gone is told to the journal", async () => {
            await fixture.subscribe(topic, inbox.arn);
            await fixture.sqs.DeleteQueue({ QueueUrl: inbox.url });
            await publish("x");
            deepEqual(undelivered(), [`Queue ${inbox.arn}: The specified queue does not exist.`]);
        });

        it("by raw delivery because it has more attributes than a queue takes", async () => {
            await fixture.subscribe(topic, inbox.arn, { RawMessageDelivery: "true" });
            const eleven = [..."abcdefghijk"].map((name) => [name, { DataType: "String", StringValue: "x" }]);
            await publish("x", { MessageAttributes: Object.fromEntries(eleven) as object });
            deepEqual(undelivered(), [
                `Queue ${inbox.arn}: Number of message attributes [11] exceeds the allowed maximum [10].`,
            ]);
        });
    });

    describe("a topic encrypted with a key", () => {
        it("takes no message when the key cannot be used", async () => {
            const key = (await fixture.kms.CreateKey({})).KeyMetadata.Arn;
            const attribute = { TopicArn: topic, AttributeName: "KmsMasterKeyId", AttributeValue: key };
            await sns.SetTopicAttributes(attribute);
            await publish("x");
            await fixture.kms.DisableKey({ KeyId: key });
            await rejects(publish("x"), awsError("KMSDisabled", `${key} is disabled.`));
            await fixture.kms.ScheduleKeyDeletion({ KeyId: key });
            await rejects(publish("x"), awsError("KMSInvalidState", `${key} is pending deletion.`));
            await sns.SetTopicAttributes({ ...attribute, AttributeValue: "alias/none" });
            await rejects(publish("x"), { code: "KMSNotFound" });
            await sns.SetTopicAttributes({ ...attribute, AttributeValue: "alias/aws/sns" });
            await publish("x");
        });
    });
});
