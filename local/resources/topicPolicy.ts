import { type TopicPolicyArgs } from "@pulumi/aws/sns";

import { defaultTopicPolicy } from "../cloud/sns/topicAttributes";
import { defineResource } from "./defineResource";
import { json, regional, type Takes, text } from "./property";
import { type Target } from "./resource";

const properties = {
    arn: text({ required: true }),
    policy: json({ required: true }),
    ...regional,
} satisfies Takes<TopicPolicyArgs>;

export const topicPolicy = defineResource({
    type: "aws:sns/topicPolicy:TopicPolicy",
    properties,
    gone: ["NotFound"],
    async create({ arn, policy }, target) {
        await set(arn, policy, target);
        return { id: arn, outputs: { owner: target.accountId } };
    },
    async read(id, { call, accountId }) {
        const { Attributes } = await call("sns", "GetTopicAttributes", { TopicArn: id });
        return { inputs: { arn: id, policy: Attributes.Policy }, outputs: { owner: accountId } };
    },
    async update({ id }, { policy }, target) {
        await set(id, policy, target);
    },
    /** A topic always has a policy: deleting means giving it back the one that it was made with. */
    async delete({ id }, target) {
        await set(id, defaultTopicPolicy(id, target.accountId), target);
    },
});

async function set(TopicArn: string, policy: string, { call }: Target): Promise<void> {
    await call("sns", "SetTopicAttributes", { TopicArn, AttributeName: "Policy", AttributeValue: policy });
}
