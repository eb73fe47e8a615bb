import { capacityAfterCooldown } from "./cooldown";
import {
    type ScalingOptions,
    type ScalingPolicyState,
    type StepScalingState,
    type TargetState,
    type TargetTrackingState,
    defaultScalingOptions,
} from "./scalingState";
import { stepCapacity, stepFor } from "./stepScaling";
import { lowAlarmSeconds, scaleInWouldFlap, targetTrackingCapacity, targetTrackingScaleIn } from "./targetTracking";

/**
 * Why nothing is changed. The first four are AWS's own codes (API reference, NotScaledReason); for the others AWS has
 * none: a cooldown, a suspended process, no matching step, an alarm without a metric value, target tracking policies
 * that disagree, and datapoints older than the last scale-out.
 */
export type NotScaledCode =
    | "AutoScalingAnticipatedFlapping"
    | "AlreadyAtMaxCapacity"
    | "AlreadyAtMinCapacity"
    | "AlreadyAtDesiredCapacity"
    | "CooldownInEffect"
    | "ScalingSuspended"
    | "NoStepMatches"
    | "NoMetricValue"
    | "PoliciesDisagree"
    | "LowAlarmPredatesScaleOut";

export interface ScaleDecision {
    action: "scale";
    capacity: number;
    /** The policy that asked for it. */
    policyName: string;
}

export interface StayDecision {
    action: "stay";
    /** One for each policy whose alarm is in ALARM. */
    reasons: { policyName: string; code: NotScaledCode }[];
}

interface Ask {
    policy: ScalingPolicyState;
    direction: "out" | "in";
    /** Within the limits; equal to the present capacity when `code` says why nothing is asked for. */
    capacity: number;
    code?: NotScaledCode;
}

/**
 * What a scalable target does when alarms of its policies are in ALARM at the same time.
 *
 * Out if any policy asks for it, in only if all target tracking policies that may scale in agree, the largest capacity
 * wins, step scaling's scale-in is not held up by target tracking that asks for nothing, and every capacity is kept
 * within the limits (AWS: Application Auto Scaling User Guide, "Multiple scaling policies").
 *
 * @param now seconds, on the clock of the cooldowns
 */
export function decideScaling(
    target: TargetState,
    policies: readonly ScalingPolicyState[],
    now: number,
    options: ScalingOptions = defaultScalingOptions,
): ScaleDecision | StayDecision {
    const asks: Ask[] = [];
    for (const policy of policies) {
        const ask =
            policy.type === "StepScaling" ? stepAsk(target, policy, now) : trackingAsk(target, policy, now, options);
        if (ask) asks.push(ask);
    }
    const out = largest(asks.filter((ask) => ask.capacity > target.capacity));
    if (out) return { action: "scale", capacity: out.capacity, policyName: out.policy.name };

    // A breached high alarm asks for more than there is, even where a cooldown or the maximum leaves nothing of it.
    const wantsMore = asks.some((ask) => ask.direction === "out" && ask.policy.type === "TargetTrackingScaling");
    if (!wantsMore) {
        const scaleIn = largest([...agreedScaleIn(target, policies, asks), ...stepScaleIn(target, asks)]);
        if (scaleIn) return { action: "scale", capacity: scaleIn.capacity, policyName: scaleIn.policy.name };
    }
    return {
        action: "stay",
        reasons: asks.map((ask) => ({ policyName: ask.policy.name, code: ask.code ?? "PoliciesDisagree" })),
    };
}

/** What target tracking removes: the largest capacity among its policies, if all of them are in their low alarm. */
function agreedScaleIn(target: TargetState, policies: readonly ScalingPolicyState[], asks: readonly Ask[]): Ask[] {
    const voters = policies.filter((policy) => policy.type === "TargetTrackingScaling" && !policy.disableScaleIn);
    const votes = asks.filter((ask) => ask.direction === "in" && voters.includes(ask.policy));
    const vote = largest(votes);
    return vote && votes.length === voters.length && vote.capacity < target.capacity ? [vote] : [];
}

