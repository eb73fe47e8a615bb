import { randomUUID } from "node:crypto";

import { type AlarmRule } from "../../../scaling/alarm";
import { highAlarm, lowAlarm, targetTrackingPeriodSeconds } from "../../../scaling/targetTracking";
import { type Context } from "../context";
import { type TrackedMetric } from "./trackedMetric";

/** An alarm of a policy, as PutScalingPolicy returns it. */
export interface PolicyAlarm {
    AlarmName: string;
    AlarmARN: string;
}

/** The two alarms that Application Auto Scaling makes for a target tracking policy. */
export interface TrackingAlarms {
    high: PolicyAlarm;
    low: PolicyAlarm;
}

/** What of a target tracking policy its alarms need. */
interface Tracking {
    PolicyARN: string;
    configuration: { TargetValue: number };
    metric: TrackedMetric;
    alarms: TrackingAlarms;
}

/** Names for a new policy's alarms, formed as seen on AWS. */
export function newTrackingAlarms(context: Context, resourceId: string): TrackingAlarms {
    const alarm = (kind: string): PolicyAlarm => {
        const AlarmName = `TargetTracking-${resourceId}-${kind}-${randomUUID()}`;
        return { AlarmName, AlarmARN: context.arn("cloudwatch", `alarm:${AlarmName}`) };
    };
    return { high: alarm("AlarmHigh"), low: alarm("AlarmLow") };
}

/** Makes or updates the alarms. Both are made even with DisableScaleIn; that AWS does so too is inferred. */
export async function putTrackingAlarms(context: Context, policy: Tracking): Promise<void> {
    const { TargetValue } = policy.configuration;
    await putAlarm(context, policy, policy.alarms.high.AlarmName, highAlarm(TargetValue));
    await putAlarm(context, policy, policy.alarms.low.AlarmName, lowAlarm(TargetValue));
}

async function putAlarm(context: Context, policy: Tracking, AlarmName: string, rule: AlarmRule): Promise<void> {
    await context.call("cloudwatch", "PutMetricAlarm", {
        AlarmName,
        AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${policy.PolicyARN}.`,
        AlarmActions: [policy.PolicyARN],
        ...policy.metric,
        Period: targetTrackingPeriodSeconds,
        EvaluationPeriods: rule.evaluationPeriods,
        DatapointsToAlarm: rule.datapointsToAlarm,
        Threshold: rule.threshold,
        ComparisonOperator: rule.comparisonOperator,
    });
}

/** Deletes the alarms; one that somebody has deleted already is no error. */
export async function deleteTrackingAlarms(context: Context, { high, low }: TrackingAlarms): Promise<void> {
    const { MetricAlarms } = await context.call("cloudwatch", "DescribeAlarms", {
        AlarmNames: [high.AlarmName, low.AlarmName],
    });
    await context.call("cloudwatch", "DeleteAlarms", { AlarmNames: MetricAlarms.map(({ AlarmName }) => AlarmName) });
}
