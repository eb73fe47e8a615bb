import { type AlarmEvaluation, type AlarmRule, breaches } from "../../../scaling/alarm";
import { type Alarm } from "./metricAlarm";

const comparisons: Record<AlarmRule["comparisonOperator"], string> = {
    GreaterThanThreshold: "greater than",
    GreaterThanOrEqualToThreshold: "greater than or equal to",
    LessThanThreshold: "less than",
    LessThanOrEqualToThreshold: "less than or equal to",
};

/**
 * Why an alarm is in its state, in CloudWatch's words (as public notifications show them).
 *
 * @param end end of the newest period, simulated milliseconds
 */
export function stateReason(alarm: Alarm, evaluation: AlarmEvaluation, end: number): string {
    const { rule } = alarm;
    const { state, points, filled } = evaluation;
    if (state === "INSUFFICIENT_DATA") {
        return `Insufficient Data: ${counted(rule.evaluationPeriods, "datapoint")} ${verb(rule.evaluationPeriods)} unknown.`;
    }
    const treatment = rule.treatMissingData === "breaching" ? "Breaching" : "NonBreaching";
    const stoodIn = `${counted(filled, "missing datapoint")} ${verb(filled)} treated as [${treatment}]`;
    if (points.length === 0) {
        return `Threshold Crossed: no datapoints were received for ${counted(rule.evaluationPeriods, "period")} and ${stoodIn}.`;
    }
    const alarming = state === "ALARM";
    const deciding = points.filter(({ value }) => breaches(rule, value) === alarming);
    const shown = deciding
        .toReversed()
        .map(({ age, value }) => `${decimal(value)} (${shortTime(startOf(alarm, age, end))})`);
    const comparison = `${alarming ? "" : "not "}${comparisons[rule.comparisonOperator]} the threshold (${decimal(rule.threshold)})`;
    const missing = filled > 0 && rule.treatMissingData.endsWith("reaching") ? ` and ${stoodIn}` : "";
    const least = alarming ? rule.datapointsToAlarm : rule.evaluationPeriods - rule.datapointsToAlarm + 1;
    const transition = alarming ? "OK -> ALARM" : "ALARM -> OK";
    return (
        `Threshold Crossed: ${deciding.length} out of the last ${counted(rule.evaluationPeriods, "datapoint")} ` +
        `[${shown.join(", ")}] ${verb(deciding.length)} ${comparison}${missing} ` +
        `(minimum ${counted(least, "datapoint")} for ${transition} transition).`
    );
}

/** `StateReasonData`: the same for programs, as JSON text. */
export function stateReasonData(alarm: Alarm, evaluation: AlarmEvaluation, end: number): string {
    const oldest = evaluation.points[0];
    return JSON.stringify({
        version: "1.0",
        queryDate: isoTime(end),
        ...(oldest && { startDate: isoTime(startOf(alarm, oldest.age, end)) }),
        ...(alarm.unit !== undefined && { unit: alarm.unit }),
        statistic: alarm.statistic,
        period: alarm.periodSeconds,
        recentDatapoints: evaluation.points.map(({ value }) => value),
        threshold: alarm.rule.threshold,
    });
}

/** `2022-02-11T10:49:00.000+0000`, the way CloudWatch writes times into JSON. */
export function isoTime(time: number | Date): string {
    return new Date(time).toISOString().replace("Z", "+0000");
}

function startOf(alarm: Alarm, age: number, end: number): number {
    return end - (age + 1) * alarm.periodSeconds * 1000;
}

/** `11/02/22 10:48:00` */
function shortTime(time: number): string {
    const [date, clock] = new Date(time).toISOString().split("T") as [string, string];
    const [year, month, day] = date.split("-") as [string, string, string];
    return `${day}/${month}/${year.slice(2)} ${clock.slice(0, 8)}`;
}

/** `5.0`: CloudWatch writes a decimal point into every number. */
function decimal(value: number): string {
    return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function counted(count: number, noun: string): string {
    return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function verb(count: number): string {
    return count === 1 ? "was" : "were";
}
