import { type AlarmRule } from "./alarm";

/** How much a target tracking policy removes in one action; AWS says only "more gradually". */
export type ScaleInStep = "proportional" | "oneStep";

/** Seconds per datapoint of the alarms that target tracking makes. Observed; not editable. */
export const targetTrackingPeriodSeconds = 60;

/** The alarm that scales out: strictly above the target, 3 of 3 minutes. Observed on SageMaker endpoints. */
export function highAlarm(targetValue: number): AlarmRule {
    return {
        comparisonOperator: "GreaterThanThreshold",
        threshold: targetValue,
        evaluationPeriods: 3,
        datapointsToAlarm: 3,
        treatMissingData: "missing",
    };
}

/** The alarm that scales in: strictly below 90 % of the target, 15 of 15 minutes. Observed on SageMaker endpoints. */
export function lowAlarm(targetValue: number): AlarmRule {
    return {
        comparisonOperator: "LessThanThreshold",
        // Without binary noise: 0.9 × 1.1 would otherwise be 0.9900000000000001.
        threshold: Number((0.9 * targetValue).toPrecision(12)),
        evaluationPeriods: 15,
        datapointsToAlarm: 15,
        treatMissingData: "missing",
    };
}

/** How far the low alarm looks back. */
export const lowAlarmSeconds = lowAlarm(1).evaluationPeriods * targetTrackingPeriodSeconds;

/**
 * Capacity that target tracking asks for, before cooldowns and limits: `ceil(max(n, 1) × metric / target)`.
 *
 * Rounding up both ways is documented (adding 1.5 adds 2, removing 0.5 removes none). The formula is inferred, AWS
 * publishes none; so is counting zero instances as one, because target tracking was seen to scale out from zero.
 */
export function targetTrackingCapacity(current: number, metric: number, target: number): number {
    return Math.ceil(withoutNoise((Math.max(current, 1) * metric) / target));
}

/** Same for the low alarm: never more than there is, and one at a time with `oneStep`. */
export function targetTrackingScaleIn(
    current: number,
    metric: number,
    target: number,
    step: ScaleInStep = "proportional",
): number {
    const capacity = Math.min(current, targetTrackingCapacity(current, metric, target));
    return step === "oneStep" ? Math.max(capacity, current - 1) : capacity;
}

/**
 * Whether one instance less would lift the metric above the target again; then nothing is removed.
 * Documented in words (not-scaled reason AutoScalingAnticipatedFlapping), the formula `metric × n / (n − 1)` is inferred.
 */
export function scaleInWouldFlap(current: number, metric: number, target: number): boolean {
    return current > 1 && withoutNoise((metric * current) / (current - 1) / target) > 1;
}

/** A quotient meant as 3 must not become 4 because binary fractions make it 3.0000000000000004. */
function withoutNoise(quotient: number): number {
    return Number(quotient.toPrecision(12));
}
