import { wakeUp } from "../../contract/wakeUp";
import { type AlarmRule, type AlarmState, evaluateAlarm, evaluationRange } from "../../scaling/alarm";
import { newestSeen } from "../../scaling/alarmSchedule";
import { cooldownAtEnd, cooldownAtStart, type Cooldowns, type CooldownState, noCooldown } from "../../scaling/cooldown";
import { decideScaling } from "../../scaling/scalingDecision";
import { type ScalingPolicyState, type TargetState } from "../../scaling/scalingState";
import { type StepScaling } from "../../scaling/stepScaling";
import { highAlarm, lowAlarm, targetTrackingPeriodSeconds } from "../../scaling/targetTracking";
import { type Fleet } from "../scenario";
import { type Switches } from "../switches";

export type PolicyName = "backlog" | "wakeUp";

/** What a scaling policy asks for. */
export interface Ask {
    capacity: number;
    policy: PolicyName;
}

/** An alarm and what it has seen. */
interface Watch {
    rule: AlarmRule;
    /** The metric, one datapoint a minute. */
    points: readonly number[];
    lagSeconds: number;
    state: AlarmState;
    /** The newest datapoint of the last evaluation. */
    metric: number | undefined;
    /** When the oldest of the minutes began that decided it. */
    seesFrom: number;
    /** Filled anew by every evaluation. */
    range: (number | undefined)[];
}

/**
 * CloudWatch and Application Auto Scaling for one endpoint with the stack's two policies: the rules are those of `scaling/`, here they
 * get their datapoints and their memory. All times are seconds of a clock whose multiples of 60 are whole minutes, from 0 on;
 * before that the endpoint was idle, with a datapoint of 0 every minute.
 */
export class Autoscaler {
    private readonly perInstance: number[] = [];
    private readonly withoutCapacity: number[] = [];
    private readonly high: Watch;
    private readonly low: Watch;
    private readonly wake: Watch | undefined;
    private readonly wakeUpPolicy: StepScaling;
    private readonly cooldowns: Record<PolicyName, Cooldowns>;
    private readonly cooling: Record<PolicyName, CooldownState> = { backlog: noCooldown, wakeUp: noCooldown };
    private scaledOutAt = -Infinity;
    /** A scale-out is under way. */
    private scalingOut = false;

    constructor(
        private readonly fleet: Fleet,
        private readonly switches: Switches,
    ) {
        const { metricLagSeconds, lowAlarmExtraLagSeconds } = switches;
        const { backlogPerInstance, wakeUpScalingAdjustment } = fleet;
        this.high = watch(highAlarm(backlogPerInstance), this.perInstance, metricLagSeconds);
        const lowLag = metricLagSeconds + lowAlarmExtraLagSeconds;
        this.low = watch(lowAlarm(backlogPerInstance), this.perInstance, lowLag);
        this.wake = wakeUpScalingAdjustment > 0 ? watch(wakeUp, this.withoutCapacity, metricLagSeconds) : undefined;
        this.wakeUpPolicy = {
            adjustmentType: wakeUp.adjustmentType,
            stepAdjustments: [
                {
                    metricIntervalLowerBound: wakeUp.metricIntervalLowerBound,
                    scalingAdjustment: wakeUpScalingAdjustment,
                },
            ],
        };
        this.cooldowns = {
            backlog: {
                scaleOutSeconds: fleet.scaleOutCooldownSeconds,
                scaleInSeconds: fleet.scaleInCooldownSeconds,
            },
            wakeUp: { scaleOutSeconds: wakeUp.cooldownSeconds, scaleInSeconds: wakeUp.cooldownSeconds },
        };
        // Instances that are there from the beginning were added at that moment.
        if (fleet.initialCapacity > fleet.minCapacity) this.scaledOutAt = 0;
    }

    /** The datapoints of the next whole minute. */
    observe(backlogPerInstance: number, backlogWithoutCapacity: boolean): void {
        this.perInstance.push(backlogPerInstance);
        this.withoutCapacity.push(backlogWithoutCapacity ? 1 : 0);
    }

    /** Evaluates the alarms, as happens every whole minute. @returns what the policies ask for, if another capacity than `desired` */
    evaluate(now: number, desired: number): Ask | undefined {
        evaluate(this.high, now);
        evaluate(this.low, now);
        if (this.wake) evaluate(this.wake, now);
        const { minCapacity, maxCapacity } = this.fleet;
        const target: TargetState = {
            capacity: desired,
            minCapacity,
            maxCapacity,
            scaledOutAt: this.scalingOut ? Infinity : this.scaledOutAt,
        };
        const decision = decideScaling(target, this.policies(), now, this.switches);
        if (decision.action === "stay") return undefined;
        return { capacity: decision.capacity, policy: decision.policyName as PolicyName };
    }

    /** A change that a policy asked for begins. */
    changeStarted(policy: PolicyName, now: number, from: number, to: number): void {
        for (const name of ["backlog", "wakeUp"] as const)
            this.cooling[name] = cooldownAtStart(this.cooling[name], name === policy, now, from, to);
        this.scalingOut = to > from;
    }

    /** It has ended; `now` is when Application Auto Scaling notices. */
    changeEnded(policy: PolicyName, outcome: "fulfilled" | "overridden", now: number): void {
        this.cooling[policy] = cooldownAtEnd(this.cooling[policy], outcome, now, this.cooldowns[policy]);
        if (outcome === "fulfilled" && this.scalingOut) this.scaledOutAt = now;
        this.scalingOut = false;
    }

    private policies(): ScalingPolicyState[] {
        const { high, low, wake } = this;
        const tracking = high.state === "ALARM" ? high : low;
        const policies: ScalingPolicyState[] = [
            {
                type: "TargetTrackingScaling",
                name: "backlog",
                targetValue: this.fleet.backlogPerInstance,
                disableScaleIn: false,
                alarm: high.state === "ALARM" ? "high" : low.state === "ALARM" ? "low" : "none",
                metric: tracking.metric,
                lowAlarmSeesFrom: low.seesFrom,
                cooldown: this.cooling.backlog,
            },
        ];
        if (wake) {
            policies.push({
                type: "StepScaling",
                name: "wakeUp",
                policy: this.wakeUpPolicy,
                alarm: wake.state === "ALARM" ? { threshold: wakeUp.threshold, above: true } : undefined,
                metric: wake.metric,
                cooldown: this.cooling.wakeUp,
            });
        }
        return policies;
    }
}

function watch(rule: AlarmRule, points: readonly number[], lagSeconds: number): Watch {
    const range = Array.from({ length: evaluationRange(rule.evaluationPeriods) }, () => 0);
    const { state } = evaluateAlarm(rule, range, "INSUFFICIENT_DATA");
    return { rule, points, lagSeconds, state, metric: 0, seesFrom: -Infinity, range };
}

function evaluate(watch: Watch, now: number): void {
    const { rule, points, lagSeconds, range } = watch;
    const newest = newestSeen(now, targetTrackingPeriodSeconds, lagSeconds) / targetTrackingPeriodSeconds;
    for (let place = 0; place < range.length; place++) {
        const minute = newest - (range.length - 1 - place);
        range[place] = minute < 0 ? 0 : points[minute];
    }
    const evaluation = evaluateAlarm(rule, range, watch.state);
    watch.state = evaluation.state;
    watch.metric = evaluation.points.at(-1)?.value;
    watch.seesFrom = (newest - rule.evaluationPeriods + 1) * targetTrackingPeriodSeconds;
}
