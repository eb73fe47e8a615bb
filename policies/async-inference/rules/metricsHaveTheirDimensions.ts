import { type PolicyResource } from "@pulumi/policy";

import { metricNamespaces, metricsNotPublished } from "../../../contract/metrics";
import { deferUntilKnown } from "../../deferral";
import { written } from "../../reading";
import { knownText } from "../../relations";
import { type Guard, type ResourceRule, type StackRule } from "../../rule";
import { kindsByEndpoint } from "../endpoints";
import { metricAlarmType, type MetricUse, metricUses, watchedEndpoints } from "../metricUse";
import { judgeMetric } from "../publishedMetric";
import { scalesVariant, scalingPolicyType } from "../scaling";

const configuration = "targetTrackingScalingPolicyConfiguration";
const specification = `${configuration}.customizedMetricSpecification`;
const onSageMaker = { namespace: "AWS/SageMaker" };
const tracking = { policyType: "TargetTrackingScaling" };
const unpublished: readonly string[] = metricsNotPublished;
const namespaces = metricNamespaces.map((namespace) => namespace.toLowerCase());

const mend =
    "which is not published for an async endpoint, so there is never any data. Write another metric, such as InvocationsProcessed.";

/**
 * Resource half: metrics that CloudWatch is told of an asynchronous endpoint are named with their namespace and dimensions.
 * Stack half: those that it is not told are not named at all, except for an endpoint that is certainly real-time.
 */
export const metricsHaveTheirDimensions: ResourceRule & StackRule = {
    name: "metrics-have-their-dimensions",
    description:
        "An alarm or scaling policy must name a metric of SageMaker as it is published, dimensions included; otherwise it never has any data, and never acts, without an error.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Name the metric with the namespace and exactly the dimensions it is published with: EndpointName alone for those of the queue, EndpointName and VariantName for the others.",
    evidence: "values",
    required: true,
    guards: [
        ...[metricAlarmType, scalingPolicyType].flatMap((type): Guard[] => {
            const [at, where] = type === metricAlarmType ? ["", onSageMaker] : [`${specification}.`, tracking];
            return [
                { type, path: `${at}metricName`, where, bad: ["Invocations"] },
                { type, path: `${at}namespace`, where, bad: ["AWS/Sagemaker", "/aws/sagemaker/Endpoints"] },
                { type, path: `${at}dimensions`, where },
            ];
        }),
        ...["EndpointName", "VariantName"].map((name): Guard => ({
            type: metricAlarmType,
            path: `dimensions.${name}`,
            where: onSageMaker,
            spares: ["unknown"],
            bad: [],
        })),
        // Without it there is no metric, which is another rule's business.
        ...[configuration, specification].map((path): Guard => ({
            type: scalingPolicyType,
            path,
            where: tracking,
            spares: path === configuration ? ["remove", "null", "blank"] : ["remove", "null"],
        })),
        { type: scalingPolicyType, path: `${specification}.dimensions[*]`, where: tracking },
        { type: scalingPolicyType, path: `${specification}.dimensions[*].name`, where: tracking },
        {
            type: scalingPolicyType,
            path: `${specification}.dimensions[*].value`,
            where: tracking,
            spares: ["unknown"],
            bad: [],
        },
    ],
    peers: [],
    validateResource: (args, report) => {
        const { type, props } = args;
        if (type !== metricAlarmType && type !== scalingPolicyType) {
            args.notApplicable("Concerns alarms and scaling policies");
        }
        const { uses, unreadable } = metricUses(args);
        const doubtful = type === metricAlarmType || scalesVariant(args) !== "no" ? unreadable : [];
        const judged = uses.map((use) => judgeMetric(props, use));
        for (const problem of [...doubtful, ...judged.flatMap(({ problems }) => problems)]) report(problem);
        deferUntilKnown(
            args,
            judged.flatMap(({ waits }) => waits),
        );
    },
    validateStack: (args, report) => {
        const deferred = new Set<string>();
        const kinds = kindsByEndpoint(args.resources);
        for (const resource of args.resources) {
            for (const use of metricUses(resource).uses) {
                const name = unpublishedName(resource, use);
                if (name === undefined) continue;
                const { endpoints, certain } = watchedEndpoints(resource, use, args.resources);
                const realTime = endpoints.filter((endpoint) => kinds.get(endpoint) === "real-time").length;
                if (certain && realTime > 0 && realTime === endpoints.length) continue;
                if (!certain && realTime > 0) deferred.add(written([...use.path, "dimensions"]));
                else report(`${written([...use.path, "metricName"])} is ${name}, ${mend}`, resource.urn);
            }
        }
        deferUntilKnown(args, [...deferred]);
    },
};

/** A metric of SageMaker's that real-time endpoints have and asynchronous ones have not. */
function unpublishedName(resource: PolicyResource, { path }: MetricUse): string | undefined {
    const name = knownText(resource, [...path, "metricName"]);
    const namespace = knownText(resource, [...path, "namespace"])?.toLowerCase() ?? "";
    return name !== undefined && unpublished.includes(name) && namespaces.includes(namespace) ? name : undefined;
}
