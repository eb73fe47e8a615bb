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

/** Errors of the layer before every service, by their names in Query (inferred for SQS from services that show them). */
const coralTypes: Readonly<Record<string, string>> = {
    AccessDenied: "AccessDeniedException",
    IncompleteSignature: "IncompleteSignatureException",
    InvalidClientTokenId: "UnrecognizedClientException",
    MissingAuthenticationToken: "MissingAuthenticationTokenException",
    SignatureDoesNotMatch: "InvalidSignatureException",
};

/** An error of that layer or of the service itself, as the JSON of a service that once spoke Query writes it. */
function typed(code: string, own: string): string {
    const coral = Object.hasOwn(coralTypes, code) ? coralTypes[code] : undefined;
    return coral === undefined ? own : `com.amazon.coral.service#${coral}`;
}

export const sqs: JsonService = {
    service: "sqs",
    version: "1.0",
    target: "AmazonSQS",
    errorNames: (code) => ({ type: typed(code, `com.amazonaws.sqs#${code}`), query: queryErrorCode(code) }),
    anonymous: true,
    blobs: ["BinaryValue"],
    urls: ["QueueUrl", "QueueUrls"],
    waiting: ["ReceiveMessage"],
};

export const cloudWatch: JsonService = {
    service: "cloudwatch",
    version: "1.0",
    target: "GraniteServiceVersion20100801",
    errorNames: (code) => ({ type: typed(code, cloudWatchTypes[code] ?? code), query: code }),
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
