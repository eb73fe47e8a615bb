import { type PolicyResource } from "@pulumi/policy";

import { endpointMetrics, type EndpointMetricName } from "../../contract/metrics";
import { isAbsent, type Path, type Reading, readKeys, readLeaf, readList, written } from "../reading";
import { knownText } from "../relations";
import { endpointsNamed, endpointsOf, isLeftOut, type Naming } from "./endpoints";
import { unverifiable } from "../literal";
import { scalingPolicyType } from "./scaling";

export const metricAlarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** A place where an alarm or a scaling policy names one metric. */
export interface MetricUse {
    /** The block that holds namespace, metricName and dimensions; empty where they are arguments of the resource. */
    path: Path;
    /** An alarm writes `{ EndpointName: … }`, a policy `[{ name: "EndpointName", value: … }]`. */
    dimensions: "block" | "list";
}

type Resource = Pick<PolicyResource, "type" | "props">;

/** The metrics that a resource names. `unreadable` are sentences on lists and blocks that are one output, or none. */
export interface MetricUses {
    uses: MetricUse[];
    unreadable: string[];
}

export const customizedMetric: Path = ["targetTrackingScalingPolicyConfiguration", "customizedMetricSpecification"];

export function metricUses({ type, props }: Resource): MetricUses {
    if (type === metricAlarmType) return alarmUses(props);
    if (type === scalingPolicyType) return policyUses(props);
    return { uses: [], unreadable: [] };
}

function alarmUses(props: object): MetricUses {
    const single = !isAbsent(props, ["metricName"]) || !isAbsent(props, ["namespace"]);
    const own: MetricUse[] = single ? [{ path: [], dimensions: "block" }] : [];
    if (isAbsent(props, ["metricQueries"])) return { uses: own, unreadable: [] };
    const queries = queryUses(props, ["metricQueries"], ["metric"], "block");
    return { uses: [...own, ...queries.uses], unreadable: queries.unreadable };
}

function policyUses(props: object): MetricUses {
    const [configuration, specification] = customizedMetric;
    if (isAbsent(props, [String(configuration)])) return { uses: [], unreadable: [] };
    const block = readKeys(props, [String(configuration)]);
    if (block.state !== "set") return { uses: [], unreadable: [unreadable(block, "its metric")] };
    if (isAbsent(props, [String(configuration), String(specification)])) return { uses: [], unreadable: [] };
    const metric = readKeys(props, customizedMetric);
    if (metric.state !== "set") return { uses: [], unreadable: [unreadable(metric, "its metric")] };
    if (isAbsent(props, [...customizedMetric, "metrics"])) {
        return { uses: [{ path: customizedMetric, dimensions: "list" }], unreadable: [] };
    }
    return queryUses(props, [...customizedMetric, "metrics"], ["metricStat", "metric"], "list");
}

/** Queries of metric math: each names a metric, or is an expression over others. */
function queryUses(props: object, list: Path, metric: readonly string[], dimensions: "block" | "list"): MetricUses {
    const queries = readList(props, list);
    if (queries.state !== "set") return { uses: [], unreadable: [unreadable(queries, "its metrics")] };
    const found: MetricUses = { uses: [], unreadable: [] };
    for (let index = 0; index < queries.length; index++) {
        const query = [...list, index];
        const keys = readKeys(props, query);
        if (keys.state !== "set") found.unreadable.push(unreadable(keys, "its metric"));
        else if (!isAbsent(props, [...query, String(metric[0])])) {
            found.uses.push({ path: [...query, ...metric], dimensions });
        }
    }
    return found;
}

function unreadable(reading: { state: "missing" | "unverifiable"; because: string }, what: string): string {
    return reading.state === "unverifiable"
        ? unverifiable(reading.because, what)
        : `${reading.because}, so ${what} cannot be checked. Write it as Pulumi declares it, or leave it out.`;
}

export interface Dimension {
    name: string;
    value: Reading;
    /** Where the value stands, as a program writes it. */
    at: string;
}

export type DimensionsReading =
    { state: "set"; dimensions: Dimension[] } | { state: "missing" | "unverifiable"; because: string };

/** Reads the dimensions of a metric; the names have to be known, the values need not. */
export function readDimensions(props: object, { path, dimensions }: MetricUse): DimensionsReading {
    const all = [...path, "dimensions"];
    const dimension = (name: string, at: Path): Dimension => ({ name, value: readLeaf(props, at), at: written(at) });
    if (dimensions === "block") {
        const names = readKeys(props, all);
        if (names.state !== "set") return names;
        return { state: "set", dimensions: names.keys.map((name) => dimension(name, [...all, name])) };
    }
    const list = readList(props, all);
    if (list.state !== "set") return list;
    const found: Dimension[] = [];
    for (let index = 0; index < list.length; index++) {
        const at = [...all, index];
        const name = readLeaf(props, [...at, "name"]);
        if (name.state !== "set") return name;
        if (!name.known) {
            return { state: "unverifiable", because: `${written([...at, "name"])} is known only after deployment` };
        }
        if (typeof name.value !== "string") {
            return { state: "missing", because: `${written([...at, "name"])} is a ${typeof name.value}` };
        }
        found.push(dimension(name.value, [...at, "value"]));
    }
    return { state: "set", dimensions: found };
}

/**
 * The endpoints whose metric it is, by the dimension EndpointName, of which a preview may show only what it is made of: it leaves
 * out maps with unknown values in them (pulumi/pulumi#7854).
 */
export function watchedEndpoints(
    resource: PolicyResource,
    use: MetricUse,
    resources: readonly PolicyResource[],
): Naming {
    const property = String([...use.path, "dimensions"][0]);
    const reading = readDimensions(resource.props, use);
    const nowhere: Naming = { endpoints: [], certain: true };
    if (reading.state === "missing" && !isLeftOut(resource, property)) return nowhere;
    const value =
        reading.state === "set" ? reading.dimensions.find(({ name }) => name === "EndpointName")?.value : undefined;
    if (reading.state === "set" && value?.state !== "set") return nowhere;
    const name = value?.state === "set" && value.known ? value.value : undefined;
    if (name !== undefined && typeof name !== "string") return nowhere;
    return endpointsNamed(name, { resource, property }, endpointsOf(resources));
}

/** Whether the metric is this one of SageMaker's, by name and namespace. */
export function isMetric(resource: PolicyResource, { path }: MetricUse, name: EndpointMetricName): boolean {
    return (
        knownText(resource, [...path, "metricName"]) === name &&
        knownText(resource, [...path, "namespace"]) === endpointMetrics[name].namespace
    );
}
