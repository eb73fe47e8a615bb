import { type JsonService } from "./awsJson";

/** Errors of SQS whose names in the Query protocol are not `AWS.SimpleQueueService.` and the name they have now. */
const sqsQueryCodes: Readonly<Record<string, string>> = {
    QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
    QueueNameExists: "QueueAlreadyExists",
};
const sqsPrefixed = new Set([
    "BatchEntryIdsNotDistinct",
    "BatchRequestTooLong",
    "EmptyBatchRequest",
    "InvalidBatchEntryId",
    "MessageNotInflight",
    "PurgeQueueInProgress",
    "QueueDeletedRecently",
    "TooManyEntriesInBatchRequest",
    "UnsupportedOperation",
]);

const cloudWatchQueryCodes: Readonly<Record<string, string>> = {
    InvalidFormatFault: "InvalidFormat",
    InvalidParameterCombinationException: "InvalidParameterCombination",
    InvalidParameterValueException: "InvalidParameterValue",
    InternalServiceFault: "InternalServiceError",
    LimitExceededFault: "LimitExceeded",
    MissingRequiredParameterException: "MissingParameter",
};

export const sqs: JsonService = {
    service: "sqs",
    version: "1.0",
    target: "AmazonSQS",
    namespace: "com.amazonaws.sqs#",
    queryErrorCode: (code) => sqsQueryCodes[code] ?? (sqsPrefixed.has(code) ? `AWS.SimpleQueueService.${code}` : code),
    blobs: ["BinaryValue"],
    waiting: ["ReceiveMessage"],
};

export const cloudWatch: JsonService = {
    service: "cloudwatch",
    version: "1.0",
    target: "GraniteServiceVersion20100801",
    queryErrorCode: (code) => cloudWatchQueryCodes[code] ?? code,
    timestamps: ["EndDate", "EndTime", "StartDate", "StartTime", "Timestamp"],
};

export const sageMaker: JsonService = {
    service: "sagemaker",
    version: "1.1",
    target: "SageMaker",
    timestamps: ["CreationTimeAfter", "CreationTimeBefore", "LastModifiedTimeAfter", "LastModifiedTimeBefore"],
};

export const applicationAutoScaling: JsonService = {
    service: "application-autoscaling",
    version: "1.1",
    target: "AnyScaleFrontendService",
    timestamps: ["EndTime", "StartTime"],
};

export const kms: JsonService = {
    service: "kms",
    version: "1.1",
    target: "TrentService",
    blobs: ["CiphertextBlob", "Mac", "Message", "Plaintext", "Signature"],
};
