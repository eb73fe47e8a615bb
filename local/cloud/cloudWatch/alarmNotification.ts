import { type AlarmState } from "../../../scaling/alarm";
import { isoTime } from "./alarmReason";
import { type Alarm } from "./metricAlarm";

/** Names of regions as CloudWatch's notifications write them; a region that is not listed is written as it is. */
const regionNames: Readonly<Record<string, string>> = {
    "us-east-1": "US East (N. Virginia)",
    "us-east-2": "US East (Ohio)",
    "us-west-1": "US West (N. California)",
    "us-west-2": "US West (Oregon)",
    "ca-central-1": "Canada (Central)",
    "sa-east-1": "South America (Sao Paulo)",
    "eu-west-1": "EU (Ireland)",
    "eu-west-2": "EU (London)",
    "eu-west-3": "EU (Paris)",
    "eu-central-1": "EU (Frankfurt)",
    "eu-north-1": "EU (Stockholm)",
    "ap-northeast-1": "Asia Pacific (Tokyo)",
    "ap-northeast-2": "Asia Pacific (Seoul)",
    "ap-south-1": "Asia Pacific (Mumbai)",
    "ap-southeast-1": "Asia Pacific (Singapore)",
    "ap-southeast-2": "Asia Pacific (Sydney)",
};

/** What an alarm publishes to a topic when its state changes: subject and JSON, as public notifications show them. */
export function alarmNotification(
    alarm: Alarm,
    previous: AlarmState,
    where: { accountId: string; region: string },
): { Subject: string; Message: string } {
    const region = regionNames[where.region] ?? where.region;
    const message = {
        AlarmName: alarm.name,
        AlarmDescription: alarm.description ?? null,
        AWSAccountId: where.accountId,
        AlarmConfigurationUpdatedTimestamp: isoTime(alarm.configurationUpdated),
        NewStateValue: alarm.state,
        NewStateReason: alarm.stateReason,
        StateChangeTime: isoTime(alarm.stateUpdated),
        Region: region,
        AlarmArn: alarm.arn,
        OldStateValue: previous,
        OKActions: alarm.actions.OK,
        AlarmActions: alarm.actions.ALARM,
        InsufficientDataActions: alarm.actions.INSUFFICIENT_DATA,
        Trigger: {
            MetricName: alarm.metric.metricName,
            Namespace: alarm.metric.namespace,
            StatisticType: "Statistic",
            Statistic: statisticNames[alarm.statistic],
            Unit: alarm.unit ?? null,
            Dimensions: alarm.metric.dimensions.map(({ Name, Value }) => ({ value: Value, name: Name })),
            Period: alarm.periodSeconds,
            EvaluationPeriods: alarm.rule.evaluationPeriods,
            DatapointsToAlarm: alarm.rule.datapointsToAlarm,
            ComparisonOperator: alarm.rule.comparisonOperator,
            Threshold: alarm.rule.threshold,
            TreatMissingData: alarm.rule.treatMissingData,
            EvaluateLowSampleCountPercentile: "",
        },
    };
    // SNS takes no longer subject (API Reference, Publish). That CloudWatch cuts its own is inferred.
    const Subject = `${alarm.state}: "${alarm.name}" in ${region}`.slice(0, 100);
    return { Subject, Message: JSON.stringify(message) };
}

const statisticNames: Record<Alarm["statistic"], string> = {
    Average: "AVERAGE",
    Sum: "SUM",
    Minimum: "MINIMUM",
    Maximum: "MAXIMUM",
    SampleCount: "SAMPLE_COUNT",
};
