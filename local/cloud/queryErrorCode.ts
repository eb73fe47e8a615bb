/** Error codes of SQS that its older Query protocol spelled otherwise (the awsQueryError traits of the service's model). */
const spelledOtherwise: Readonly<Record<string, string>> = {
    BatchEntryIdsNotDistinct: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
    BatchRequestTooLong: "AWS.SimpleQueueService.BatchRequestTooLong",
    EmptyBatchRequest: "AWS.SimpleQueueService.EmptyBatchRequest",
    InvalidBatchEntryId: "AWS.SimpleQueueService.InvalidBatchEntryId",
    KmsAccessDenied: "KMS.AccessDeniedException",
    KmsDisabled: "KMS.DisabledException",
    KmsInvalidState: "KMS.InvalidStateException",
    KmsNotFound: "KMS.NotFoundException",
    MessageNotInflight: "AWS.SimpleQueueService.MessageNotInflight",
    PurgeQueueInProgress: "AWS.SimpleQueueService.PurgeQueueInProgress",
    QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
    QueueNameExists: "QueueAlreadyExists",
    TooManyEntriesInBatchRequest: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
};

/** What SQS names before `;Sender` in the `x-amzn-query-error` header when an operation fails with `code`. */
export function queryErrorCode(code: string): string {
    return spelledOtherwise[code] ?? code;
}
