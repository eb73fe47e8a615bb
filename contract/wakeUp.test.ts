import assert from "node:assert/strict";

import { type AlarmRule, evaluateAlarm } from "../scaling/alarm";
import { stepCapacity, stepFor, type StepScaling, stepScalingProblem } from "../scaling/stepScaling";
import { wakeUp } from "./wakeUp";

const alarm: AlarmRule = wakeUp;
const policy = (scalingAdjustment: number): StepScaling => ({
    adjustmentType: wakeUp.adjustmentType,
    stepAdjustments: [{ metricIntervalLowerBound: wakeUp.metricIntervalLowerBound, scalingAdjustment }],
});

describe("wakeUp", () => {
    // The whole evaluation range, oldest first.
    for (const [range, state] of [
        [[0, 0, 1, 1], "ALARM"],
        [[1, 1, 1, 1], "ALARM"],
        [[0, 0, 0, 1], "OK"],
        [[1, 1, 1, 0], "OK"],
        [[0, 0, 0, 0], "OK"],
        [[undefined, undefined, undefined, undefined], "INSUFFICIENT_DATA"],
    ] as const) {
        it(`is in ${state} after ${range.map((value) => value ?? "-").join(" ")}`, () => {
            assert.equal(evaluateAlarm(alarm, range, "OK").state, state);
        });
    }

    it("has a step that Application Auto Scaling accepts, and that the alarm's value of 1 falls into", () => {
        for (const adjustment of [1, 5, 1000]) {
            const { stepAdjustments } = policy(adjustment);
            assert.equal(stepScalingProblem(policy(adjustment)), undefined);
            assert.equal(stepFor(stepAdjustments, 1 - wakeUp.threshold, true), stepAdjustments[0]);
            assert.equal(stepFor(stepAdjustments, 0 - wakeUp.threshold, true), undefined);
            assert.equal(stepCapacity(policy(adjustment), 0, adjustment), adjustment);
        }
    });
});
