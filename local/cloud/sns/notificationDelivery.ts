import { type MessageAttributeValue } from "@aws-sdk/client-sns";

import { AwsError } from "../awsError";
import { type Context } from "../context";
import { service } from "../iam/principal";
import { deadLetterTargetOf, type Subscription } from "./subscription";

/** A message on its way from a topic to its subscriptions. */
export interface Notification {
    readonly messageId: string;
    readonly topicArn: string;
    readonly subject?: string;
    /** What a subscription of this protocol is told. */
    textFor(protocol: string): string;
    readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
    /** Simulated. */
    readonly published: Date;
}

/**
 * Hands a notification to one queue, as the service principal `sns.amazonaws.com`: the queue's policy has to let it send, and the
 * policy of an encrypted queue's key has to let it use the key (AWS: SNS Developer Guide, "Configuring Amazon SNS encryption with
 * encrypted SQS queue subscriptions").
 *
 * SNS does not retry what a client has to mend, such as a deleted queue or a missing grant (AWS: SNS Developer Guide,
 * message delivery retries): that goes to the subscription's dead-letter queue at once, or nowhere.
 *
 * @returns why nobody got it; undefined when the queue itself did
 */
export async function deliver(
    context: Context,
    subscription: Subscription,
    notification: Notification,
): Promise<string | undefined> {
    const raw = subscription.settings.RawMessageDelivery === "true";
    const text = notification.textFor(subscription.protocol);
    const body = raw ? text : envelope(notification, text);
    // Raw delivery carries attributes along; otherwise they are in the envelope.
    const attributes = raw ? notification.attributes : {};
    const failure = await send(context, subscription.endpoint, notification.topicArn, body, attributes);
    if (failure === undefined) return undefined;
    const deadLetters = deadLetterTargetOf(subscription.settings);
    if (deadLetters === undefined) return failure;
    const lost = await send(context, deadLetters, notification.topicArn, body, attributes);
    return lost === undefined
        ? `${failure} It is in the dead-letter queue ${deadLetters}.`
        : `${failure} The dead-letter queue did not get it either: ${lost}`;
}

async function send(
    context: Context,
    queueArn: string,
    topicArn: string,
    body: string,
    attributes: Readonly<Record<string, MessageAttributeValue>>,
): Promise<string | undefined> {
    const [, , , region, account, name] = queueArn.split(":");
    if (region !== context.region || account !== context.accountId) {
        return `Queue ${queueArn} is not in this account and region, the only ones the laptop AWS has.`;
    }
    const asSns = context.as(service("sns.amazonaws.com", topicArn, context.accountId));
    try {
        const { QueueUrl } = await context.call("sqs", "GetQueueUrl", { QueueName: name });
        await asSns("sqs", "SendMessage", { QueueUrl, MessageBody: body, MessageAttributes: { ...attributes } });
        return undefined;
    } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        if (error.code !== "AccessDenied") return `Queue ${queueArn}: ${error.message}`;
        return `The policy of queue ${queueArn} does not let sns.amazonaws.com send messages for topic ${topicArn}.`;
    }
}

/** SNS's JSON around a message that is not delivered raw. It is unsigned: the laptop AWS has no certificate of AWS's. */
function envelope({ messageId, topicArn, subject, attributes, published }: Notification, text: string): string {
    const described = Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => {
        const Value = BinaryValue ? Buffer.from(BinaryValue).toString("base64") : StringValue;
        return [name, { Type: DataType, Value }] as const;
    });
    return JSON.stringify({
        Type: "Notification",
        MessageId: messageId,
        TopicArn: topicArn,
        ...(subject !== undefined && { Subject: subject }),
        Message: text,
        Timestamp: published.toISOString(),
        ...(described.length > 0 && { MessageAttributes: Object.fromEntries(described) }),
    });
}
