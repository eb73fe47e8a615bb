import { type Dimension, type Statistic } from "@aws-sdk/client-cloudwatch";

/** A metric is its namespace, its name and its exact set of dimensions; any other set is another metric. */
export interface MetricIdentity {
    namespace: string;
    metricName: string;
    dimensions: readonly Dimension[];
}

/** What CloudWatch keeps of all values of one period. */
export interface Aggregate {
    sum: number;
    sampleCount: number;
    minimum: number;
    maximum: number;
}

interface Point extends Aggregate {
    /** Milliseconds since the epoch, on the boundary of the metric's resolution. */
    time: number;
}

interface Series {
    unit: string;
    points: Point[];
}

interface Metric extends MetricIdentity {
    series: Series[];
}

/** CloudWatch keeps one-minute datapoints for 15 days (CloudWatch User Guide, "Metrics retention"), and so does this. */
const retentionMilliseconds = 15 * 24 * 3600 * 1000;

/** The datapoints of all metrics. */
export class MetricStore {
    private readonly metrics = new Map<string, Metric>();

    /** @param time milliseconds since the epoch; rounded down to `resolutionSeconds` */
    add(identity: MetricIdentity, time: number, unit: string, resolutionSeconds: number, value: Aggregate): void {
        const key = metricKey(identity);
        let metric = this.metrics.get(key);
        if (!metric) this.metrics.set(key, (metric = { ...identity, series: [] }));
        let series = metric.series.find((other) => other.unit === unit);
        if (!series) metric.series.push((series = { unit, points: [] }));
        const resolution = resolutionSeconds * 1000;
        insert(series.points, { time: Math.floor(time / resolution) * resolution, ...value });
    }

    /** Everything of a metric within `[start, end)`, or undefined when there is nothing. Without a unit all units count. */
    aggregate(identity: MetricIdentity, start: number, end: number, unit: string | undefined): Aggregate | undefined {
        let total: Aggregate | undefined;
        for (const series of this.series(identity, unit)) {
            for (let index = firstAt(series.points, start); index < series.points.length; index++) {
                const point = series.points[index] as Point;
                if (point.time >= end) break;
                total = merged(total, point);
            }
        }
        return total;
    }

    /** Units that a metric has datapoints in; each is a list of its own in GetMetricStatistics. */
    units(identity: MetricIdentity, unit: string | undefined): string[] {
        return this.series(identity, unit).map((series) => series.unit);
    }

    list(): (MetricIdentity & { newest: number })[] {
        return [...this.metrics.values()].map((metric) => ({
            namespace: metric.namespace,
            metricName: metric.metricName,
            dimensions: metric.dimensions,
            newest: Math.max(...metric.series.map((series) => series.points.at(-1)?.time ?? 0)),
        }));
    }

    private series(identity: MetricIdentity, unit: string | undefined): Series[] {
        const all = this.metrics.get(metricKey(identity))?.series ?? [];
        return unit === undefined ? all : all.filter((series) => series.unit === unit);
    }
}

/** One statistic of a period's values. */
export function statisticOf(aggregate: Aggregate, statistic: Statistic): number {
    switch (statistic) {
        case "Average":
            return aggregate.sum / aggregate.sampleCount;
        case "Sum":
            return aggregate.sum;
        case "Minimum":
            return aggregate.minimum;
        case "Maximum":
            return aggregate.maximum;
        case "SampleCount":
            return aggregate.sampleCount;
    }
}

export function merged(one: Aggregate | undefined, other: Aggregate): Aggregate {
    if (!one) {
        const { sum, sampleCount, minimum, maximum } = other;
        return { sum, sampleCount, minimum, maximum };
    }
    return {
        sum: one.sum + other.sum,
        sampleCount: one.sampleCount + other.sampleCount,
        minimum: Math.min(one.minimum, other.minimum),
        maximum: Math.max(one.maximum, other.maximum),
    };
}

function metricKey({ namespace, metricName, dimensions }: MetricIdentity): string {
    const pairs = dimensions
        .map(({ Name, Value }) => [Name, Value])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    return JSON.stringify([namespace, metricName, pairs]);
}

function insert(points: Point[], point: Point): void {
    const index = firstAt(points, point.time);
    const present = points[index];
    if (present?.time === point.time) Object.assign(present, merged(present, point));
    else points.splice(index, 0, point);
    // Some slack, so that not every new datapoint moves all others.
    const expired = firstAt(points, (points.at(-1) as Point).time - retentionMilliseconds);
    if (expired > 1000) points.splice(0, expired);
}

/** Index of the first point at or after `time`. */
function firstAt(points: readonly Point[], time: number): number {
    let low = 0;
    let high = points.length;
    while (low < high) {
        const middle = (low + high) >>> 1;
        if ((points[middle] as Point).time < time) low = middle + 1;
        else high = middle;
    }
    return low;
}
