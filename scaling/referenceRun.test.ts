import assert from "node:assert/strict";
import { type AlarmState, evaluateAlarm, evaluationRange } from "./alarm";
import { noCooldown, scalingFulfilled, scalingStarted } from "./cooldown";
import { decideScaling } from "./scalingDecision";
import { type TargetState } from "./scalingState";
import { highAlarm, lowAlarm } from "./targetTracking";

/**
 * A real run, read off the CloudWatch graphs of huggingface/notebooks 16_async_inference_hf_hub (2022-02-11): minimum 0,
 * maximum 5, target 5.0 on the backlog per instance, cooldowns 600 s in and 300 s out, no wake-up policy.
 * Times are minutes after 10:00; the notebook says that an instance takes about five minutes to start.
 */
const provisioningMinutes = 5;

/** Backlog by minute as observed: one request from 10:38, ten more from 10:46, all answered by 10:56. */
function backlogAt(minute: number): number {
    if (minute < 38) return 0;
    if (minute < 46) return 1;
    if (minute < 55) return 11;
    return minute < 56 ? 7 : 0;
}

interface Happening {
    minute: number;
    what: string;
}

function run(lastMinute: number): Happening[] {
    const happenings: Happening[] = [];
    const target: TargetState = { capacity: 0, minCapacity: 0, maxCapacity: 5, scaledOutAt: -Infinity };
    const metric: number[] = [];
    const states: Record<"high" | "low", AlarmState> = { high: "INSUFFICIENT_DATA", low: "INSUFFICIENT_DATA" };
    let cooldown = noCooldown;
    let inService = 0;
    let readyAt = Infinity;
    for (let minute = 0; minute <= lastMinute; minute++) {
        if (minute === readyAt) {
            inService = target.capacity;
            cooldown = scalingFulfilled(cooldown, minute * 60, { scaleOutSeconds: 300, scaleInSeconds: 600 });
            target.scaledOutAt = minute * 60;
            readyAt = Infinity;
            happenings.push({ minute, what: `${inService} in service` });
        }
        for (const [name, rule] of [
            ["high", highAlarm(5)],
            ["low", lowAlarm(5)],
        ] as const) {
            const range = Array.from({ length: evaluationRange(rule.evaluationPeriods) }, (_, age) =>
                metric.at(-1 - age),
            );
            const { state } = evaluateAlarm(rule, range.reverse(), states[name]);
            if (name === "high" && state !== states.high) happenings.push({ minute, what: `high ${state}` });
            states[name] = state;
        }
        const alarm = states.high === "ALARM" ? "high" : states.low === "ALARM" ? "low" : "none";
        const decision = decideScaling(
            target,
            [
                {
                    type: "TargetTrackingScaling",
                    name: "backlog",
                    targetValue: 5,
                    disableScaleIn: false,
                    alarm,
                    metric: metric.at(-1),
                    cooldown,
                },
            ],
            minute * 60,
        );
        // One update at a time: a second one is refused until the first is fulfilled.
        if (decision.action === "scale" && readyAt === Infinity) {
            happenings.push({ minute, what: `${target.capacity} → ${decision.capacity}` });
            cooldown = scalingStarted(cooldown, minute * 60, target.capacity, decision.capacity);
            if (decision.capacity > target.capacity) readyAt = minute + provisioningMinutes;
            else inService = decision.capacity;
            target.capacity = decision.capacity;
        }
        metric.push(backlogAt(minute) / Math.max(inService, 1));
    }
    return happenings;
}

describe("the reference run of 2022-02-11", () => {
    const happenings = run(90);

    it("does nothing for eight minutes with one request queued", () => {
        assert.deepEqual(
            happenings.filter(({ minute }) => minute > 5 && minute < 49),
            [],
        );
    });

    it("alarms at 10:49, when 10:46, 10:47 and 10:48 breach, and jumps from 0 to 3 at once", () => {
        assert.deepEqual(
            happenings.filter(({ minute }) => minute === 49),
            [
                { minute: 49, what: "high ALARM" },
                { minute: 49, what: "0 → 3" },
            ],
        );
    });

    it("has its instances in service at 10:54, when the graph shows the first GPU metric", () => {
        assert.deepEqual(
            happenings.filter(({ what }) => what === "3 in service").map(({ minute }) => minute),
            [54],
        );
    });

    it("is back at zero a quarter of an hour after the instances came", () => {
        assert.deepEqual(
            happenings.filter(({ what }) => what === "3 → 0").map(({ minute }) => minute),
            [70],
        );
    });
});
