import assert from "node:assert/strict";
import fc from "fast-check";
import { type StepAdjustment, type StepScaling, stepCapacity, stepFor, stepScalingProblem } from "./stepScaling";

const wakeUp: StepScaling = {
    adjustmentType: "ChangeInCapacity",
    stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }],
};

describe("step scaling", () => {
    const steps: StepAdjustment[] = [
        { metricIntervalUpperBound: "-10", scalingAdjustment: -2 },
        { metricIntervalLowerBound: "-10", metricIntervalUpperBound: "0", scalingAdjustment: -1 },
        { metricIntervalLowerBound: "0", metricIntervalUpperBound: "10", scalingAdjustment: 1 },
        { metricIntervalLowerBound: "10", scalingAdjustment: 2 },
    ];
    for (const [breach, adjustment] of [
        [9.9, 1],
        [10, 2],
        [-9.9, -1],
        [-10, -2],
    ] as const) {
        it(`takes the step of ${adjustment} for a breach of ${breach}`, () => {
            assert.equal(stepFor(steps, breach, breach > 0)?.scalingAdjustment, adjustment);
        });
    }

    it("takes a breach of exactly 0 for the alarm's own side", () => {
        assert.equal(stepFor(steps, 0, true)?.scalingAdjustment, 1);
        assert.equal(stepFor(steps, 0, false)?.scalingAdjustment, -1);
    });

    it("finds the wake-up's step at the threshold itself, and none with the bound on the wrong side", () => {
        assert.equal(stepFor(wakeUp.stepAdjustments, 0, true)?.scalingAdjustment, 1);
        assert.equal(stepFor([{ metricIntervalUpperBound: "0", scalingAdjustment: 1 }], 0, true), undefined);
    });

    it("reads an empty bound as none", () => {
        const [step] = [{ metricIntervalLowerBound: "0", metricIntervalUpperBound: "", scalingAdjustment: 1 }];
        assert.equal(stepFor([step as StepAdjustment], 1e9, true), step);
    });

    const capacities: [StepScaling["adjustmentType"], number, number, number | undefined, number][] = [
        ["ChangeInCapacity", 2, 3, undefined, 5],
        ["ChangeInCapacity", 2, -3, undefined, 0],
        ["ExactCapacity", 2, 7, undefined, 7],
        // Beyond one: towards zero. 12.7 → 12, -6.67 → -6 are the guide's own examples.
        ["PercentChangeInCapacity", 127, 10, undefined, 139],
        ["PercentChangeInCapacity", 667, -1, undefined, 661],
        // Within one: away from zero. .67 → 1, -.58 → -1.
        ["PercentChangeInCapacity", 67, 1, undefined, 68],
        ["PercentChangeInCapacity", 58, -1, undefined, 57],
        ["PercentChangeInCapacity", 4, 25, 2, 6],
        ["PercentChangeInCapacity", 4, -25, 2, 2],
        ["PercentChangeInCapacity", 0, 50, 2, 0],
    ];
    for (const [adjustmentType, current, adjustment, minAdjustmentMagnitude, expected] of capacities) {
        const least = minAdjustmentMagnitude === undefined ? "" : `, at least ${minAdjustmentMagnitude}`;
        it(`turns ${current} by ${adjustmentType} ${adjustment}${least} into ${expected}`, () => {
            const policy = { adjustmentType, stepAdjustments: [], minAdjustmentMagnitude };
            assert.equal(stepCapacity(policy, current, adjustment), expected);
        });
    }

    it("accepts the wake-up's single step, and steps on both sides", () => {
        assert.equal(stepScalingProblem(wakeUp), undefined);
        assert.equal(stepScalingProblem({ ...wakeUp, stepAdjustments: steps }), undefined);
    });

    const refused: [string, Partial<StepScaling>, string][] = [
        ["no step", { stepAdjustments: [] }, "At least one step adjustment must be specified"],
        [
            "21 steps",
            {
                stepAdjustments: Array.from({ length: 21 }, (_, index) => ({
                    metricIntervalLowerBound: index,
                    metricIntervalUpperBound: index < 20 ? index + 1 : undefined,
                    scalingAdjustment: index,
                })),
            },
            "There can be at most 20 step adjustments per scaling policy",
        ],
        [
            "a step without bounds",
            { stepAdjustments: [{ scalingAdjustment: 1 }] },
            "Both lower and upper bounds of a step adjustment cannot be left unspecified",
        ],
        [
            "an empty interval",
            { stepAdjustments: [{ metricIntervalLowerBound: 1, metricIntervalUpperBound: 1, scalingAdjustment: 1 }] },
            "The upper bound of a step adjustment must be greater than its lower bound",
        ],
        [
            "a bound that is no number",
            { stepAdjustments: [{ metricIntervalLowerBound: "zero", scalingAdjustment: 1 }] },
            "The bounds of a step adjustment must be numbers",
        ],
        [
            "an overlap",
            { stepAdjustments: intervals([0, 11], [10, undefined]) },
            "Step adjustment intervals cannot overlap",
        ],
        [
            "a gap",
            { stepAdjustments: intervals([0, 10], [20, undefined]) },
            "Step adjustment intervals cannot have gaps between them",
        ],
        [
            "two open lower bounds",
            { stepAdjustments: intervals([undefined, 0], [undefined, -10]) },
            "At most one StepAdjustment may have an unspecified lower bound",
        ],
        [
            "two open upper bounds",
            { stepAdjustments: intervals([0, undefined], [10, undefined]) },
            "At most one StepAdjustment may have an unspecified upper bound",
        ],
        [
            "a positive upper bound with nothing above it",
            { stepAdjustments: intervals([1, 2]) },
            "There must be a StepAdjustment with an unspecified upper bound (i.e., upper bound is null) when one StepAdjustment has a positive upper bound",
        ],
        [
            "a negative lower bound with nothing below it",
            { stepAdjustments: intervals([-2, 0]) },
            "There must be a StepAdjustment with an unspecified lower bound (i.e., lower bound is null) when one StepAdjustment has a negative lower bound",
        ],
        [
            "a negative exact capacity",
            {
                adjustmentType: "ExactCapacity",
                stepAdjustments: [{ metricIntervalLowerBound: 0, scalingAdjustment: -1 }],
            },
            "ScalingAdjustment cannot be negative when AdjustmentType is ExactCapacity",
        ],
        [
            "a minimum magnitude of a plain change",
            { minAdjustmentMagnitude: 2 },
            "MinAdjustmentMagnitude can only be specified when AdjustmentType is PercentChangeInCapacity",
        ],
    ];
    for (const [what, change, message] of refused) {
        it(`refuses ${what}`, () => {
            assert.equal(stepScalingProblem({ ...wakeUp, ...change }), message);
        });
    }

    it("finds exactly one step for every breach of accepted steps that reach both ways", () => {
        const anyBounds = fc.uniqueArray(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 6 });
        fc.assert(
            fc.property(anyBounds, fc.integer({ min: -25, max: 25 }), fc.boolean(), (bounds, breach, above) => {
                const sorted = bounds.sort((a, b) => a - b);
                const stepAdjustments = intervals(
                    ...[undefined, ...sorted].map((lower, index) => [lower, sorted[index]] as const),
                );
                assert.equal(stepScalingProblem({ ...wakeUp, stepAdjustments }), undefined);
                const found = stepAdjustments.filter((step) => stepFor([step], breach, above));
                assert.equal(found.length, 1);
            }),
        );
    });
});

function intervals(...bounds: (readonly [number | undefined, number | undefined])[]): StepAdjustment[] {
    return bounds.map(([lower, upper]) => ({
        metricIntervalLowerBound: lower,
        metricIntervalUpperBound: upper,
        scalingAdjustment: 1,
    }));
}
