import assert from "node:assert/strict";

import { candidatesOf, type Tried, triedValues } from "./triedValues";
import { UsageError } from "./usageError";

describe("values to search", () => {
    const some: [string, Tried][] = [
        ["maxCapacity=5,8,14", { name: "maxCapacity", values: [5, 8, 14] }],
        ["maxCapacity=14,5,5", { name: "maxCapacity", values: [5, 14] }],
        ["targetValue=10", { name: "backlogPerInstance", values: [10] }],
        ["scaleInCooldown=0", { name: "scaleInCooldownSeconds", values: [0] }],
    ];
    for (const [text, tried] of some) {
        it(`${text} is read`, () => {
            assert.deepEqual(triedValues(text), tried);
        });
    }

    const unknown =
        "It must be setting=values, with a setting of maxCapacity, maxConcurrentInvocationsPerInstance, backlogPerInstance, scaleInCooldownSeconds, scaleOutCooldownSeconds, wakeUpScalingAdjustment.";
    const bad: [string, string][] = [
        ["maxCapacity", unknown],
        ["minCapacity=1", unknown],
        ["toString=1", unknown],
        ["maxCapacity=", "Each value of maxCapacity must be a whole number from 1 to 1,000."],
        ["maxCapacity=5,", "Each value of maxCapacity must be a whole number from 1 to 1,000."],
        ["maxCapacity=5-8", "Each value of maxCapacity must be a whole number from 1 to 1,000."],
        ["wakeUpScalingAdjustment=0", "Each value of wakeUpScalingAdjustment must be a whole number from 1 to 1,000."],
    ];
    for (const [text, message] of bad) {
        it(`"${text}" is refused`, () => {
            assert.throws(() => triedValues(text), new UsageError(message));
        });
    }

    it("are given once for each setting", () => {
        const capacity = triedValues("maxCapacity=5,8");
        assert.deepEqual(candidatesOf([capacity, triedValues("targetValue=5")]), {
            maxCapacity: [5, 8],
            backlogPerInstance: [5],
        });
        assert.throws(
            () => candidatesOf([capacity, triedValues("maxCapacity=9")]),
            new UsageError("--try maxCapacity is given twice: give it once."),
        );
    });
});
