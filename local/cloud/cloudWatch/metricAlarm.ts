import {
    type ComparisonOperator,
    type MetricAlarm,
    type PutMetricAlarmCommandInput,
    type Statistic,
} from "@aws-sdk/client-cloudwatch";

import { type AlarmRule, type AlarmState, type TreatMissingData } from "../../../scaling/alarm";
import { AwsError } from "../awsError";
import { type MetricIdentity } from "./metricStore";
import { statistics } from "./metricStatistics";

/** An alarm on one metric: what PutMetricAlarm set, and its state. */
export interface Alarm {
    name: string;
    arn: string;
    description?: string | undefined;
    actionsEnabled: boolean;
    actions: Record<AlarmState, string[]>;
    metric: MetricIdentity;
    statistic: Statistic;
    unit?: string | undefined;
    periodSeconds: number;
    rule: AlarmRule;
    /** As they were given, since DescribeAlarms shows only what was set. */
    given: { datapointsToAlarm?: number | undefined; treatMissingData?: string | undefined };
    configurationUpdated: Date;
    state: AlarmState;
    stateReason: string;
    stateReasonData?: string | undefined;
    stateUpdated: Date;
}

export type AlarmDefinition = Omit<Alarm, "arn" | "state" | "stateReason" | "stateReasonData" | "stateUpdated">;

const operators: readonly ComparisonOperator[] = [
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
];
const treatments: readonly string[] = ["breaching", "notBreaching", "ignore", "missing"];

/**
 * Checks PutMetricAlarm's input by CloudWatch's rules (API reference, PutMetricAlarm).
 *
 * @throws AwsError `ValidationError`, in CloudWatch's words where they are known
 */
export function alarmDefinition(input: PutMetricAlarmCommandInput, region: string, now: Date): AlarmDefinition {
    if (input.Metrics?.length) throw notImplemented("alarms on metric math (Metrics)");
    if (input.ExtendedStatistic !== undefined) throw notImplemented("alarms on percentiles (ExtendedStatistic)");
    if (input.ThresholdMetricId !== undefined) throw notImplemented("anomaly detection alarms (ThresholdMetricId)");
    const name = required(input.AlarmName, "alarmName");
    if (name.length < 1 || name.length > 255)
        throw outOfBounds(
            name,
            "alarmName",
            "length",
            name.length < 1 ? "greater than or equal to 1" : "less than or equal to 255",
        );
    if ((input.AlarmDescription?.length ?? 0) > 1024) {
        throw outOfBounds(input.AlarmDescription, "alarmDescription", "length", "less than or equal to 1024");
    }
    const comparisonOperator = required(input.ComparisonOperator, "comparisonOperator");
    if (!operators.includes(comparisonOperator)) {
        throw validationError(
            `1 validation error detected: Value '${comparisonOperator}' at 'comparisonOperator' failed to satisfy constraint: Member must satisfy enum value set: [${operators.join(", ")}]`,
        );
    }
    const statistic = required(input.Statistic, "statistic");
    if (!statistics.includes(statistic)) {
        throw validationError(
            `1 validation error detected: Value '${statistic}' at 'statistic' failed to satisfy constraint: Member must satisfy enum value set: [${statistics.join(", ")}]`,
        );
    }
    const treatMissingData = input.TreatMissingData ?? "missing";
    if (!treatments.includes(treatMissingData)) {
        throw validationError(
            `The value ${treatMissingData} is not supported for TreatMissingData parameter. Supported values are [${treatments.join(", ")}].`,
        );
    }
    const periodSeconds = required(input.Period, "period");
    const evaluationPeriods = required(input.EvaluationPeriods, "evaluationPeriods");
    checkPeriods(periodSeconds, evaluationPeriods, input.DatapointsToAlarm);
    const actions = {
        OK: checkedActions(input.OKActions, "oKActions", region),
        ALARM: checkedActions(input.AlarmActions, "alarmActions", region),
        INSUFFICIENT_DATA: checkedActions(input.InsufficientDataActions, "insufficientDataActions", region),
    };
    return {
        name,
        description: input.AlarmDescription,
        actionsEnabled: input.ActionsEnabled ?? true,
        actions,
        metric: {
            namespace: required(input.Namespace, "namespace"),
            metricName: required(input.MetricName, "metricName"),
            dimensions: input.Dimensions ?? [],
        },
        statistic,
        unit: input.Unit,
        periodSeconds,
        rule: {
            comparisonOperator: comparisonOperator as AlarmRule["comparisonOperator"],
            threshold: required(input.Threshold, "threshold"),
            evaluationPeriods,
            datapointsToAlarm: input.DatapointsToAlarm ?? evaluationPeriods,
            treatMissingData: treatMissingData as TreatMissingData,
        },
        given: { datapointsToAlarm: input.DatapointsToAlarm, treatMissingData: input.TreatMissingData },
        configurationUpdated: now,
    };
}

