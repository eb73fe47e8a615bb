import assert from "node:assert/strict";
import fc from "fast-check";
import { noCooldown, scalingFulfilled, scalingStarted } from "./cooldown";
import { decideScaling } from "./scalingDecision";
import {
    type ScalingPolicyState,
    type StepScalingState,
    type TargetState,
    type TargetTrackingState,
    defaultScalingOptions,
} from "./scalingState";

const target: TargetState = { capacity: 2, minCapacity: 0, maxCapacity: 5, scaledOutAt: -Infinity };

const backlog: TargetTrackingState = {
    type: "TargetTrackingScaling",
    name: "backlog",
    targetValue: 5,
    disableScaleIn: false,
    alarm: "none",
    metric: 5,
    cooldown: noCooldown,
};
const high: TargetTrackingState = { ...backlog, alarm: "high", metric: 8 };
const low: TargetTrackingState = { ...backlog, alarm: "low", metric: 0 };

const wakeUp: StepScalingState = {
    type: "StepScaling",
    name: "wake-up",
    policy: {
        adjustmentType: "ChangeInCapacity",
        stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }],
    },
    alarm: { threshold: 1, above: true },
    metric: 1,
    cooldown: noCooldown,
};
const quiet: StepScalingState = { ...wakeUp, alarm: undefined };

function stepDown(adjustment: number): StepScalingState {
    return {
        ...wakeUp,
        name: "step-down",
        policy: {
            adjustmentType: "ChangeInCapacity",
            stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: adjustment }],
        },
    };
}

const scales = (capacity: number, policyName: string) => ({ action: "scale", capacity, policyName });
const stays = (...reasons: [string, string][]) => ({
    action: "stay",
    reasons: reasons.map(([policyName, code]) => ({ policyName, code })),
});

