import assert from "node:assert/strict";

import { devScenario } from "../testing/devScenario";
import { type Fleet } from "../scenario";
import { type Switches } from "../switches";
import { type Ask, Autoscaler } from "./autoscaler";

/** Under the settings of stack dev, and datapoints that are seen at once. */
function autoscaler(fleet: Partial<Fleet> = {}, switches: Partial<Switches> = {}): Autoscaler {
    const scenario = devScenario({ fleet, switches: { metricLagSeconds: 0, ...switches } });
    return new Autoscaler(scenario.fleet, scenario.switches);
}

const always = (value: number) => (): number => value;

interface Minutes {
    first?: number;
    count: number;
    /** Backlog per instance by minute. */
    backlog: (minute: number) => number;
    capacity?: number;
    withoutCapacity?: boolean;
}

/** What is asked for minute by minute; nothing comes of it. */
function asks(
    scaler: Autoscaler,
    { first = 0, count, backlog, capacity = 0, withoutCapacity = false }: Minutes,
): (Ask | undefined)[] {
    return Array.from({ length: count }, (_, i) => {
        const minute = first + i;
        scaler.observe(backlog(minute), withoutCapacity);
        return scaler.evaluate(60 * minute, capacity);
    });
}

/** The minutes in which something was asked for, and what. */
function asked(all: readonly (Ask | undefined)[]): string[] {
    return all.flatMap((ask, minute) => (ask ? `${minute}: ${ask.policy} ${ask.capacity}` : []));
}