function checkPeriods(period: number, evaluationPeriods: number, datapointsToAlarm: number | undefined): void {
    if (![10, 20, 30].includes(period) && !(period >= 60 && period % 60 === 0)) {
        throw validationError("Period must be 10, 20, 30 or a multiple of 60");
    }
    if (!Number.isInteger(evaluationPeriods) || evaluationPeriods < 1) {
        throw outOfBounds(evaluationPeriods, "evaluationPeriods", "value", "greater than or equal to 1");
    }
    if (datapointsToAlarm !== undefined && datapointsToAlarm < 1) {
        throw outOfBounds(datapointsToAlarm, "datapointsToAlarm", "value", "greater than or equal to 1");
    }
    if (datapointsToAlarm !== undefined && datapointsToAlarm > evaluationPeriods) {
        throw validationError("DatapointsToAlarm must be less than or equal to EvaluationPeriods.");
    }
    if (period < 3600 && period * evaluationPeriods > 86_400) {
        throw validationError(
            "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400) for alarms using period < 3600",
        );
    }
    if (period * evaluationPeriods > 604_800) {
        throw validationError(
            "Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800) for alarms using period >= 3600",
        );
    }
}

function checkedActions(actions: string[] | undefined, member: string, region: string): string[] {
    const given = actions ?? [];
    if (given.length > 5) throw outOfBounds(`[${given.join(", ")}]`, member, "length", "less than or equal to 5");
    for (const action of given) {
        const [arn, , service, actionRegion] = action.split(":");
        if (arn !== "arn" || !service) throw validationError(`Invalid arn syntax: ${action}`);
        if (actionRegion && service !== "automate" && actionRegion !== region) {
            throw validationError(`Invalid region ${actionRegion} specified. Only ${region} is supported.`);
        }
    }
    return [...given];
}

/** An alarm as DescribeAlarms shows it. */
export function describedAlarm(
    alarm: Alarm,
): MetricAlarm & { AlarmName: string; AlarmArn: string; StateValue: AlarmState } {
    return {
        AlarmName: alarm.name,
        AlarmArn: alarm.arn,
        ...(alarm.description !== undefined && { AlarmDescription: alarm.description }),
        AlarmConfigurationUpdatedTimestamp: alarm.configurationUpdated,
        ActionsEnabled: alarm.actionsEnabled,
        OKActions: [...alarm.actions.OK],
        AlarmActions: [...alarm.actions.ALARM],
        InsufficientDataActions: [...alarm.actions.INSUFFICIENT_DATA],
        StateValue: alarm.state,
        StateReason: alarm.stateReason,
        ...(alarm.stateReasonData !== undefined && { StateReasonData: alarm.stateReasonData }),
        StateUpdatedTimestamp: alarm.stateUpdated,
        StateTransitionedTimestamp: alarm.stateUpdated,
        MetricName: alarm.metric.metricName,
        Namespace: alarm.metric.namespace,
        Statistic: alarm.statistic,
        Dimensions: alarm.metric.dimensions.map((dimension) => ({ ...dimension })),
        Period: alarm.periodSeconds,
        ...(alarm.unit !== undefined && { Unit: alarm.unit as NonNullable<MetricAlarm["Unit"]> }),
        EvaluationPeriods: alarm.rule.evaluationPeriods,
        ...(alarm.given.datapointsToAlarm !== undefined && { DatapointsToAlarm: alarm.given.datapointsToAlarm }),
        Threshold: alarm.rule.threshold,
        ComparisonOperator: alarm.rule.comparisonOperator,
        ...(alarm.given.treatMissingData !== undefined && { TreatMissingData: alarm.given.treatMissingData }),
    };
}

function required<T>(value: T | undefined, member: string): T {
    if (value !== undefined) return value;
    throw validationError(
        `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    );
}

function outOfBounds(value: unknown, member: string, what: string, bound: string): AwsError {
    return validationError(
        `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: Member must have ${what} ${bound}`,
    );
}

/** CloudWatch's own spelling, without `Exception`. */
export function validationError(message: string): AwsError {
    return new AwsError("ValidationError", message);
}

function notImplemented(what: string): AwsError {
    return new AwsError("NotImplemented", `The laptop AWS does not implement ${what}.`, 501);
}
