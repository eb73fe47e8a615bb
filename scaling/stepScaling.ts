export type AdjustmentType = "ChangeInCapacity" | "ExactCapacity" | "PercentChangeInCapacity";

/** One step; bounds are relative to the alarm's threshold, and a missing one is unbounded. Pulumi writes them as text. */
export interface StepAdjustment {
    metricIntervalLowerBound?: number | string | undefined;
    metricIntervalUpperBound?: number | string | undefined;
    scalingAdjustment: number;
}

export interface StepScaling {
    adjustmentType: AdjustmentType;
    stepAdjustments: readonly StepAdjustment[];
    /** Instances to add or remove at least; only for PercentChangeInCapacity. */
    minAdjustmentMagnitude?: number | undefined;
}

/**
 * The step that a breach falls into, or undefined when none does.
 *
 * Above the threshold the lower bound belongs to a step and the upper does not; below it the other way round
 * (AWS: Application Auto Scaling User Guide, step adjustments).
 *
 * @param breach metric minus threshold
 * @param above whether the alarm watches for values above its threshold; decides the side of a breach of exactly 0
 */
export function stepFor(steps: readonly StepAdjustment[], breach: number, above: boolean): StepAdjustment | undefined {
    const lowerInclusive = breach > 0 || (breach === 0 && above);
    return steps.find((step) => {
        const lower = stepLower(step);
        const upper = stepUpper(step);
        return lowerInclusive ? breach >= lower && breach < upper : breach > lower && breach <= upper;
    });
}

/** Capacity after a step's adjustment, before cooldowns and limits; never below 0. */
export function stepCapacity(policy: StepScaling, current: number, scalingAdjustment: number): number {
    return Math.max(0, adjusted(policy, current, scalingAdjustment));
}

function adjusted(policy: StepScaling, current: number, scalingAdjustment: number): number {
    switch (policy.adjustmentType) {
        case "ChangeInCapacity":
            return current + scalingAdjustment;
        case "ExactCapacity":
            return scalingAdjustment;
        case "PercentChangeInCapacity":
            return current + percentChange(policy, (current * scalingAdjustment) / 100);
    }
}

/** Documented: beyond ±1 towards zero, within it away from zero; the magnitude is a minimum. That zero stays zero is inferred. */
function percentChange(policy: StepScaling, change: number): number {
    if (change === 0) return 0;
    const magnitude = Math.max(Math.floor(Math.abs(change)), 1, policy.minAdjustmentMagnitude ?? 0);
    return change > 0 ? magnitude : -magnitude;
}

/** Lower bound of a step as a number; `-Infinity` when it has none. */
export function stepLower(step: StepAdjustment): number {
    return bound(step.metricIntervalLowerBound, -Infinity);
}

/** Upper bound of a step as a number; `Infinity` when it has none. */
export function stepUpper(step: StepAdjustment): number {
    return bound(step.metricIntervalUpperBound, Infinity);
}

function bound(value: number | string | undefined, none: number): number {
    return value === undefined || value === "" ? none : Number(value);
}

/** AWS's quota of steps in one policy. */
const maxSteps = 20;

/**
 * What is wrong with a policy's steps, in AWS's words where they are known, or undefined.
 * Rules: AWS, Application Auto Scaling User Guide, "Step adjustments".
 */
export function stepScalingProblem(policy: StepScaling): string | undefined {
    const { stepAdjustments: steps, adjustmentType } = policy;
    if (steps.length === 0) return "At least one step adjustment must be specified";
    if (steps.length > maxSteps) return `There can be at most ${maxSteps} step adjustments per scaling policy`;
    if (policy.minAdjustmentMagnitude !== undefined && adjustmentType !== "PercentChangeInCapacity") {
        return "MinAdjustmentMagnitude can only be specified when AdjustmentType is PercentChangeInCapacity";
    }
    const sorted = [...steps].sort((a, b) => stepLower(a) - stepLower(b) || stepUpper(a) - stepUpper(b));
    return sorted.map((step) => stepProblem(step, adjustmentType)).find(Boolean) ?? intervalsProblem(sorted);
}

function stepProblem(step: StepAdjustment, adjustmentType: AdjustmentType): string | undefined {
    const lower = stepLower(step);
    const upper = stepUpper(step);
    if (Number.isNaN(lower) || Number.isNaN(upper)) return "The bounds of a step adjustment must be numbers";
    if (lower === -Infinity && upper === Infinity) {
        return "Both lower and upper bounds of a step adjustment cannot be left unspecified";
    }
    if (lower >= upper) return "The upper bound of a step adjustment must be greater than its lower bound";
    if (adjustmentType === "ExactCapacity" && step.scalingAdjustment < 0) {
        return "ScalingAdjustment cannot be negative when AdjustmentType is ExactCapacity";
    }
    return undefined;
}

function intervalsProblem(sorted: readonly StepAdjustment[]): string | undefined {
    if (sorted.filter((step) => stepLower(step) === -Infinity).length > 1) {
        return "At most one StepAdjustment may have an unspecified lower bound";
    }
    if (sorted.filter((step) => stepUpper(step) === Infinity).length > 1) {
        return "At most one StepAdjustment may have an unspecified upper bound";
    }
    for (const [index, step] of sorted.slice(1).entries()) {
        const before = stepUpper(sorted[index] as StepAdjustment);
        if (before > stepLower(step)) return "Step adjustment intervals cannot overlap";
        if (before < stepLower(step)) return "Step adjustment intervals cannot have gaps between them";
    }
    const lowest = stepLower(sorted[0] as StepAdjustment);
    if (lowest < 0 && lowest !== -Infinity) {
        return "There must be a StepAdjustment with an unspecified lower bound (i.e., lower bound is null) when one StepAdjustment has a negative lower bound";
    }
    const highest = stepUpper(sorted.at(-1) as StepAdjustment);
    if (highest > 0 && highest !== Infinity) {
        return "There must be a StepAdjustment with an unspecified upper bound (i.e., upper bound is null) when one StepAdjustment has a positive upper bound";
    }
    return undefined;
}
