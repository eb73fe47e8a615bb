/** What SageMaker told a topic about one request. */
export interface Notification {
    inferenceId: string;
    /** `Completed` and `Failed` are documented; `Expired` has been seen. */
    invocationStatus: string;
    failureReason?: string;
    outputLocation?: string;
    failureLocation?: string;
    eventTime?: Date;
    /** Only when SNS delivered with its envelope, that is without raw delivery. */
    topicArn?: string;
}

/** A message of the inbox: about a request, SageMaker's test of its topics, or something else. */
export type InboxMessage = { kind: "result"; notification: Notification } | { kind: "test" } | { kind: "unreadable" };

/**
 * Reads the body of a message, raw or in SNS's envelope.
 *
 * AWS documents the success form only, so a failure is read defensively: the failure location stands at the top level or among
 * the response parameters, and those may be missing.
 */
export function parseMessage(body: string | undefined): InboxMessage {
    const outer = parseObject(body);
    const enveloped = outer?.["Type"] === "Notification" && typeof outer["Message"] === "string";
    const event = enveloped ? parseObject(outer["Message"]) : outer;
    if (event?.["eventName"] === "TestNotification") return { kind: "test" };
    const inferenceId = text(event, "inferenceId");
    const invocationStatus = text(event, "invocationStatus");
    if (inferenceId === undefined || invocationStatus === undefined) return { kind: "unreadable" };
    const response = asObject(event?.["responseParameters"]);
    const eventTime = new Date(text(event, "eventTime") ?? NaN);
    return {
        kind: "result",
        notification: {
            inferenceId,
            invocationStatus,
            ...defined("failureReason", text(event, "failureReason")),
            ...defined("outputLocation", text(response, "outputLocation") ?? text(event, "outputLocation")),
            ...defined("failureLocation", text(event, "failureLocation") ?? text(response, "failureLocation")),
            ...(Number.isNaN(eventTime.getTime()) ? {} : { eventTime }),
            ...defined("topicArn", enveloped ? text(outer, "TopicArn") : undefined),
        },
    };
}

type JsonObject = Record<string, unknown>;

function parseObject(json: unknown): JsonObject | undefined {
    if (typeof json !== "string") return undefined;
    try {
        return asObject(JSON.parse(json));
    } catch {
        return undefined;
    }
}

function asObject(value: unknown): JsonObject | undefined {
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

function text(object: JsonObject | undefined, key: string): string | undefined {
    const value = object?.[key];
    return typeof value === "string" && value !== "" ? value : undefined;
}

function defined<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
    return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
}
