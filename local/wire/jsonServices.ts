import { queryErrorCode } from "../cloud/queryErrorCode";
import { type JsonService } from "./awsJson";

/** Errors of CloudWatch as Query names them, which is what its users know, and as its JSON protocol does. */
const cloudWatchTypes: Readonly<Record<string, string>> = {
    InternalServiceError: "InternalServiceFault",
    InvalidFormat: "InvalidFormatFault",
    InvalidParameterCombination: "InvalidParameterCombinationException",
    InvalidParameterValue: "InvalidParameterValueException",
    LimitExceeded: "LimitExceededFault",
    MissingParameter: "MissingRequiredParameterException",
};

export const sqs: JsonService = {
    service: "sqs",
    version: "1.0",
    target: "AmazonSQS",
    errorNames: (code) => ({ type: `com.amazonaws.sqs#${code}`, query: queryErrorCode(code) }),
    blobs: ["BinaryValue"],
    urls: ["QueueUrl", "QueueUrls"],
    waiting: ["ReceiveMessage"],
};

export const cloudWatch: JsonService = {
    service: "cloudwatch",
    version: "1.0",
    target: "GraniteServiceVersion20100801",
    errorNames: (code) => ({ type: cloudWatchTypes[code] ?? code, query: code }),
    timestamps: ["EndDate", "EndTime", "StartDate", "StartTime", "Timestamp"],
};

export const cloudWatchLogs: JsonService = {
    service: "logs",
    version: "1.1",
    target: "Logs_20140328",
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
