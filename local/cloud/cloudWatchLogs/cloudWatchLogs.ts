import {
    type CreateLogGroupCommandInput,
    type CreateLogStreamCommandInput,
    type DeleteLogGroupCommandInput,
    type DeleteLogStreamCommandInput,
    type DeleteRetentionPolicyCommandInput,
    type DescribeLogGroupsCommandInput,
    type DescribeLogStreamsCommandInput,
    type FilterLogEventsCommandInput,
    type GetLogEventsCommandInput,
    type ListTagsForResourceCommandInput,
    type PutLogEventsCommandInput,
    type PutRetentionPolicyCommandInput,
    type RejectedLogEventsInfo,
    type TagResourceCommandInput,
    type UntagResourceCommandInput,
} from "@aws-sdk/client-cloudwatch-logs";

import { AwsError } from "../awsError";
import { type Context, type Service } from "../context";
import { page } from "../page";
import { digits } from "./logEventPage";
import { findEvents, type FoundEvents, readEvents, type ReadEvents } from "./logEventReading";
import { checkLogEvents, sift } from "./logEventRules";
import { describedGroup, type DescribedLogGroup, expiry, kept, type LogGroup } from "./logGroup";
import { checkLimit, checkLogGroupName, checkLogStreamName, checkRetention, invalidParameter } from "./logGroupRules";
import { type DescribedLogStream, LogStream } from "./logStream";

export type { DescribedLogGroup } from "./logGroup";

interface InGroup {
    logGroupName?: string | undefined;
    /** Its name or its ARN. */
    logGroupIdentifier?: string | undefined;
}

/** CloudWatch Logs: log groups of the standard class, how long they keep what is in them, and their streams of events. */
export class CloudWatchLogs implements Service {
    private readonly groups = new Map<string, LogGroup>();
    private sequence = 0;

    constructor(private readonly context: Context) {}

    async CreateLogGroup(input: CreateLogGroupCommandInput): Promise<object> {
        const name = checkLogGroupName(input.logGroupName);
        if (input.kmsKeyId !== undefined) throw notImplemented("encryption of log groups with a key (kmsKeyId)");
        if (input.deletionProtectionEnabled) throw notImplemented("deletion protection of log groups");
        if (input.logGroupClass !== undefined && input.logGroupClass !== "STANDARD") {
            throw notImplemented(`the log group class ${input.logGroupClass}`);
        }
        if (this.groups.has(name)) {
            throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
        }
        this.groups.set(name, {
            name,
            arn: this.context.arn("logs", `log-group:${name}`),
            created: this.now,
            tags: new Map(Object.entries(input.tags ?? {})),
            streams: new Map(),
        });
        return {};
    }