describe("the autoscaler of an endpoint", () => {
    it("asks for nothing while nothing waits and there is no instance", () => {
        assert.deepEqual(asked(asks(autoscaler(), { count: 30, backlog: always(0) })), []);
    });

    it("scales out when three datapoints are above the target, in proportion to the newest", () => {
        const scaler = autoscaler({ wakeUpScalingAdjustment: 0, maxCapacity: 100, initialCapacity: 2 });
        const backlog = (minute: number): number => [0, 5.1, 5.1, 16, 5][minute] as number;
        assert.deepEqual(asked(asks(scaler, { count: 5, backlog, capacity: 2 })), ["3: backlog 7"]);
    });

    it("does not scale out when they are at the target, or one of three is", () => {
        const scaler = autoscaler({ initialCapacity: 2 });
        assert.deepEqual(asked(asks(scaler, { count: 14, backlog: always(5), capacity: 2 })), []);
        const now = (minute: number): number => (minute % 3 === 0 ? 5 : 50);
        assert.deepEqual(asked(asks(scaler, { first: 14, count: 14, backlog: now, capacity: 2 })), []);
    });

    it("wakes after two datapoints without capacity, by as many instances as the setting says, up to the maximum", () => {
        for (const [wakeUpScalingAdjustment, capacity] of [
            [1, 1],
            [3, 3],
            [9, 5],
        ] as const) {
            const scaler = autoscaler({ wakeUpScalingAdjustment });
            const all = asks(scaler, { count: 3, backlog: always(1), withoutCapacity: true });
            assert.deepEqual(asked(all), [`1: wakeUp ${capacity}`, `2: wakeUp ${capacity}`]);
        }
    });

    it("does not wake without the wake-up", () => {
        const scaler = autoscaler({ wakeUpScalingAdjustment: 0 });
        assert.deepEqual(asked(asks(scaler, { count: 30, backlog: always(1), withoutCapacity: true })), []);
    });

    it("takes the larger of what both policies ask for, and target tracking's of equals", () => {
        const both = { count: 3, backlog: always(15), withoutCapacity: true };
        assert.deepEqual(asked(asks(autoscaler({ wakeUpScalingAdjustment: 2 }), both)), [
            "1: wakeUp 2",
            "2: backlog 3",
        ]);
        assert.deepEqual(asked(asks(autoscaler({ wakeUpScalingAdjustment: 4 }), both)), ["1: wakeUp 4", "2: wakeUp 4"]);
        assert.deepEqual(asked(asks(autoscaler({ wakeUpScalingAdjustment: 3 }), both)), [
            "1: wakeUp 3",
            "2: backlog 3",
        ]);
    });

    it("scales in when 15 datapoints are below 90 % of the target", () => {
        const scaler = autoscaler({ initialCapacity: 0 });
        const backlog = (minute: number): number => (minute === 0 ? 4.5 : 1);
        assert.deepEqual(asked(asks(scaler, { count: 16, backlog, capacity: 4 })), ["15: backlog 1"]);
        const oneStep = autoscaler({ initialCapacity: 0 }, { scaleInStep: "oneStep" });
        assert.deepEqual(asked(asks(oneStep, { count: 16, backlog, capacity: 4 })), ["15: backlog 3"]);
    });

    it("was idle before the first minute", () => {
        const scaler = autoscaler({ minCapacity: 0 });
        assert.deepEqual(asked(asks(scaler, { count: 1, backlog: always(0), capacity: 2 })), ["0: backlog 0"]);
    });

    it("keeps instances that are there from the beginning for a quarter of an hour, unless they are the minimum", () => {
        const idle = { count: 17, backlog: always(0) };
        const scaler = autoscaler({ initialCapacity: 3, minCapacity: 1 });
        assert.deepEqual(asked(asks(scaler, { ...idle, capacity: 3 })), ["15: backlog 1", "16: backlog 1"]);
        const hasty = autoscaler({ initialCapacity: 3, minCapacity: 1 }, { lowAlarmCountsFromScaleOut: false });
        assert.equal(asked(asks(hasty, { ...idle, capacity: 3 }))[0], "0: backlog 1");
        const minimum = autoscaler({ initialCapacity: 3, minCapacity: 3 });
        assert.deepEqual(asked(asks(minimum, { ...idle, capacity: 3 })), []);
    });

    it("sees datapoints as late as the switches say, the low alarm later still", () => {
        for (const [metricLagSeconds, minute] of [
            [0, 3],
            [30, 4],
            [60, 4],
            [61, 5],
        ] as const) {
            const scaler = autoscaler({ wakeUpScalingAdjustment: 0 }, { metricLagSeconds });
            const backlog = (at: number): number => (at === 0 ? 0 : 9);
            assert.equal(asked(asks(scaler, { count: 6, backlog }))[0], `${minute}: backlog 2`);
        }
        const low = (lowAlarmExtraLagSeconds: number): string[] => {
            const scaler = autoscaler({ maxCapacity: 2 }, { metricLagSeconds: 30, lowAlarmExtraLagSeconds });
            const backlog = (at: number): number => (at === 0 ? 9 : 1);
            return asked(asks(scaler, { first: 0, count: 20, backlog, capacity: 2 }));
        };
        // The datapoint of 9 in minute 0 is out of sight when 15 newer ones have been seen.
        assert.equal(low(0).at(0), "0: backlog 0");
        assert.equal(low(0).at(1), "16: backlog 1");
        assert.equal(low(120).at(3), "18: backlog 1");
    });

    it("lets a scale-out through during the cooldown of another only for what it adds to it", () => {
        const scaler = autoscaler({ wakeUpScalingAdjustment: 0, maxCapacity: 100, scaleOutCooldownSeconds: 600 });
        assert.deepEqual(asked(asks(scaler, { count: 3, backlog: always(10) })), ["2: backlog 2"]);
        scaler.changeStarted("backlog", 120, 0, 2);
        // It counts as if the two were not there: 17.5 for one instance is 4.
        assert.deepEqual(asked(asks(scaler, { first: 3, count: 1, backlog: always(10), capacity: 2 })), []);
        scaler.changeEnded("backlog", "fulfilled", 300);
        const after = asks(scaler, { first: 4, count: 12, backlog: always(17.5), capacity: 2 });
        assert.deepEqual(asked(after).at(0), "0: backlog 4");
        // Minutes 14 and 15, in which the cooldown is over.
        assert.deepEqual(asked(after).slice(-2), ["10: backlog 4", "11: backlog 7"]);
    });

    it("has no cooldown after a change that was overridden", () => {
        const scaler = autoscaler({ wakeUpScalingAdjustment: 0, maxCapacity: 100, scaleOutCooldownSeconds: 600 });
        asks(scaler, { count: 3, backlog: always(17.5) });
        scaler.changeStarted("backlog", 120, 0, 2);
        scaler.changeEnded("backlog", "overridden", 180);
        assert.deepEqual(scaler.evaluate(180, 2), { capacity: 7, policy: "backlog" });
    });

    it("does not take a scale-out that was overridden for one that happened", () => {
        const scaler = autoscaler();
        const idle = { backlog: always(0), capacity: 1 };
        asks(scaler, { count: 1, ...idle });
        scaler.changeStarted("wakeUp", 0, 0, 1);
        assert.deepEqual(asked(asks(scaler, { first: 1, count: 2, ...idle })), []);
        scaler.changeEnded("wakeUp", "overridden", 120);
        assert.deepEqual(asked(asks(scaler, { first: 3, count: 1, ...idle })), ["0: backlog 0"]);
    });

    it("keeps cooldowns by policy: the wake-up's of 300 seconds does not hold up target tracking", () => {
        const scaler = autoscaler({ maxCapacity: 100 });
        const waiting = { backlog: always(15), withoutCapacity: true };
        assert.deepEqual(asked(asks(scaler, { count: 2, ...waiting })), ["1: wakeUp 1"]);
        scaler.changeStarted("wakeUp", 60, 0, 1);
        scaler.changeEnded("wakeUp", "fulfilled", 65);
        const after = asks(scaler, { first: 2, count: 1, ...waiting, capacity: 1 });
        assert.deepEqual(asked(after), ["0: backlog 3"]);
        const few = autoscaler({ maxCapacity: 100 });
        const one = { backlog: always(1), withoutCapacity: true };
        asks(few, { count: 2, ...one });
        few.changeStarted("wakeUp", 60, 0, 1);
        few.changeEnded("wakeUp", "fulfilled", 120);
        assert.deepEqual(asked(asks(few, { first: 2, count: 6, ...one, capacity: 1 })), ["5: wakeUp 2"]);
    });

    it("scales in only on datapoints from after the last scale-out, whoever asked for it", () => {
        const scaler = autoscaler();
        asks(scaler, { count: 2, backlog: always(1), withoutCapacity: true });
        scaler.changeStarted("wakeUp", 60, 0, 1);
        const idle = { backlog: always(0), capacity: 1 };
        assert.deepEqual(asked(asks(scaler, { first: 2, count: 20, ...idle })), []);
        scaler.changeEnded("wakeUp", "fulfilled", 1320);
        assert.deepEqual(asked(asks(scaler, { first: 22, count: 17, ...idle })), ["15: backlog 0", "16: backlog 0"]);
    });

    it("has another policy's scale-out end the cooldown of a scale-in", () => {
        const idle = { backlog: always(0), capacity: 3 };
        const scaledIn = (): Autoscaler => {
            const scaler = autoscaler({ scaleInCooldownSeconds: 600 }, { lowAlarmCountsFromScaleOut: false });
            assert.deepEqual(asked(asks(scaler, { count: 1, ...idle })), ["0: backlog 0"]);
            scaler.changeStarted("backlog", 0, 3, 0);
            scaler.changeEnded("backlog", "fulfilled", 60);
            return scaler;
        };
        assert.deepEqual(asked(asks(scaledIn(), { first: 1, count: 11, ...idle })), ["10: backlog 0"]);
        const scaler = scaledIn();
        scaler.changeStarted("wakeUp", 60, 0, 2);
        scaler.changeEnded("wakeUp", "fulfilled", 300);
        assert.deepEqual(asked(asks(scaler, { first: 1, count: 1, ...idle })), ["0: backlog 0"]);
    });
});
