import assert from "node:assert/strict";

import { type ProgramRun, runProgram } from "./testing/programRun";

const metricAlarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const subscription = "aws:sns/topicSubscription:TopicSubscription";
const here = "us-east-1:123456789012";
const topicArn = `arn:aws:sns:${here}:summarizer-dev-alarms`;
const queueArn = (use: string): string => `arn:aws:sqs:${here}:summarizer-dev-${use}`;
const keyArn = `arn:aws:kms:${here}:key/key-1`;
const redrivePolicy = `{"deadLetterTargetArn":"${queueArn("notification-dead-letters")}"}`;
const uses = ["oldest-request", "expired-requests", "invocation-failures", "notification-failures"];

describe("Alarms", () => {
    let run: ProgramRun;
    before(async () => {
        run = await runProgram();
    });

    const common = {
        namespace: "AWS/SageMaker",
        period: 300,
        evaluationPeriods: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "notBreaching",
        alarmActions: [topicArn],
    };

    it("watches the age of the oldest request, which has no variant", () => {
        assert.deepEqual(run.only(metricAlarm, "oldest-request").inputs, {
            ...common,
            name: "summarizer-dev-oldest-request",
            alarmDescription:
                "A request has waited for 3600 s. After 21600 s it expires: see whether the endpoint scales.",
            metricName: "ApproximateAgeOfOldestRequest",
            dimensions: { EndpointName: "summarizer-dev" },
            statistic: "Maximum",
            threshold: 3600,
        });
    });

    for (const [use, metricName, alarmDescription] of [
        ["expired-requests", "ExpiredRequests", "Requests waited too long and were dropped: send them again."],
        [
            "invocation-failures",
            "InvocationFailures",
            "A request failed: its failure object says why. SageMaker does not retry.",
        ],
        [
            "notification-failures",
            "NotificationFailures",
            "A result was written, but the success or error topic could not be told of it.",
        ],
    ] as const) {
        it(`watches ${metricName}, each single one`, () => {
            assert.deepEqual(run.only(metricAlarm, use).inputs, {
                ...common,
                name: `summarizer-dev-${use}`,
                alarmDescription,
                metricName,
                dimensions: { EndpointName: "summarizer-dev", VariantName: "primary" },
                statistic: "Sum",
                threshold: 1,
            });
        });
    }

    it("watches an endpoint that is taken over, with its own patience", async () => {
        const config = { endpointName: "Legacy", variantName: "AllTraffic", oldestRequestAlarmSeconds: 600 };
        const other = await runProgram({ config });
        const oldest = other.only(metricAlarm, "oldest-request").inputs;
        assert.deepEqual([oldest.dimensions, oldest.threshold], [{ EndpointName: "Legacy" }, 600]);
        assert.deepEqual(other.only(metricAlarm, "expired-requests").inputs.dimensions, {
            EndpointName: "Legacy",
            VariantName: "AllTraffic",
        });
    });

    it("has an encrypted topic that exactly these alarms may publish to besides whom IAM lets, over TLS", () => {
        assert.deepEqual(run.only("aws:sns/topic:Topic", "alarms").inputs, {
            name: "summarizer-dev-alarms",
            kmsMasterKeyId: keyArn,
        });
        const { arn, policy } = run.only("aws:sns/topicPolicy:TopicPolicy", "alarms").inputs;
        assert.equal(arn, topicArn);
        assert.deepEqual(JSON.parse(policy as string), {
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "AlarmsPublish",
                    Effect: "Allow",
                    Principal: { Service: "cloudwatch.amazonaws.com" },
                    Action: "sns:Publish",
                    Resource: topicArn,
                    Condition: {
                        StringEquals: { "aws:SourceAccount": "123456789012" },
                        ArnLike: {
                            "aws:SourceArn": uses.map(
                                (use) => `arn:aws:cloudwatch:${here}:alarm:summarizer-dev-${use}`,
                            ),
                        },
                    },
                },
                {
                    Sid: "DenyInsecureTransport",
                    Effect: "Deny",
                    Principal: "*",
                    Action: "sns:Publish",
                    Resource: topicArn,
                    Condition: { Bool: { "aws:SecureTransport": "false" } },
                },
            ],
        });
    });

    it("names in the topic's policy every alarm that acts on the topic", () => {
        const acting = run
            .ofType(metricAlarm)
            .filter(({ inputs }) => (inputs.alarmActions as string[]).includes(topicArn))
            .map(({ inputs }) => inputs.name);
        assert.deepEqual(
            acting,
            uses.map((use) => `summarizer-dev-${use}`),
        );
    });

    it("keeps what was told in an encrypted inbox for fourteen days", () => {
        assert.deepEqual(run.only("aws:sqs/queue:Queue", "alarm-inbox").inputs, {
            name: "summarizer-dev-alarm-inbox",
            kmsMasterKeyId: keyArn,
            messageRetentionSeconds: 1_209_600,
            receiveWaitTimeSeconds: 20,
            redrivePolicy: `{"deadLetterTargetArn":"${queueArn("inbox-dead-letters")}","maxReceiveCount":5}`,
        });
        const { policy } = run.only("aws:sqs/queuePolicy:QueuePolicy", "alarm-inbox").inputs;
        const [sends] = (JSON.parse(policy as string) as { Statement: { Condition: unknown }[] }).Statement;
        assert.deepEqual(sends?.Condition, { ArnEquals: { "aws:SourceArn": [topicArn] } });
    });

    it("tells the inbox everything, once the queues are there", () => {
        const { inputs, dependencies } = run.only(subscription, "alarm-inbox");
        assert.deepEqual(inputs, {
            topic: topicArn,
            protocol: "sqs",
            endpoint: queueArn("alarm-inbox"),
            rawMessageDelivery: true,
            redrivePolicy,
        });
        for (const queue of ["alarm-inbox", "notification-dead-letters"]) {
            assert.ok(dependencies.includes(`aws:sqs/queuePolicy:QueuePolicy::${queue}`), queue);
        }
        const deadLetters = "aws:sqs/queue:Queue::inbox-dead-letters";
        // A component is made after what it depends on, and its children after it.
        assert.ok(run.only("summarizer:index:EncryptedQueue", "alarm-inbox").dependencies.includes(deadLetters));
    });

    it("writes to each address, and to nobody by default", async () => {
        const emails = ({ resources }: ProgramRun) =>
            resources.filter(({ inputs }) => inputs.protocol === "email").map(({ name, inputs }) => [name, inputs]);
        assert.deepEqual(emails(run), []);
        const other = await runProgram({ config: { alarmEmails: ["a@example.com", "b@example.com"] } });
        assert.deepEqual(
            emails(other),
            ["a@example.com", "b@example.com"].map((endpoint) => [
                `alarm-${endpoint}`,
                { topic: topicArn, protocol: "email", endpoint, redrivePolicy },
            ]),
        );
        const { dependencies } = other.only(subscription, "alarm-a@example.com");
        assert.ok(dependencies.includes("aws:sqs/queuePolicy:QueuePolicy::notification-dead-letters"));
    });
});
