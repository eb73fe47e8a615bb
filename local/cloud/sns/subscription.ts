import { AwsError } from "../awsError";
import { FilterPolicyFault, type FilterPolicy, type FilterPolicyScope, parseFilterPolicy } from "./filterPolicySyntax";

export type SubscriptionProtocol = "sqs" | "email" | "email-json";

/** What a subscription can be told, as SNS keeps it. */
export interface SubscriptionSettings {
    /** As it was given; absent: no filter. */
    readonly FilterPolicy?: string;
    readonly FilterPolicyScope?: FilterPolicyScope;
    readonly RawMessageDelivery?: "true" | "false";
    readonly RedrivePolicy?: string;
}

export interface Subscription {
    readonly arn: string;
    readonly topicArn: string;
    readonly protocol: SubscriptionProtocol;
    /** A queue's ARN, or an e-mail address. */
    readonly endpoint: string;
    /** Nobody confirms e-mail on a laptop. */
    readonly pending: boolean;
    settings: SubscriptionSettings;
    /** Parsed from the settings. */
    filterPolicy?: FilterPolicy;
}

/** @throws AwsError in SNS's words, for a protocol or an endpoint that cannot be subscribed */
export function checkEndpoint(protocol: string | undefined, endpoint: string | undefined): SubscriptionProtocol {
    switch (protocol) {
        case "sqs":
            if (!endpoint || !/^arn:[^:]+:sqs:[^:]+:\d{12}:[\w.-]+$/.test(endpoint)) {
                throw invalidParameter("SQS endpoint ARN");
            }
            if (endpoint.endsWith(".fifo")) {
                throw invalidParameter(
                    "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
                );
            }
            return protocol;
        case "email":
        case "email-json":
            if (!endpoint || !/^[^@\s]+@[^@\s]+$/.test(endpoint)) throw invalidParameter("Email address");
            return protocol;
        case "application":
        case "firehose":
        case "http":
        case "https":
        case "lambda":
        case "sms":
            throw new AwsError(
                "NotImplemented",
                `The laptop AWS delivers to SQS queues only; it has no subscriptions with protocol ${protocol}.`,
                501,
            );
        case undefined:
        default:
            throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol ?? "null"}`);
    }
}

/**
 * Applies attributes to what a subscription has been told, and checks the whole.
 *
 * @param prefix what SNS puts before a reason: `Attributes Reason: ` in Subscribe, nothing in SetSubscriptionAttributes
 * @returns the settings, and the filter policy parsed
 */
export function withSettings(
    settings: SubscriptionSettings,
    changes: Readonly<Record<string, string | undefined>>,
    protocol: SubscriptionProtocol,
    prefix = "",
): { settings: SubscriptionSettings; filterPolicy?: FilterPolicy } {
    const result: Record<string, string> = { ...settings };
    for (const [name, value] of Object.entries(changes)) {
        if (value === undefined) continue;
        checkSetting(name, value, protocol, prefix);
        // An empty policy means none (AWS: SNS API Reference, SetSubscriptionAttributes).
        const empty = value === "" || (name === "FilterPolicy" && /^\s*\{\s*\}\s*$/.test(value));
        if (!empty) result[name] = value;
        else Reflect.deleteProperty(result, name);
        // The scope goes with its policy (hashicorp/terraform-provider-aws, topic_subscription.go).
        if (empty && name === "FilterPolicy") Reflect.deleteProperty(result, "FilterPolicyScope");
    }
    const { FilterPolicy, FilterPolicyScope = "MessageAttributes" } = result as SubscriptionSettings;
    if (FilterPolicy === undefined) return { settings: result };
    try {
        return { settings: result, filterPolicy: parseFilterPolicy(FilterPolicy, FilterPolicyScope) };
    } catch (error) {
        if (error instanceof FilterPolicyFault) throw invalidParameter(prefix + error.message);
        throw error;
    }
}

/** The queue that gets what could not be delivered. */
export function deadLetterTargetOf({ RedrivePolicy }: SubscriptionSettings): string | undefined {
    if (RedrivePolicy === undefined) return undefined;
    return (JSON.parse(RedrivePolicy) as { deadLetterTargetArn: string }).deadLetterTargetArn;
}

export function invalidParameter(reason: string): AwsError {
    return new AwsError("InvalidParameter", `Invalid parameter: ${reason}`);
}

function checkSetting(name: string, value: string, protocol: SubscriptionProtocol, prefix: string): void {
    switch (name) {
        case "FilterPolicy":
            return;
        case "FilterPolicyScope":
            if (value === "MessageAttributes" || value === "MessageBody") return;
            throw invalidParameter(
                `${prefix}FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
            );
        case "RawMessageDelivery":
            if (value !== "true" && value !== "false") {
                throw invalidParameter(`${prefix}RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
            }
            if (value === "true" && protocol !== "sqs") {
                throw invalidParameter(
                    `${prefix}RawMessageDelivery: Delivery protocol [${protocol}] does not support raw message delivery.`,
                );
            }
            return;
        case "RedrivePolicy":
            if (value !== "") checkRedrivePolicy(value, prefix);
            return;
        case "DeliveryPolicy":
        case "ReplayPolicy":
        case "SubscriptionRoleArn":
            throw new AwsError("NotImplemented", `The laptop AWS has no ${name} of subscriptions.`, 501);
        default:
            throw invalidParameter(`${prefix}AttributeName`);
    }
}

function checkRedrivePolicy(value: string, prefix: string): void {
    let policy: { deadLetterTargetArn?: unknown } | null;
    try {
        policy = JSON.parse(value) as typeof policy;
    } catch {
        throw invalidParameter(`${prefix}RedrivePolicy: failed to parse JSON.`);
    }
    const target = policy?.deadLetterTargetArn;
    if (typeof target !== "string" || !/^arn:[^:]+:sqs:[^:]+:\d{12}:[\w.-]+$/.test(target)) {
        throw invalidParameter(`${prefix}RedrivePolicy: deadLetterTargetArn is an invalid arn`);
    }
}
