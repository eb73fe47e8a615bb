import { type MetricAlarmArgs } from "@pulumi/aws/cloudwatch";
import { type ComparisonOperator, type PutMetricAlarmCommandInput, type Statistic } from "@aws-sdk/client-cloudwatch";

import { defineResource } from "./defineResource";
import { boolean, map, number, regional, type Takes, text, texts, type Values } from "./property";
import { type Properties, type Target } from "./resource";
import { fromDimensions, fromSdkShape, fromTags, toDimensions, toSdkShape, toTags } from "./sdkShape";

const comparisonOperators = [
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
] satisfies ComparisonOperator[];

const statistics = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] satisfies Statistic[];

const properties = {
    name: text({ autoname: true, member: "AlarmName" }),
    alarmDescription: text(),
    actionsEnabled: boolean({ default: true }),
    alarmActions: texts(),
    okActions: texts({ member: "OKActions" }),
    insufficientDataActions: texts(),
    comparisonOperator: text({ required: true, oneOf: comparisonOperators }),
    evaluationPeriods: number({ required: true, range: [1, Infinity] }),
    datapointsToAlarm: number({ range: [1, Infinity] }),
    metricName: text({ required: true }),
    namespace: text({ required: true }),
    period: number({ required: true }),
    statistic: text({ required: true, oneOf: statistics }),
    threshold: number({ required: true }),
    treatMissingData: text({ default: "missing", oneOf: ["breaching", "notBreaching", "ignore", "missing"] }),
    unit: text(),
} satisfies Takes<MetricAlarmArgs>;

const all = { ...properties, dimensions: map(), ...regional, tags: map() } satisfies Takes<MetricAlarmArgs>;

/** An alarm on one metric and one static threshold: metric math and anomaly detection are not implemented. */
export const metricAlarm = defineResource({
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    properties: all,
    gone: ["ResourceNotFound"],
    async create(inputs, target) {
        await target.call("cloudwatch", "PutMetricAlarm", {
            ...definition(inputs),
            ...(inputs.tags && { Tags: toTags(inputs.tags) }),
        });
        return { id: inputs.name, outputs: outputs(inputs.name, target) };
    },
    async read(id, target) {
        const { MetricAlarms } = await target.call("cloudwatch", "DescribeAlarms", { AlarmNames: [id] });
        const [found] = MetricAlarms;
        if (!found) return undefined;
        const { Tags } = await target.call("cloudwatch", "ListTagsForResource", { ResourceARN: found.AlarmArn });
        return {
            inputs: {
                ...fromSdkShape(properties, found),
                dimensions: fromDimensions(found.Dimensions ?? []),
                tags: fromTags(Tags),
            },
            outputs: outputs(id, target),
        };
    },
    async update({ inputs: before, outputs: { arn } }, inputs, { call }, changed) {
        await call("cloudwatch", "PutMetricAlarm", definition(inputs));
        // PutMetricAlarm takes tags of a new alarm only.
        if (!changed.has("tags")) return;
        const ResourceARN = arn as string;
        const TagKeys = Object.keys(before.tags ?? {}).filter((key) => !(key in (inputs.tags ?? {})));
        if (TagKeys.length > 0) await call("cloudwatch", "UntagResource", { ResourceARN, TagKeys });
        if (inputs.tags) await call("cloudwatch", "TagResource", { ResourceARN, Tags: toTags(inputs.tags) });
    },
    async delete({ id }, { call }) {
        await call("cloudwatch", "DeleteAlarms", { AlarmNames: [id] });
    },
});

function definition(inputs: Values<typeof all>): PutMetricAlarmCommandInput {
    return {
        ...(toSdkShape(properties, inputs) as unknown as PutMetricAlarmCommandInput),
        ...(inputs.dimensions && { Dimensions: toDimensions(inputs.dimensions) }),
    };
}

function outputs(name: string, { partition, region, accountId }: Target): Properties {
    return {
        arn: `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${name}`,
        evaluateLowSampleCountPercentiles: "",
    };
}
