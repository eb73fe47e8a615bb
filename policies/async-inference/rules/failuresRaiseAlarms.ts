import { type PolicyResource } from "@pulumi/policy";

import { endpointMetrics, type EndpointMetricName } from "../../../contract/metrics";
import { deferUntilKnown } from "../../deferral";
import { isAbsent, readLeaf, readList, written } from "../../reading";
import { grouped, ofType, oncePerList } from "../../relations";
import { type Guard, type StackRule } from "../../rule";
import { endpointKinds, isLeftOut } from "../endpoints";
import { isNot, unverifiable } from "../../literal";
import { isMetric, metricAlarmType, metricUses, readDimensions, watchedEndpoints } from "../metricUse";

const watchedMetrics = [
    "ApproximateAgeOfOldestRequest",
    "ExpiredRequests",
    "InvocationFailures",
    "NotificationFailures",
] as const satisfies EndpointMetricName[];

export const failuresRaiseAlarms: StackRule = {
    name: "failures-raise-alarms",
    description:
        "Every async endpoint must have alarms that act on requests which wait too long, expire, fail or end untold; otherwise nobody hears of them, since no caller waits for an answer.",
    severity: "medium",
    enforcementLevel: "mandatory",
    remediationSteps:
        "For each of the metrics add an aws.cloudwatch.MetricAlarm with the endpoint's name as EndpointName and a topic's ARN in alarmActions, and leave actionsEnabled true.",
    evidence: "dependencies",
    required: false,
    guards: watchedMetrics.flatMap((metricName): Guard[] => {
        const alarm = { type: metricAlarmType, where: { metricName } };
        return [
            ...["", "metricName", "namespace", "dimensions", "alarmActions"].map((path) => ({ ...alarm, path })),
            { ...alarm, path: "dimensions.EndpointName", spares: ["unknown"] },
            { ...alarm, path: "alarmActions[*]", spares: ["unknown"], bad: ["alarms"] },
            { ...alarm, path: "actionsEnabled", spares: ["remove", "null"] },
        ];
    }),
    peers: ["Security Hub CloudWatch.15", "Security Hub CloudWatch.17", "CKV_AWS_319", "cdk-nag CloudWatchAlarmAction"],
    parameters: {
        metrics: {
            type: "array",
            items: { type: "string", enum: Object.keys(endpointMetrics) },
            uniqueItems: true,
            minItems: 1,
            default: [...watchedMetrics],
            description: "Metrics of an endpoint that each need an alarm that acts.",
        },
    },
    validateStack: (args, report) => {
        const { metrics } = args.getConfig<{ metrics: EndpointMetricName[] }>();
        const deferred = new Set<string>();
        for (const { endpoint, kind } of endpointKinds(args.resources)) {
            if (kind === "untold") deferred.add("endpointConfigName");
            if (kind !== "async") continue;
            for (const metric of metrics) {
                const alarms = alarmsOn(metric, endpoint, args.resources);
                const acting = alarms.filter(({ problems }) => problems.length === 0);
                if (acting.some(({ waits }) => waits.length === 0)) continue;
                acting.slice(0, 1).forEach(({ waits }) => waits.forEach((path) => deferred.add(path)));
                if (acting.length > 0) continue;
                for (const { alarm, problems } of alarms) problems.forEach((problem) => report(problem, alarm.urn));
                if (alarms.length === 0) report(unwatched(metric), endpoint.urn);
            }
        }
        deferUntilKnown(args, [...deferred]);
    },
};

function unwatched(metric: EndpointMetricName): string {
    const { namespace, dimensions } = endpointMetrics[metric];
    return (
        `No alarm is on ${metric} of this endpoint. Add an aws.cloudwatch.MetricAlarm with namespace "${namespace}", ` +
        `metricName "${metric}", dimensions { ${dimensions.join(", ")} } and a topic's ARN in alarmActions.`
    );
}

interface Alarm {
    alarm: PolicyResource;
    /** Why it tells nobody. */
    problems: string[];
    /** Outputs that it hangs on. */
    waits: string[];
}

/** Alarms that are, or may be, on a metric of this endpoint; alone or among others in metric math. */
function alarmsOn(metric: EndpointMetricName, endpoint: PolicyResource, resources: readonly PolicyResource[]): Alarm[] {
    const watching = usesByEndpoint(resources).get(endpoint) ?? [];
    return watching
        .filter(({ alarm, use }) => isMetric(alarm, use, metric))
        .map(({ alarm, use, watched, actions }) => {
            const dimensions = readDimensions(alarm.props, use);
            const opaque =
                dimensions.state === "unverifiable" ? [unverifiable(dimensions.because, "its endpoint")] : [];
            const name = readLeaf(alarm.props, [...use.path, "dimensions", "EndpointName"]);
            const certain = watched.certain && name.state === "set" && name.known;
            return {
                alarm,
                problems: [...opaque, ...actions.problems],
                waits: [...(certain ? [] : [written([...use.path, "dimensions"])]), ...actions.waits],
            };
        });
}

const usesByEndpoint = oncePerList((resources) => {
    const uses = ofType(resources, metricAlarmType).flatMap((alarm) => {
        const actions = readActions(alarm);
        return metricUses(alarm).uses.map((use) => {
            return { alarm, use, actions, watched: watchedEndpoints(alarm, use, resources) };
        });
    });
    return grouped(uses, ({ watched }) => watched.endpoints);
});

/** Whether an alarm tells anybody, by the actions for the state ALARM alone. */
function readActions(alarm: PolicyResource): Pick<Alarm, "problems" | "waits"> {
    const { props } = alarm;
    const mend = "This alarm tells nobody: write a topic's ARN.";
    const enabled = isAbsent(props, ["actionsEnabled"]) ? undefined : isNot(props, ["actionsEnabled"], true);
    const problems = enabled === undefined ? [] : [enabled];
    const list = readList(props, ["alarmActions"]);
    if (list.state !== "set") {
        if (isLeftOut(alarm, "alarmActions")) return { problems, waits: ["alarmActions"] };
        const missing = list.state === "missing";
        const problem = missing ? `${list.because}. ${mend}` : unverifiable(list.because, "whom it tells");
        return { problems: [...problems, problem], waits: [] };
    }
    const actions = Array.from({ length: list.length }, (_, index) => readLeaf(props, ["alarmActions", index]));
    if (actions.some((action) => action.state === "set" && action.known && isArn(action.value)))
        return { problems, waits: [] };
    if (actions.some((action) => action.state === "set" && !action.known)) return { problems, waits: ["alarmActions"] };
    return { problems: [...problems, `alarmActions holds no ARN. ${mend}`], waits: [] };
}

function isArn(value: unknown): boolean {
    return typeof value === "string" && /^arn:[a-z-]+:[a-z0-9-]+:/.test(value);
}
