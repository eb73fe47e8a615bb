import { type QueueArgs } from "@pulumi/aws/sqs";
import { type QueueAttributeName } from "@aws-sdk/client-sqs";

import { defineResource, unlessGone } from "./defineResource";
import { boolean, json, number, type Takes, taggedAndRegional, text } from "./property";

const properties = {
    name: text({ autoname: true }),
    delaySeconds: number({ default: 0, range: [0, 900] }),
    maxMessageSize: number({ default: 262_144, range: [1024, 1_048_576] }),
    messageRetentionSeconds: number({ default: 345_600, range: [60, 1_209_600] }),
    receiveWaitTimeSeconds: number({ default: 0, range: [0, 20] }),
    visibilityTimeoutSeconds: number({ default: 30, range: [0, 43_200] }),
    redrivePolicy: json(),
    redriveAllowPolicy: json(),
    policy: json(),
    kmsMasterKeyId: text(),
    kmsDataKeyReusePeriodSeconds: number({ range: [60, 86_400] }),
    sqsManagedSseEnabled: boolean(),
    ...taggedAndRegional,
} satisfies Takes<QueueArgs>;

const attributes = {
    delaySeconds: "DelaySeconds",
    maxMessageSize: "MaximumMessageSize",
    messageRetentionSeconds: "MessageRetentionPeriod",
    receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
    visibilityTimeoutSeconds: "VisibilityTimeout",
    redrivePolicy: "RedrivePolicy",
    redriveAllowPolicy: "RedriveAllowPolicy",
    policy: "Policy",
    kmsMasterKeyId: "KmsMasterKeyId",
    kmsDataKeyReusePeriodSeconds: "KmsDataKeyReusePeriodSeconds",
    sqsManagedSseEnabled: "SqsManagedSseEnabled",
} as const satisfies Partial<Record<keyof typeof properties, QueueAttributeName>>;

/** A standard SQS queue. */
export const queue = defineResource({
    type: "aws:sqs/queue:Queue",
    properties,
    checkTogether(inputs) {
        if (!("sqsManagedSseEnabled" in inputs && "kmsMasterKeyId" in inputs)) return [];
        return [{ property: "sqsManagedSseEnabled", reason: '"sqsManagedSseEnabled": conflicts with kmsMasterKeyId' }];
    },
    async create(inputs, { call, partition, region, accountId }) {
        const Attributes: Partial<Record<QueueAttributeName, string>> = {};
        for (const [property, attribute] of Object.entries(attributes)) {
            const value = inputs[property as keyof typeof attributes];
            if (value !== undefined) Attributes[attribute] = String(value);
        }
        const { QueueUrl } = await call("sqs", "CreateQueue", { QueueName: inputs.name, Attributes });
        return {
            id: QueueUrl,
            outputs: {
                url: QueueUrl,
                arn: `arn:${partition}:sqs:${region}:${accountId}:${inputs.name}`,
                namePrefix: "",
                fifoQueue: false,
                contentBasedDeduplication: false,
                deduplicationScope: "",
                fifoThroughputLimit: "",
                policy: inputs.policy ?? "",
                redrivePolicy: inputs.redrivePolicy ?? "",
                redriveAllowPolicy: inputs.redriveAllowPolicy ?? "",
                kmsDataKeyReusePeriodSeconds: inputs.kmsDataKeyReusePeriodSeconds ?? 300,
                // On by default for a queue without a key of its own (AWS: SQS Developer Guide, encryption at rest).
                sqsManagedSseEnabled: inputs.sqsManagedSseEnabled ?? inputs.kmsMasterKeyId === undefined,
            },
        };
    },
    async delete({ id }, { call }) {
        await unlessGone(call("sqs", "DeleteQueue", { QueueUrl: id }), ...queueIsGone);
    },
});

/** The code by its name in the JSON protocol, and in the older Query protocol. */
export const queueIsGone = ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"];
