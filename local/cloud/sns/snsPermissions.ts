import { AwsError } from "../awsError";
import { type Permission, type Refusal } from "../iam/access";
import { type ServicePermissions } from "../iam/operationPermissions";

/**
 * SNS spells its prefix with capitals in its answers, `SNS:Publish`, and nowhere else
 * (aws-ia/terraform-aws-control_tower_account_factory #151).
 */
const authorizationError: Refusal = (message) =>
    new AwsError("AuthorizationError", message.replace(/\bsns:(?=[A-Z])/g, "SNS:"), 403);

interface OnTopic {
    TopicArn?: string | undefined;
}

function onTopic(action: string): (input: OnTopic) => readonly Permission[] {
    return ({ TopicArn }) => [{ action: `sns:${action}`, resource: TopicArn || "*" }];
}

/**
 * The reference knows topics as SNS's only resources, so that what is done to a subscription has to be granted on `*`. A public
 * report shows such a refusal naming the topic: an Allow on `*` is enough either way, a Deny on a topic has no effect here.
 */
function onEverything(action: string): () => readonly Permission[] {
    return () => [{ action: `sns:${action}`, resource: "*" }];
}

/** AWS: Service Authorization Reference, "Actions, resources, and condition keys for Amazon SNS". */
export const snsPermissions: ServicePermissions<"sns"> = {
    operations: {
        CreateTopic: ({ Name, Tags = [] }, place) => {
            const resource = place.arn("sns", Name ?? "");
            const create = { action: "sns:CreateTopic", resource };
            // AWS: SNS API Reference, CreateTopic: to tag a topic on creation takes both.
            return Tags.length === 0 ? [create] : [create, { action: "sns:TagResource", resource }];
        },
        DeleteTopic: onTopic("DeleteTopic"),
        GetTopicAttributes: onTopic("GetTopicAttributes"),
        SetTopicAttributes: onTopic("SetTopicAttributes"),
        ListTopics: onEverything("ListTopics"),
        Subscribe: ({ TopicArn, Protocol, Endpoint }) => [
            {
                action: "sns:Subscribe",
                resource: TopicArn || "*",
                keys: { "sns:Protocol": Protocol, "sns:Endpoint": Endpoint },
            },
        ],
        Unsubscribe: onEverything("Unsubscribe"),
        GetSubscriptionAttributes: onEverything("GetSubscriptionAttributes"),
        SetSubscriptionAttributes: onEverything("SetSubscriptionAttributes"),
        ListSubscriptions: onEverything("ListSubscriptions"),
        ListSubscriptionsByTopic: onTopic("ListSubscriptionsByTopic"),
        // A text message goes to no topic.
        Publish: ({ TopicArn, TargetArn }) => [{ action: "sns:Publish", resource: TopicArn || TargetArn || "*" }],
    },
    refusal: authorizationError,
};
