import { type LogEvent, type LogStream } from "./logStream";
import { eventBytes } from "./logEventRules";

export interface LogGroup {
    readonly name: string;
    /** Without the `:*` that stands for its streams. */
    readonly arn: string;
    /** Simulated milliseconds. */
    readonly created: number;
    /** Absent: events never expire. */
    retentionInDays?: number;
    readonly tags: Map<string, string>;
    readonly streams: Map<string, LogStream>;
}

/** A log group as DescribeLogGroups shows it. */
export interface DescribedLogGroup {
    logGroupName: string;
    creationTime: number;
    retentionInDays?: number;
    metricFilterCount: number;
    /** Ends in `:*`. */
    arn: string;
    /** Without the `:*`; tags go by this one. */
    logGroupArn: string;
    storedBytes: number;
    logGroupClass: "STANDARD";
    deletionProtectionEnabled: boolean;
}

/** Events of a stream that have not expired. AWS deletes those that have, some time later (PutRetentionPolicy). */
export function kept(group: LogGroup, stream: LogStream, now: number): LogEvent[] {
    return stream.from(expiry(group, now));
}

/** Events from before this time have expired. */
export function expiry({ retentionInDays }: Pick<LogGroup, "retentionInDays">, now: number): number {
    return retentionInDays === undefined ? 0 : now - retentionInDays * 24 * 3_600_000;
}

export function describedGroup(group: LogGroup, now: number): DescribedLogGroup {
    const { name, arn, created, retentionInDays } = group;
    const events = [...group.streams.values()].flatMap((stream) => kept(group, stream, now));
    return {
        logGroupName: name,
        creationTime: created,
        ...(retentionInDays !== undefined && { retentionInDays }),
        metricFilterCount: 0,
        arn: `${arn}:*`,
        logGroupArn: arn,
        storedBytes: events.reduce((sum, { message }) => sum + eventBytes(message), 0),
        logGroupClass: "STANDARD",
        deletionProtectionEnabled: false,
    };
}
