import { eventBytes } from "./logEventRules";
import { invalidParameter } from "./logGroupRules";
import { type LogEvent } from "./logStream";

/** Most that one answer carries (AWS: CloudWatch Logs API Reference, GetLogEvents, FilterLogEvents). */
const pageBytes = 1_048_576;

/** Between two events: whatever is `sequence` at `timestamp` or later comes after it. */
export interface Boundary {
    readonly timestamp: number;
    readonly sequence: number;
}

export interface PageToken {
    readonly direction: "f" | "b";
    readonly boundary: Boundary;
}

export const beforeEvent = ({ timestamp, sequence }: LogEvent): Boundary => ({ timestamp, sequence });
export const afterEvent = ({ timestamp, sequence }: LogEvent): Boundary => ({ timestamp, sequence: sequence + 1 });

export function inOrder(a: Boundary, b: Boundary): number {
    return a.timestamp - b.timestamp || a.sequence - b.sequence;
}

/** 40 digits: an event's id, and what tokens are made of. AWS's are longer and say as little. */
export function digits({ timestamp, sequence }: Boundary): string {
    return String(timestamp).padStart(20, "0") + String(sequence).padStart(20, "0");
}

export function tokenOf(direction: "f" | "b", boundary: Boundary): string {
    return `${direction}/${digits(boundary)}/s`;
}

/** @throws AwsError InvalidParameterException */
export function parseToken(token: string | undefined): PageToken | undefined {
    if (token === undefined) return undefined;
    const [, direction, timestamp, sequence] = /^([fb])\/(\d{20})(\d{20})\/s$/.exec(token) ?? [];
    if (direction === undefined) throw invalidParameter("The specified nextToken is invalid.");
    return {
        direction: direction as "f" | "b",
        boundary: { timestamp: Number(timestamp), sequence: Number(sequence) },
    };
}

/**
 * The events that come next after (`f`) or before (`b`) a boundary, in the order of time.
 *
 * @param events in the order of time
 * @param from undefined: from the beginning, or from the end
 * @param limit most events; an answer has no more than 1 MiB either
 */
export function pageOf<E extends LogEvent>(
    events: readonly E[],
    direction: "f" | "b",
    from: Boundary | undefined,
    limit: number,
): { page: E[]; more: boolean } {
    const candidates = from
        ? events.filter((event) => (direction === "f" ? inOrder(event, from) >= 0 : inOrder(event, from) < 0))
        : [...events];
    if (direction === "b") candidates.reverse();
    let bytes = 0;
    let count = 0;
    for (const { message } of candidates.slice(0, limit)) {
        bytes += eventBytes(message);
        if (count > 0 && bytes > pageBytes) break;
        count++;
    }
    const page = candidates.slice(0, count);
    return { page: direction === "b" ? page.reverse() : page, more: count < candidates.length };
}
