import assert from "node:assert/strict";

import { backlogMetric, endpointMetrics, wakeUpMetric } from "../contract/metrics";
import { wakeUp } from "../contract/wakeUp";
import { referenceScenario } from "../forecast/truth/referenceRun";
import { type Scenario } from "../forecast/scenario";
import { type CapacityEvent } from "../forecast/simulation/outcome";
import { simulate } from "../forecast/simulation/simulate";
import { cooldownsOf } from "../local/cloud/applicationAutoScaling/scalingPolicy";
import { AsyncEndpointFixture } from "../local/cloud/testing/asyncEndpointFixture";
import { ScalingFixture, target as variant } from "../local/cloud/testing/scalingFixture";
import { type AlarmRule, type AlarmState, evaluateAlarm, evaluationRange } from "./alarm";
import { newestSeen, noticedAt } from "./alarmSchedule";
import { type CooldownState, cooldownAtEnd, cooldownAtStart, noCooldown } from "./cooldown";
import { decideScaling } from "./scalingDecision";
import {
    defaultScalingOptions,
    type StepScalingState,
    type TargetState,
    type TargetTrackingState,
} from "./scalingState";
import { type AdjustmentType, stepCapacity, stepFor, type StepScaling, stepScalingProblem } from "./stepScaling";
import {
    highAlarm,
    lowAlarm,
    scaleInWouldFlap,
    targetTrackingCapacity,
    targetTrackingPeriodSeconds,
    targetTrackingScaleIn,
} from "./targetTracking";

/**
 * Documented by AWS; observed on AWS by somebody who published what was seen; reported without proof; or inferred, where AWS says nothing.
 */
type Mark = "documented" | "observed" | "reported" | "inferred";

interface Statement {
    statement: string;
    mark: Mark;
    source: string;
    check: () => void | Promise<void>;
}

const userGuide = (page: string) => `Application Auto Scaling User Guide, ${page}`;
const cloudWatchGuide = (page: string) => `CloudWatch User Guide, ${page}`;
const sageMakerGuide = (page: string) => `SageMaker Developer Guide, ${page}`;
const targetTrackingGuide = userGuide("target tracking scaling policies");
const cooldownGuide = userGuide("cooldown periods");
const severalGuide = userGuide("multiple scaling policies");
const stepGuide = userGuide("step scaling policies");
const missingGuide = cloudWatchGuide("how missing data is treated");
const recipe = sageMakerGuide("autoscale an asynchronous endpoint");
const notebook = "huggingface/notebooks 16_async_inference_hf_hub, CloudWatch graphs of 2022-02-11";
const activities = "describe-scaling-activities output in public code, 2025-03";
const delayQuestion = "re:Post QUf450Wsd9RROGGOIwaolN9w";
const workbench = "SuperCowPowers/workbench";
const ocrService = "API documentation of a public OCR service on asynchronous endpoints";

/** `0` is a datapoint of that value, `-` none; the newest is on the right. */
function stateAfter(rule: AlarmRule, range: string, current: AlarmState = "OK"): AlarmState {
    const points = range.split(" ").map((text) => (text === "-" ? undefined : Number(text)));
    return evaluateAlarm(rule, points, current).state;
}

const times = (count: number, text: string): string => Array.from({ length: count }, () => text).join(" ");

const target: TargetState = { capacity: 2, minCapacity: 0, maxCapacity: 5, scaledOutAt: -Infinity };
const tracking: TargetTrackingState = {
    type: "TargetTrackingScaling",
    name: "backlog",
    targetValue: 5,
    disableScaleIn: false,
    alarm: "none",
    metric: 5,
    cooldown: noCooldown,
};
const high = (metric: number, more: Partial<TargetTrackingState> = {}): TargetTrackingState => ({
    ...tracking,
    alarm: "high",
    metric,
    ...more,
});
const low = (metric: number, more: Partial<TargetTrackingState> = {}): TargetTrackingState => ({
    ...high(metric, more),
    alarm: "low",
});
function step(adjustmentType: AdjustmentType, scalingAdjustment: number): StepScalingState {
    return {
        type: "StepScaling",
        name: "step",
        policy: { adjustmentType, stepAdjustments: [{ metricIntervalLowerBound: 0, scalingAdjustment }] },
        alarm: { threshold: 1, above: true },
        metric: 1,
        cooldown: noCooldown,
    };
}

/** The capacity that is decided on, or why none is. */
function decided(...args: Parameters<typeof decideScaling>): number | string {
    const decision = decideScaling(...args);
    return decision.action === "scale" ? decision.capacity : decision.reasons.map(({ code }) => code).join(", ");
}

const cooldowns = { scaleOutSeconds: 300, scaleInSeconds: 600 };
/** Cooldowns after a change of one's own that began at 0 s and was fulfilled at `end`. */
function after(from: number, to: number, end: number, before = noCooldown): CooldownState {
    return cooldownAtEnd(cooldownAtStart(before, true, 0, from, to), "fulfilled", end, cooldowns);
}

