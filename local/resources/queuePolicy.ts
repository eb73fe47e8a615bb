import { type QueuePolicyArgs } from "@pulumi/aws/sqs";

import { defineResource, unlessGone } from "./defineResource";
import { json, regional, type Takes, text } from "./property";
import { queueIsGone } from "./queue";

const properties = {
    queueUrl: text({ required: true }),
    policy: json({ required: true }),
    ...regional,
} satisfies Takes<QueuePolicyArgs>;

export const queuePolicy = defineResource({
    type: "aws:sqs/queuePolicy:QueuePolicy",
    properties,
    async create({ queueUrl, policy }, { call }) {
        await call("sqs", "SetQueueAttributes", { QueueUrl: queueUrl, Attributes: { Policy: policy } });
        return { id: queueUrl };
    },
    async delete({ id }, { call }) {
        const deletion = call("sqs", "SetQueueAttributes", { QueueUrl: id, Attributes: { Policy: "" } });
        await unlessGone(deletion, ...queueIsGone);
    },
});
