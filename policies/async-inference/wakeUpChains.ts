import { type PolicyResource } from "@pulumi/policy";

import { wakeUpMetric } from "../../contract/metrics";
import { concerning } from "../concerning";
import { readLeaf, readList } from "../reading";
import { dependencies, isNamed, knownText, namedByAny, ofType, oncePerList } from "../relations";
import { endpointsOf, isLeftOut } from "./endpoints";
import { metricAlarmType, watchedEndpoints } from "./metricUse";
import { type Answer, isUntold, policiesOf, scaledEndpoints, scaledNames, scalingPolicyType } from "./scaling";
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
    const links = policiesOf(target, resources)
        .filter(({ policy }) => mayBeStepScaling(policy))
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
    const links = alarmsThatAct(resources)([policy]).flatMap(({ value: { alarm, ...actions } }): Chain[] => {
        const acts = actsOn(alarm, actions, policy);
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

/** Alarms on that metric, by the policies that they act on or may act on. */
const alarmsThatAct = oncePerList((resources) => {
    const policies = ofType(resources, scalingPolicyType);
    return concerning(
        ofType(resources, metricAlarmType)
            .filter(mayBeOnWakeUpMetric)
            .map((alarm) => ({ alarm, ...readActions(alarm) })),
        ({ alarm, known }) => [...dependencies(alarm, ["alarmActions"], policies), ...namedByAny(known, policies)],
        ({ unknown, sources }) => unknown && sources.length === 0,
    );
});

interface Actions {
    known: unknown[];
    /** One of them, or all of them, are outputs. */
    unknown: boolean;
    /** What they are made of. */
    sources: readonly PolicyResource[];
}

function readActions({ props, propertyDependencies }: PolicyResource): Actions {
    const list = readList(props, ["alarmActions"]);
    const length = list.state === "set" ? list.length : 0;
    const actions = Array.from({ length }, (_, index) => readLeaf(props, ["alarmActions", index]));
    return {
        known: actions.flatMap((action) => (action.state === "set" && action.known ? [action.value] : [])),
        unknown: list.state === "unverifiable" || actions.some((action) => action.state === "set" && !action.known),
        sources: propertyDependencies["alarmActions"] ?? [],
    };
}

/** An output is judged by what it is made of, and again once it is known; so is a list that a preview leaves out. */
function actsOn(alarm: PolicyResource, { known, unknown, sources }: Actions, policy: PolicyResource): Answer {
    if (known.some((action) => isNamed(policy, action))) return "yes";
    const own = sources.some(({ urn }) => urn === policy.urn);
    if (unknown) return own || sources.length === 0 ? "perhaps" : "no";
    return own && isLeftOut(alarm, "alarmActions") ? "perhaps" : "no";
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
