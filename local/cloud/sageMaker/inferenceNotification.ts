import { type AsyncRequest } from "./asyncRequest";

/** What both topics are told after CreateEndpoint, UpdateEndpoint and UpdateEndpointWeightsAndCapacities (AWS documentation). */
export const testNotification = JSON.stringify({
    eventVersion: "1.0",
    eventSource: "aws:sagemaker",
    eventName: "TestNotification",
});

export type InvocationOutcome =
    { status: "Completed"; contentType: string } | { status: "Failed" | "Expired"; reason: string };

/**
 * The message that the success or error topic is told.
 *
 * The success form is AWS's documented one. AWS shows no example of a failure: the same envelope with `failureReason`, and
 * `failureLocation` at the top level, is what public consumers read.
 */
export function inferenceNotification(
    endpointName: string,
    region: string,
    request: AsyncRequest,
    outcome: InvocationOutcome,
    now: Date,
): string {
    return JSON.stringify({
        awsRegion: region,
        eventTime: now.toISOString(),
        receivedTime: new Date(request.receivedAt).toISOString(),
        invocationStatus: outcome.status,
        requestParameters: {
            ...(request.accept === undefined ? {} : { accept: request.accept }),
            ...(request.contentType === undefined ? {} : { contentType: request.contentType }),
            endpointName,
            ...(request.inputLocation === undefined ? {} : { inputLocation: request.inputLocation }),
        },
        ...(outcome.status === "Completed"
            ? { responseParameters: { contentType: outcome.contentType, outputLocation: request.outputLocation } }
            : { failureReason: outcome.reason, failureLocation: request.failureLocation }),
        inferenceId: request.inferenceId,
        eventVersion: "1.0",
        eventSource: "aws:sagemaker",
        eventName: "InferenceResult",
    });
}
