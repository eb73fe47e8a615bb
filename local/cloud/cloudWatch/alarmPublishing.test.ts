import { deepEqual, equal } from "node:assert/strict";

import { account, administered, GuardedCloud, topic, usedBy } from "../testing/guardedCloud";
import { policy } from "../testing/messagingFixture";

const alarmArn = (name: string) => `arn:aws:cloudwatch:us-east-1:${account}:alarm:${name}`;
const cloudWatch = { Service: "cloudwatch.amazonaws.com" };
const usedByCloudWatch = {
    ...usedBy(cloudWatch),
    Condition: { StringEquals: { "aws:SourceAccount": account } },
};
const alarmsPublish = {
    Effect: "Allow",
    Principal: cloudWatch,
    Action: "sns:Publish",
    Resource: topic,
    Condition: {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": [alarmArn("expired-requests"), alarmArn("oldest-*")] },
    },
};

describe("an alarm that publishes to a topic", () => {
    let fixture: GuardedCloud;
    beforeEach(async () => {
        fixture = await GuardedCloud.make();
    });

    /** What the alarm's history says went wrong with its action; null: nothing. */
    const fire = async (AlarmName = "expired-requests", TopicArn = topic): Promise<string | null> => {
        const { cloud } = fixture;
        await cloud.call("cloudwatch", "PutMetricAlarm", {
            AlarmName,
            Namespace: "AWS/SageMaker",
            MetricName: "ExpiredRequests",
            Statistic: "Sum",
            Period: 60,
            EvaluationPeriods: 1,
            Threshold: 1,
            ComparisonOperator: "GreaterThanOrEqualToThreshold",
            AlarmActions: [TopicArn],
        });
        await cloud.call("cloudwatch", "SetAlarmState", { AlarmName, StateValue: "ALARM", StateReason: "test" });
        await fixture.clock.advance(1);
        const { AlarmHistoryItems } = await cloud.call("cloudwatch", "DescribeAlarmHistory", {
            AlarmName,
            HistoryItemType: "Action",
        });
        equal(AlarmHistoryItems.length, 1);
        return (JSON.parse(AlarmHistoryItems[0]?.HistoryData as string) as { error: string | null }).error;
    };
    const topicRefuses = (name = "expired-requests") =>
        `Resource: ${alarmArn(name)} is not authorized to perform: SNS:Publish on resource: ${topic}`;
    const keyRefuses = "CloudWatch Alarms does not have authorization to access the SNS topic encryption key.";

    it("may by the policy that a topic has by default", async () => {
        equal(await fire(), null);
        deepEqual(fixture.delivered(), [0]);
    });

    it("may where the topic's policy names CloudWatch and the alarm", async () => {
        await fixture.setTopic("Policy", policy(alarmsPublish));
        deepEqual([await fire(), await fire("oldest-request")], [null, null]);
    });

    it("may not where the policy is for other alarms", async () => {
        await fixture.setTopic("Policy", policy(alarmsPublish));
        equal(await fire("expired-requests-2"), topicRefuses("expired-requests-2"));
        deepEqual(fixture.delivered(), []);
        deepEqual(fixture.undelivered(), [`Alarm "expired-requests-2": ${topicRefuses("expired-requests-2")}`]);
    });

    for (const [what, change] of [
        ["is for the account alone", { Principal: administered.Principal, Condition: undefined }],
        ["is for another service", { Principal: { Service: "events.amazonaws.com" } }],
        ["is for another account's alarms", { Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } }],
        ["grants another action", { Action: "sns:Subscribe" }],
        ["is for another topic", { Resource: `${topic}-2` }],
    ] as const) {
        it(`may not where the policy ${what}`, async () => {
            await fixture.setTopic("Policy", policy({ ...alarmsPublish, ...change }));
            equal(await fire(), topicRefuses());
        });
    }

    it("may not where another statement denies it", async () => {
        const deny = { ...alarmsPublish, Effect: "Deny", Condition: undefined };
        await fixture.setTopic("Policy", policy(alarmsPublish, deny));
        equal(await fire(), topicRefuses());
    });

    it("may although plain HTTP is denied, as by the program's topics", async () => {
        const Condition = { Bool: { "aws:SecureTransport": "false" } };
        const deny = { Effect: "Deny", Principal: "*", Action: "sns:Publish", Resource: topic, Condition };
        await fixture.setTopic("Policy", policy(alarmsPublish, deny));
        equal(await fire(), null);
    });

    describe("with a key", () => {
        it("may where the key's policy lets CloudWatch use it", async () => {
            await fixture.setTopic("KmsMasterKeyId", await fixture.key(administered, usedByCloudWatch));
            equal(await fire(), null);
        });

        for (const [what, statements] of [
            ["leaves it to the account", []],
            ["names another service", [{ ...usedByCloudWatch, Principal: { Service: "sns.amazonaws.com" } }]],
            ["does not grant kms:Decrypt", [{ ...usedByCloudWatch, Action: "kms:GenerateDataKey*" }]],
            ["does not grant kms:GenerateDataKey", [{ ...usedByCloudWatch, Action: "kms:Decrypt" }]],
        ] as const) {
            it(`may not where the key's policy ${what}`, async () => {
                await fixture.setTopic("KmsMasterKeyId", await fixture.key(administered, ...statements));
                equal(await fire(), keyRefuses);
                deepEqual(fixture.delivered(), []);
            });
        }

        it("may not where AWS manages the key", async () => {
            await fixture.setTopic("KmsMasterKeyId", "alias/aws/sns");
            equal(await fire(), keyRefuses);
        });

        it("is told by KMS's words that the key is disabled", async () => {
            const key = await fixture.key(administered, usedByCloudWatch);
            await fixture.setTopic("KmsMasterKeyId", key);
            await fixture.cloud.call("kms", "DisableKey", { KeyId: key });
            equal(await fire(), `${key} is disabled.`);
        });
    });
});
