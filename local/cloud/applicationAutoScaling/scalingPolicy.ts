import {
    type PutScalingPolicyCommandInput,
    type ScalingPolicy as DescribedPolicy,
    type StepScalingPolicyConfiguration,
    type TargetTrackingScalingPolicyConfiguration,
} from "@aws-sdk/client-application-auto-scaling";

import { type CooldownState, type Cooldowns } from "../../../scaling/cooldown";
import { type ScalingPolicyState } from "../../../scaling/scalingState";
import { type StepScaling, stepScalingProblem } from "../../../scaling/stepScaling";
import { type PolicyInvocation } from "../cloudWatch/alarmRunner";
import { AwsError, validationException } from "../awsError";
import { type RegisteredTarget, required } from "./scalableTarget";
import { type TrackedMetric, trackedMetric } from "./trackedMetric";
import { type PolicyAlarm, type TrackingAlarms } from "./trackingAlarms";

/** Application Auto Scaling's default cooldown for SageMaker variants (API reference). */
const defaultCooldownSeconds = 300;

interface Common {
    PolicyARN: string;
    PolicyName: string;
    CreationTime: Date;
    cooldown: CooldownState;
}

export interface TargetTrackingPolicy extends Common {
    PolicyType: "TargetTrackingScaling";
    configuration: TargetTrackingScalingPolicyConfiguration & { TargetValue: number };
    metric: TrackedMetric;
    alarms: TrackingAlarms;
}

export interface StepPolicy extends Common {
    PolicyType: "StepScaling";
    configuration: StepScalingPolicyConfiguration;
    scaling: StepScaling;
}

export type ScalingPolicy = TargetTrackingPolicy | StepPolicy;

/** What PutScalingPolicy's input says about the policy, checked. */
export type PolicyDefinition =
    | Pick<TargetTrackingPolicy, "PolicyType" | "configuration" | "metric">
    | Pick<StepPolicy, "PolicyType" | "configuration" | "scaling">;

/**
 * Checks PutScalingPolicy's input (API reference, PutScalingPolicy; User Guide, target tracking and step scaling).
 *
 * @throws AwsError `ValidationException`, in AWS's words where they are known
 */
export function policyDefinition(input: PutScalingPolicyCommandInput, target: RegisteredTarget): PolicyDefinition {
    const name = required(input.PolicyName, "policyName");
    if (name.length < 1 || name.length > 256 || /[\p{Cc}|]/u.test(name)) {
        throw validationException(
            `1 validation error detected: Value '${name}' at 'policyName' failed to satisfy constraint: Member must have 1 to 256 printable characters`,
        );
    }
    if (input.PredictiveScalingPolicyConfiguration || input.PolicyType === "PredictiveScaling") {
        throw new AwsError("NotImplemented", "The laptop AWS does not implement predictive scaling.", 501);
    }
    switch (input.PolicyType ?? "StepScaling") {
        case "StepScaling":
            if (!input.StepScalingPolicyConfiguration || input.TargetTrackingScalingPolicyConfiguration) {
                throw validationException(
                    "StepScalingPolicyConfiguration, and it only, is required for policy type StepScaling",
                );
            }
            return stepDefinition(input.StepScalingPolicyConfiguration);
        case "TargetTrackingScaling":
            if (!input.TargetTrackingScalingPolicyConfiguration || input.StepScalingPolicyConfiguration) {
                throw validationException(
                    "TargetTrackingScalingPolicyConfiguration, and it only, is required for policy type TargetTrackingScaling",
                );
            }
            return trackingDefinition(input.TargetTrackingScalingPolicyConfiguration, target);
        default:
            throw validationException(
                `1 validation error detected: Value '${String(input.PolicyType)}' at 'policyType' failed to satisfy constraint: Member must satisfy enum value set: [StepScaling, PredictiveScaling, TargetTrackingScaling]`,
            );
    }
}

