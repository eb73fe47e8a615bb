import { type TopicSubscriptionArgs } from "@pulumi/aws/sns";

import { defineResource, unlessGone } from "./defineResource";
import { boolean, json, regional, type Takes, text, type Values } from "./property";
import { type CheckFailure, type Properties } from "./resource";
import { changedAttributes, fromAttributes, toAttributes } from "./textAttributes";

const settable = {
    filterPolicy: json(),
    filterPolicyScope: text({ oneOf: ["MessageAttributes", "MessageBody"] }),
    rawMessageDelivery: boolean({ default: false }),
    redrivePolicy: json(),
} satisfies Takes<TopicSubscriptionArgs>;

const properties = {
    topic: text({ required: true, member: "TopicArn" }),
    protocol: text({
        required: true,
        oneOf: ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"],
    }),
    endpoint: text({ required: true }),
    ...settable,
    ...regional,
} satisfies Takes<TopicSubscriptionArgs>;

/** What a filter policy looks at where nobody says otherwise (AWS: SNS Developer Guide, filter policy scope). */
const defaultScope = "MessageAttributes";

/** SNS's words, with and without what it puts before a reason. */
const pending = "Cannot unsubscribe a subscription that is pending confirmation";
const stillPending = [pending, `Invalid parameter: ${pending}`];

/** An SNS subscription. One for e-mail stays pending: on a laptop nobody confirms it. */
export const topicSubscription = defineResource({
    type: "aws:sns/topicSubscription:TopicSubscription",
    properties,
    checkTogether: checkScope,
    gone: ["NotFound"],
    async create(inputs, { call, accountId }) {
        const { rawMessageDelivery, ...others } = inputs;
        const { SubscriptionArn } = await call("sns", "Subscribe", {
            TopicArn: inputs.topic,
            Protocol: inputs.protocol,
            Endpoint: inputs.endpoint,
            Attributes: toAttributes(settable, rawMessageDelivery ? inputs : others),
            // Without it SNS answers "pending confirmation" in place of the ARN.
            ReturnSubscriptionArn: true,
        });
        const isPending = inputs.protocol.startsWith("email");
        return { id: SubscriptionArn, outputs: outputs(SubscriptionArn, accountId, isPending, scopeOf(inputs)) };
    },
    async read(id, { call, accountId }, known) {
        const { Attributes } = await call("sns", "GetSubscriptionAttributes", { SubscriptionArn: id });
        const inputs = fromAttributes(properties, Attributes);
        const { filterPolicyScope: scope } = inputs;
        const isDefault = scope === defaultScope && known.filterPolicyScope === undefined;
        return {
            inputs: { ...inputs, filterPolicyScope: isDefault ? undefined : scope },
            outputs: outputs(id, accountId, Attributes["PendingConfirmation"] === "true", scope),
        };
    },
    /**
     * MessageBody takes every policy, MessageAttributes none that nests: so the former goes ahead of a new policy and the latter
     * behind it (terraform-provider-aws, putSubscriptionAttributes).
     */
    async update({ id }, inputs, { call }, changed) {
        const attributes = changedAttributes(settable, inputs, changed);
        const { FilterPolicyScope: told, ...others } = attributes;
        const scope = told === undefined ? undefined : scopeOf(inputs);
        const steps = Object.entries(others);
        if (scope === "MessageBody") steps.unshift(["FilterPolicyScope", scope]);
        else if (scope !== undefined) steps.push(["FilterPolicyScope", scope]);
        for (const [AttributeName, value] of steps) {
            // SNS takes no empty text: an empty policy is no filter, and no value at all no redrive policy.
            const AttributeValue = value || (AttributeName === "FilterPolicy" ? "{}" : undefined);
            await call("sns", "SetSubscriptionAttributes", { SubscriptionArn: id, AttributeName, AttributeValue });
        }
        return { filterPolicyScope: scopeOf(inputs) ?? "" };
    },
    /** A pending subscription cannot be unsubscribed; SNS drops it by itself, and the provider lets it be. */
    async delete({ id }, { call }) {
        await unlessGone(call("sns", "Unsubscribe", { SubscriptionArn: id }), stillPending);
    },
});

/** The scope that SNS keeps: none without a filter policy. */
function scopeOf(inputs: Values<typeof settable>): string | undefined {
    return inputs.filterPolicy === undefined ? undefined : (inputs.filterPolicyScope ?? defaultScope);
}

function outputs(arn: string, ownerId: string, pendingConfirmation: boolean, scope: string | undefined): Properties {
    return {
        arn,
        ownerId,
        confirmationTimeoutInMinutes: 1,
        confirmationWasAuthenticated: !pendingConfirmation,
        endpointAutoConfirms: false,
        pendingConfirmation,
        filterPolicyScope: scope ?? "",
    };
}

function checkScope(inputs: Properties): CheckFailure[] {
    if (!("filterPolicyScope" in inputs) || "filterPolicy" in inputs) return [];
    return [{ property: "filterPolicyScope", reason: "filter_policy is required when filter_policy_scope is set" }];
}
