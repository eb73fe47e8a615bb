import { inferenceIdPrefixes, prefixes } from "../contract/names";

/** Notifications whose inferenceId starts with `prefix`. A TestNotification has none and stays out. */
export function inboxFilter(prefix: string): string {
    return JSON.stringify({ inferenceId: [{ prefix }] });
}

/**
 * What people are told: results, but none of the smoke test and none of a load.
 *
 * The two exclusions look at different fields on purpose. SNS takes all fields of a policy together (AND) but the values
 * within one field as alternatives (OR): two `anything-but` in one list would let everything through (AWS: SNS Developer
 * Guide, "Filter policy constraints"). A load puts its articles under `articles/load-`.
 */
export function emailFilter(inputBucketName: string): string {
    const loads = `s3://${inputBucketName}/${prefixes.input}${inferenceIdPrefixes.load}`;
    return JSON.stringify({
        eventName: ["InferenceResult"],
        inferenceId: [{ "anything-but": { prefix: inferenceIdPrefixes.smoke } }],
        requestParameters: { inputLocation: [{ "anything-but": { prefix: loads } }] },
    });
}