/** A burst onto the endpoint of AWS's recipe. */
function burst(
    requests: number,
    fleet: Partial<Scenario["fleet"]> = {},
    more: Partial<Scenario> = {},
): CapacityEvent[] {
    const scenario: Scenario = {
        ...referenceScenario,
        workload: { kind: "burst", requests },
        serviceSeconds: { kind: "constant", seconds: 4 },
        coldStartSeconds: { kind: "constant", seconds: 240 },
        ...more,
        fleet: { ...referenceScenario.fleet, wakeUpScalingAdjustment: 1, ...fleet },
    };
    return simulate(scenario, 1).changes;
}
const firstAt = (changes: CapacityEvent[], kind: CapacityEvent["kind"], to: number): number | undefined =>
    changes.find((change) => change.kind === kind && change.to === to)?.atSeconds;

async function deployTracking(fixture: ScalingFixture): Promise<void> {
    await fixture.autoScaling.RegisterScalableTarget({ ...variant, MinCapacity: 0, MaxCapacity: 5 });
    await fixture.autoScaling.PutScalingPolicy({
        ...variant,
        PolicyName: "backlog",
        PolicyType: "TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration: {
            TargetValue: 5,
            CustomizedMetricSpecification: {
                MetricName: backlogMetric,
                Namespace: "AWS/SageMaker",
                Dimensions: [{ Name: "EndpointName", Value: "summarizer" }],
                Statistic: "Average",
            },
        },
    });
    await fixture.publishQueue();
}

const alarmsOfTargetTracking: Statement[] = [
    {
        statement: "its alarms are named TargetTracking-<resource>-AlarmHigh-<uuid> and -AlarmLow-<uuid>",
        mark: "observed",
        source: notebook,
        check: async () => {
            const fixture = new ScalingFixture();
            await deployTracking(fixture);
            const { MetricAlarms } = await fixture.cloudWatch.DescribeAlarms({});
            const names = MetricAlarms.map(({ AlarmName }) => String(AlarmName).replace(/-[0-9a-f-]{36}$/, "-uuid"));
            const prefix = "TargetTracking-endpoint/summarizer/variant/main";
            assert.deepEqual(names.sort(), [`${prefix}-AlarmHigh-uuid`, `${prefix}-AlarmLow-uuid`]);
        },
    },
    {
        statement: "its alarms are not to be edited",
        mark: "documented",
        source: targetTrackingGuide,
        check: async () => {
            const fixture = new ScalingFixture();
            await deployTracking(fixture);
            const { MetricAlarms } = await fixture.cloudWatch.DescribeAlarms({});
            assert.ok(
                MetricAlarms.every(({ AlarmDescription }) => AlarmDescription?.startsWith("DO NOT EDIT OR DELETE")),
            );
        },
    },
    {
        statement: "AlarmHigh needs three of three minutes",
        mark: "observed",
        source: notebook,
        check: () => {
            assert.equal(targetTrackingPeriodSeconds, 60);
            assert.equal(stateAfter(highAlarm(5), "0 0 1 11 11"), "OK");
            assert.equal(stateAfter(highAlarm(5), "0 1 11 11 11"), "ALARM");
            assert.equal(stateAfter(highAlarm(5), "11 11 1 11 11", "ALARM"), "OK");
        },
    },
    {
        statement: "AlarmLow needs fifteen of fifteen minutes",
        mark: "observed",
        source: delayQuestion,
        check: () => {
            assert.equal(stateAfter(lowAlarm(5), `9 9 9 ${times(14, "0")}`), "OK");
            assert.equal(stateAfter(lowAlarm(5), `9 9 ${times(15, "0")}`), "ALARM");
        },
    },
    {
        statement: "AlarmHigh is strictly above the target: 5 is not, at target 5",
        mark: "observed",
        source: notebook,
        check: () => {
            assert.equal(stateAfter(highAlarm(5), times(5, "5")), "OK");
            assert.equal(stateAfter(highAlarm(5), times(5, "5.1")), "ALARM");
        },
    },
    {
        statement: "AlarmLow is strictly below 90 % of the target: 1500 gives 1350",
        mark: "observed",
        source: delayQuestion,
        check: () => {
            assert.equal(stateAfter(lowAlarm(1500), times(17, "1350")), "OK");
            assert.equal(stateAfter(lowAlarm(1500), times(17, "1349")), "ALARM");
        },
    },
    {
        statement: "the same share was seen on ECS services: 30 gives 27, and 70 gives 63",
        mark: "observed",
        source: "describe-alarms output of ECS services in public issues",
        check: () => {
            assert.deepEqual([lowAlarm(30).threshold, lowAlarm(70).threshold], [27, 63]);
        },
    },
    {
        statement: "at target 5, AlarmLow is below 4.5",
        mark: "inferred",
        source: "the share of 90 % seen at other targets",
        check: () => {
            assert.equal(lowAlarm(5).threshold, 4.5);
        },
    },
    {
        statement: "between the two thresholds lies a gap of about 10 % of the target or more",
        mark: "documented",
        source: targetTrackingGuide,
        check: () => {
            for (const value of [1, 5, 7.3, 1500]) {
                assert.ok(highAlarm(value).threshold - lowAlarm(value).threshold >= 0.1 * value - 1e-9);
            }
        },
    },
    {
        statement: "four slow requests count as low load, and a fleet at work is scaled in",
        mark: "inferred",
        source: "a metric of whole requests is below 4.5 at four",
        check: () => {
            assert.equal(stateAfter(lowAlarm(5), times(17, "4")), "ALARM");
            // Four requests on four instances: one for each.
            assert.equal(decided({ ...target, capacity: 4 }, [low(1)], 0), 1);
        },
    },
];

