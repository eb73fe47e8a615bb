import { AwsError } from "../awsError";
import { parsePolicyDocument, PolicyFault } from "../iam/policyDocument";

/** A queue's attributes that can be set, as SQS keeps them: text by name. */
export type QueueAttributes = Partial<Record<SettableAttribute, string>>;

export type SettableAttribute =
    | keyof typeof numbers
    | "KmsMasterKeyId"
    | "SqsManagedSseEnabled"
    | "Policy"
    | "RedrivePolicy"
    | "RedriveAllowPolicy";

/** AWS: SQS API Reference, SetQueueAttributes. */
const numbers = {
    DelaySeconds: { min: 0, max: 900, default: 0 },
    MaximumMessageSize: { min: 1024, max: 1_048_576, default: 1_048_576 },
    MessageRetentionPeriod: { min: 60, max: 1_209_600, default: 345_600 },
    ReceiveMessageWaitTimeSeconds: { min: 0, max: 20, default: 0 },
    VisibilityTimeout: { min: 0, max: 43_200, default: 30 },
    KmsDataKeyReusePeriodSeconds: { min: 60, max: 86_400, default: 300 },
} as const;

export interface RedrivePolicy {
    deadLetterTargetArn: string;
    maxReceiveCount: number;
}

/** Whether the queue with an ARN exists and takes the asking queue's dead letters. */
export type DeadLetterTarget = (arn: string) => "takes" | "refuses" | "missing";

/** What a queue has when nobody says otherwise. */
export const defaultQueueAttributes: QueueAttributes = {
    ...Object.fromEntries(
        Object.entries(numbers)
            .filter(([name]) => name !== "KmsDataKeyReusePeriodSeconds")
            .map(([name, { default: value }]) => [name, String(value)]),
    ),
    SqsManagedSseEnabled: "true",
};

const readOnly = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
    "CreatedTimestamp",
    "LastModifiedTimestamp",
    "QueueArn",
];
const settable: readonly string[] = [
    ...Object.keys(numbers),
    "KmsMasterKeyId",
    "SqsManagedSseEnabled",
    "Policy",
    "RedrivePolicy",
    "RedriveAllowPolicy",
];

/** @throws AwsError InvalidAttributeName for what no queue has */
export function checkAttributeNames(names: readonly string[]): void {
    for (const name of names) {
        if (name !== "All" && !settable.includes(name) && !readOnly.includes(name)) throw unknownAttribute(name);
    }
}

/**
 * Applies attributes to those a queue has. Empty text takes `Policy`, `RedrivePolicy`, `RedriveAllowPolicy` and
 * `KmsMasterKeyId` away.
 *
 * @param targetOf what a dead-letter target says to this queue
 * @throws AwsError in SQS's words
 */
export function withAttributes(
    attributes: QueueAttributes,
    changes: Readonly<Record<string, string | undefined>>,
    targetOf: DeadLetterTarget,
): QueueAttributes {
    const result: Record<string, string> = { ...attributes };
    for (const [name, value] of Object.entries(changes)) {
        if (value === undefined) continue;
        if (name === "FifoQueue" && value !== "false") {
            throw new AwsError("NotImplemented", "The laptop AWS has standard queues only, no FIFO queues.", 501);
        }
        if (!settable.includes(name)) throw unknownAttribute(name);
        check(name as SettableAttribute, value, targetOf);
        result[name] = value;
        if (value === "") Reflect.deleteProperty(result, name);
    }
    const { KmsMasterKeyId, SqsManagedSseEnabled } = changes;
    if (KmsMasterKeyId && SqsManagedSseEnabled === "true") {
        throw new AwsError(
            "InvalidAttributeName",
            "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
        );
    }
    // Each kind of encryption ends the other.
    if (KmsMasterKeyId) {
        result["SqsManagedSseEnabled"] = "false";
        result["KmsDataKeyReusePeriodSeconds"] ??= String(numbers.KmsDataKeyReusePeriodSeconds.default);
    } else if (SqsManagedSseEnabled === "true") Reflect.deleteProperty(result, "KmsMasterKeyId");
    return result;
}

/** A queue's redrive policy, which was checked when it was set. */
export function redrivePolicyOf({ RedrivePolicy }: QueueAttributes): RedrivePolicy | undefined {
    if (RedrivePolicy === undefined) return undefined;
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(RedrivePolicy) as RedrivePolicy;
    return { deadLetterTargetArn, maxReceiveCount: Number(maxReceiveCount) };
}