function stepDefinition(configuration: StepScalingPolicyConfiguration): PolicyDefinition {
    checkCooldown(configuration.Cooldown, "stepScalingPolicyConfiguration.cooldown");
    const scaling: StepScaling = {
        adjustmentType: required(configuration.AdjustmentType, "stepScalingPolicyConfiguration.adjustmentType"),
        stepAdjustments: (configuration.StepAdjustments ?? []).map((step) => ({
            metricIntervalLowerBound: step.MetricIntervalLowerBound,
            metricIntervalUpperBound: step.MetricIntervalUpperBound,
            scalingAdjustment: required(step.ScalingAdjustment, "scalingAdjustment"),
        })),
        minAdjustmentMagnitude: configuration.MinAdjustmentMagnitude,
    };
    const problem = stepScalingProblem(scaling);
    if (problem) throw validationException(problem);
    return { PolicyType: "StepScaling", configuration, scaling };
}

function trackingDefinition(
    configuration: TargetTrackingScalingPolicyConfiguration,
    target: RegisteredTarget,
): PolicyDefinition {
    const TargetValue = required(configuration.TargetValue, "targetTrackingScalingPolicyConfiguration.targetValue");
    if (!(TargetValue > 0)) throw validationException(`TargetValue must be greater than 0, not ${TargetValue}`);
    checkCooldown(configuration.ScaleOutCooldown, "targetTrackingScalingPolicyConfiguration.scaleOutCooldown");
    checkCooldown(configuration.ScaleInCooldown, "targetTrackingScalingPolicyConfiguration.scaleInCooldown");
    return {
        PolicyType: "TargetTrackingScaling",
        configuration: { ...configuration, TargetValue },
        metric: trackedMetric(configuration, target),
    };
}

function checkCooldown(seconds: number | undefined, member: string): void {
    if (seconds === undefined || seconds >= 0) return;
    throw validationException(
        `1 validation error detected: Value '${seconds}' at '${member}' failed to satisfy constraint: Member must have value greater than or equal to 0`,
    );
}

export function cooldownsOf(policy: ScalingPolicy): Cooldowns {
    if (policy.PolicyType === "StepScaling") {
        const seconds = policy.configuration.Cooldown ?? defaultCooldownSeconds;
        return { scaleOutSeconds: seconds, scaleInSeconds: seconds };
    }
    return {
        scaleOutSeconds: policy.configuration.ScaleOutCooldown ?? defaultCooldownSeconds,
        scaleInSeconds: policy.configuration.ScaleInCooldown ?? defaultCooldownSeconds,
    };
}

/** A policy and what the alarms that are in ALARM now say of it, as the scaling rules want it. */
export function policyState(policy: ScalingPolicy, invocations: readonly PolicyInvocation[]): ScalingPolicyState {
    const { PolicyName: name, cooldown } = policy;
    const own = invocations.filter(({ policyArn }) => policyArn === policy.PolicyARN);
    if (policy.PolicyType === "StepScaling") {
        const [alarm] = own;
        return { type: "StepScaling", name, cooldown, policy: policy.scaling, alarm, metric: alarm?.metric };
    }
    const high = own.find(({ alarmArn }) => alarmArn === policy.alarms.high.AlarmARN);
    const low = own.find(({ alarmArn }) => alarmArn === policy.alarms.low.AlarmARN);
    return {
        type: "TargetTrackingScaling",
        name,
        cooldown,
        targetValue: policy.configuration.TargetValue,
        disableScaleIn: policy.configuration.DisableScaleIn ?? false,
        alarm: high ? "high" : low ? "low" : "none",
        metric: (high ?? low)?.metric,
        ...(low?.seesFrom !== undefined && { lowAlarmSeesFrom: low.seesFrom }),
    };
}

export function describedPolicy(
    policy: ScalingPolicy,
    target: RegisteredTarget,
): DescribedPolicy & { PolicyARN: string; PolicyName: string; Alarms: PolicyAlarm[] } {
    const { ServiceNamespace, ResourceId, ScalableDimension } = target;
    const { PolicyARN, PolicyName, PolicyType, CreationTime } = policy;
    const name = { PolicyARN, PolicyName, ServiceNamespace, ResourceId, ScalableDimension, PolicyType };
    if (policy.PolicyType === "StepScaling") {
        return { ...name, StepScalingPolicyConfiguration: policy.configuration, Alarms: [], CreationTime };
    }
    const Alarms = [policy.alarms.high, policy.alarms.low];
    return { ...name, TargetTrackingScalingPolicyConfiguration: policy.configuration, Alarms, CreationTime };
}