const newCapacity: Statement[] = [
    {
        statement: "scale-out is in proportion to the metric",
        mark: "documented",
        source: targetTrackingGuide,
        check: () => {
            assert.equal(decided({ ...target, capacity: 1 }, [high(10)], 0), 2);
            assert.equal(decided({ ...target, capacity: 1 }, [high(20)], 0), 4);
        },
    },
    {
        statement: "adding 1.5 adds 2, and removing 0.5 removes none",
        mark: "documented",
        source: targetTrackingGuide,
        check: () => {
            assert.equal(targetTrackingCapacity(1, 12.5, 5), 3);
            assert.equal(targetTrackingScaleIn(2, 3.75, 5), 2);
        },
    },
    {
        statement: "capacity is ceil(n × metric / target), both ways",
        mark: "inferred",
        source: "AWS publishes no formula; the form that Kubernetes's HPA publishes",
        check: () => {
            assert.deepEqual(
                [7, 5.1, 5, 4.4, 0.1].map((metric) => targetTrackingCapacity(3, metric, 5)),
                [5, 4, 3, 3, 1],
            );
        },
    },
    {
        statement: "nothing is removed when that would lift the metric above the target again",
        mark: "documented",
        source: userGuide("how target tracking works"),
        check: () => {
            assert.equal(decided(target, [low(4)], 0), "AutoScalingAnticipatedFlapping");
        },
    },
    {
        statement: "it would when metric × n / (n − 1) is above the target",
        mark: "inferred",
        source: "one instance less has the same backlog",
        check: () => {
            assert.deepEqual([scaleInWouldFlap(2, 2.5, 5), scaleInWouldFlap(2, 2.51, 5)], [false, true]);
        },
    },
    {
        statement: "AlreadyAtMaxCapacity, AlreadyAtMinCapacity and AlreadyAtDesiredCapacity say why nothing is changed",
        mark: "documented",
        source: "Application Auto Scaling API Reference, NotScaledReason",
        check: () => {
            assert.equal(decided({ ...target, capacity: 5 }, [high(50)], 0), "AlreadyAtMaxCapacity");
            assert.equal(decided({ ...target, capacity: 0 }, [low(0)], 0), "AlreadyAtMinCapacity");
            assert.equal(decided({ ...target, capacity: 1 }, [low(1)], 0), "AlreadyAtDesiredCapacity");
        },
    },
    {
        statement: "TargetServicePutResourceAsUnscalable says that the endpoint is updating",
        mark: "documented",
        source: "Application Auto Scaling API Reference, NotScaledReason",
        check: async () => {
            const fixture = new ScalingFixture();
            await deployTracking(fixture);
            Object.assign(fixture.endpoint, { status: "Updating", backlog: 50 });
            await fixture.clock.advance(400);
            const asked = { ...variant, IncludeNotScaledActivities: true };
            const { ScalingActivities } = await fixture.autoScaling.DescribeScalingActivities(asked);
            assert.deepEqual(
                ScalingActivities.map(({ NotScaledReasons }) => NotScaledReasons?.[0]?.Code),
                ["TargetServicePutResourceAsUnscalable"],
            );
        },
    },
    {
        statement: "there is no step limit: one activity went to 48 instances",
        mark: "observed",
        source: activities,
        check: () => {
            const large = { ...target, capacity: 0, maxCapacity: 48 };
            assert.equal(decided(large, [high(500)], 0), 48);
        },
    },
    {
        statement: "one activity went from 1 to 4",
        mark: "observed",
        source: "a public question about a real-time endpoint",
        check: () => {
            assert.equal(decided({ ...target, capacity: 1 }, [high(20)], 0), 4);
        },
    },
    {
        statement: "target tracking alone scales out from zero",
        mark: "observed",
        source: notebook,
        check: () => {
            assert.equal(decided({ ...target, capacity: 0 }, [high(11)], 0), 3);
        },
    },
    {
        statement: "zero instances count as one: a backlog of 11 at target 5 asks for 3",
        mark: "inferred",
        source: "the formula would else give 0, and scale-out from zero was observed",
        check: () => {
            assert.equal(targetTrackingCapacity(0, 11, 5), targetTrackingCapacity(1, 11, 5));
            assert.equal(targetTrackingCapacity(0, 11, 5), 3);
        },
    },
    {
        statement: "the newest datapoint counts",
        mark: "inferred",
        source: "AWS does not say which; public emulators choose the newest",
        check: () => {
            // A burst that grows: 0 → 5 at the third minute, and not 0 → 2 as for its first.
            const growing = {
                kind: "times" as const,
                seconds: [...Array<number>(6).fill(0), ...Array<number>(19).fill(120)],
            };
            const changes = burst(0, { wakeUpScalingAdjustment: 0 }, { workload: growing, phaseSeconds: 30 });
            assert.deepEqual(changes[0], { atSeconds: 210, kind: "asked", from: 0, to: 5, policy: "backlog" });
        },
    },
    {
        statement: "scale-in to zero is one action when the metric is 0",
        mark: "inferred",
        source: "the formula; the guide says only that scale-in is more gradual, hence the switch scaleInStep",
        check: () => {
            assert.equal(decided({ ...target, capacity: 5 }, [low(0)], 0), 0);
            const oneStep = { ...defaultScalingOptions, scaleInStep: "oneStep" as const };
            assert.equal(decided({ ...target, capacity: 5 }, [low(0)], 0, oneStep), 4);
        },
    },
    {
        statement: "the result is kept within minimum and maximum",
        mark: "documented",
        source: "Application Auto Scaling API Reference, RegisterScalableTarget",
        check: () => {
            assert.equal(decided(target, [high(1000)], 0), 5);
            assert.equal(decided({ ...target, minCapacity: 1 }, [low(0)], 0), 1);
            assert.equal(decided({ ...target, capacity: 0 }, [step("ChangeInCapacity", 9)], 0), 5);
        },
    },
    {
        statement: "a minimum of 0 is allowed",
        mark: "documented",
        source: recipe,
        check: async () => {
            const { autoScaling } = new ScalingFixture();
            await autoScaling.RegisterScalableTarget({ ...variant, MinCapacity: 0, MaxCapacity: 5 });
            assert.equal(decided(target, [low(0)], 0), 0);
        },
    },
];

