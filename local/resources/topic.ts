import { type TopicArgs } from "@pulumi/aws/sns";

import { defaultTopicPolicy } from "../cloud/sns/topicAttributes";
import { defineResource } from "./defineResource";
import { json, type Takes, taggedAndRegional, text } from "./property";
import { type Properties, type Target } from "./resource";
import { changedAttributes, fromAttributes, toAttributes } from "./textAttributes";

const settable = {
    displayName: text(),
    kmsMasterKeyId: text(),
    policy: json({ computed: true }),
} satisfies Takes<TopicArgs>;

const properties = { name: text({ autoname: true }), ...settable, ...taggedAndRegional } satisfies Takes<TopicArgs>;

/** A standard SNS topic. */
export const topic = defineResource({
    type: "aws:sns/topic:Topic",
    properties,
    gone: ["NotFound"],
    async create(inputs, target, undo) {
        const { TopicArn } = await target.call("sns", "CreateTopic", { Name: inputs.name });
        undo(() => target.call("sns", "DeleteTopic", { TopicArn }));
        await set(TopicArn, toAttributes(settable, inputs), target);
        return { id: TopicArn, outputs: outputs(TopicArn, inputs.policy, target) };
    },
    async read(id, target, known) {
        const { Attributes } = await target.call("sns", "GetTopicAttributes", { TopicArn: id });
        return {
            inputs: { name: id.slice(id.lastIndexOf(":") + 1), ...fromAttributes(settable, Attributes) },
            outputs: outputs(id, known.policy === undefined ? undefined : Attributes.Policy, target),
        };
    },
    async update({ id }, inputs, target, changed) {
        await set(id, changedAttributes(settable, inputs, changed), target);
        return outputs(id, inputs.policy, target);
    },
    async delete({ id }, { call }) {
        await call("sns", "DeleteTopic", { TopicArn: id });
    },
});

async function set(TopicArn: string, attributes: Record<string, string>, { call }: Target): Promise<void> {
    for (const [AttributeName, AttributeValue] of Object.entries(attributes)) {
        await call("sns", "SetTopicAttributes", { TopicArn, AttributeName, AttributeValue });
    }
}

/**
 * @param policy where it is the topic's own input. Where it is not, a TopicPolicy may replace the one that SNS makes the topic with:
 *     that is an output of the TopicPolicy, and no change of the topic.
 */
function outputs(arn: string, policy: string | undefined, { accountId }: Target): Properties {
    return {
        arn,
        owner: accountId,
        namePrefix: "",
        policy: policy ?? defaultTopicPolicy(arn, accountId),
        fifoTopic: false,
        fifoThroughputScope: "",
        beginningArchiveTime: "",
        signatureVersion: 0,
        tracingConfig: "",
    };
}
