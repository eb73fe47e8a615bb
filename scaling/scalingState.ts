import { type CooldownState } from "./cooldown";
import { type StepScaling } from "./stepScaling";
import { type ScaleInStep } from "./targetTracking";

/** A scalable target as its policies see it. */
export interface TargetState {
    /** Desired instances now, whether or not they are all in service yet. */
    capacity: number;
    minCapacity: number;
    maxCapacity: number;
    scaleInSuspended?: boolean;
    scaleOutSuspended?: boolean;
    /**
     * When the last scale-out by any policy was fulfilled: `-Infinity` never, `Infinity` still under way.
     * Only read with {@link ScalingOptions.lowAlarmCountsFromScaleOut}.
     */
    scaledOutAt: number;
}

interface PolicyState {
    name: string;
    cooldown: CooldownState;
}

/** A target tracking policy and which of its two alarms is in ALARM. */
export interface TargetTrackingState extends PolicyState {
    type: "TargetTrackingScaling";
    targetValue: number;
    disableScaleIn: boolean;
    alarm: "high" | "low" | "none";
    /** The metric's newest datapoint. Which one AWS uses is undocumented; the newest is inferred. */
    metric: number | undefined;
    /** When the oldest of the fifteen minutes began that the low alarm sees; fifteen minutes ago unless told otherwise. */
    lowAlarmSeesFrom?: number;
}

/** A step scaling policy, and the alarm that names it if that is in ALARM. */
export interface StepScalingState extends PolicyState {
    type: "StepScaling";
    policy: StepScaling;
    alarm: { threshold: number; /** Whether it watches for values above its threshold. */ above: boolean } | undefined;
    /** The metric's newest datapoint. */
    metric: number | undefined;
}

export type ScalingPolicyState = TargetTrackingState | StepScalingState;

/** Choices that AWS does not document. */
export interface ScalingOptions {
    scaleInStep: ScaleInStep;
    /**
     * Whether target tracking scales in only on datapoints from after the last scale-out. The low alarm may have been in
     * ALARM all the while (one queued request is below 90 % of a target of 5) and would otherwise remove, within a minute
     * of its last request, an instance that another policy has just added. Users report scale-in about 15 minutes after
     * the last work, and also removals sooner: sources conflict.
     */
    lowAlarmCountsFromScaleOut: boolean;
}

export const defaultScalingOptions: ScalingOptions = { scaleInStep: "proportional", lowAlarmCountsFromScaleOut: true };
