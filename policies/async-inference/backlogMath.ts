import { backlogMetric, backlogSizeMetric, endpointMetrics, metricsNotPublished } from "../../contract/metrics";
import { isAbsent, type Path, readLeaf, readList, written } from "../reading";
import { unverifiable, wrongLiteral } from "../literal";

const backlog: readonly string[] = [backlogMetric, backlogSizeMetric];
const unpublished: readonly string[] = metricsNotPublished;
const { namespace } = endpointMetrics[backlogMetric];

interface Query {
    id: string;
    /** Ids of the queries that its expression is made of. */
    expression: string;
    isBacklog: boolean;
    returned: boolean;
}

/**
 * Why what a policy's metric math returns is not made of the backlog. The queries and what they name have to be literals; only
 * values of dimensions may be outputs.
 *
 * @param list path of the queries
 */
export function backlogMath(props: object, list: Path): string[] {
    const reading = readList(props, list);
    if (reading.state !== "set") {
        return [
            reading.state === "missing"
                ? `${reading.because}. Write queries, one of them on ${backlogSizeMetric}.`
                : unverifiable(reading.because, "its metrics"),
        ];
    }
    const problems: string[] = [];
    const queries = Array.from({ length: reading.length }, (_, index) => readQuery(props, [...list, index], problems));
    if (problems.length > 0) return problems;
    const returned = queries.filter((query) => query.returned);
    if (returned.length > 0 && returned.every((query) => isMadeOfBacklog(query, queries))) return [];
    return [
        `What ${written(list)} returns is not made of the backlog. Let it be made of ${backlogSizeMetric} or ${backlogMetric} ` +
            `in ${namespace}.`,
    ];
}

function readQuery(props: object, path: Path, problems: string[]): Query {
    const literal = (inner: Path, mend: string): string => {
        const at = [...path, ...inner];
        const problem = wrongLiteral(props, at, { is: (value) => typeof value === "string", mend });
        if (problem !== undefined) problems.push(problem);
        const value = readLeaf(props, at);
        return value.state === "set" && value.known ? String(value.value) : "";
    };
    const id = literal(["id"], "Write a name for the query.");
    const returnData = [...path, "returnData"];
    // Left out it is true (AWS: Application Auto Scaling API Reference, TargetTrackingMetricDataQuery).
    const returned = isAbsent(props, returnData) ? undefined : readLeaf(props, returnData);
    const wrong =
        returned &&
        wrongLiteral(props, returnData, { is: (value) => typeof value === "boolean", mend: "Write true or false." });
    if (wrong !== undefined) problems.push(wrong);
    const isReturned = !(returned?.state === "set" && returned.known && returned.value === false);
    if (isAbsent(props, [...path, "metricStat"])) {
        const expression = literal(["expression"], "Write the query's metricStat or expression.");
        return { id, expression, isBacklog: false, returned: isReturned };
    }
    const name = literal(["metricStat", "metric", "metricName"], "Write the metric's name.");
    const space = literal(["metricStat", "metric", "namespace"], "Write the metric's namespace.");
    if (space === namespace && unpublished.includes(name)) {
        const at = written([...path, "metricStat", "metric", "metricName"]);
        problems.push(`${at} is ${name}, which is not published for an async endpoint. Write ${backlogSizeMetric}.`);
    }
    return { id, expression: "", isBacklog: space === namespace && backlog.includes(name), returned: isReturned };
}

/** Follows an expression to the queries whose ids it holds. */
function isMadeOfBacklog(query: Query, queries: readonly Query[], seen: readonly Query[] = []): boolean {
    if (query.isBacklog) return true;
    const words = new Set(query.expression.match(/[A-Za-z]\w*/g));
    return queries.some(
        (other) => words.has(other.id) && !seen.includes(other) && isMadeOfBacklog(other, queries, [...seen, query]),
    );
}
