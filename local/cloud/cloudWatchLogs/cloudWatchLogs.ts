import {
    type CreateLogGroupCommandInput,
    type DeleteLogGroupCommandInput,
    type DeleteRetentionPolicyCommandInput,
    type DescribeLogGroupsCommandInput,
    type ListTagsForResourceCommandInput,
    type PutRetentionPolicyCommandInput,
    type TagResourceCommandInput,
    type UntagResourceCommandInput,
} from "@aws-sdk/client-cloudwatch-logs";

import { AwsError } from "../awsError";
import { type Context, type Service } from "../context";
import { checkLogGroupName, checkRetention, invalidParameter } from "./logGroupRules";
import { page } from "../page";

interface LogGroup {
    readonly name: string;
    /** Without the `:*` that stands for its streams. */
    readonly arn: string;
    /** Simulated milliseconds. */
    readonly created: number;
    /** Absent: events never expire. */
    retentionInDays?: number;
    readonly tags: Map<string, string>;
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

/** CloudWatch Logs: log groups of the standard class, and how long they keep what is in them. Nothing is ever written into one. */
export class CloudWatchLogs implements Service {
    private readonly groups = new Map<string, LogGroup>();

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
            created: this.context.clock.now(),
            tags: new Map(Object.entries(input.tags ?? {})),
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
        return { logGroups: groups.map(described), ...(next !== undefined && { nextToken: next }) };
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

    inventory(): string[] {
        return [...this.groups.values()].map(({ arn }) => arn);
    }

    private group(name: string | undefined): LogGroup {
        const group = this.groups.get(checkLogGroupName(name));
        if (!group) throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
        return group;
    }

    /** Tags go by the ARN without `:*` (AWS: CloudWatch Logs API Reference, TagResource). */
    private tagged(arn: string | undefined): LogGroup {
        const group = [...this.groups.values()].find((known) => known.arn === arn);
        if (!group) throw new AwsError("ResourceNotFoundException", "The specified resource does not exist.");
        return group;
    }
}

function described({ name, arn, created, retentionInDays }: LogGroup): DescribedLogGroup {
    return {
        logGroupName: name,
        creationTime: created,
        ...(retentionInDays !== undefined && { retentionInDays }),
        metricFilterCount: 0,
        arn: `${arn}:*`,
        logGroupArn: arn,
        storedBytes: 0,
        logGroupClass: "STANDARD",
        deletionProtectionEnabled: false,
    };
}

function notImplemented(what: string): AwsError {
    return new AwsError("NotImplemented", `The laptop AWS does not implement ${what}.`, 501);
}
