import { type PublishCommandInput } from "@aws-sdk/client-sns";

import { AwsError } from "../awsError";
import { checkMessageAttributes } from "../sqs/messageAttributes";
import { invalidParameter } from "./subscription";

/**
 * Checks what does not depend on the topic (AWS: SNS API Reference, Publish).
 *
 * @returns the message
 */
export function checkMessage({ Message, Subject, MessageAttributes }: PublishCommandInput): string {
    if (!Message) throw invalidParameter("Empty message");
    if (Subject !== undefined && !/^[\x21-\x7e][\x20-\x7e]{0,99}$/.test(Subject)) throw invalidParameter("Subject");
    const attributes = Object.entries(MessageAttributes ?? {});
    for (const [name, attribute] of attributes) {
        try {
            checkMessageAttributes({ [name]: attribute });
        } catch (error) {
            if (error instanceof AwsError) throw new AwsError("ParameterValueInvalid", error.message);
            throw error;
        }
    }
    return Message;
}

/** What each protocol is told; `default` is always there. */
export function textsByProtocol({ Message, MessageStructure }: PublishCommandInput): Readonly<Record<string, string>> {
    const message = Message as string;
    if (MessageStructure === undefined || MessageStructure === "") return { default: message };
    if (MessageStructure !== "json") throw invalidParameter("MessageStructure");
    let texts: unknown;
    try {
        texts = JSON.parse(message);
    } catch {
        throw invalidParameter("Message Structure - JSON message body failed to parse");
    }
    const found = Object.entries(typeof texts === "object" && texts ? texts : {}).filter(
        (entry): entry is [string, string] => typeof entry[1] === "string",
    );
    if (!found.some(([protocol]) => protocol === "default")) {
        throw invalidParameter("Message Structure - No default entry in JSON message body");
    }
    return Object.fromEntries(found);
}
