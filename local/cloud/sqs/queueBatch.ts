import { AwsError } from "../awsError";

/** What a batch operation of SQS answers: each entry by its Id. */
export interface BatchResult<T> {
    Successful: T[];
    Failed: { Id: string; SenderFault: boolean; Code: string; Message: string }[];
}

/**
 * Checks the rules that all batches have.
 *
 * @param kind e.g. `SendMessageBatchRequestEntry`, for the message
 */
export function checkBatch<T extends { Id?: string | undefined }>(
    entries: readonly T[] | undefined,
    kind: string,
): (T & { Id: string })[] {
    if (!entries || entries.length === 0) {
        throw new AwsError("EmptyBatchRequest", `There should be at least one ${kind} in the request.`);
    }
    if (entries.length > 10) {
        throw new AwsError(
            "TooManyEntriesInBatchRequest",
            `Maximum number of entries per request are 10. You have sent ${String(entries.length)}.`,
        );
    }
    const seen = new Set<string>();
    for (const { Id = "" } of entries) {
        if (!/^[\w-]{1,80}$/.test(Id)) {
            throw new AwsError(
                "InvalidBatchEntryId",
                "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
            );
        }
        if (seen.has(Id)) throw new AwsError("BatchEntryIdsNotDistinct", `Id ${Id} repeated.`);
        seen.add(Id);
    }
    return entries as (T & { Id: string })[];
}

/** Does each entry; one that fails does not hinder the others. */
export function eachEntry<E extends { Id: string }, T extends object>(
    entries: readonly E[],
    work: (entry: E) => T,
): BatchResult<{ Id: string } & T> {
    const result: BatchResult<{ Id: string } & T> = { Successful: [], Failed: [] };
    for (const entry of entries) {
        try {
            result.Successful.push({ Id: entry.Id, ...work(entry) });
        } catch (error) {
            if (!(error instanceof AwsError)) throw error;
            result.Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
        }
    }
    return result;
}
