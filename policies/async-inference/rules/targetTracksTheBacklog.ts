import { type PolicyResource, type ReportViolation, validateResourceOfType } from "@pulumi/policy";

import { backlogMetric, backlogSizeMetric, endpointMetrics, metricsNotPublished } from "../../../contract/metrics";
import { awsType } from "../../awsType";
import { deferUntilKnown } from "../../deferral";
import { isAbsent, readKeys, readLeaf, written } from "../../reading";
import { knownText } from "../../relations";
import { type Guard, type ResourceRule, type StackRule } from "../../rule";
import { backlogMath } from "../backlogMath";
import { kindsByEndpoint } from "../endpoints";
import { isNot, unverifiable, wrongLiteral } from "../../literal";
import { customizedMetric } from "../metricUse";
import {
    policiesOf,
    possibleTargets,
    scalableTargetType,
    scaledEndpoints,
    scalesVariant,
    scalingPolicyType,
} from "../scaling";

const configuration = "targetTrackingScalingPolicyConfiguration";
const predefined = [configuration, "predefinedMetricSpecification"];
const { namespace } = endpointMetrics[backlogMetric];
const writeMetric = `Write "${backlogMetric}".`;
const tracking = { policyType: "TargetTrackingScaling" };
const metric = written(customizedMetric);

/**
 * Resource half: a target-tracking policy of a variant follows the backlog; stops an update before the policy is made.
 * Stack half: an async variant's target has such a policy.
 */
export const targetTracksTheBacklog: ResourceRule & StackRule = {
    name: "target-tracks-the-backlog",
    description:
        "An async variant must have a target-tracking policy on its backlog; otherwise the fleet does not follow its queue, since metrics of real-time endpoints are not published for it.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps: `Give the variant's target an aws.appautoscaling.Policy with policyType "TargetTrackingScaling" whose customizedMetricSpecification is ${backlogMetric} in ${namespace}, or metric math over the backlog.`,
    evidence: "dependencies",
    required: true,
    guards: [
        ...["", "policyType", configuration, metric, `${metric}.metricName`, `${metric}.namespace`].map((path) => ({
            type: scalingPolicyType,
            path,
            where: tracking,
        })),
        ...(["serviceNamespace", "scalableDimension", "resourceId"] as const).map((path): Guard => ({
            type: scalingPolicyType,
            path,
            where: tracking,
            spares: ["unknown"],
        })),
        // Left out it is StepScaling, and any other text is not target tracking.
        {
            type: scalingPolicyType,
            path: "policyType",
            where: { policyType: "StepScaling" },
            spares: ["remove", "null", "retype", "perturb"],
        },
        // The policy takes it from the target, and then is no policy of a variant.
        {
            type: scalableTargetType,
            path: "serviceNamespace",
            spares: ["remove", "blank", "null", "retype", "unknown"],
        },
    ],
    peers: [],
    validateResource: validateResourceOfType(awsType(scalingPolicyType), (_, args, report) => {
        const concerned = scalesVariant(args);
        if (concerned === "no") return;
        const problems = metricProblems(args.props);
        if (concerned === "yes") problems.forEach((problem) => report(problem));
        else if (problems.length > 0) deferUntilKnown(args, ["serviceNamespace"]);
    }),
    validateStack: (args, report) => {
        const deferred = new Set<string>();
        for (const target of possibleTargets(args.resources)) {
            const concerned = isOfAsyncVariant(target, args.resources);
            if (concerned === "no") continue;
            const answers = policiesOf(target, args.resources)
                .filter(({ policy }) => mayTrack(policy))
                .map(({ belongs }) => belongs);
            if (answers.includes("yes")) continue;
            if (answers.includes("perhaps") || concerned === "perhaps") deferred.add("resourceId");
            else reportUntracked(target, report);
        }
        deferUntilKnown(args, [...deferred]);
    },
};

function metricProblems(props: object): string[] {
    // Left out it is StepScaling.
    if (isAbsent(props, ["policyType"])) return [];
    const type = readLeaf(props, ["policyType"]);
    if (type.state === "set" && type.known && type.value !== "TargetTrackingScaling") return [];
    if (type.state !== "set" || !type.known) {
        return [
            wrongLiteral(props, ["policyType"], {
                is: () => true,
                mend: 'Write "TargetTrackingScaling" or "StepScaling".',
            }) ?? "",
        ];
    }
    const block = readKeys(props, [configuration]);
    if (block.state !== "set") return [notRead(block)];
    if (!isAbsent(props, predefined)) {
        return [
            `${written(predefined)} names a metric that is not published for an async endpoint, or not the backlog. ` +
                `Write a customizedMetricSpecification on ${backlogMetric} in its place.`,
        ];
    }
    const specification = readKeys(props, customizedMetric);
    if (specification.state !== "set") return [notRead(specification)];
    if (!isAbsent(props, [...customizedMetric, "metrics"])) return backlogMath(props, [...customizedMetric, "metrics"]);
    return [nameProblem(props), isNot(props, [...customizedMetric, "namespace"], namespace)].filter(
        (problem) => problem !== undefined,
    );
}

function notRead({ state, because }: { state: "missing" | "unverifiable"; because: string }): string {
    return state === "unverifiable"
        ? unverifiable(because, "its metric")
        : `${because}. Write a customizedMetricSpecification on ${backlogMetric}.`;
}

function nameProblem(props: object): string | undefined {
    const path = [...customizedMetric, "metricName"];
    const name = knownText({ props }, path);
    if (metricsNotPublished.some((unpublished) => unpublished === name)) {
        return `${written(path)} is ${String(name)}, which is not published for an async endpoint. ${writeMetric}`;
    }
    if (name === backlogSizeMetric) {
        return `${written(path)} is ${name}, which does not fall as instances are added. ${writeMetric}`;
    }
    return isNot(props, path, backlogMetric);
}

/** An unknown type may become TargetTrackingScaling, and is reported with the policy. */
function mayTrack({ props }: PolicyResource): boolean {
    const type = readLeaf(props, ["policyType"]);
    return type.state === "set" && (!type.known || type.value === "TargetTrackingScaling");
}

function isOfAsyncVariant(target: PolicyResource, resources: readonly PolicyResource[]): "yes" | "no" | "perhaps" {
    const { endpoints, certain } = scaledEndpoints(target, resources);
    const kinds = endpoints.map((endpoint) => kindsByEndpoint(resources).get(endpoint));
    if (kinds.every((kind) => kind === "real-time" || kind === "elsewhere")) return "no";
    return certain && scalesVariant(target) === "yes" && kinds.every((kind) => kind === "async") ? "yes" : "perhaps";
}

function reportUntracked({ urn }: PolicyResource, report: ReportViolation): void {
    report(
        'No target-tracking policy belongs to this target. Add an aws.appautoscaling.Policy with policyType "TargetTrackingScaling", ' +
            `this target's resourceId and a customizedMetricSpecification on ${backlogMetric}.`,
        urn,
    );
}