function stepScaleIn(target: TargetState, asks: readonly Ask[]): Ask[] {
    return asks.filter((ask) => ask.policy.type === "StepScaling" && ask.capacity < target.capacity);
}

function largest(asks: readonly Ask[]): Ask | undefined {
    let best: Ask | undefined;
    for (const ask of asks) if (!best || ask.capacity > best.capacity) best = ask;
    return best;
}

function trackingAsk(
    target: TargetState,
    policy: TargetTrackingState,
    now: number,
    options: ScalingOptions,
): Ask | undefined {
    if (policy.alarm === "none") return undefined;
    const direction = policy.alarm === "high" ? "out" : "in";
    if (direction === "in" && policy.disableScaleIn) return undefined;
    const { metric, targetValue } = policy;
    if (metric === undefined) return stays(target, policy, direction, "NoMetricValue");
    if (direction === "out") {
        const ask = (capacity: number) => Math.max(capacity, targetTrackingCapacity(capacity, metric, targetValue));
        return limited(target, policy, direction, ask, now);
    }
    const { lowAlarmSeesFrom = now - lowAlarmSeconds } = policy;
    if (options.lowAlarmCountsFromScaleOut && lowAlarmSeesFrom <= target.scaledOutAt) {
        return stays(target, policy, direction, "LowAlarmPredatesScaleOut");
    }
    if (target.capacity > target.minCapacity && scaleInWouldFlap(target.capacity, metric, targetValue)) {
        return stays(target, policy, direction, "AutoScalingAnticipatedFlapping");
    }
    const ask = (capacity: number) => targetTrackingScaleIn(capacity, metric, targetValue, options.scaleInStep);
    return limited(target, policy, direction, ask, now);
}

function stepAsk(target: TargetState, policy: StepScalingState, now: number): Ask | undefined {
    const { alarm, metric } = policy;
    if (!alarm) return undefined;
    if (metric === undefined) return stays(target, policy, "out", "NoMetricValue");
    const step = stepFor(policy.policy.stepAdjustments, metric - alarm.threshold, alarm.above);
    if (!step) return stays(target, policy, "out", "NoStepMatches");
    const ask = (capacity: number) => stepCapacity(policy.policy, capacity, step.scalingAdjustment);
    return limited(target, policy, ask(target.capacity) < target.capacity ? "in" : "out", ask, now);
}

function limited(
    target: TargetState,
    policy: ScalingPolicyState,
    direction: Ask["direction"],
    ask: (capacity: number) => number,
    now: number,
): Ask {
    const { capacity, minCapacity, maxCapacity } = target;
    if (ask(capacity) === capacity) return stays(target, policy, direction, unchangedCode(target, direction));
    if (direction === "out" ? target.scaleOutSuspended : target.scaleInSuspended) {
        return stays(target, policy, direction, "ScalingSuspended");
    }
    const allowed = capacityAfterCooldown(policy.cooldown, now, capacity, ask);
    if (allowed === capacity) return stays(target, policy, direction, "CooldownInEffect");
    const clamped = Math.min(Math.max(allowed, minCapacity), maxCapacity);
    // Limits that were moved past the present capacity must not turn an action round.
    const inDirection = direction === "out" ? Math.max(clamped, capacity) : Math.min(clamped, capacity);
    if (inDirection === capacity) {
        return stays(target, policy, direction, direction === "out" ? "AlreadyAtMaxCapacity" : "AlreadyAtMinCapacity");
    }
    return { policy, direction, capacity: inDirection };
}

function unchangedCode(target: TargetState, direction: Ask["direction"]): NotScaledCode {
    if (direction === "in" && target.capacity <= target.minCapacity) return "AlreadyAtMinCapacity";
    if (direction === "out" && target.capacity >= target.maxCapacity) return "AlreadyAtMaxCapacity";
    return "AlreadyAtDesiredCapacity";
}

function stays(target: TargetState, policy: ScalingPolicyState, direction: Ask["direction"], code: NotScaledCode): Ask {
    return { policy, direction, capacity: target.capacity, code };
}
