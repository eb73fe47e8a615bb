import { AwsError } from "../awsError";
import { parsePolicyDocument, PolicyFault } from "../iam/policyDocument";
import { invalidParameter } from "./subscription";

/** What a topic can be told, as SNS keeps it. */
export interface TopicAttributes {
    readonly Policy: string;
    readonly DisplayName: string;
    readonly KmsMasterKeyId?: string;
}

/** Applies one attribute; an empty KmsMasterKeyId ends the encryption. */
export function withTopicAttribute(attributes: TopicAttributes, name: string, value: string): TopicAttributes {
    switch (name) {
        case "Policy":
            checkTopicPolicy(value);
            return { ...attributes, Policy: value };
        case "DisplayName":
            if (value.length > 100) throw invalidParameter("DisplayName");
            return { ...attributes, DisplayName: value };
        case "KmsMasterKeyId": {
            const { Policy, DisplayName } = attributes;
            return { Policy, DisplayName, ...(value !== "" && { KmsMasterKeyId: value }) };
        }
        case "FifoTopic":
            if (value === "false") return attributes;
            throw new AwsError("NotImplemented", "The laptop AWS has standard topics only, no FIFO topics.", 501);
        case "DeliveryPolicy":
        case "SignatureVersion":
        case "TracingConfig":
            throw new AwsError("NotImplemented", `The laptop AWS has no ${name} of topics.`, 501);
        default:
            throw invalidParameter("AttributeName");
    }
}

/** The policy of a topic that was given none: its account may do everything with it (AWS: CLI Command Reference, get-topic-attributes). */
export function defaultTopicPolicy(topicArn: string, accountId: string): string {
    const actions = [
        "GetTopicAttributes",
        "SetTopicAttributes",
        "AddPermission",
        "RemovePermission",
        "DeleteTopic",
        "Subscribe",
        "ListSubscriptionsByTopic",
        "Publish",
        "Receive",
    ];
    return JSON.stringify({
        Version: "2008-10-17",
        Id: "__default_policy_ID",
        Statement: [
            {
                Sid: "__default_statement_ID",
                Effect: "Allow",
                Principal: { AWS: "*" },
                Action: actions.map((action) => `SNS:${action}`),
                Resource: topicArn,
                Condition: { StringEquals: { "AWS:SourceOwner": accountId } },
            },
        ],
    });
}

/**
 * SNS takes only its own actions in a topic's policy (hashicorp/terraform #12740, whose words these are). That it refuses `sns:*`
 * as well is the pessimistic reading: of public reports one has it stored (nccgroup/ScoutSuite #1415).
 */
function checkTopicPolicy(value: string): void {
    try {
        for (const { Action, NotAction } of parsePolicyDocument(value, "resource").Statement) {
            if (!(Action ?? NotAction ?? []).every((action) => /^sns:(?!\*$)./i.test(action))) {
                throw invalidParameter("Policy statement action out of service scope!");
            }
        }
    } catch (error) {
        if (error instanceof PolicyFault) throw invalidParameter(`Policy Error: ${error.message}`);
        throw error;
    }
}
