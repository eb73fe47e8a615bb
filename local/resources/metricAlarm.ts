import { type MetricAlarmArgs } from "@pulumi/aws/cloudwatch";
import { type ComparisonOperator, type StandardUnit, type Statistic } from "@aws-sdk/client-cloudwatch";

import { defineResource, unlessGone } from "./defineResource";
import { boolean, map, number, type Takes, taggedAndRegional, text, texts } from "./property";
import { toDimensions, toSdkShape, toTags } from "./sdkShape";

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

/** An alarm on one metric and one static threshold: metric math and anomaly detection are not implemented. */
export const metricAlarm = defineResource({
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    properties: { ...properties, dimensions: map(), ...taggedAndRegional } satisfies Takes<MetricAlarmArgs>,
    async create(inputs, { call, partition, region, accountId }) {
        await call("cloudwatch", "PutMetricAlarm", {
            ...(toSdkShape(properties, inputs) as {
                AlarmName: string;
                ComparisonOperator: ComparisonOperator;
                EvaluationPeriods: number;
                Unit?: StandardUnit;
            }),
            ...(inputs.tags && { Tags: toTags(inputs.tags) }),
            ...(inputs.dimensions && { Dimensions: toDimensions(inputs.dimensions) }),
        });
        return {
            id: inputs.name,
            outputs: {
                arn: `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${inputs.name}`,
                evaluateLowSampleCountPercentiles: "",
            },
        };
    },
    async delete({ id }, { call }) {
        await unlessGone(call("cloudwatch", "DeleteAlarms", { AlarmNames: [id] }), "ResourceNotFound");
    },
});
