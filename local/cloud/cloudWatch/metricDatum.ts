import { type MetricDatum } from "@aws-sdk/client-cloudwatch";

import { AwsError } from "../awsError";
import { type Aggregate, merged } from "./metricStore";

const maxDimensions = 30;
const maxPastMilliseconds = 14 * 24 * 3600 * 1000;
const maxFutureMilliseconds = 2 * 3600 * 1000;

/**
 * Checks one datum of PutMetricData and adds up its values.
 * Rules: CloudWatch API reference, PutMetricData and MetricDatum.
 *
 * @param now simulated milliseconds, against which its timestamp is judged
 */
export function aggregateOf(datum: MetricDatum, position: number, now: number): Aggregate {
    const where = `MetricData.member.${position}`;
    if (!datum.MetricName) throw new AwsError("MissingParameter", `The parameter ${where}.MetricName is required.`);
    const dimensions = datum.Dimensions ?? [];
    if (dimensions.length > maxDimensions) {
        throw invalid(`The collection ${where}.Dimensions must not have a size greater than ${maxDimensions}.`);
    }
    for (const [index, { Name, Value }] of dimensions.entries()) {
        if (!Name || !Value) {
            throw invalid(`The parameter ${where}.Dimensions.member.${index + 1} needs both a Name and a Value.`);
        }
    }
    const time = datum.Timestamp?.getTime() ?? now;
    if (Number.isNaN(time) || time < now - maxPastMilliseconds || time > now + maxFutureMilliseconds) {
        throw invalid(
            `The parameter ${where}.Timestamp must specify a time no more than two weeks in the past and two hours in the future.`,
        );
    }
    if (datum.StorageResolution !== undefined && datum.StorageResolution !== 1 && datum.StorageResolution !== 60) {
        throw invalid(`The parameter ${where}.StorageResolution must be 1 or 60.`);
    }
    return valuesOf(datum, where);
}

function valuesOf(datum: MetricDatum, where: string): Aggregate {
    const given = [datum.Value, datum.StatisticValues, datum.Values].filter((kind) => kind !== undefined).length;
    if (given === 0) {
        throw new AwsError(
            "MissingParameter",
            `At least one of the parameters ${where}.Value, ${where}.Values or ${where}.StatisticValues must be specified.`,
        );
    }
    if (given > 1) {
        throw new AwsError(
            "InvalidParameterCombination",
            `The parameters ${where}.Value, ${where}.Values and ${where}.StatisticValues are mutually exclusive and you have specified more than one.`,
        );
    }
    if (datum.StatisticValues) {
        const { Sum, SampleCount, Minimum, Maximum } = datum.StatisticValues;
        const set = {
            sum: Sum ?? NaN,
            sampleCount: SampleCount ?? NaN,
            minimum: Minimum ?? NaN,
            maximum: Maximum ?? NaN,
        };
        for (const value of Object.values(set)) finite(value, `${where}.StatisticValues`);
        return set;
    }
    const values = datum.Values ?? [datum.Value as number];
    const counts = datum.Counts ?? values.map(() => 1);
    if (values.length === 0 || values.length !== counts.length) {
        throw invalid(`The parameters ${where}.Values and ${where}.Counts must be of the same size, and not empty.`);
    }
    let total: Aggregate | undefined;
    for (const [index, value] of values.entries()) {
        const count = counts[index] as number;
        finite(value, `${where}.Value`);
        total = merged(total, { sum: value * count, sampleCount: count, minimum: value, maximum: value });
    }
    return total as Aggregate;
}

function finite(value: number, parameter: string): void {
    if (!Number.isFinite(value)) throw invalid(`The value ${value} for parameter ${parameter} is invalid.`);
}

function invalid(message: string): AwsError {
    return new AwsError("InvalidParameterValue", message);
}
