import { type TopicArgs } from "@pulumi/aws/sns";

import { defaultTopicPolicy } from "../cloud/sns/topicAttributes";
import { defineResource, unlessGone } from "./defineResource";
import { json, type Takes, taggedAndRegional, text } from "./property";

const properties = {
    name: text({ autoname: true }),
    displayName: text(),
    kmsMasterKeyId: text(),
    policy: json(),
    ...taggedAndRegional,
} satisfies Takes<TopicArgs>;

/** A standard SNS topic. */
export const topic = defineResource({
    type: "aws:sns/topic:Topic",
    properties,
    async create(inputs, { call, accountId }, undo) {
        const { TopicArn } = await call("sns", "CreateTopic", { Name: inputs.name });
        undo(() => call("sns", "DeleteTopic", { TopicArn }));
        for (const [AttributeName, AttributeValue] of [
            ["DisplayName", inputs.displayName],
            ["KmsMasterKeyId", inputs.kmsMasterKeyId],
            ["Policy", inputs.policy],
        ] as const) {
            if (AttributeValue === undefined) continue;
            await call("sns", "SetTopicAttributes", { TopicArn, AttributeName, AttributeValue });
        }
        return {
            id: TopicArn,
            outputs: {
                arn: TopicArn,
                owner: accountId,
                namePrefix: "",
                policy: inputs.policy ?? defaultTopicPolicy(TopicArn, accountId),
                fifoTopic: false,
                fifoThroughputScope: "",
                beginningArchiveTime: "",
                signatureVersion: 0,
                tracingConfig: "",
            },
        };
    },
    async delete({ id }, { call }) {
        await unlessGone(call("sns", "DeleteTopic", { TopicArn: id }), "NotFound");
    },
});
