import { type TopicPolicyArgs } from "@pulumi/aws/sns";

import { defaultTopicPolicy } from "../cloud/sns/topicAttributes";
import { defineResource, unlessGone } from "./defineResource";
import { json, regional, type Takes, text } from "./property";

const properties = {
    arn: text({ required: true }),
    policy: json({ required: true }),
    ...regional,
} satisfies Takes<TopicPolicyArgs>;

export const topicPolicy = defineResource({
    type: "aws:sns/topicPolicy:TopicPolicy",
    properties,
    async create({ arn, policy }, { call, accountId }) {
        await call("sns", "SetTopicAttributes", { TopicArn: arn, AttributeName: "Policy", AttributeValue: policy });
        return { id: arn, outputs: { owner: accountId } };
    },
    /** A topic always has a policy: deleting means giving it back the one that it was made with. */
    async delete({ id }, { call, accountId }) {
        await unlessGone(
            call("sns", "SetTopicAttributes", {
                TopicArn: id,
                AttributeName: "Policy",
                AttributeValue: defaultTopicPolicy(id, accountId),
            }),
            "NotFound",
        );
    },
});
