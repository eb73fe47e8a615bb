import { createHash, randomBytes } from "node:crypto";

import { type Message } from "@aws-sdk/client-sqs";

import { AwsError } from "../awsError";
import { attributesDigest, chosenAttributes } from "./messageAttributes";
import { type QueuedMessage } from "./messageQueue";

/**
 * A message as ReceiveMessage answers it.
 *
 * @param system names of system attributes that were asked for; `All` for all
 * @param asked names of message attributes that were asked for
 */
export function describedMessage(message: QueuedMessage, system: readonly string[], asked: readonly string[]): Message {
    const all = {
        SentTimestamp: String(message.sentAt),
        ApproximateReceiveCount: String(message.receiveCount),
        ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
        ...(message.groupId !== undefined && { MessageGroupId: message.groupId }),
        ...(message.deadLetterSourceArn !== undefined && { DeadLetterQueueSourceArn: message.deadLetterSourceArn }),
    };
    const wanted = Object.entries(all).filter(([name]) => system.includes("All") || system.includes(name));
    const attributes = chosenAttributes(message.attributes, asked);
    const digest = attributesDigest(attributes);
    return {
        MessageId: message.id,
        ReceiptHandle: message.receiptHandle as string,
        MD5OfBody: md5(message.body),
        Body: message.body,
        ...(wanted.length > 0 && { Attributes: Object.fromEntries(wanted) }),
        ...(digest !== undefined && { MD5OfMessageAttributes: digest, MessageAttributes: attributes }),
    };
}

/** A new handle for one receive of a message. */
export function receiptHandleFor(messageId: string): string {
    return Buffer.from(`${messageId}/${randomBytes(12).toString("hex")}`).toString("base64");
}

/** The id of the message that a receipt handle was given for. */
export function messageOf(receiptHandle: string): string {
    const [, id] = /^([\da-f-]{36})\/[\da-f]{24}$/.exec(Buffer.from(receiptHandle, "base64").toString("latin1")) ?? [];
    if (id === undefined) {
        throw new AwsError(
            "ReceiptHandleIsInvalid",
            `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
        );
    }
    return id;
}

/** XML 1.0's characters, whatever the protocol (AWS: SQS API Reference, SendMessage). */
export function checkMessageBody(body: string): void {
    // A lone surrogate is no character; `u` keeps pairs together.
    const found = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.exec(body)?.[0];
    if (found === undefined) return;
    const code = (found.codePointAt(0) as number).toString(16).toUpperCase();
    throw new AwsError(
        "InvalidMessageContents",
        `Invalid binary character '#x${code}' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF`,
    );
}

export function md5(text: string): string {
    return createHash("md5").update(text).digest("hex");
}
