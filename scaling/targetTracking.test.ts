import assert from "node:assert/strict";
import { highAlarm, lowAlarm, scaleInWouldFlap, targetTrackingCapacity, targetTrackingScaleIn } from "./targetTracking";

describe("target tracking", () => {
    it("scales out on three of three minutes strictly above the target", () => {
        assert.deepEqual(highAlarm(5), {
            comparisonOperator: "GreaterThanThreshold",
            threshold: 5,
            evaluationPeriods: 3,
            datapointsToAlarm: 3,
            treatMissingData: "missing",
        });
    });

    it("scales in on fifteen of fifteen minutes strictly below 90 % of the target", () => {
        assert.deepEqual(lowAlarm(5), {
            comparisonOperator: "LessThanThreshold",
            threshold: 4.5,
            evaluationPeriods: 15,
            datapointsToAlarm: 15,
            treatMissingData: "missing",
        });
    });

    // Observed thresholds of low alarms: 1500 → 1350 on SageMaker, 30 → 27 and 70 → 63 on ECS.
    for (const [target, threshold] of [
        [1500, 1350],
        [30, 27],
        [70, 63],
        [1.1, 0.99],
    ] as const) {
        it(`puts the low alarm of target ${target} at ${threshold}`, () => {
            assert.equal(lowAlarm(target).threshold, threshold);
        });
    }

    const capacities: [string, number, number, number, number][] = [
        ["adding 1.5 adds 2", 1, 12.5, 5, 3],
        ["removing 0.5 removes none", 2, 3.75, 5, 2],
        ["zero instances count as one", 0, 11, 5, 3],
        ["an exact multiple is not exceeded", 3, 0.1, 0.3, 1],
        ["no metric, no capacity", 4, 0, 5, 0],
        ["there is no step limit", 1, 240, 5, 48],
    ];
    for (const [why, current, metric, target, expected] of capacities) {
        it(`turns ${current} at ${metric} with target ${target} into ${expected}: ${why}`, () => {
            assert.equal(targetTrackingCapacity(current, metric, target), expected);
        });
    }

    it("scales in proportionally, or one instance at a time", () => {
        assert.equal(targetTrackingScaleIn(5, 0, 5), 0);
        assert.equal(targetTrackingScaleIn(5, 0, 5, "oneStep"), 4);
        assert.equal(targetTrackingScaleIn(5, 4.4, 5, "oneStep"), 5);
    });

    it("never adds on the low alarm", () => {
        assert.equal(targetTrackingScaleIn(0, 1, 5), 0);
    });

    it("anticipates that one instance less would breach the target", () => {
        assert.equal(scaleInWouldFlap(2, 2.5, 5), false);
        assert.equal(scaleInWouldFlap(2, 2.6, 5), true);
        assert.equal(scaleInWouldFlap(5, 4, 5), false);
        assert.equal(scaleInWouldFlap(1, 4, 5), false);
    });
});
