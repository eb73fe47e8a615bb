import { type InputLogEvent, type RejectedLogEventsInfo } from "@aws-sdk/client-cloudwatch-logs";

import { invalidParameter, validationError } from "./logGroupRules";

/** What one PutLogEvents takes (AWS: CloudWatch Logs API Reference, PutLogEvents). */
export const batchLimits = { events: 10_000, bytes: 1_048_576, overheadBytesPerEvent: 26 } as const;

const hour = 3_600_000;
const day = 24 * hour;

export interface CheckedLogEvent {
    readonly timestamp: number;
    readonly message: string;
}

/** What an event counts: its message in UTF-8 and the overhead. */
export function eventBytes(message: string): number {
    return Buffer.byteLength(message) + batchLimits.overheadBytesPerEvent;
}

/**
 * The batch, if AWS takes it at all; what is too old or too new is rejected from it later.
 *
 * @throws AwsError InvalidParameterException
 */
export function checkLogEvents(events: readonly InputLogEvent[] | undefined): CheckedLogEvent[] {
    if (events === undefined) throw validationError("null", "logEvents", "Member must not be null");
    // AWS repeats the batch here, which nobody reads.
    const length = (rule: string) => validationError("'[...]'", "logEvents", `Member must have length ${rule}`);
    if (events.length === 0) throw length("greater than or equal to 1");
    if (events.length > batchLimits.events) throw length(`less than or equal to ${String(batchLimits.events)}`);
    const checked = events.map(checkLogEvent);
    const bytes = checked.reduce((sum, { message }) => sum + eventBytes(message), 0);
    if (bytes > batchLimits.bytes) throw tooLarge("Upload", bytes);
    if (checked.some(({ timestamp }, index) => timestamp < (checked[index - 1]?.timestamp ?? 0))) {
        throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
    }
    return checked;
}

/**
 * Takes out what AWS rejects while it takes the rest.
 *
 * @param now simulated milliseconds, as is `expired`: before it the group's events have expired
 * @throws AwsError InvalidParameterException, when the rest spans more than 24 hours
 */
export function sift(
    events: readonly CheckedLogEvent[],
    now: number,
    expired: number,
): { accepted: readonly CheckedLogEvent[]; rejectedLogEventsInfo?: RejectedLogEventsInfo } {
    const before = (time: number) => events.filter(({ timestamp }) => timestamp < time).length;
    const tooOld = before(now - 14 * day);
    const expiredToo = before(expired);
    const tooNew = before(now + 2 * hour + 1);
    const accepted = events.slice(Math.max(tooOld, expiredToo), tooNew);
    const span = (accepted.at(-1)?.timestamp ?? 0) - (accepted[0]?.timestamp ?? 0);
    if (span > day) {
        throw invalidParameter(
            "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
        );
    }
    if (accepted.length === events.length) return { accepted };
    return {
        accepted,
        rejectedLogEventsInfo: {
            ...(tooNew < events.length && { tooNewLogEventStartIndex: tooNew }),
            ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
            ...(expiredToo > 0 && { expiredLogEventEndIndex: expiredToo }),
        },
    };
}

function checkLogEvent({ timestamp, message }: InputLogEvent, index: number): CheckedLogEvent {
    const member = `logEvents.${String(index + 1)}.member`;
    if (timestamp === undefined) throw validationError("null", `${member}.timestamp`, "Member must not be null");
    if (message === undefined) throw validationError("null", `${member}.message`, "Member must not be null");
    if (timestamp < 0) {
        const rule = "Member must have value greater than or equal to 0";
        throw validationError(`'${String(timestamp)}'`, `${member}.timestamp`, rule);
    }
    if (message === "") {
        throw validationError("''", `${member}.message`, "Member must have length greater than or equal to 1");
    }
    const bytes = eventBytes(message);
    if (bytes > batchLimits.bytes) throw tooLarge("Log event", bytes);
    return { timestamp: Math.trunc(timestamp), message };
}

function tooLarge(what: string, bytes: number) {
    return invalidParameter(`${what} too large: ${String(bytes)} bytes exceeds limit of ${String(batchLimits.bytes)}`);
}
