import assert from "node:assert/strict";

import { type ProgramRun, runProgram } from "./testing/programRun";

const subscription = "aws:sns/topicSubscription:TopicSubscription";
const here = "us-east-1:123456789012";
const topicArn = (outcome: string): string => `arn:aws:sns:${here}:summarizer-dev-${outcome}`;
const queueArn = (use: string): string => `arn:aws:sqs:${here}:summarizer-dev-${use}`;
const keyArn = `arn:aws:kms:${here}:key/key-1`;
const results = [topicArn("success"), topicArn("error")];
const redrivePolicy = `{"deadLetterTargetArn":"${queueArn("notification-dead-letters")}"}`;

describe("Notifications", () => {
    let run: ProgramRun;
    before(async () => {
        run = await runProgram();
    });

    for (const outcome of ["success", "error"]) {
        it(`has an encrypted ${outcome} topic to which only whom IAM lets publishes, over TLS`, () => {
            assert.deepEqual(run.only("aws:sns/topic:Topic", outcome).inputs, {
                name: `summarizer-dev-${outcome}`,
                kmsMasterKeyId: keyArn,
            });
            const { arn, policy } = run.only("aws:sns/topicPolicy:TopicPolicy", outcome).inputs;
            assert.equal(arn, topicArn(outcome));
            assert.deepEqual(JSON.parse(policy as string), {
                Version: "2012-10-17",
                Statement: [
                    {
                        Sid: "DenyInsecureTransport",
                        Effect: "Deny",
                        Principal: "*",
                        Action: "sns:Publish",
                        Resource: topicArn(outcome),
                        Condition: { Bool: { "aws:SecureTransport": "false" } },
                    },
                ],
            });
        });
    }

    for (const use of ["smoke", "load"]) {
        it(`has an encrypted ${use} inbox that gives up on a message after five receives`, () => {
            assert.deepEqual(run.only("aws:sqs/queue:Queue", use).inputs, {
                name: `summarizer-dev-${use}`,
                kmsMasterKeyId: keyArn,
                receiveWaitTimeSeconds: 20,
                redrivePolicy: `{"deadLetterTargetArn":"${queueArn("inbox-dead-letters")}","maxReceiveCount":5}`,
            });
        });

        for (const outcome of ["success", "error"]) {
            it(`sends what is for ${use} from the ${outcome} topic to its inbox`, () => {
                const { inputs, dependencies } = run.only(subscription, `${use}-${outcome}`);
                assert.deepEqual(inputs, {
                    topic: topicArn(outcome),
                    protocol: "sqs",
                    endpoint: queueArn(use),
                    rawMessageDelivery: true,
                    filterPolicy: `{"inferenceId":[{"prefix":"${use}-"}]}`,
                    filterPolicyScope: "MessageBody",
                    redrivePolicy,
                });
                for (const queue of [use, "notification-dead-letters"]) {
                    assert.ok(dependencies.includes(`aws:sqs/queuePolicy:QueuePolicy::${queue}`), queue);
                }
            });
        }
    }

    for (const use of ["inbox", "notification"]) {
        it(`keeps ${use} dead letters for fourteen days`, () => {
            assert.deepEqual(run.only("aws:sqs/queue:Queue", `${use}-dead-letters`).inputs, {
                name: `summarizer-dev-${use}-dead-letters`,
                kmsMasterKeyId: keyArn,
                messageRetentionSeconds: 1_209_600,
            });
        });
    }

    const deny = (use: string): object => ({
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: queueArn(use),
        Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
    const senders = { smoke: results, load: results, "notification-dead-letters": [...results, topicArn("alarms")] };
    for (const [use, topics] of Object.entries(senders)) {
        it(`lets only ${topics.length} topics send to ${use}`, () => {
            const { queueUrl, policy } = run.only("aws:sqs/queuePolicy:QueuePolicy", use).inputs;
            assert.equal(queueUrl, `https://sqs.us-east-1.amazonaws.com/123456789012/summarizer-dev-${use}`);
            assert.deepEqual((JSON.parse(policy as string) as { Statement: unknown }).Statement, [
                {
                    Sid: "TopicsSend",
                    Effect: "Allow",
                    Principal: { Service: "sns.amazonaws.com" },
                    Action: "sqs:SendMessage",
                    Resource: queueArn(use),
                    Condition: { ArnEquals: { "aws:SourceArn": topics } },
                },
                deny(use),
            ]);
        });
    }

    it("lets nobody send to the inboxes' dead letters but SQS itself", () => {
        const { policy } = run.only("aws:sqs/queuePolicy:QueuePolicy", "inbox-dead-letters").inputs;
        const { Statement } = JSON.parse(policy as string) as { Statement: unknown };
        assert.deepEqual(Statement, [deny("inbox-dead-letters")]);
    });

    it("writes to nobody by default", () => {
        assert.equal(run.ofType(subscription).filter(({ inputs }) => inputs.protocol === "email").length, 0);
    });

    it("writes to each address on its topic, of results that are neither smoke test nor load", async () => {
        const config = { successEmails: ["a@example.com"], errorEmails: ["a@example.com", "b@example.com"] };
        const other = await runProgram({ config });
        const written = other.ofType(subscription).filter(({ inputs }) => inputs.protocol === "email");
        assert.deepEqual(
            written.map(({ name, inputs }) => [name, inputs.topic, inputs.endpoint]),
            [
                ["success-a@example.com", topicArn("success"), "a@example.com"],
                ["error-a@example.com", topicArn("error"), "a@example.com"],
                ["error-b@example.com", topicArn("error"), "b@example.com"],
            ],
        );
        const loads = "s3://summarizer-dev-input-123456789012/articles/load-";
        for (const { inputs, dependencies } of written) {
            const { protocol, filterPolicy, filterPolicyScope } = inputs;
            assert.equal(Object.keys(inputs).length, 6);
            assert.equal(inputs.redrivePolicy, redrivePolicy);
            assert.deepEqual([protocol, filterPolicyScope], ["email", "MessageBody"]);
            assert.deepEqual(JSON.parse(filterPolicy as string), {
                eventName: ["InferenceResult"],
                inferenceId: [{ "anything-but": { prefix: "smoke-" } }],
                requestParameters: { inputLocation: [{ "anything-but": { prefix: loads } }] },
            });
            assert.ok(dependencies.includes("aws:sqs/queuePolicy:QueuePolicy::notification-dead-letters"));
        }
    });
});
