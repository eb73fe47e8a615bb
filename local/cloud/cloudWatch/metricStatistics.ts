import {
    type Datapoint,
    type GetMetricDataCommandInput,
    type GetMetricStatisticsCommandInput,
    type MetricDataQuery,
    type MetricDataResult,
    type Statistic,
} from "@aws-sdk/client-cloudwatch";

import { AwsError } from "../awsError";
import { type MetricIdentity, type MetricStore, statisticOf } from "./metricStore";

export const statistics: readonly Statistic[] = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];

/** CloudWatch API reference, GetMetricStatistics. */
const maxDatapoints = 1440;

/** Datapoints of one metric; a period that has no data has no datapoint. */
export function metricStatistics(store: MetricStore, input: GetMetricStatisticsCommandInput): Datapoint[] {
    if (input.ExtendedStatistics?.length) {
        throw notImplemented("GetMetricStatistics with ExtendedStatistics");
    }
    const wanted = input.Statistics ?? [];
    if (wanted.length === 0) {
        throw new AwsError(
            "MissingParameter",
            "At least one of the parameters Statistics and ExtendedStatistics must be specified.",
        );
    }
    const unknown = wanted.find((statistic) => !statistics.includes(statistic));
    if (unknown) throw invalid(`The value ${unknown} for parameter Statistics is invalid.`);
    const identity = identityOf(input.Namespace, input.MetricName, input.Dimensions);
    const { start, end, period } = window(input.StartTime, input.EndTime, input.Period);
    const requested = Math.ceil((end - start) / period);
    if (requested > maxDatapoints) {
        throw new AwsError(
            "InvalidParameterCombination",
            `You have requested up to ${requested.toLocaleString("en-US")} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
        );
    }
    const datapoints: Datapoint[] = [];
    for (const unit of store.units(identity, input.Unit)) {
        for (let time = start; time < end; time += period) {
            const aggregate = store.aggregate(identity, time, time + period, unit);
            if (!aggregate) continue;
            datapoints.push({
                Timestamp: new Date(time),
                Unit: unit as Datapoint["Unit"],
                ...Object.fromEntries(wanted.map((statistic) => [statistic, statisticOf(aggregate, statistic)])),
            });
        }
    }
    return datapoints;
}

/** Results of GetMetricData, one for each query that returns data. */
export function metricData(store: MetricStore, input: GetMetricDataCommandInput): MetricDataResult[] {
    const queries = input.MetricDataQueries ?? [];
    if (queries.length === 0) throw new AwsError("MissingParameter", "The parameter MetricDataQueries is required.");
    const ids = new Set<string>();
    for (const { Id } of queries) {
        if (!Id || !/^[a-z]\w*$/.test(Id)) {
            throw new AwsError(
                "ValidationError",
                `The value ${String(Id)} for parameter MetricDataQueries.Id is invalid: it must start with a lower-case letter.`,
            );
        }
        if (ids.has(Id))
            throw new AwsError(
                "ValidationError",
                `The values for parameter id in MetricDataQueries are not unique: ${Id}.`,
            );
        ids.add(Id);
    }
    const ascending = input.ScanBy === "TimestampAscending";
    return queries
        .map((query) => ({ query, result: metricDataResult(store, query, input, ascending) }))
        .filter(({ query }) => query.ReturnData !== false)
        .map(({ result }) => result);
}

function metricDataResult(
    store: MetricStore,
    query: MetricDataQuery,
    input: GetMetricDataCommandInput,
    ascending: boolean,
): MetricDataResult {
    const stat = query.MetricStat;
    if (query.Expression !== undefined || !stat)
        throw notImplemented("metric math expressions (MetricDataQueries.Expression)");
    const statistic = stat.Stat as Statistic;
    if (!statistics.includes(statistic)) throw notImplemented(`the statistic ${String(stat.Stat)}`);
    const identity = identityOf(stat.Metric?.Namespace, stat.Metric?.MetricName, stat.Metric?.Dimensions);
    const { start, end, period } = window(input.StartTime, input.EndTime, stat.Period);
    const points: [Date, number][] = [];
    for (let time = start; time < end; time += period) {
        const aggregate = store.aggregate(identity, time, time + period, stat.Unit);
        if (aggregate) points.push([new Date(time), statisticOf(aggregate, statistic)]);
    }
    if (!ascending) points.reverse();
    return {
        Id: query.Id,
        Label: query.Label ?? identity.metricName,
        Timestamps: points.map(([time]) => time),
        Values: points.map(([, value]) => value),
        StatusCode: "Complete",
    };
}

export function identityOf(
    namespace: string | undefined,
    metricName: string | undefined,
    dimensions: MetricIdentity["dimensions"] | undefined,
): MetricIdentity {
    if (!namespace) throw new AwsError("MissingParameter", "The parameter Namespace is required.");
    if (!metricName) throw new AwsError("MissingParameter", "The parameter MetricName is required.");
    return { namespace, metricName, dimensions: dimensions ?? [] };
}

/** A time range on period boundaries: the start is rounded down, the end is exclusive. */
function window(from: Date | undefined, to: Date | undefined, periodSeconds: number | undefined) {
    if (!from) throw new AwsError("MissingParameter", "The parameter StartTime is required.");
    if (!to) throw new AwsError("MissingParameter", "The parameter EndTime is required.");
    if (periodSeconds === undefined) throw new AwsError("MissingParameter", "The parameter Period is required.");
    if (![1, 5, 10, 20, 30].includes(periodSeconds) && !(periodSeconds > 0 && periodSeconds % 60 === 0)) {
        throw invalid("The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.");
    }
    if (from >= to) {
        throw invalid("The parameter StartTime must be less than the parameter EndTime.");
    }
    const period = periodSeconds * 1000;
    return { start: Math.floor(from.getTime() / period) * period, end: to.getTime(), period };
}

function invalid(message: string): AwsError {
    return new AwsError("InvalidParameterValue", message);
}

function notImplemented(what: string): AwsError {
    return new AwsError("NotImplemented", `The laptop AWS does not implement ${what}.`, 501);
}