const alarmToAction: Statement[] = [
    {
        statement: "an alarm acts when its state changes, and not again while it lasts",
        mark: "documented",
        source: cloudWatchGuide("alarm actions"),
        check: async () => {
            const fixture = new ScalingFixture();
            await fixture.cloudWatch.PutMetricAlarm({
                AlarmName: "waiting",
                Namespace: "AWS/SageMaker",
                MetricName: wakeUpMetric,
                Dimensions: [{ Name: "EndpointName", Value: "summarizer" }],
                Statistic: "Average",
                Period: 60,
                EvaluationPeriods: 1,
                Threshold: 1,
                ComparisonOperator: "GreaterThanOrEqualToThreshold",
                AlarmActions: ["arn:aws:sns:us-east-1:123456789012:alarms"],
            });
            await fixture.publishEveryMinute(wakeUpMetric, () => 1);
            await fixture.clock.advance(1200);
            assert.equal(fixture.published.length, 1);
        },
    },
    {
        statement: "scaling actions are invoked again every minute, which is how refusals recover",
        mark: "documented",
        source: cloudWatchGuide("alarm actions"),
        check: async () => {
            const fixture = new ScalingFixture();
            Object.assign(fixture.endpoint, { backlog: 11, refusal: "not now" });
            await deployTracking(fixture);
            await fixture.clock.advance(610);
            assert.equal(fixture.endpoint.asked.length, 0);
            fixture.endpoint.refusal = undefined;
            await fixture.clock.advance(60);
            assert.deepEqual(fixture.endpoint.asked, [{ at: 660, instances: 3 }]);
            assert.equal(fixture.alarmStates().filter(([, , state]) => state === "ALARM").length, 1);
        },
    },
    {
        statement: "and how an alarm that lasts is heard once a cooldown is over",
        mark: "documented",
        source: cloudWatchGuide("alarm actions"),
        check: () => {
            const cooldown = after(1, 2, 100);
            assert.equal(decided(target, [high(6, { cooldown })], 399), "CooldownInEffect");
            assert.equal(decided(target, [high(6, { cooldown })], 400), 3);
        },
    },
    {
        statement: "missing data is treated as missing unless something else is said",
        mark: "documented",
        source: missingGuide,
        check: () => {
            assert.equal(highAlarm(5).treatMissingData, "missing");
            assert.equal(lowAlarm(5).treatMissingData, "missing");
        },
    },
    {
        statement: "five datapoints are looked at for three evaluation periods",
        mark: "documented",
        source: missingGuide,
        check: () => {
            assert.equal(evaluationRange(3), 5);
        },
    },
    {
        statement: "with enough datapoints in the range, gaps are ignored",
        mark: "documented",
        source: missingGuide,
        check: () => {
            assert.equal(stateAfter(highAlarm(5), "9 - 9 - 9"), "ALARM");
            assert.equal(stateAfter(highAlarm(5), "9 - 9 - 1", "ALARM"), "OK");
        },
    },
    {
        statement: "one breaching datapoint, old enough and with nothing after it, is ALARM already",
        mark: "documented",
        source: missingGuide,
        check: () => {
            assert.equal(stateAfter(highAlarm(5), "- - 9 - -"), "ALARM");
            assert.equal(stateAfter(highAlarm(5), "- - - 9 -"), "OK");
        },
    },
    {
        statement: "nothing but missing data is INSUFFICIENT_DATA, in which target tracking does not scale",
        mark: "documented",
        source: `${missingGuide}; ${targetTrackingGuide}`,
        check: () => {
            assert.equal(stateAfter(highAlarm(5), "- - - - -", "ALARM"), "INSUFFICIENT_DATA");
            assert.equal(decided(target, [tracking], 0), "");
            assert.equal(decided(target, [{ ...high(0), metric: undefined }], 0), "NoMetricValue");
        },
    },
];

