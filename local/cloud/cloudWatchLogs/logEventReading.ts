import {
    type FilteredLogEvent,
    type FilterLogEventsCommandInput,
    type GetLogEventsCommandInput,
    type OutputLogEvent,
} from "@aws-sdk/client-cloudwatch-logs";

import { filterPattern } from "./filterPattern";
import { afterEvent, beforeEvent, digits, inOrder, pageOf, parseToken, tokenOf } from "./logEventPage";
import { checkLimit, invalidParameter } from "./logGroupRules";
import { type LogEvent } from "./logStream";

/** Most events that one answer carries (AWS: CloudWatch Logs API Reference, GetLogEvents). */
const mostEvents = 10_000;

/** FilterLogEvents starts from the end only with a time that is no earlier (AWS: CloudWatch Logs API Reference). */
const earliestFromEnd = Date.parse("2024-01-01T00:00:00Z");

export interface ReadEvents {
    events: OutputLogEvent[];
    nextForwardToken: string;
    nextBackwardToken: string;
}

export interface FoundEvents {
    events: FilteredLogEvent[];
    searchedLogStreams: never[];
    nextToken?: string;
}

/**
 * GetLogEvents: the end comes first unless `startFromHead`, a page is in the order of time either way. `endTime` is not included.
 *
 * @param stream events of one stream, in order
 * @throws AwsError InvalidParameterException
 */
export function readEvents(stream: readonly LogEvent[], input: GetLogEventsCommandInput): ReadEvents {
    const { startTime = 0, endTime = Infinity } = input;
    const limit = checkLimit(input.limit, mostEvents);
    const token = parseToken(input.nextToken);
    const direction = token?.direction ?? (input.startFromHead ? "f" : "b");
    const events = stream.filter(({ timestamp }) => timestamp >= startTime && timestamp < endTime);
    const { page } = pageOf(events, direction, token?.boundary, limit);
    const [first, last] = [page[0], page.at(-1)];
    // At either end the token that led there: that is how callers know.
    const here = token?.boundary ?? { timestamp: Math.trunc(startTime), sequence: 0 };
    return {
        events: page.map(output),
        nextForwardToken: tokenOf("f", last ? afterEvent(last) : here),
        nextBackwardToken: tokenOf("b", first ? beforeEvent(first) : here),
    };
}

/**
 * FilterLogEvents: events of several streams in the order of time, or the other way round. `endTime` is included, unlike above.
 *
 * @throws AwsError InvalidParameterException, or NotImplemented (501) for patterns that are not known here
 */
export function findEvents(
    streams: readonly (LogEvent & { logStreamName: string })[],
    input: FilterLogEventsCommandInput,
): FoundEvents {
    const { startTime = 0, endTime = Infinity, startFromHead = true } = input;
    const matches = filterPattern(input.filterPattern);
    const limit = checkLimit(input.limit, mostEvents);
    const token = parseToken(input.nextToken);
    if (!startFromHead && startTime < earliestFromEnd) {
        // The words are inferred.
        throw invalidParameter("startFromHead can be false only when startTime is on or after 2024-01-01T00:00:00Z.");
    }
    const events = streams
        .filter(({ timestamp, message }) => timestamp >= startTime && timestamp <= endTime && matches(message))
        .sort(inOrder);
    const direction = token?.direction ?? (startFromHead ? "f" : "b");
    const { page, more } = pageOf(events, direction, token?.boundary, limit);
    const [first, last] = [page[0], page.at(-1)];
    const next = direction === "f" ? last && afterEvent(last) : first && beforeEvent(first);
    const found = page.map((event) => ({
        logStreamName: event.logStreamName,
        ...output(event),
        eventId: digits(event),
    }));
    return {
        events: direction === "f" ? found : found.reverse(),
        // AWS: CloudWatch Logs API Reference: an empty list since May 2020.
        searchedLogStreams: [],
        ...(more && next && { nextToken: tokenOf(direction, next) }),
    };
}

function output({ timestamp, message, ingestionTime }: LogEvent) {
    return { timestamp, message, ingestionTime };
}
