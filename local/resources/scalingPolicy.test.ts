import assert from "node:assert/strict";

import { scalingPolicy } from "./scalingPolicy";
import { checkContext, recordingTarget } from "./testing/recordingTarget";

const place = { resourceId: "r", scalableDimension: "d", serviceNamespace: "sagemaker" };

/** The wake-up, with one step adjustment changed. */
function wakeUp(adjustment: object) {
    return scalingPolicy.check(
        {
            ...place,
            name: "wake-up",
            stepScalingPolicyConfiguration: {
                adjustmentType: "ChangeInCapacity",
                metricAggregationType: "Average",
                cooldown: 300,
                stepAdjustments: [{ scalingAdjustment: 1, ...adjustment }],
            },
        },
        checkContext,
    );
}

async function sent(adjustment: object): Promise<unknown> {
    const target = recordingTarget({ PutScalingPolicy: { PolicyARN: "arn:p", Alarms: [] } });
    await scalingPolicy.create(wakeUp(adjustment), target);
    return target.calls[0]?.[2];
}

describe("scalingPolicy", () => {
    it("scales in steps unless it says otherwise, with bounds as numbers", async () => {
        assert.deepEqual(await sent({ metricIntervalLowerBound: "0", metricIntervalUpperBound: "2.5" }), {
            PolicyName: "wake-up",
            PolicyType: "StepScaling",
            ServiceNamespace: "sagemaker",
            ScalableDimension: "d",
            ResourceId: "r",
            StepScalingPolicyConfiguration: {
                AdjustmentType: "ChangeInCapacity",
                MetricAggregationType: "Average",
                Cooldown: 300,
                StepAdjustments: [{ ScalingAdjustment: 1, MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 2.5 }],
            },
        });
    });

    it("has no bound where the program gives none, or an empty one", async () => {
        assert.deepEqual(
            (
                (await sent({ metricIntervalLowerBound: "0", metricIntervalUpperBound: "" })) as {
                    StepScalingPolicyConfiguration: { StepAdjustments: unknown };
                }
            ).StepScalingPolicyConfiguration.StepAdjustments,
            [{ ScalingAdjustment: 1, MetricIntervalLowerBound: 0 }],
        );
    });

    it("is read with bounds as strings, as they were given", async () => {
        const inputs = wakeUp({ metricIntervalLowerBound: "0" });
        const asked = (await sent({ metricIntervalLowerBound: "0" })) as object;
        const target = recordingTarget({
            DescribeScalingPolicies: { ScalingPolicies: [{ ...asked, PolicyARN: "arn:p" }] },
        });
        assert.deepEqual((await scalingPolicy.read("wake-up", target, inputs))?.inputs, inputs);
    });

    it("refuses a bound that is no number", () => {
        assert.throws(() => wakeUp({ metricIntervalLowerBound: "none" }), {
            message:
                "aws:appautoscaling/policy:Policy resource 'it' has a problem: expected a number in a string, got none. Examine values at 'it.stepScalingPolicyConfiguration.stepAdjustments[0].metricIntervalLowerBound'.",
        });
    });

    it("refuses a bound given as a number, which the provider does not take", () => {
        assert.throws(() => wakeUp({ metricIntervalLowerBound: 0 }), /expected a string, got 0/);
    });
});
