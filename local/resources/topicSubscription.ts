import { type TopicSubscriptionArgs } from "@pulumi/aws/sns";

import { defineResource, unlessGone } from "./defineResource";
import { boolean, json, regional, type Takes, text } from "./property";

const properties = {
    topic: text({ required: true }),
    protocol: text({
        required: true,
        oneOf: ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"],
    }),
    endpoint: text({ required: true }),
    filterPolicy: json(),
    filterPolicyScope: text({ oneOf: ["MessageAttributes", "MessageBody"] }),
    rawMessageDelivery: boolean({ default: false }),
    redrivePolicy: json(),
    ...regional,
} satisfies Takes<TopicSubscriptionArgs>;

/** An SNS subscription. One for e-mail stays pending: on a laptop nobody confirms it. */
export const topicSubscription = defineResource({
    type: "aws:sns/topicSubscription:TopicSubscription",
    properties,
    async create(inputs, { call, accountId }) {
        const Attributes: Record<string, string> = {};
        if (inputs.filterPolicy !== undefined) Attributes["FilterPolicy"] = inputs.filterPolicy;
        if (inputs.filterPolicyScope !== undefined) Attributes["FilterPolicyScope"] = inputs.filterPolicyScope;
        if (inputs.rawMessageDelivery) Attributes["RawMessageDelivery"] = "true";
        if (inputs.redrivePolicy !== undefined) Attributes["RedrivePolicy"] = inputs.redrivePolicy;
        const { SubscriptionArn } = await call("sns", "Subscribe", {
            TopicArn: inputs.topic,
            Protocol: inputs.protocol,
            Endpoint: inputs.endpoint,
            Attributes,
            // Without it SNS answers "pending confirmation" in place of the ARN.
            ReturnSubscriptionArn: true,
        });
        const filtered = inputs.filterPolicy !== undefined;
        const pendingConfirmation = inputs.protocol.startsWith("email");
        return {
            id: SubscriptionArn,
            outputs: {
                arn: SubscriptionArn,
                ownerId: accountId,
                confirmationTimeoutInMinutes: 1,
                confirmationWasAuthenticated: !pendingConfirmation,
                endpointAutoConfirms: false,
                pendingConfirmation,
                filterPolicyScope: inputs.filterPolicyScope ?? (filtered ? "MessageAttributes" : ""),
            },
        };
    },
    /** A pending subscription cannot be unsubscribed; SNS drops it by itself, and the provider lets it be. */
    async delete({ id }, { call }) {
        const deletion = call("sns", "Unsubscribe", { SubscriptionArn: id });
        await unlessGone(
            deletion,
            "NotFound",
            "Cannot unsubscribe a subscription that is pending confirmation",
            "Invalid parameter: Cannot unsubscribe a subscription that is pending confirmation",
        );
    },
});
