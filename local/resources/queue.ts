import { type QueueArgs } from "@pulumi/aws/sqs";

import { defineResource } from "./defineResource";
import { boolean, json, number, type Takes, taggedAndRegional, text, type Values } from "./property";
import { type Properties, type Target } from "./resource";
import { changedAttributes, fromAttributes, toAttributes } from "./textAttributes";

const settable = {
    delaySeconds: number({ default: 0, range: [0, 900] }),
    maxMessageSize: number({ default: 262_144, range: [1024, 1_048_576], member: "MaximumMessageSize" }),
    messageRetentionSeconds: number({ default: 345_600, range: [60, 1_209_600], member: "MessageRetentionPeriod" }),
    receiveWaitTimeSeconds: number({ default: 0, range: [0, 20], member: "ReceiveMessageWaitTimeSeconds" }),
    visibilityTimeoutSeconds: number({ default: 30, range: [0, 43_200], member: "VisibilityTimeout" }),
    redrivePolicy: json({ computed: true }),
    redriveAllowPolicy: json({ computed: true }),
    policy: json({ computed: true }),
    kmsMasterKeyId: text(),
    kmsDataKeyReusePeriodSeconds: number({ range: [60, 86_400], computed: true }),
    sqsManagedSseEnabled: boolean({ computed: true }),
} satisfies Takes<QueueArgs>;

const properties = { name: text({ autoname: true }), ...settable, ...taggedAndRegional } satisfies Takes<QueueArgs>;

/** The code by its name in the JSON protocol, and in the older Query protocol. */
export const queueIsGone = ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"];

/** A standard SQS queue. */
export const queue = defineResource({
    type: "aws:sqs/queue:Queue",
    properties,
    checkTogether(inputs) {
        if (!("sqsManagedSseEnabled" in inputs && "kmsMasterKeyId" in inputs)) return [];
        return [{ property: "sqsManagedSseEnabled", reason: '"sqsManagedSseEnabled": conflicts with kmsMasterKeyId' }];
    },
    gone: queueIsGone,
    async create(inputs, target) {
        const Attributes = toAttributes(settable, inputs);
        const { QueueUrl } = await target.call("sqs", "CreateQueue", { QueueName: inputs.name, Attributes });
        return { id: QueueUrl, outputs: outputs(QueueUrl, Attributes, inputs, target) };
    },
    async read(id, target, known) {
        const attributes = await attributesOf(id, target);
        return {
            inputs: { name: nameIn(id), ...fromAttributes(settable, attributes) },
            outputs: outputs(id, attributes, known, target),
        };
    },
    async update({ id }, inputs, target, changed) {
        const Attributes = changedAttributes(settable, inputs, changed);
        await target.call("sqs", "SetQueueAttributes", { QueueUrl: id, Attributes });
        return outputs(id, await attributesOf(id, target), inputs, target);
    },
    async delete({ id }, { call }) {
        await call("sqs", "DeleteQueue", { QueueUrl: id });
    },
});

async function attributesOf(QueueUrl: string, { call }: Target): Promise<Record<string, string>> {
    return (await call("sqs", "GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] })).Attributes;
}

function nameIn(url: string): string {
    return url.slice(url.lastIndexOf("/") + 1);
}

/** A policy that is not among the queue's own inputs is an output of the QueuePolicy that put it there. */
function outputs(
    url: string,
    attributes: Readonly<Record<string, string>>,
    inputs: Partial<Values<typeof settable>>,
    { partition, region, accountId }: Target,
): Properties {
    const told = fromAttributes(settable, attributes);
    return {
        url,
        arn: `arn:${partition}:sqs:${region}:${accountId}:${nameIn(url)}`,
        namePrefix: "",
        fifoQueue: false,
        contentBasedDeduplication: false,
        deduplicationScope: "",
        fifoThroughputLimit: "",
        policy: inputs.policy === undefined ? "" : (told.policy ?? ""),
        redrivePolicy: told.redrivePolicy ?? "",
        redriveAllowPolicy: told.redriveAllowPolicy ?? "",
        kmsDataKeyReusePeriodSeconds: told.kmsDataKeyReusePeriodSeconds ?? 300,
        // On by default for a queue without a key of its own (AWS: SQS Developer Guide, encryption at rest).
        sqsManagedSseEnabled: told.sqsManagedSseEnabled ?? told.kmsMasterKeyId === undefined,
    };
}