const cooldownStatements: Statement[] = [
    {
        statement: "a scale-out's cooldown starts after it was successful",
        mark: "documented",
        source: cooldownGuide,
        check: () => {
            assert.equal(after(0, 2, 240).scaleOutEndsAt, 540);
            const failed = cooldownAtEnd(cooldownAtStart(noCooldown, true, 0, 0, 2), "overridden", 240, cooldowns);
            assert.deepEqual(failed, noCooldown);
        },
    },
    {
        statement: "during it an equal or smaller scale-out does not pass; with 2 added, +3 adds 1 more",
        mark: "documented",
        source: cooldownGuide,
        check: () => {
            const four = { ...target, capacity: 3, maxCapacity: 10 };
            const plus = (count: number) => ({ ...step("ChangeInCapacity", count), cooldown: after(1, 3, 240) });
            assert.equal(decided(four, [plus(2)], 300), "CooldownInEffect");
            assert.equal(decided(four, [plus(3)], 300), 4);
        },
    },
    {
        statement: "a scale-in's cooldown blocks further scale-in",
        mark: "documented",
        source: cooldownGuide,
        check: () => {
            const cooldown = after(4, 2, 60);
            assert.equal(decided(target, [low(0, { cooldown })], 659), "CooldownInEffect");
            assert.equal(decided(target, [low(0, { cooldown })], 660), 0);
        },
    },
    {
        statement: "a scale-out during it happens at once, and ends it",
        mark: "documented",
        source: cooldownGuide,
        check: () => {
            const cooldown = after(4, 2, 60);
            assert.equal(decided(target, [high(8, { cooldown })], 61), 4);
            assert.equal(cooldownAtStart(cooldown, true, 61, 2, 4).scaleInEndsAt, -Infinity);
            assert.equal(cooldownAtStart(cooldown, false, 61, 2, 4).scaleInEndsAt, -Infinity);
        },
    },
    {
        statement: "SageMaker variants have 300 s each way unless something else is said; 0 is none",
        mark: "documented",
        source: "Application Auto Scaling API Reference, TargetTrackingScalingPolicyConfiguration",
        check: () => {
            const of = (configuration: object) =>
                cooldownsOf({ PolicyType: "TargetTrackingScaling", configuration } as Parameters<
                    typeof cooldownsOf
                >[0]);
            assert.deepEqual(of({}), { scaleOutSeconds: 300, scaleInSeconds: 300 });
            assert.deepEqual(of({ ScaleInCooldown: 0, ScaleOutCooldown: 0 }), {
                scaleOutSeconds: 0,
                scaleInSeconds: 0,
            });
        },
    },
    {
        statement: "an activity lasts until the service has fulfilled it: 426 s for 48 instances",
        mark: "observed",
        source: activities,
        check: () => {
            assert.equal(noticedAt(0, 426), 430);
            assert.equal(cooldownAtStart(noCooldown, true, 0, 0, 48).scaleOutEndsAt, Infinity);
        },
    },
    {
        statement: "cooldowns count from there, not from the request",
        mark: "inferred",
        source: "successful is what the activity is when it is fulfilled",
        check: () => {
            const cooldown = cooldownAtEnd(cooldownAtStart(noCooldown, true, 0, 0, 48), "fulfilled", 430, cooldowns);
            assert.equal(cooldown.scaleOutEndsAt, 730);
        },
    },
    {
        statement: "DisableScaleIn: the policy never removes anything",
        mark: "documented",
        source: targetTrackingGuide,
        check: () => {
            assert.equal(decided(target, [low(0, { disableScaleIn: true })], 1e6), "");
        },
    },
    {
        statement: "short cooldowns do not make scale-in fast: the low alarm's fifteen minutes do not shrink",
        mark: "inferred",
        source: "AlarmLow, 15 of 15",
        check: () => {
            const settledWith = (seconds: number) =>
                firstAt(burst(20, { scaleInCooldownSeconds: seconds }), "asked", 0);
            assert.equal(settledWith(0), settledWith(600));
            assert.ok(Number(settledWith(0)) > 900);
        },
    },
];

