/**
 * The longest that an asynchronous request may wait for its start, in seconds, and how long it may unless its caller says otherwise
 * (AWS: SageMaker Runtime API Reference, InvokeEndpointAsync, RequestTTLSeconds).
 */
export const longestRequestTtlSeconds = 21_600;
