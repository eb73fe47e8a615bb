import {
    endpointMetrics,
    type EndpointMetric,
    type EndpointMetricName,
    metricNamespaces,
    metricsNotPublished,
} from "../../contract/metrics";
import { type Path, readLeaf, written } from "../reading";
import { unverifiable } from "../literal";
import { type MetricUse, readDimensions } from "./metricUse";

const table = new Map<string, EndpointMetric>(Object.entries(endpointMetrics));
const unpublished: readonly string[] = metricsNotPublished;
const namespaces: readonly string[] = metricNamespaces;

/** Published by nothing but an endpoint's queue; the other names occur in other namespaces of AWS too. */
const queueMetrics: readonly string[] = [
    "ApproximateBacklogSize",
    "ApproximateBacklogSizePerInstance",
    "ApproximateAgeOfOldestRequest",
    "HasBacklogWithoutCapacity",
    "RequestDownloadFailures",
    "ResponseUploadFailures",
    "NotificationFailures",
    "ExpiredRequests",
    "InvocationFailures",
    "InvocationsProcessed",
    "RequestDownloadLatency",
    "ResponseUploadLatency",
    "TimeInBacklog",
] satisfies EndpointMetricName[];

/** Namespaces that only AWS may write to; in others, any name is a program's own. */
const ofAws = /^\/?aws\//i;

/** What is wrong with a metric that an alarm or a policy names; both empty where it is published like that, or not SageMaker's. */
export interface MetricJudgement {
    problems: string[];
    /** Outputs that it hangs on. */
    waits: string[];
}

/** Compares what is named with the table of what CloudWatch is told of an asynchronous endpoint. */
export function judgeMetric(props: object, use: MetricUse): MetricJudgement {
    const name = text(props, use, "metricName");
    const namespace = text(props, use, "namespace");
    const problem = (message: string): MetricJudgement => ({ problems: [message], waits: [] });
    const none: MetricJudgement = { problems: [], waits: [] };
    if (namespace.problem !== undefined) {
        // Whatever has a name of its own elsewhere.
        if (name.problem === undefined && !table.has(name.text) && !unpublished.includes(name.text)) return none;
        const own = name.problem === undefined ? table.get(name.text)?.namespace : undefined;
        return problem(`${namespace.problem} Write ${own === undefined ? "the metric's namespace" : `"${own}"`}.`);
    }
    const sageMakers = namespaces.some((known) => known.toLowerCase() === namespace.text.toLowerCase());
    if (name.problem !== undefined) {
        if (sageMakers) return problem(`${name.problem} Write the metric's name.`);
        const at = [...use.path, "metricName"];
        return { problems: [], waits: ofAws.test(namespace.text) && isUnknown(props, at) ? [written(at)] : [] };
    }
    const metric = table.get(name.text);
    if (metric === undefined) return none;
    if (namespace.text !== metric.namespace) {
        const mistaken = sageMakers || (ofAws.test(namespace.text) && queueMetrics.includes(name.text));
        const at = written([...use.path, "namespace"]);
        const found = `${at} is not that of ${name.text}, so there is never any data. Write "${metric.namespace}".`;
        return mistaken ? problem(found) : none;
    }
    return judgeDimensions(props, use, name.text, metric.dimensions);
}

function judgeDimensions(
    props: object,
    use: MetricUse,
    metric: string,
    wanted: EndpointMetric["dimensions"],
): MetricJudgement {
    const both = wanted.join(" and ");
    const mend = `Write ${both}${wanted.length === 1 ? " and nothing else" : ""}.`;
    const reading = readDimensions(props, use);
    if (reading.state !== "set") {
        const missing = reading.state === "missing";
        return {
            problems: [missing ? `${reading.because}. ${mend}` : unverifiable(reading.because, "its dimensions")],
            waits: [],
        };
    }
    const names = reading.dimensions.map(({ name }) => name);
    if (names.length !== wanted.length || !wanted.every((name) => names.includes(name))) {
        const at = written([...use.path, "dimensions"]);
        return {
            problems: [`${at} are not those of ${metric}, so there is never any data. ${mend}`],
            waits: [],
        };
    }
    return {
        problems: reading.dimensions.flatMap(({ name, value, at }) => {
            const what = `Write the ${name === "EndpointName" ? "endpoint" : "variant"}'s name.`;
            if (value.state !== "set") return [`${value.because}. ${what}`];
            return value.known && typeof value.value !== "string" ? [`${at} is a ${typeof value.value}. ${what}`] : [];
        }),
        waits: reading.dimensions.flatMap(({ value, at }) => (value.state === "set" && !value.known ? [at] : [])),
    };
}

function isUnknown(props: object, path: Path): boolean {
    const reading = readLeaf(props, path);
    return reading.state === "set" && !reading.known;
}

type Text = { text: string; problem?: undefined } | { text?: undefined; problem: string };

function text(props: object, { path }: MetricUse, leaf: "metricName" | "namespace"): Text {
    const at = [...path, leaf];
    const reading = readLeaf(props, at);
    if (reading.state === "unverifiable") return { problem: unverifiable(reading.because, written(at)) };
    if (reading.state === "missing") return { problem: `${reading.because}.` };
    if (!reading.known) {
        return { problem: `${written(at)} is known only after deployment, so it cannot be checked.` };
    }
    if (typeof reading.value !== "string") return { problem: `${written(at)} is a ${typeof reading.value}.` };
    return { text: reading.value };
}