describe("a scaling decision", () => {
    it("changes nothing while no alarm is in ALARM", () => {
        assert.deepEqual(decideScaling(target, [backlog, quiet], 0), stays());
    });

    it("scales out when any policy asks for it", () => {
        assert.deepEqual(decideScaling(target, [backlog, high], 0), scales(4, "backlog"));
    });

    it("takes the largest capacity asked for", () => {
        assert.deepEqual(
            decideScaling({ ...target, capacity: 0 }, [wakeUp, { ...high, metric: 11 }], 0),
            scales(3, "backlog"),
        );
    });

    it("keeps within the maximum", () => {
        assert.deepEqual(decideScaling(target, [{ ...high, metric: 500 }], 0), scales(5, "backlog"));
        assert.deepEqual(
            decideScaling({ ...target, capacity: 5 }, [high], 0),
            stays(["backlog", "AlreadyAtMaxCapacity"]),
        );
    });

    it("keeps within the minimum", () => {
        assert.deepEqual(decideScaling({ ...target, minCapacity: 1 }, [low], 0), scales(1, "backlog"));
        assert.deepEqual(
            decideScaling({ ...target, capacity: 0 }, [low], 0),
            stays(["backlog", "AlreadyAtMinCapacity"]),
        );
    });

    it("scales in to zero when all is quiet", () => {
        assert.deepEqual(decideScaling(target, [low, quiet], 0), scales(0, "backlog"));
    });

    it("does not add on the low alarm: one queued request alone never wakes an endpoint", () => {
        assert.deepEqual(
            decideScaling({ ...target, capacity: 0 }, [{ ...low, metric: 1 }], 0),
            stays(["backlog", "AlreadyAtMinCapacity"]),
        );
    });

    it("scales in only if all target tracking policies agree, to the largest of what they ask for", () => {
        const age = { ...backlog, name: "age" };
        const five = { ...target, capacity: 5 };
        assert.deepEqual(decideScaling(five, [low, age], 0), stays(["backlog", "PoliciesDisagree"]));
        assert.deepEqual(decideScaling(five, [low, { ...age, alarm: "low", metric: 2 }], 0), scales(2, "age"));
        assert.deepEqual(decideScaling(five, [low, { ...age, disableScaleIn: true }], 0), scales(0, "backlog"));
    });

    it("never scales in for a policy with DisableScaleIn", () => {
        assert.deepEqual(decideScaling(target, [{ ...low, disableScaleIn: true }], 0), stays());
    });

    it("does not remove an instance that would be missed at once", () => {
        assert.deepEqual(
            decideScaling(target, [{ ...low, metric: 4 }], 0),
            stays(["backlog", "AutoScalingAnticipatedFlapping"]),
        );
    });

    it("leaves the last instance to a metric above zero", () => {
        assert.deepEqual(
            decideScaling({ ...target, capacity: 1 }, [{ ...low, metric: 1 }], 0),
            stays(["backlog", "AlreadyAtDesiredCapacity"]),
        );
    });

    it("lets step scaling scale in without target tracking's consent, but not against its high alarm", () => {
        assert.deepEqual(decideScaling(target, [backlog, stepDown(-1)], 0), scales(1, "step-down"));
        const full = { ...target, maxCapacity: 2 };
        assert.deepEqual(
            decideScaling(full, [high, stepDown(-1)], 0),
            stays(["backlog", "AlreadyAtMaxCapacity"], ["step-down", "PoliciesDisagree"]),
        );
    });

    it("takes the larger of two scale-ins", () => {
        assert.deepEqual(decideScaling({ ...target, capacity: 4 }, [low, stepDown(-1)], 0), scales(3, "step-down"));
    });

    it("says that a cooldown holds", () => {
        const cooldown = scalingFulfilled(scalingStarted(noCooldown, 0, 0, 2), 100, {
            scaleOutSeconds: 300,
            scaleInSeconds: 300,
        });
        assert.deepEqual(decideScaling(target, [{ ...high, cooldown }], 399), stays(["backlog", "CooldownInEffect"]));
        assert.deepEqual(decideScaling(target, [{ ...high, cooldown }], 400), scales(4, "backlog"));
    });

    it("keeps cooldowns per policy: a wake-up does not hold up target tracking", () => {
        const cooldown = scalingStarted(noCooldown, 0, 0, 1);
        assert.deepEqual(
            decideScaling(
                { ...target, capacity: 1 },
                [
                    { ...wakeUp, cooldown },
                    { ...high, metric: 11 },
                ],
                60,
            ),
            scales(3, "backlog"),
        );
    });

    it("says that no step matches, and that a metric is missing", () => {
        assert.deepEqual(decideScaling(target, [{ ...wakeUp, metric: 0.5 }], 0), stays(["wake-up", "NoStepMatches"]));
        assert.deepEqual(
            decideScaling(target, [{ ...wakeUp, metric: undefined }], 0),
            stays(["wake-up", "NoMetricValue"]),
        );
        assert.deepEqual(
            decideScaling(target, [{ ...low, metric: undefined }], 0),
            stays(["backlog", "NoMetricValue"]),
        );
    });

    it("respects suspended scaling, one direction at a time", () => {
        const suspended = { ...target, scaleOutSuspended: true };
        assert.deepEqual(decideScaling(suspended, [high], 0), stays(["backlog", "ScalingSuspended"]));
        assert.deepEqual(decideScaling(suspended, [low], 0), scales(0, "backlog"));
        assert.deepEqual(
            decideScaling({ ...target, scaleInSuspended: true }, [low], 0),
            stays(["backlog", "ScalingSuspended"]),
        );
    });

    it("scales in only on fifteen minutes from after the last scale-out, unless told otherwise", () => {
        const woken = { ...target, capacity: 1, scaledOutAt: 300 };
        assert.deepEqual(decideScaling(woken, [low], 1200), stays(["backlog", "LowAlarmPredatesScaleOut"]));
        assert.deepEqual(decideScaling(woken, [low], 1201), scales(0, "backlog"));
        const options = { ...defaultScalingOptions, lowAlarmCountsFromScaleOut: false };
        assert.deepEqual(decideScaling(woken, [low], 360, options), scales(0, "backlog"));
    });

    it("counts them from what the low alarm sees, however late that is", () => {
        const woken = { ...target, capacity: 1, scaledOutAt: 300 };
        const seesFrom = (lowAlarmSeesFrom: number) => decideScaling(woken, [{ ...low, lowAlarmSeesFrom }], 3000);
        assert.deepEqual(seesFrom(300), stays(["backlog", "LowAlarmPredatesScaleOut"]));
        assert.deepEqual(seesFrom(301), scales(0, "backlog"));
    });

    it("removes one instance at a time with scaleInStep oneStep", () => {
        const options = { ...defaultScalingOptions, scaleInStep: "oneStep" as const };
        assert.deepEqual(decideScaling({ ...target, capacity: 5 }, [low], 0, options), scales(4, "backlog"));
    });

    describe("for any limits, policies and metrics", () => {
        const anyCooldown = fc.record({
            added: fc.integer({ min: 0, max: 5 }),
            scaleOutEndsAt: fc.constantFrom(-Infinity, 100, Infinity),
            scaleInEndsAt: fc.constantFrom(-Infinity, 100, Infinity),
        });
        const anyMetric = fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined });
        const anyTracking: fc.Arbitrary<ScalingPolicyState> = fc.record({
            type: fc.constant("TargetTrackingScaling" as const),
            name: fc.string(),
            targetValue: fc.integer({ min: 1, max: 20 }),
            disableScaleIn: fc.boolean(),
            alarm: fc.constantFrom("high", "low", "none"),
            metric: anyMetric,
            cooldown: anyCooldown,
        });
        const anyStep: fc.Arbitrary<ScalingPolicyState> = fc.record({
            type: fc.constant("StepScaling" as const),
            name: fc.string(),
            policy: fc.record({
                adjustmentType: fc.constantFrom("ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity"),
                stepAdjustments: fc.constantFrom(
                    [{ metricIntervalLowerBound: 0, scalingAdjustment: 3 }],
                    [{ metricIntervalUpperBound: 0, scalingAdjustment: -3 }],
                ),
            }),
            alarm: fc.option(fc.constant({ threshold: 1, above: true }), { nil: undefined }),
            metric: anyMetric,
            cooldown: anyCooldown,
        });
        const anyPolicies = fc.array(fc.oneof(anyTracking, anyStep), { maxLength: 4 });
        const anyTarget = fc
            .tuple(fc.nat(10), fc.nat(10), fc.nat(10), fc.constantFrom(-Infinity, 0, Infinity))
            .map(([capacity, a, b, scaledOutAt]) => ({
                capacity,
                minCapacity: Math.min(a, b),
                maxCapacity: Math.max(a, b),
                scaledOutAt,
            }));
        const anyNow = fc.constantFrom(50, 150, 2000);

        it("the capacity is within the limits, and another than before", () => {
            fc.assert(
                fc.property(anyTarget, anyPolicies, anyNow, (someTarget, policies, now) => {
                    const decision = decideScaling(someTarget, policies, now);
                    if (decision.action === "stay") return;
                    assert.ok(
                        decision.capacity >= someTarget.minCapacity && decision.capacity <= someTarget.maxCapacity,
                    );
                    assert.notEqual(decision.capacity, someTarget.capacity);
                }),
                { numRuns: 1000 },
            );
        });

        it("nothing is removed while a target tracking policy breaches its high alarm", () => {
            fc.assert(
                fc.property(anyTarget, anyPolicies, anyNow, (someTarget, policies, now) => {
                    const decision = decideScaling(someTarget, [...policies, high], now);
                    assert.ok(decision.action === "stay" || decision.capacity > someTarget.capacity);
                }),
                { numRuns: 1000 },
            );
        });

        it("nothing is removed for a policy whose scale-in cooldown lasts", () => {
            const cooling = { ...noCooldown, scaleInEndsAt: 3000 };
            fc.assert(
                fc.property(anyTarget, anyPolicies, anyNow, (someTarget, policies, now) => {
                    const held = policies.map((policy) => ({ ...policy, cooldown: cooling }));
                    const decision = decideScaling(someTarget, held, now);
                    assert.ok(decision.action === "stay" || decision.capacity > someTarget.capacity);
                }),
                { numRuns: 1000 },
            );
        });

        it("a cooldown never adds to what a policy alone asks for, nor to what it removes", () => {
            fc.assert(
                fc.property(anyTarget, fc.oneof(anyTracking, anyStep), anyNow, (someTarget, policy, now) => {
                    const capacityOf = (each: ScalingPolicyState): number => {
                        const decision = decideScaling(someTarget, [each], now);
                        return decision.action === "scale" ? decision.capacity : someTarget.capacity;
                    };
                    const free = capacityOf({ ...policy, cooldown: noCooldown });
                    const held = capacityOf(policy);
                    const [least, most] = [Math.min(free, someTarget.capacity), Math.max(free, someTarget.capacity)];
                    assert.ok(held >= least && held <= most);
                }),
                { numRuns: 1000 },
            );
        });

        it("the order of policies does not matter to the capacity", () => {
            fc.assert(
                fc.property(anyTarget, anyPolicies, anyNow, (someTarget, policies, now) => {
                    const one = decideScaling(someTarget, policies, now);
                    const other = decideScaling(someTarget, [...policies].reverse(), now);
                    assert.equal(one.action === "scale" && one.capacity, other.action === "scale" && other.capacity);
                }),
            );
        });
    });
});
