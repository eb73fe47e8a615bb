import { createHash } from "node:crypto";

import { type MessageAttributeValue } from "@aws-sdk/client-sqs";

import { AwsError } from "../awsError";

export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

/** Bytes that a message counts for: its body and its attributes' names, types and values (AWS: SQS Developer Guide, quotas). */
export function messageBytes(body: string, attributes: MessageAttributes): number {
    let bytes = Buffer.byteLength(body);
    for (const [name, { DataType = "", StringValue = "", BinaryValue }] of Object.entries(attributes)) {
        bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
        bytes += BinaryValue ? BinaryValue.byteLength : Buffer.byteLength(StringValue);
    }
    return bytes;
}

/**
 * Checks what SQS wants of message attributes (AWS: SQS Developer Guide, message metadata).
 *
 * @throws AwsError InvalidParameterValue
 */
export function checkMessageAttributes(attributes: MessageAttributes): void {
    const entries = Object.entries(attributes);
    if (entries.length > 10) {
        throw invalid(`Number of message attributes [${String(entries.length)}] exceeds the allowed maximum [10].`);
    }
    for (const [name, { DataType, StringValue, BinaryValue }] of entries) {
        if (!/^(?!\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/.test(name) || /^(aws|amazon)\./i.test(name)) {
            throw invalid(`The message attribute name '${name}' is invalid.`);
        }
        if (!DataType)
            throw invalid(`The message attribute '${name}' must contain a non-empty message attribute type.`);
        const type = DataType.split(".")[0] ?? "";
        if (!["String", "Number", "Binary"].includes(type)) {
            throw invalid(
                `The type of message attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
            );
        }
        const value = type === "Binary" ? BinaryValue : StringValue;
        if (!value || value.length === 0) {
            throw invalid(
                `The message attribute '${name}' must contain a non-empty message attribute value for message attribute type '${DataType}'.`,
            );
        }
        if (type === "Number" && !Number.isFinite(Number(value))) {
            throw invalid(`Could not cast message attribute '${name}' value to number.`);
        }
    }
}

/** `MD5OfMessageAttributes` (AWS: SQS Developer Guide, calculating the MD5 message digest for message attributes). */
export function attributesDigest(attributes: MessageAttributes): string | undefined {
    const names = Object.keys(attributes).sort();
    if (names.length === 0) return undefined;
    const hash = createHash("md5");
    const text = (value: string | Uint8Array) => {
        const bytes = Buffer.from(value);
        const length = Buffer.alloc(4);
        length.writeUInt32BE(bytes.length);
        hash.update(length).update(bytes);
    };
    for (const name of names) {
        const { DataType = "", StringValue = "", BinaryValue } = attributes[name] as MessageAttributeValue;
        text(name);
        text(DataType);
        hash.update(Buffer.from([BinaryValue ? 2 : 1]));
        text(BinaryValue ?? StringValue);
    }
    return hash.digest("hex");
}

/** The attributes a receiver asked for by name, by `prefix.*`, or all of them by `All` or `.*`. */
export function chosenAttributes(
    attributes: MessageAttributes,
    asked: readonly string[],
): Record<string, MessageAttributeValue> {
    const wanted = (name: string) =>
        asked.some((one) => one === "All" || one === name || (one.endsWith(".*") && name.startsWith(one.slice(0, -2))));
    return Object.fromEntries(Object.entries(attributes).filter(([name]) => wanted(name)));
}

function invalid(message: string): AwsError {
    return new AwsError("InvalidParameterValue", message);
}
