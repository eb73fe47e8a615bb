import { type LogGroupArgs } from "@pulumi/aws/cloudwatch";

import { retentionDays } from "../cloud/cloudWatchLogs/logGroupRules";
import { defineResource } from "./defineResource";
import { boolean, map, number, regional, type Takes, text } from "./property";
import { type Properties, type Target, unknown } from "./resource";

const properties = {
    name: text({ autoname: true }),
    /** 0: events never expire. */
    retentionInDays: number({ default: 0 }),
    skipDestroy: boolean({ default: false, stateOnly: true }),
    ...regional,
    tags: map(),
} satisfies Takes<LogGroupArgs>;

const allowedDays = [0, ...retentionDays];

/** A CloudWatch log group of the standard class, without a key of its own. */
export const logGroup = defineResource({
    type: "aws:cloudwatch/logGroup:LogGroup",
    properties,
    gone: ["ResourceNotFoundException"],
    checkTogether({ retentionInDays: days }) {
        if (days === unknown || allowedDays.includes(days as number)) return [];
        const reason = `expected retentionInDays to be one of [${allowedDays.join(" ")}], got ${String(days)}`;
        return [{ property: "retentionInDays", reason }];
    },
    async create({ name, retentionInDays, tags }, target, undo) {
        await target.call("logs", "CreateLogGroup", { logGroupName: name, ...(tags && { tags: { ...tags } }) });
        undo(() => target.call("logs", "DeleteLogGroup", { logGroupName: name }));
        if (retentionInDays !== 0) await keep(name, retentionInDays, target);
        return { id: name, outputs: outputs(name, target) };
    },
    async read(id, target) {
        const { logGroups } = await target.call("logs", "DescribeLogGroups", { logGroupNamePrefix: id });
        // Sorted by name (AWS: CloudWatch Logs API Reference, DescribeLogGroups), so the prefix itself comes first.
        const [found] = logGroups;
        if (found?.logGroupName !== id) return undefined;
        const { tags } = await target.call("logs", "ListTagsForResource", { resourceArn: found.logGroupArn });
        return {
            inputs: { name: id, retentionInDays: found.retentionInDays ?? 0, tags },
            outputs: outputs(id, target),
        };
    },
    async update({ id, inputs: before, outputs: { arn } }, { retentionInDays, tags }, target, changed) {
        if (changed.has("retentionInDays")) await keep(id, retentionInDays, target);
        if (!changed.has("tags")) return;
        const resourceArn = arn as string;
        const tagKeys = Object.keys(before.tags ?? {}).filter((key) => !(key in (tags ?? {})));
        if (tagKeys.length > 0) await target.call("logs", "UntagResource", { resourceArn, tagKeys });
        if (tags) await target.call("logs", "TagResource", { resourceArn, tags: { ...tags } });
    },
    async delete({ id, outputs: { skipDestroy } }, { call }) {
        if (!skipDestroy) await call("logs", "DeleteLogGroup", { logGroupName: id });
    },
});

async function keep(logGroupName: string, retentionInDays: number, { call }: Target): Promise<void> {
    if (retentionInDays === 0) await call("logs", "DeleteRetentionPolicy", { logGroupName });
    else await call("logs", "PutRetentionPolicy", { logGroupName, retentionInDays });
}

function outputs(name: string, { partition, region, accountId }: Target): Properties {
    return {
        arn: `arn:${partition}:logs:${region}:${accountId}:log-group:${name}`,
        namePrefix: "",
        logGroupClass: "STANDARD",
        deletionProtectionEnabled: false,
    };
}