const severalPolicies: Statement[] = [
    {
        statement: "scale out if any target tracking policy is ready to",
        mark: "documented",
        source: severalGuide,
        check: () => {
            assert.equal(decided(target, [low(0), high(8, { name: "age" })], 0), 4);
        },
    },
    {
        statement: "scale in only if all target tracking policies that may scale in agree",
        mark: "documented",
        source: severalGuide,
        check: () => {
            assert.equal(decided(target, [low(0), { ...tracking, name: "age" }], 0), "PoliciesDisagree");
            assert.equal(decided(target, [low(0), low(0, { name: "age" })], 0), 0);
            assert.equal(decided(target, [low(0), { ...tracking, name: "age", disableScaleIn: true }], 0), 0);
        },
    },
    {
        statement: "when several act at once, the largest capacity wins",
        mark: "documented",
        source: severalGuide,
        check: () => {
            assert.equal(decided({ ...target, capacity: 0 }, [step("ChangeInCapacity", 1), high(11)], 0), 3);
            assert.equal(decided({ ...target, capacity: 0 }, [step("ChangeInCapacity", 4), high(11)], 0), 4);
        },
    },
    {
        statement: "step scaling's scale-in is not blocked by target tracking",
        mark: "documented",
        source: severalGuide,
        check: () => {
            assert.equal(decided(target, [tracking, step("ChangeInCapacity", -1)], 0), 1);
        },
    },
    {
        statement: "cooldowns are each policy's own",
        mark: "documented",
        source: cooldownGuide,
        check: () => {
            const cooldown = after(0, 1, 240);
            const woken = { ...target, capacity: 1 };
            assert.equal(decided(woken, [{ ...step("ChangeInCapacity", 1), cooldown }], 241), "CooldownInEffect");
            assert.equal(decided(woken, [{ ...step("ChangeInCapacity", 1), cooldown }, high(8)], 241), 2);
        },
    },
    {
        statement: "a step policy that only scales out never stands in the way of target tracking's scale-in",
        mark: "inferred",
        source: `${severalGuide}, which names target tracking policies only`,
        check: () => {
            assert.equal(decided(target, [low(0), { ...step("ChangeInCapacity", 1), alarm: undefined }], 0), 0);
        },
    },
];

const zeroCapacity: Statement[] = [
    {
        statement: "without instances the backlog per instance is published, and is the backlog: 0, 1 and 11",
        mark: "observed",
        source: notebook,
        check: async () => {
            const fixture = new AsyncEndpointFixture();
            await fixture.deploy();
            await fixture.scale(0);
            await fixture.clock.advance(60);
            for (const [from, to] of [
                [0, 1],
                [1, 11],
            ] as const) {
                await fixture.clock.advance(60);
                for (let id = from; id < to; id++) await fixture.invoke(String(id));
            }
            await fixture.clock.advance(60);
            const values = fixture.metrics.filter(({ name }) => name === backlogMetric).map(({ value }) => value);
            assert.deepEqual(values.slice(-3), [0, 1, 11]);
        },
    },
    {
        statement: "without the wake-up policy, an empty fleet starts only once the queue exceeds the target",
        mark: "documented",
        source: recipe,
        check: () => {
            const alone = { wakeUpScalingAdjustment: 0 };
            assert.deepEqual(burst(5, alone), []);
            assert.equal(firstAt(burst(6, alone), "asked", 2), 210);
        },
    },
    {
        statement: "the wake-up does not depend on that metric: it wakes a fleet whose backlog per instance is missing",
        mark: "reported",
        source: `${workbench} and others, who say that the metric is undefined without instances`,
        check: () => {
            const blind = { ...tracking, metric: undefined };
            assert.equal(decided({ ...target, capacity: 0 }, [blind, step("ChangeInCapacity", 1)], 0), 1);
        },
    },
];

const percent: StepScaling = { adjustmentType: "PercentChangeInCapacity", stepAdjustments: [] };
const bounds = (...pairs: [number | undefined, number | undefined][]): StepScaling => ({
    adjustmentType: "ChangeInCapacity",
    stepAdjustments: pairs.map(([metricIntervalLowerBound, metricIntervalUpperBound], scalingAdjustment) => ({
        metricIntervalLowerBound,
        metricIntervalUpperBound,
        scalingAdjustment,
    })),
});
const wake: AlarmRule = wakeUp;

