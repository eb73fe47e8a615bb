import assert from "node:assert/strict";

import { newMinuteSeries } from "../simulation/minuteSeries";
import { type CapacityEvent, type Outcome } from "../simulation/outcome";
import { smallCase } from "../testing/smallCase";
import { limitsOf } from "./limits";

const { fleet } = smallCase({ fleet: { maxCapacity: 2 } }).scenario;

/** A minute for each pair, from minute 0 on; two slots an instance. */
function outcome(
    minutes: [inService: number, inSystem: number][],
    changes: CapacityEvent[] = [],
    makespanSeconds = (minutes.length - 1) * 60,
): Outcome {
    const series = newMinuteSeries();
    for (const [minute, [inService, inSystem]] of minutes.entries()) {
        series.atSeconds.push(minute * 60);
        series.inService.push(inService);
        series.inSystem.push(inSystem);
    }
    return { makespanSeconds, changes, minutes: series } as Outcome;
}

const event = (kind: CapacityEvent["kind"], atSeconds: number, from: number, to: number): CapacityEvent => ({
    kind,
    atSeconds,
    from,
    to,
});

describe("what holds a run up", () => {
    it("is the maximum capacity in those minutes in which all instances are there and requests wait", () => {
        const { atMaxCapacity } = limitsOf(
            outcome([
                [0, 9],
                [1, 9],
                [2, 9],
                [2, 5],
                [2, 4],
                [2, 0],
            ]),
            fleet,
            0,
        );
        assert.equal(atMaxCapacity, 2 / 6);
    });

    it("is looked for only until the last request has ended", () => {
        const { atMaxCapacity } = limitsOf(
            outcome(
                [
                    [2, 9],
                    [2, 9],
                    [0, 0],
                    [0, 0],
                ],
                [],
                60,
            ),
            fleet,
            0,
        );
        assert.equal(atMaxCapacity, 1);
    });

    it("is the time until the first instance, of which a part passes before it is asked for", () => {
        const changes = [event("asked", 130, 0, 1), event("inService", 370, 0, 1), event("inService", 600, 1, 2)];
        const { firstAskedSeconds, firstCapacitySeconds } = limitsOf(outcome([], changes, 0), fleet, 0);
        assert.deepEqual([firstAskedSeconds, firstCapacitySeconds], [130, 370]);
    });

    it("counts from the first arrival, not from the first moment of the workload", () => {
        const changes = [event("asked", 1930, 0, 1), event("inService", 2170, 0, 1)];
        const { firstAskedSeconds, firstCapacitySeconds } = limitsOf(outcome([], changes, 0), fleet, 1800);
        assert.deepEqual([firstAskedSeconds, firstCapacitySeconds], [130, 370]);
    });

    it("is no such time when an instance is there from the beginning, and is not known when none ever comes", () => {
        const there = limitsOf(outcome([], [event("asked", 130, 1, 2)]), { ...fleet, initialCapacity: 1 }, 0);
        assert.deepEqual([there.firstAskedSeconds, there.firstCapacitySeconds], [0, 0]);
        assert.ok(Number.isNaN(limitsOf(outcome([]), fleet, 0).firstCapacitySeconds));
    });

    it("counts instances that were removed while there was work, by the minute before", () => {
        const changes = [event("asked", 60, 2, 1), event("inService", 130, 2, 1), event("inService", 190, 1, 0)];
        assert.equal(
            limitsOf(
                outcome(
                    [
                        [2, 4],
                        [2, 4],
                        [2, 1],
                        [1, 0],
                    ],
                    changes,
                ),
                fleet,
                0,
            ).removedMidWork,
            1,
        );
    });

    it("cannot be told without the minutes", () => {
        assert.throws(
            () => limitsOf({ changes: [] } as unknown as Outcome, fleet, 0),
            /^Error: Limits are read off the minutes of a run\.$/,
        );
    });
});
