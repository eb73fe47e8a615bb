import { deepEqual, equal } from "node:assert/strict";

import { administered, denyPlainHttp, GuardedCloud, inbox, topic, usedBy } from "../testing/guardedCloud";
import { policy, queuePolicy } from "../testing/messagingFixture";

const refusal = (queue: string) =>
    `The policy of queue ${queue} does not let sns.amazonaws.com send messages for topic ${topic}.`;
const usedBySns = usedBy({ Service: "sns.amazonaws.com" });

describe("SNS, when it delivers", () => {
    let fixture: GuardedCloud;
    beforeEach(async () => {
        fixture = await GuardedCloud.make();
    });

    describe("to a queue", () => {
        for (const [what, Policy] of [
            ["has no policy", ""],
            [
                "has a policy for another topic",
                queuePolicy(inbox.arn, { ArnEquals: { "aws:SourceArn": `${topic}-2` } }),
            ],
            ["has a policy for another queue", queuePolicy(`${inbox.arn}-2`)],
            [
                "has a policy for another account's topics",
                queuePolicy(inbox.arn, { StringEquals: { "aws:SourceAccount": "111122223333" } }),
            ],
            [
                "denies it in another statement",
                policy(
                    { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: inbox.arn },
                    {
                        Effect: "Deny",
                        Principal: { Service: "sns.amazonaws.com" },
                        Action: "sqs:*",
                        Resource: inbox.arn,
                    },
                ),
            ],
        ] as const) {
            it(`is refused where the queue ${what}, and the journal says so`, async () => {
                await fixture.subscribe(inbox.arn);
                await fixture.setInbox({ Policy });
                await fixture.publish("x");
                deepEqual(fixture.undelivered(), [refusal(inbox.arn)]);
                deepEqual(fixture.delivered(), [0]);
                deepEqual(await fixture.bodies(inbox.url), []);
            });
        }

        it("is let in by a policy for the topic that denies plain HTTP", async () => {
            const forTopic = JSON.parse(queuePolicy(inbox.arn, { ArnEquals: { "aws:SourceArn": topic } })) as {
                Statement: object[];
            };
            await fixture.subscribe(inbox.arn, { RawMessageDelivery: "true" });
            await fixture.setInbox({ Policy: policy(...forTopic.Statement, denyPlainHttp) });
            await fixture.publish("x");
            deepEqual(await fixture.bodies(inbox.url), ["x"]);
            deepEqual(fixture.undelivered(), []);
        });

        it("is let in by a policy for everybody in the account, as older queue policies have it", async () => {
            const Policy = policy({
                Effect: "Allow",
                Principal: { AWS: "*" },
                Action: "SQS:SendMessage",
                Resource: inbox.arn,
                Condition: { StringEquals: { "AWS:SourceAccount": "123456789012" } },
            });
            await fixture.subscribe(inbox.arn);
            await fixture.setInbox({ Policy });
            await fixture.publish("x");
            deepEqual(fixture.delivered(), [1]);
        });

        it("is not kept by a queue that refuses from the other queues", async () => {
            const other = await fixture.queue("other");
            await fixture.subscribe(inbox.arn);
            await fixture.subscribe(other.arn);
            await fixture.setInbox({ Policy: "" });
            await fixture.publish("x");
            deepEqual([fixture.delivered(), fixture.undelivered()], [[1], [refusal(inbox.arn)]]);
        });
    });

    describe("to a dead-letter queue", () => {
        it("sends there what it would have delivered", async () => {
            const dead = await fixture.queue("dead");
            const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn });
            await fixture.subscribe(inbox.arn, { RedrivePolicy, RawMessageDelivery: "true" });
            await fixture.publish("fine");
            await fixture.setInbox({ Policy: "" });
            await fixture.publish("denied");
            await fixture.cloud.call("sqs", "DeleteQueue", { QueueUrl: inbox.url });
            await fixture.publish("gone");
            deepEqual(await fixture.bodies(dead.url), ["denied", "gone"]);
            deepEqual(fixture.delivered(), [1, 0, 0]);
            equal(fixture.undelivered()[0], `${refusal(inbox.arn)} It is in the dead-letter queue ${dead.arn}.`);
        });

        it("loses it when that does not let it in either", async () => {
            const dead = await fixture.queue("dead", { Policy: "" });
            const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn });
            await fixture.subscribe(inbox.arn, { RedrivePolicy });
            await fixture.setInbox({ Policy: "" });
            await fixture.publish("x");
            deepEqual(fixture.undelivered(), [
                `${refusal(inbox.arn)} The dead-letter queue did not get it either: ${refusal(dead.arn)}`,
            ]);
        });

        it("needs that queue's key", async () => {
            const key = await fixture.key(administered);
            const dead = await fixture.queue("dead", { KmsMasterKeyId: key });
            const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn });
            await fixture.subscribe(inbox.arn, { RedrivePolicy });
            await fixture.setInbox({ Policy: "" });
            await fixture.publish("x");
            deepEqual(fixture.undelivered(), [
                `${refusal(inbox.arn)} The dead-letter queue did not get it either: ${keyRefusal(dead.arn, "kms:GenerateDataKey", key)}`,
            ]);
        });
    });

    describe("to a queue encrypted with a key", () => {
        it("is let in when the key's policy lets it use the key for this account", async () => {
            const Condition = { StringEquals: { "aws:SourceAccount": "123456789012" } };
            await fixture.setInbox({ KmsMasterKeyId: await fixture.key(administered, { ...usedBySns, Condition }) });
            await fixture.subscribe(inbox.arn);
            await fixture.publish("x");
            deepEqual([fixture.delivered(), fixture.undelivered()], [[1], []]);
        });

        for (const [what, missing, statements] of [
            ["leaves it to the account", "kms:GenerateDataKey", []],
            ["does not grant kms:GenerateDataKey", "kms:GenerateDataKey", [{ ...usedBySns, Action: "kms:Decrypt" }]],
            ["does not grant kms:Decrypt", "kms:Decrypt", [{ ...usedBySns, Action: "kms:GenerateDataKey*" }]],
            ["names another service", "kms:GenerateDataKey", [usedBy({ Service: "cloudwatch.amazonaws.com" })]],
            [
                "is for another account",
                "kms:GenerateDataKey",
                [{ ...usedBySns, Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } }],
            ],
            [
                "wants a use through SQS, where SNS uses it directly",
                "kms:GenerateDataKey",
                [
                    {
                        ...usedBySns,
                        Condition: { StringEquals: { "kms:ViaService": "sqs.us-east-1.amazonaws.com" } },
                    },
                ],
            ],
        ] as const) {
            it(`is refused when the key's policy ${what}`, async () => {
                const key = await fixture.key(administered, ...statements);
                await fixture.setInbox({ KmsMasterKeyId: key });
                await fixture.subscribe(inbox.arn);
                await fixture.publish("x");
                deepEqual(fixture.undelivered(), [keyRefusal(inbox.arn, missing, key)]);
                deepEqual(fixture.delivered(), [0]);
            });
        }

        it("is refused when the key is one that AWS manages", async () => {
            await fixture.setInbox({ KmsMasterKeyId: "alias/aws/sqs" });
            await fixture.subscribe(inbox.arn);
            await fixture.publish("x");
            deepEqual(fixture.undelivered(), [
                `Queue ${inbox.arn}: Key alias/aws/sqs is managed by AWS: its policy lets nobody in but its own account.`,
            ]);
        });

        it("is refused when the key is disabled", async () => {
            const key = await fixture.key(administered, usedBySns);
            await fixture.setInbox({ KmsMasterKeyId: key });
            await fixture.subscribe(inbox.arn);
            await fixture.cloud.call("kms", "DisableKey", { KeyId: key });
            await fixture.publish("x");
            deepEqual(fixture.undelivered(), [`Queue ${inbox.arn}: ${key} is disabled.`]);
        });
    });
});

function keyRefusal(queue: string, action: string, key: string): string {
    return `Queue ${queue}: User: sns.amazonaws.com is not authorized to perform: ${action} on resource: ${key} because no resource-based policy allows the ${action} action`;
}
