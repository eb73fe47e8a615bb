import { deepEqual, rejects } from "node:assert/strict";

import { awsError, MessagingFixture, policy } from "../testing/messagingFixture";

const account = "123456789012";
const topic = `arn:aws:sns:us-east-1:${account}:topic`;
const alarmArn = (name: string) => `arn:aws:cloudwatch:us-east-1:${account}:alarm:${name}`;
const publisherAlarmArn = alarmArn("summarizer-expired-requests");
const cloudWatch = { Service: "cloudwatch.amazonaws.com" };
const administered = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
};
const usedByCloudWatch = {
    Effect: "Allow",
    Principal: cloudWatch,
    Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": account } },
};
const alarmsPublish = {
    Effect: "Allow",
    Principal: cloudWatch,
    Action: "sns:Publish",
    Resource: topic,
    Condition: {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": [publisherAlarmArn, alarmArn("summarizer-oldest-*")] },
    },
};

describe("an alarm that publishes to a topic", () => {
    let fixture: MessagingFixture;
    beforeEach(async () => {
        fixture = new MessagingFixture();
        await fixture.topic();
    });
    const set = (AttributeName: string, AttributeValue: string) =>
        fixture.sns.SetTopicAttributes({ TopicArn: topic, AttributeName, AttributeValue });
    const publish = async (arn = publisherAlarmArn) => {
        await fixture.sns.Publish({ TopicArn: topic, Message: "{}", publisherAlarmArn: arn });
        await fixture.sns.flush();
    };
    const denied = (arn = publisherAlarmArn) =>
        awsError(
            "AuthorizationError",
            `Resource: ${arn} is not authorized to perform: SNS:Publish on resource: ${topic}`,
            403,
        );
    const keyDenied = awsError(
        "KMSAccessDenied",
        "CloudWatch Alarms does not have authorization to access the SNS topic encryption key.",
    );

    it("may by the policy that a topic has by default", async () => {
        await publish();
        deepEqual(
            fixture.entries.map(({ kind }) => kind),
            ["published"],
        );
    });

    it("may where the topic's policy names CloudWatch and the alarm", async () => {
        await set("Policy", policy(alarmsPublish));
        await publish();
        await publish(alarmArn("summarizer-oldest-request"));
    });

    it("may not where the policy is for other alarms", async () => {
        await set("Policy", policy(alarmsPublish));
        await rejects(
            publish(alarmArn("summarizer-2-expired-requests")),
            denied(alarmArn("summarizer-2-expired-requests")),
        );
        deepEqual(fixture.entries, []);
    });

    for (const [what, change] of [
        ["is for the account alone", { Principal: administered.Principal, Condition: undefined }],
        ["is for another service", { Principal: { Service: "events.amazonaws.com" } }],
        ["is for another account's alarms", { Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } }],
        ["grants another action", { Action: "sns:Subscribe" }],
        ["is for another topic", { Resource: `${topic}-2` }],
    ] as const) {
        it(`may not where the policy ${what}`, async () => {
            await set("Policy", policy({ ...alarmsPublish, ...change }));
            await rejects(publish(), denied());
        });
    }

    it("may not where another statement denies it", async () => {
        await set("Policy", policy(alarmsPublish, { ...alarmsPublish, Effect: "Deny", Condition: undefined }));
        await rejects(publish(), denied());
    });

    describe("with a key", () => {
        const encrypt = async (...statements: object[]) => {
            const { KeyMetadata } = await fixture.kms.CreateKey({ Policy: policy(administered, ...statements) });
            await set("KmsMasterKeyId", KeyMetadata.Arn);
        };

        it("may where the key's policy lets CloudWatch use it", async () => {
            await encrypt(usedByCloudWatch);
            await publish();
        });

        for (const [what, statements] of [
            ["leaves it to the account", []],
            ["names another service", [{ ...usedByCloudWatch, Principal: { Service: "sns.amazonaws.com" } }]],
            ["does not grant kms:Decrypt", [{ ...usedByCloudWatch, Action: "kms:GenerateDataKey*" }]],
            ["does not grant kms:GenerateDataKey", [{ ...usedByCloudWatch, Action: "kms:Decrypt" }]],
        ] as const) {
            it(`may not where the key's policy ${what}`, async () => {
                await encrypt(...statements);
                await rejects(publish(), keyDenied);
                deepEqual(fixture.entries, []);
            });
        }

        it("may not where AWS manages the key", async () => {
            await set("KmsMasterKeyId", "alias/aws/sns");
            await rejects(publish(), keyDenied);
        });
    });
});
