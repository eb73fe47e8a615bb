import assert from "node:assert/strict";

import { type Candidates, searchedNumbers, type SearchedSettings } from "./optimization";
import { thinned } from "./thinned";

const present: SearchedSettings = {
    instanceType: "ml.m5.xlarge",
    maxCapacity: 5,
    maxConcurrentInvocationsPerInstance: 2,
    backlogPerInstance: 5,
    scaleInCooldownSeconds: 300,
    scaleOutCooldownSeconds: 60,
    wakeUpScalingAdjustment: 1,
};
const candidates: Candidates = {
    maxCapacity: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    maxConcurrentInvocationsPerInstance: [2],
    backlogPerInstance: [1, 2, 5],
    scaleInCooldownSeconds: [120, 300, 900],
    scaleOutCooldownSeconds: [0, 60, 120],
    wakeUpScalingAdjustment: [1, 2, 10],
};
const size = (of: Candidates): number => searchedNumbers.reduce((product, key) => product * of[key].length, 1);

describe("thinning what is tried", () => {
    it("leaves all where all can be simulated", () => {
        assert.equal(thinned(candidates, present, size, 810), candidates);
    });

    it("gives up the cooldowns first", () => {
        const { scaleOutCooldownSeconds, ...others } = thinned(candidates, present, size, 809);
        assert.deepEqual(scaleOutCooldownSeconds, [60]);
        assert.deepEqual({ ...others, scaleOutCooldownSeconds: candidates.scaleOutCooldownSeconds }, candidates);
        assert.deepEqual(thinned(candidates, present, size, 100).scaleInCooldownSeconds, [300]);
    });

    it("then takes every second value, the ends and the present one besides", () => {
        assert.deepEqual(thinned(candidates, present, size, 60).maxCapacity, [1, 3, 5, 7, 9, 10]);
        assert.deepEqual(thinned(candidates, present, size, 40).maxCapacity, [1, 5, 9, 10]);
    });

    it("keeps the present value to the last, and never more than can be simulated", () => {
        for (let most = 1; most <= 810; most++) {
            const left = thinned(candidates, present, size, most);
            assert.ok(size(left) <= most, String(most));
            assert.ok(searchedNumbers.every((key) => left[key].includes(present[key])));
        }
    });
});
