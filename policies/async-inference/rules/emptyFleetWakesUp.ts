import { type PolicyResource, type ReportViolation } from "@pulumi/policy";

import { wakeUpMetric } from "../../../contract/metrics";
import { deferUntilKnown } from "../../deferral";
import { readLeaf } from "../../reading";
import { type Guard, type StackRule } from "../../rule";
import { metricAlarmType } from "../metricUse";
import { possibleTargets, scalableTargetType, scalesVariant, scalingPolicyType } from "../scaling";
import { addAlarm, addPolicy, type Chain, chains, type Problem } from "../wakeUpChains";

const stepScaling = { policyType: "StepScaling" };
const steps = "stepScalingPolicyConfiguration.stepAdjustments";
const wakeUpAlarm = { metricName: wakeUpMetric };

/**
 * Follows each target that scales in to zero to a step policy of it, and from there to an alarm that acts on that policy. One whole
 * chain is enough; of a broken one, each broken link is reported.
 */
export const emptyFleetWakesUp: StackRule = {
    name: "empty-fleet-wakes-up",
    description:
        "A variant that scales in to zero must have a step policy and an alarm that add its first instance; otherwise requests wait in vain until the backlog exceeds the target, or for ever.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps: `${addPolicy} ${addAlarm}`.replace("this policy's", "that policy's"),
    evidence: "dependencies",
    required: true,
    guards: [
        // The policy takes it from the target, and then is no policy of a variant.
        {
            type: scalableTargetType,
            path: "serviceNamespace",
            spares: ["remove", "blank", "null", "retype", "unknown"],
        },
        // Another endpoint's alarm wakes nobody here; another variant is still this endpoint's.
        {
            type: scalableTargetType,
            path: "resourceId",
            spares: ["unknown"],
            bad: [(resourceId: string) => resourceId.replace("endpoint/", "endpoint/other-")],
        },
        ...[
            "",
            "stepScalingPolicyConfiguration",
            "stepScalingPolicyConfiguration.adjustmentType",
            steps,
            `${steps}[*]`,
        ].map((path) => ({ type: scalingPolicyType, path, where: stepScaling })),
        // An output of the target is as good as what it says.
        ...(["serviceNamespace", "scalableDimension", "resourceId"] as const).map((path): Guard => ({
            type: scalingPolicyType,
            path,
            where: stepScaling,
            spares: ["unknown"],
        })),
        { type: scalingPolicyType, path: "policyType", where: stepScaling, spares: ["remove", "null"] },
        { type: scalingPolicyType, path: `${steps}[*].metricIntervalLowerBound`, where: stepScaling, bad: ["1", "a"] },
        { type: scalingPolicyType, path: `${steps}[*].scalingAdjustment`, where: stepScaling, bad: [0, -1, 0.5] },
        ...["", "namespace", "metricName", "dimensions", "statistic", "comparisonOperator", "alarmActions"].map(
            (path) => ({ type: metricAlarmType, path, where: wakeUpAlarm }),
        ),
        { type: metricAlarmType, path: "dimensions.EndpointName", where: wakeUpAlarm, spares: ["unknown"] },
        { type: metricAlarmType, path: "alarmActions[*]", where: wakeUpAlarm, spares: ["unknown"] },
        { type: metricAlarmType, path: "threshold", where: wakeUpAlarm, bad: [0, 2] },
        { type: metricAlarmType, path: "period", where: wakeUpAlarm, bad: [0, 180, 3600] },
        { type: metricAlarmType, path: "evaluationPeriods", where: wakeUpAlarm, bad: [0, 6] },
        // What they are where they are left out is right.
        { type: metricAlarmType, path: "treatMissingData", where: wakeUpAlarm, spares: ["remove", "null"] },
        { type: metricAlarmType, path: "actionsEnabled", where: wakeUpAlarm, spares: ["remove", "null"] },
    ],
    peers: [],
    validateStack: (args, report) => {
        const deferred = new Set<string>();
        const problems: Problem[] = [];
        for (const target of possibleTargets(args.resources)) {
            if (!mayBeEmpty(target)) continue;
            const found = chains(target, args.resources);
            const whole = found.filter(({ problems }) => problems.length === 0);
            if (whole.length > 0) soonest(whole).forEach((path) => deferred.add(path));
            else if (scalesVariant(target) === "perhaps") deferred.add("serviceNamespace");
            else problems.push(...leastBroken(found));
        }
        reportOnce(problems, report);
        deferUntilKnown(args, [...deferred]);
    },
};

/** Whatever is not certainly one instance or more. */
function mayBeEmpty({ props }: PolicyResource): boolean {
    const minimum = readLeaf(props, ["minCapacity"]);
    return !(minimum.state === "set" && minimum.known && typeof minimum.value === "number" && minimum.value > 0);
}

/** What the chain waits for that waits for least. */
function soonest(whole: readonly Chain[]): string[] {
    return whole.reduce((least, { waits }) => (waits.length < least.length ? waits : least), whole[0]?.waits ?? []);
}

function leastBroken(broken: readonly Chain[]): Problem[] {
    const least = Math.min(...broken.map(({ problems }) => problems.length));
    return broken.flatMap(({ problems }) => (problems.length === least ? problems : []));
}

/** Targets may share a policy or an alarm. */
function reportOnce(problems: readonly Problem[], report: ReportViolation): void {
    const said = new Set<string>();
    for (const { message, urn } of problems) {
        if (!said.has(`${urn} ${message}`)) report(message, urn);
        said.add(`${urn} ${message}`);
    }
}
