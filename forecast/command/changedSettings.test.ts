import assert from "node:assert/strict";

import { type ChangedSetting, changedSetting, refuseSetTwice } from "./changedSettings";
import { UsageError } from "./usageError";

describe("changed settings", () => {
    const some: [string, ChangedSetting][] = [
        ["maxCapacity=8", { key: "summarizer:maxCapacity", name: "maxCapacity", value: "8" }],
        ["summarizer:maxCapacity=8", { key: "summarizer:maxCapacity", name: "maxCapacity", value: "8" }],
        ["targetValue=10", { key: "summarizer:backlogPerInstance", name: "backlogPerInstance", value: "10" }],
        ["scaleInCooldown=0", { key: "summarizer:scaleInCooldownSeconds", name: "scaleInCooldownSeconds", value: "0" }],
        [
            "scaleOutCooldown=0",
            { key: "summarizer:scaleOutCooldownSeconds", name: "scaleOutCooldownSeconds", value: "0" },
        ],
        [
            "scalingAdjustment=5",
            { key: "summarizer:wakeUpScalingAdjustment", name: "wakeUpScalingAdjustment", value: "5" },
        ],
        ["aws:region=eu-west-1", { key: "aws:region", name: "aws:region", value: "eu-west-1" }],
        ["image=a=b", { key: "summarizer:image", name: "image", value: "a=b" }],
        ["image=", { key: "summarizer:image", name: "image", value: "" }],
        // Whether there is such a setting, the parser of stack files says.
        ["maxCapcity=8", { key: "summarizer:maxCapcity", name: "maxCapcity", value: "8" }],
        ["constructor=8", { key: "summarizer:constructor", name: "constructor", value: "8" }],
    ];
    for (const [text, setting] of some) {
        it(`${text} is read`, () => {
            assert.deepEqual(changedSetting(text), setting);
        });
    }

    const form = "It must be setting=value, such as maxCapacity=8.";
    const bad: [string, string][] = [
        ["", form],
        ["maxCapacity", form],
        ["=8", form],
        ["max capacity=8", form],
        ["aws:profile=me", "It must be a setting of summarizer, or aws:region."],
        ["other:maxCapacity=8", "It must be a setting of summarizer, or aws:region."],
    ];
    for (const [text, message] of bad) {
        it(`"${text}" is refused`, () => {
            assert.throws(() => changedSetting(text), new UsageError(message));
        });
    }

    it("are each given once, whatever their name", () => {
        refuseSetTwice([changedSetting("maxCapacity=8"), changedSetting("minCapacity=8")]);
        assert.throws(() => {
            refuseSetTwice([changedSetting("targetValue=8"), changedSetting("summarizer:backlogPerInstance=8")]);
        }, new UsageError("--set backlogPerInstance is given twice: give it once."));
    });
});
