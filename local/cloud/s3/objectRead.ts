import { type GetObjectCommandInput } from "@aws-sdk/client-s3";

import { AwsError } from "../awsError";
import { type StoredObject } from "./storedObject";

/** Bytes from `start` up to, not including, `end`. */
export interface ByteRange {
    readonly start: number;
    readonly end: number;
    /** The `Content-Range` of the answer; absent when all was asked for. */
    readonly contentRange?: string;
}

/**
 * One range as RFC 9110 writes it (`bytes=0-99`, `bytes=100-`, `bytes=-100`); anything else means the whole object.
 *
 * @throws AwsError InvalidRange (416)
 */
export function byteRange(header: string | undefined, size: number): ByteRange {
    const whole = { start: 0, end: size };
    const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
    const [, first = "", last = ""] = match ?? [];
    if (first === "" && last === "") return whole;
    if (first !== "" && last !== "" && Number(last) < Number(first)) return whole;
    const start = first === "" ? Math.max(size - Number(last), 0) : Number(first);
    const end = first === "" || last === "" ? size : Math.min(Number(last) + 1, size);
    if (start >= end) {
        throw new AwsError("InvalidRange", "The requested range is not satisfiable", 416, {
            RangeRequested: String(header),
            ActualObjectSize: String(size),
        });
    }
    return { start, end, contentRange: `bytes ${String(start)}-${String(end - 1)}/${String(size)}` };
}

/**
 * If-Match and If-None-Match go before the conditions by time (AWS: S3 API Reference, GetObject).
 *
 * @throws AwsError PreconditionFailed (412), NotModified (304)
 */
export function checkPreconditions(
    { etag, lastModified }: StoredObject,
    input: Pick<GetObjectCommandInput, "IfMatch" | "IfNoneMatch" | "IfModifiedSince" | "IfUnmodifiedSince">,
): void {
    // HTTP dates have no milliseconds.
    const modified = Math.floor(lastModified.getTime() / 1000) * 1000;
    if (input.IfMatch !== undefined) {
        if (!matches(input.IfMatch, etag)) throw failed("If-Match");
    } else if (input.IfUnmodifiedSince && modified > input.IfUnmodifiedSince.getTime()) {
        throw failed("If-Unmodified-Since");
    }
    const notModified = new AwsError("NotModified", "Not Modified", 304);
    if (input.IfNoneMatch !== undefined) {
        if (matches(input.IfNoneMatch, etag)) throw notModified;
    } else if (input.IfModifiedSince && modified <= input.IfModifiedSince.getTime()) {
        throw notModified;
    }
}

function matches(condition: string, etag: string): boolean {
    const tags = condition.split(",").map((tag) => tag.trim().replaceAll('"', ""));
    return tags.includes("*") || tags.includes(etag.replaceAll('"', ""));
}

function failed(condition: string): AwsError {
    const message = "At least one of the pre-conditions you specified did not hold";
    return new AwsError("PreconditionFailed", message, 412, { Condition: condition });
}
