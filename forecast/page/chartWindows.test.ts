import assert from "node:assert/strict";

import { climb, highest, wakeUp } from "./chartWindows";
import { newMinuteSeries } from "../simulation/minuteSeries";
import { type MinuteSeries } from "../simulation/outcome";

function minutes(columns: Partial<MinuteSeries>): MinuteSeries {
    const [length] = Object.values(columns).map((column) => column.length);
    const atSeconds = Array.from({ length: length ?? 0 }, (_, index) => 60 * index);
    return { ...newMinuteSeries(), atSeconds, ...columns };
}

describe("what a chart shows of a run", () => {
    it("is the first wake-up, from three minutes before until three minutes after, ten minutes at least", () => {
        const long = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0];
        assert.deepEqual(wakeUp(minutes({ backlogWithoutCapacity: long })), { from: 300 - 180, to: 660 + 180 });
        const short = [0, 0, 0, 0, 0, 1, 1, 0];
        assert.deepEqual(wakeUp(minutes({ backlogWithoutCapacity: short })), { from: 120, to: 720 });
    });

    it("is the beginning where the fleet is not woken", () => {
        assert.deepEqual(wakeUp(minutes({ backlogWithoutCapacity: [0, 0] })), { from: -180, to: 420 });
    });

    it("is the rise to the peak from where it began, not from an earlier one", () => {
        const desired = [0, 1, 1, 0, 0, 1, 1, 5, 5, 5, 5, 5, 0];
        const inService = [0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 5, 5];
        assert.deepEqual(climb(minutes({ desired, inService }), 0), { from: 240 - 180, to: 660 + 180 });
    });

    it("is ten minutes at least, and begins with the run where that began above the minimum", () => {
        const [desired, inService] = [
            [3, 3, 0],
            [3, 3, 3],
        ];
        assert.deepEqual(climb(minutes({ desired, inService }), 0), { from: -180, to: 420 });
    });

    it("takes the highest of more values than a function takes arguments", () => {
        const many = Array.from({ length: 500_000 }, (_, index) => index % 1000);
        assert.equal(highest(many), 999);
        assert.equal(highest([]), 0);
    });
});
