import { type QueuePolicyArgs } from "@pulumi/aws/sqs";

import { defineResource } from "./defineResource";
import { json, regional, type Takes, text } from "./property";
import { queueIsGone } from "./queue";
import { type Target } from "./resource";

const properties = {
    queueUrl: text({ required: true }),
    policy: json({ required: true }),
    ...regional,
} satisfies Takes<QueuePolicyArgs>;

export const queuePolicy = defineResource({
    type: "aws:sqs/queuePolicy:QueuePolicy",
    properties,
    gone: queueIsGone,
    async create({ queueUrl, policy }, target) {
        await set(queueUrl, policy, target);
        return { id: queueUrl };
    },
    async read(id, { call }) {
        const { Attributes } = await call("sqs", "GetQueueAttributes", { QueueUrl: id, AttributeNames: ["Policy"] });
        const { Policy } = Attributes;
        return Policy === undefined ? undefined : { inputs: { queueUrl: id, policy: Policy } };
    },
    async update({ id }, { policy }, target) {
        await set(id, policy, target);
    },
    async delete({ id }, target) {
        await set(id, "", target);
    },
});

async function set(QueueUrl: string, Policy: string, { call }: Target): Promise<void> {
    await call("sqs", "SetQueueAttributes", { QueueUrl, Attributes: { Policy } });
}