/** Whether a queue with these attributes takes the dead letters of `source`; without a RedriveAllowPolicy all may. */
export function takesDeadLettersOf({ RedriveAllowPolicy }: QueueAttributes, source: string): boolean {
    if (RedriveAllowPolicy === undefined) return true;
    const policy = JSON.parse(RedriveAllowPolicy) as { redrivePermission: string; sourceQueueArns?: string[] };
    if (policy.redrivePermission === "byQueue") return policy.sourceQueueArns?.includes(source) ?? false;
    return policy.redrivePermission === "allowAll";
}

/** A number attribute, or its default. */
export function numberOf(attributes: QueueAttributes, name: keyof typeof numbers): number {
    return Number(attributes[name] ?? numbers[name].default);
}

/** @throws AwsError InvalidParameterValue, as SQS answers a number out of range in a call */
export function checkNumber(value: number, name: string, min: number, max: number): void {
    if (Number.isInteger(value) && value >= min && value <= max) return;
    throw invalidValue(String(value), name, `Must be between ${String(min)} and ${String(max)}, if provided.`);
}

export function invalidValue(value: string, name: string, reason: string): AwsError {
    return new AwsError("InvalidParameterValue", `Value ${value} for parameter ${name} is invalid. Reason: ${reason}`);
}

function check(name: SettableAttribute, value: string, targetOf: DeadLetterTarget): void {
    if (name in numbers) {
        const { min, max } = numbers[name as keyof typeof numbers];
        if (!/^\d+$/.test(value) || Number(value) < min || Number(value) > max) throw invalidAttribute(name);
        return;
    }
    if (name === "SqsManagedSseEnabled") {
        if (value !== "true" && value !== "false") throw invalidAttribute(name);
        return;
    }
    if (value === "" || name === "KmsMasterKeyId") return;
    if (name === "Policy") {
        try {
            parsePolicyDocument(value, "resource");
        } catch (error) {
            throw error instanceof PolicyFault ? invalidAttribute(name) : error;
        }
        return;
    }
    const json = parseObject(value);
    if (name === "RedrivePolicy") checkRedrivePolicy(json, value, targetOf);
    else checkRedriveAllowPolicy(json, value);
}

function checkRedrivePolicy(
    json: Record<string, unknown> | undefined,
    value: string,
    targetOf: DeadLetterTarget,
): void {
    const invalid = (reason: string) => invalidValue(value, "RedrivePolicy", reason);
    if (!json) throw invalid("Redrive policy is not a valid JSON map.");
    const { deadLetterTargetArn: target, maxReceiveCount, ...more } = json;
    if (typeof target !== "string" || maxReceiveCount === undefined) {
        const missing = typeof target !== "string" ? "deadLetterTargetArn" : "maxReceiveCount";
        throw invalid(`Redrive policy does not contain mandatory attribute: ${missing}.`);
    }
    if (Object.keys(more).length > 0) throw invalid("Only following attributes are allowed.");
    const count = Number(maxReceiveCount);
    if (!Number.isInteger(count) || count < 1 || count > 1000) {
        throw invalid(
            "Invalid value for maxReceiveCount: " +
                JSON.stringify(maxReceiveCount) +
                ", valid values are from 1 to 1000 both inclusive.",
        );
    }
    const answer = targetOf(target);
    if (answer === "missing") throw invalid("Dead letter target does not exist.");
    // SQS's own words for this are not known.
    if (answer === "refuses") throw invalid("The dead letter target's redrive allow policy does not allow this queue.");
}

function checkRedriveAllowPolicy(json: Record<string, unknown> | undefined, value: string): void {
    const permission = json?.["redrivePermission"];
    const sources = json?.["sourceQueueArns"];
    const invalid = (reason: string) => invalidValue(value, "RedriveAllowPolicy", reason);
    if (!json) throw invalid("Amazon SQS can't create the redrive allow policy, as it's in an unsupported format.");
    if (
        !["allowAll", "denyAll", "byQueue"].includes(String(permission)) ||
        (permission === "byQueue") !== Array.isArray(sources)
    ) {
        throw invalid("Amazon SQS can't create the redrive allow policy. A specified value is not valid.");
    }
}

function parseObject(text: string): Record<string, unknown> | undefined {
    try {
        const value: unknown = JSON.parse(text);
        return typeof value === "object" && value !== null && !Array.isArray(value)
            ? (value as Record<string, unknown>)
            : undefined;
    } catch {
        return undefined;
    }
}

function unknownAttribute(name: string): AwsError {
    return new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
}

function invalidAttribute(name: string): AwsError {
    return new AwsError("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
}