    /** In the order of their names; a prefix also finds groups with longer names. */
    async DescribeLogGroups(
        input: DescribeLogGroupsCommandInput,
    ): Promise<{ logGroups: DescribedLogGroup[]; nextToken?: string }> {
        const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern } = input;
        if (prefix !== undefined && pattern !== undefined) {
            throw invalidParameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }
        const found = [...this.groups.values()].filter(
            ({ name }) =>
                (prefix === undefined || name.startsWith(prefix)) && (pattern === undefined || name.includes(pattern)),
        );
        found.sort((a, b) => (a.name < b.name ? -1 : 1));
        const { page: groups, next } = page(found, input.limit ?? 50, input.nextToken);
        return {
            logGroups: groups.map((group) => describedGroup(group, this.now)),
            ...(next !== undefined && { nextToken: next }),
        };
    }

    async DeleteLogGroup(input: DeleteLogGroupCommandInput): Promise<object> {
        this.groups.delete(this.group(input.logGroupName).name);
        return {};
    }

    async PutRetentionPolicy(input: PutRetentionPolicyCommandInput): Promise<object> {
        const days = checkRetention(input.retentionInDays);
        this.group(input.logGroupName).retentionInDays = days;
        return {};
    }

    /** A group that has none is no error. */
    async DeleteRetentionPolicy(input: DeleteRetentionPolicyCommandInput): Promise<object> {
        delete this.group(input.logGroupName).retentionInDays;
        return {};
    }

    async TagResource(input: TagResourceCommandInput): Promise<object> {
        const { tags } = this.tagged(input.resourceArn);
        for (const [key, value] of Object.entries(input.tags ?? {})) tags.set(key, value);
        return {};
    }

    async UntagResource(input: UntagResourceCommandInput): Promise<object> {
        const { tags } = this.tagged(input.resourceArn);
        for (const key of input.tagKeys ?? []) tags.delete(key);
        return {};
    }

    async ListTagsForResource(input: ListTagsForResourceCommandInput): Promise<{ tags: Record<string, string> }> {
        return { tags: Object.fromEntries(this.tagged(input.resourceArn).tags) };
    }

    async CreateLogStream(input: CreateLogStreamCommandInput): Promise<object> {
        const group = this.group(input.logGroupName);
        const name = checkLogStreamName(input.logStreamName);
        if (group.streams.has(name)) {
            throw new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists");
        }
        group.streams.set(name, new LogStream(name, `${group.arn}:log-stream:${name}`, this.now));
        return {};
    }

    async DeleteLogStream(input: DeleteLogStreamCommandInput): Promise<object> {
        const group = this.group(input.logGroupName);
        group.streams.delete(streamOf(group, input.logStreamName).name);
        return {};
    }

    /** In the order of their names, or of their last events; those without any come first then (inferred). */
    async DescribeLogStreams(
        input: DescribeLogStreamsCommandInput,
    ): Promise<{ logStreams: DescribedLogStream[]; nextToken?: string }> {
        const { logStreamNamePrefix: prefix = "", orderBy = "LogStreamName", descending = false } = input;
        const group = this.identified(input);
        if (orderBy === "LastEventTime" && prefix !== "") {
            throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        const limit = checkLimit(input.limit, 50);
        const found = [...group.streams.values()].filter(({ name }) => name.startsWith(prefix));
        found.sort((a, b) => (a.name < b.name ? -1 : 1));
        if (orderBy === "LastEventTime") found.sort((a, b) => (a.lastEvent ?? 0) - (b.lastEvent ?? 0));
        if (descending) found.reverse();
        const { page: streams, next } = page(found, limit, input.nextToken);
        return { logStreams: streams.map((one) => one.described()), ...(next !== undefined && { nextToken: next }) };
    }

    /** Sequence tokens are not heeded, as AWS has not since 2023; one is returned all the same. */
    async PutLogEvents(
        input: PutLogEventsCommandInput,
    ): Promise<{ nextSequenceToken: string; rejectedLogEventsInfo?: RejectedLogEventsInfo }> {
        if (input.entity !== undefined) throw notImplemented("entities of log events");
        const events = checkLogEvents(input.logEvents);
        const group = this.group(input.logGroupName);
        const stream = streamOf(group, input.logStreamName);
        const { accepted, ...rejected } = sift(events, this.now, expiry(group, this.now));
        for (const event of accepted) {
            stream.add({ ...event, ingestionTime: this.now, sequence: this.sequence++ });
        }
        return { nextSequenceToken: digits({ timestamp: this.now, sequence: this.sequence }), ...rejected };
    }

    async GetLogEvents(input: GetLogEventsCommandInput): Promise<ReadEvents> {
        if (input.unmask) throw notImplemented("the unmasking of log events");
        const group = this.identified(input);
        return readEvents(kept(group, streamOf(group, input.logStreamName), this.now), input);
    }

    async FilterLogEvents(input: FilterLogEventsCommandInput): Promise<FoundEvents> {
        if (input.unmask) throw notImplemented("the unmasking of log events");
        const group = this.identified(input);
        const events = searchedStreams(group, input).flatMap((stream) =>
            kept(group, stream, this.now).map((event) => ({ ...event, logStreamName: stream.name })),
        );
        return findEvents(events, input);
    }

    inventory(): string[] {
        return [...this.groups.values()].map(({ arn }) => arn);
    }

    /** Whole milliseconds, as AWS has them; simulated time has fractions when it follows the wall. */
    private get now(): number {
        return Math.floor(this.context.clock.now());
    }

    private group(name: string | undefined): LogGroup {
        const group = this.groups.get(checkLogGroupName(name));
        if (!group) throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
        return group;
    }

    /** The group that goes by its name, or by an identifier that may be its ARN. */
    private identified({ logGroupName, logGroupIdentifier }: InGroup): LogGroup {
        if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
            // The words are inferred.
            throw invalidParameter("LogGroup name and LogGroup identifier are mutually exclusive parameters.");
        }
        const prefix = this.context.arn("logs", "log-group:");
        const name = logGroupIdentifier?.startsWith(prefix)
            ? logGroupIdentifier.slice(prefix.length).replace(/:\*$/, "")
            : logGroupIdentifier;
        return this.group(name ?? logGroupName);
    }

    /** Tags go by the ARN without `:*` (AWS: CloudWatch Logs API Reference, TagResource). */
    private tagged(arn: string | undefined): LogGroup {
        const group = [...this.groups.values()].find((known) => known.arn === arn);
        if (!group) throw new AwsError("ResourceNotFoundException", "The specified resource does not exist.");
        return group;
    }
}

/** The streams that FilterLogEvents looks through. */
function searchedStreams(
    group: LogGroup,
    { logStreamNames, logStreamNamePrefix }: FilterLogEventsCommandInput,
): LogStream[] {
    if (logStreamNames === undefined) {
        return [...group.streams.values()].filter(({ name }) => name.startsWith(logStreamNamePrefix ?? ""));
    }
    if (logStreamNamePrefix !== undefined) {
        // The words are inferred.
        throw invalidParameter("LogStream names and LogStream name prefix are mutually exclusive parameters.");
    }
    return [...new Set(logStreamNames)].map((name) => streamOf(group, name));
}

function streamOf(group: LogGroup, name: string | undefined): LogStream {
    const stream = group.streams.get(checkLogStreamName(name));
    if (!stream) throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
    return stream;
}

function notImplemented(what: string): AwsError {
    return new AwsError("NotImplemented", `The laptop AWS does not implement ${what}.`, 501);
}