const stepScalingStatements: Statement[] = [
    {
        statement: "bounds are relative to the threshold",
        mark: "documented",
        source: stepGuide,
        check: () => {
            const two = { ...step("ChangeInCapacity", 1), metric: 12, alarm: { threshold: 10, above: true } };
            const policy = bounds([0, 5], [5, undefined]);
            // 2 above a threshold of 10 is the first step, which adds nothing; 12 would be the second.
            assert.equal(decided(target, [{ ...two, policy }], 0), "AlreadyAtDesiredCapacity");
            assert.equal(decided(target, [{ ...two, policy, metric: 15 }], 0), 3);
        },
    },
    {
        statement: "above it the lower bound is inclusive and the upper exclusive, below it the other way round",
        mark: "documented",
        source: stepGuide,
        check: () => {
            const { stepAdjustments } = bounds([undefined, -10], [-10, 0], [0, 10], [10, undefined]);
            const stepOf = (breach: number) => stepFor(stepAdjustments, breach, breach > 0)?.scalingAdjustment;
            assert.deepEqual([9.9, 10, -9.9, -10].map(stepOf), [2, 3, 1, 0]);
        },
    },
    {
        statement: "steps may neither overlap nor leave a gap",
        mark: "documented",
        source: stepGuide,
        check: () => {
            assert.match(String(stepScalingProblem(bounds([0, 11], [10, undefined]))), /overlap/);
            assert.match(String(stepScalingProblem(bounds([0, 9], [10, undefined]))), /gaps/);
            assert.equal(stepScalingProblem(bounds([0, 10], [10, undefined])), undefined);
        },
    },
    {
        statement: "one step at most is without a lower bound, one without an upper, and none without both",
        mark: "documented",
        source: stepGuide,
        check: () => {
            assert.match(String(stepScalingProblem(bounds([undefined, 0], [undefined, 5]))), /unspecified lower bound/);
            assert.match(String(stepScalingProblem(bounds([0, undefined], [5, undefined]))), /unspecified upper bound/);
            assert.match(String(stepScalingProblem(bounds([undefined, undefined]))), /Both lower and upper/);
        },
    },
    {
        statement: "ChangeInCapacity adds and ExactCapacity sets",
        mark: "documented",
        source: stepGuide,
        check: () => {
            assert.equal(decided(target, [step("ChangeInCapacity", 2)], 0), 4);
            assert.equal(decided(target, [step("ExactCapacity", 5)], 0), 5);
        },
    },
    {
        statement: "PercentChangeInCapacity rounds 12.7 to 12, 0.67 to 1, -0.58 to -1 and -6.67 to -6",
        mark: "documented",
        source: stepGuide,
        check: () => {
            assert.deepEqual(
                (
                    [
                        [127, 10],
                        [67, 1],
                        [58, -1],
                        [667, -1],
                    ] as const
                ).map(([current, adjustment]) => stepCapacity(percent, current, adjustment) - current),
                [12, 1, -1, -6],
            );
        },
    },
    {
        statement: "MinAdjustmentMagnitude is for PercentChangeInCapacity only",
        mark: "documented",
        source: stepGuide,
        check: () => {
            const policy = { ...bounds([0, undefined]), minAdjustmentMagnitude: 2 };
            assert.match(String(stepScalingProblem(policy)), /MinAdjustmentMagnitude can only be specified/);
            assert.equal(stepScalingProblem({ ...policy, adjustmentType: "PercentChangeInCapacity" }), undefined);
            assert.equal(stepCapacity({ ...percent, minAdjustmentMagnitude: 2 }, 4, 25), 6);
        },
    },
];

