import { type PolicyResource } from "@pulumi/policy";

import { wakeUpMetric } from "../../contract/metrics";
import { readLeaf, readList } from "../reading";
import { dependencies, isNamed, knownText, ofTypes } from "../relations";
import { endpointsOf, isLeftOut } from "./endpoints";
import { metricAlarmType, watchedEndpoints } from "./metricUse";
import { type Answer, belongsTo, isUntold, scaledEndpoints, scaledNames, scalingPolicyType } from "./scaling";
import { alarmProblems, stepProblems } from "./wakeUp";

export const addAlarm =
    `Add an aws.cloudwatch.MetricAlarm on ${wakeUpMetric} (namespace "AWS/SageMaker", dimensions { EndpointName }, ` +
    'statistic "Average", threshold 1, "GreaterThanOrEqualToThreshold", period 60, evaluationPeriods 2) with this policy\'s arn among its alarmActions.';
export const addPolicy =
    'Add an aws.appautoscaling.Policy with policyType "StepScaling", this target\'s resourceId, adjustmentType "ChangeInCapacity" ' +
    'and the step { metricIntervalLowerBound: "0", scalingAdjustment: 1 }.';

export interface Problem {
    message: string;
    urn: string;
}

/** A step policy of a target and an alarm that acts on it, or as much of it as there is. */
export interface Chain {
    problems: Problem[];
    /** Outputs that the chain hangs on. */
    waits: string[];
}

/** Every way in which the target's first instance may be added; whole where it has no problems. */
export function chains(target: PolicyResource, resources: readonly PolicyResource[]): Chain[] {
    const links = ofTypes(resources, new Set([scalingPolicyType]))
        .map((policy) => ({ policy, belongs: belongsTo(policy, target, resources) }))
        .filter(({ policy, belongs }) => belongs !== "no" && mayBeStepScaling(policy))
        .flatMap(({ policy, belongs }) =>
            chainsOf(policy, target, resources).map(({ problems, waits }) => ({
                problems,
                waits: belongs === "perhaps" ? ["resourceId", ...waits] : waits,
            })),
        );
    const none = `No step policy belongs to this target, which scales in to zero. ${addPolicy}`;
    return links.length > 0 ? links : [{ problems: [{ message: none, urn: target.urn }], waits: [] }];
}

/** Everything but another type: left out it is StepScaling, and an unknown one is reported with the policy. */
function mayBeStepScaling(policy: PolicyResource): boolean {
    const type = knownText(policy, ["policyType"]);
    return type === undefined || type === "StepScaling";
}

function chainsOf(policy: PolicyResource, target: PolicyResource, resources: readonly PolicyResource[]): Chain[] {
    const own = stepProblems(policy.props).map((message) => ({ message, urn: policy.urn }));
    const links = ofTypes(resources, new Set([metricAlarmType]))
        .filter(mayBeOnWakeUpMetric)
        .flatMap((alarm): Chain[] => {
            const acts = actsOn(alarm, policy);
            if (acts === "no") return [];
            const watches = watchesSame(alarm, target, resources);
            const messages = alarmProblems(alarm);
            if (messages.length === 0 && watches === "no") {
                messages.push(
                    "dimensions.EndpointName is not the endpoint that the policy's target scales. Write that endpoint's name.",
                );
            }
            return [
                {
                    problems: [...own, ...messages.map((message) => ({ message, urn: alarm.urn }))],
                    waits: [
                        ...(acts === "perhaps" ? ["alarmActions"] : []),
                        ...(watches === "perhaps" ? ["dimensions"] : []),
                    ],
                },
            ];
        });
    const none = `No alarm on ${wakeUpMetric} acts on this policy. ${addAlarm}`;
    return links.length > 0 ? links : [{ problems: [...own, { message: none, urn: policy.urn }], waits: [] }];
}

function mayBeOnWakeUpMetric(alarm: PolicyResource): boolean {
    const metric = readLeaf(alarm.props, ["metricName"]);
    return metric.state === "set" && (!metric.known || metric.value === wakeUpMetric);
}

/** An output is judged by what it is made of, and again once it is known; so is a list that a preview leaves out. */
function actsOn(alarm: PolicyResource, policy: PolicyResource): Answer {
    const sources = alarm.propertyDependencies["alarmActions"] ?? [];
    const own = dependencies(alarm, ["alarmActions"], [policy]).length > 0;
    const made = own || sources.length === 0 ? "perhaps" : "no";
    const list = readList(alarm.props, ["alarmActions"]);
    if (list.state !== "set") {
        if (list.state === "unverifiable") return made;
        return own && isLeftOut(alarm, "alarmActions") ? "perhaps" : "no";
    }
    const actions = Array.from({ length: list.length }, (_, index) => readLeaf(alarm.props, ["alarmActions", index]));
    if (actions.some((action) => action.state === "set" && action.known && isNamed(policy, action.value))) return "yes";
    return actions.some((action) => action.state === "set" && !action.known) ? made : "no";
}

/** Whether the alarm is on the endpoint that the target scales; `perhaps` where one of the two is an output. */
function watchesSame(alarm: PolicyResource, target: PolicyResource, resources: readonly PolicyResource[]): Answer {
    const [watched, scaled] = [knownText(alarm, ["dimensions", "EndpointName"]), scaledNames(target)?.endpoint];
    if (watched !== undefined && scaled !== undefined) return watched === scaled ? "yes" : "no";
    const own = scaledEndpoints(target, resources).endpoints;
    const its = watchedEndpoints(alarm, { path: [], dimensions: "block" }, resources).endpoints;
    const elsewhere = endpointsOf(resources).length === 0 && (isUntold(target) || scaled !== undefined);
    return elsewhere || its.some((endpoint) => own.includes(endpoint)) ? "perhaps" : "no";
}