const recipeStatements: Statement[] = [
    {
        statement: "the tracked metric is ApproximateBacklogSizePerInstance with EndpointName as its one dimension",
        mark: "documented",
        source: recipe,
        check: () => {
            assert.equal(backlogMetric, "ApproximateBacklogSizePerInstance");
            assert.deepEqual(endpointMetrics[backlogMetric].dimensions, ["EndpointName"]);
        },
    },
    {
        statement: "the wake-up adds 1 from the alarm's threshold upwards, with a cooldown of 300 s",
        mark: "documented",
        source: recipe,
        check: () => {
            const { adjustmentType, metricIntervalLowerBound, cooldownSeconds } = wakeUp;
            const stepAdjustments = [{ metricIntervalLowerBound, scalingAdjustment: 1 }];
            assert.equal(stepScalingProblem({ adjustmentType, stepAdjustments }), undefined);
            assert.equal(stepFor(stepAdjustments, 0, true)?.scalingAdjustment, 1);
            assert.equal(cooldownSeconds, 300);
        },
    },
    {
        statement: "its alarm is HasBacklogWithoutCapacity, Average over 60 s, at 1 or above for two of two minutes",
        mark: "documented",
        source: recipe,
        check: () => {
            assert.equal(wakeUpMetric, "HasBacklogWithoutCapacity");
            assert.deepEqual([wakeUp.statistic, wakeUp.periodSeconds], ["Average", 60]);
            assert.equal(stateAfter(wake, "0 0 0 1"), "OK");
            assert.equal(stateAfter(wake, "0 0 1 1"), "ALARM");
            assert.equal(stateAfter(wake, "- - - -"), "INSUFFICIENT_DATA");
        },
    },
    {
        statement: "one of one minute and ExactCapacity at the maximum wake a fleet too",
        mark: "observed",
        source: workbench,
        check: () => {
            assert.equal(stateAfter({ ...wake, evaluationPeriods: 1, datapointsToAlarm: 1 }, "0 0 1"), "ALARM");
            assert.equal(decided({ ...target, capacity: 0 }, [step("ExactCapacity", 5)], 0), 5);
        },
    },
    {
        statement: "from a request to the wake-up it is two to three minutes",
        mark: "reported",
        source: ocrService,
        check: () => {
            const delays = Array.from({ length: 60 }, (_, phaseSeconds) =>
                Number(firstAt(burst(1, {}, { phaseSeconds }), "asked", 1)),
            );
            assert.deepEqual([Math.min(...delays), Math.max(...delays)], [121, 180]);
        },
    },
    {
        statement: "a datapoint describes its own minute and is seen a minute later, whatever the lag up to 60 s",
        mark: "inferred",
        source: "users report CloudWatch up to a minute late",
        check: () => {
            assert.deepEqual(
                [1, 30, 60].map((lag) => newestSeen(600, 60, lag)),
                [540, 540, 540],
            );
        },
    },
    {
        statement: "the first answer comes five to ten minutes after a request onto an empty fleet",
        mark: "reported",
        source: ocrService,
        check: () => {
            const inService = Number(firstAt(burst(1), "inService", 1));
            assert.ok(inService >= 300 && inService <= 600, String(inService));
        },
    },
    {
        statement: "scale-in comes about fifteen minutes after the last work",
        mark: "reported",
        source: ocrService,
        check: () => {
            const changes = burst(1);
            const idle = Number(firstAt(changes, "asked", 0)) - Number(firstAt(changes, "inService", 1)) - 4;
            assert.ok(idle >= 840 && idle <= 960, String(idle));
        },
    },
    {
        statement: "a change is refused while another one is under way, and asked for again",
        mark: "documented",
        source: sageMakerGuide("automatic scaling and endpoint updates"),
        check: () => {
            const kinds = burst(500, { scaleInCooldownSeconds: 120 }).map(({ kind, to }) => `${kind} ${String(to)}`);
            assert.deepEqual(kinds.slice(0, 6), [
                "asked 1",
                "refused 5",
                "refused 5",
                "refused 5",
                "inService 1",
                "asked 5",
            ]);
        },
    },
    {
        statement: "so the wake-up delays the whole fleet of a large burst, and target tracking alone has it sooner",
        mark: "inferred",
        source: "the wake-up's two minutes are over before target tracking's three",
        check: () => {
            const fleetAt = (fleet: Partial<Scenario["fleet"]>, more: Partial<Scenario> = {}) =>
                firstAt(burst(500, fleet, more), "inService", 5);
            assert.equal(fleetAt({}), 630);
            assert.equal(fleetAt({ wakeUpScalingAdjustment: 0 }), 450);
            // Neither where updates may overlap, nor where the wake-up asks for all at once.
            const overlapping = { switches: { ...referenceScenario.switches, rejectWhileUpdating: false } };
            assert.equal(fleetAt({}, overlapping), 450);
            assert.equal(fleetAt({ wakeUpScalingAdjustment: 5 }), 390);
        },
    },
];

// What AWS and those who use it say of scaling an asynchronous endpoint, statement by statement. Not here, since nothing here depends on it: other
// services' alarms (EC2 70 %, DynamoDB two periods), ten-second metrics of real-time endpoints, the console's refusal to show a minimum of 0.
describe("of target tracking it is", () => {
    tell(alarmsOfTargetTracking);
    tell(newCapacity);
});
describe("of alarms and their actions it is", () => {
    tell(alarmToAction);
});
describe("of cooldowns it is", () => {
    tell(cooldownStatements);
});
describe("of several policies it is", () => {
    tell(severalPolicies);
});
describe("of an empty fleet it is", () => {
    tell(zeroCapacity);
});
describe("of step scaling it is", () => {
    tell(stepScalingStatements);
});
describe("of AWS's recipe for asynchronous endpoints it is", () => {
    tell(recipeStatements);
});

function tell(statements: readonly Statement[]): void {
    for (const { statement, mark, source, check } of statements) it(`${mark}: ${statement} (${source})`, check);
}
