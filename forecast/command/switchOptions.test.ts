import assert from "node:assert/strict";

import { defaultSwitches } from "../switches";
import { allowedSwitchValues, switchesOf, switchNames, type SwitchSetting, switchSetting } from "./switchOptions";
import { UsageError } from "./usageError";

describe("switches on the command line", () => {
    const some: [string, SwitchSetting][] = [
        ["scaleInDrains=false", { name: "scaleInDrains", value: false }],
        ["billProvisioning=true", { name: "billProvisioning", value: true }],
        ["scaleInStep=oneStep", { name: "scaleInStep", value: "oneStep" }],
        ["metricLagSeconds=0", { name: "metricLagSeconds", value: 0 }],
        ["lowAlarmExtraLagSeconds=3600", { name: "lowAlarmExtraLagSeconds", value: 3600 }],
        ["scaleInSeconds=12.5", { name: "scaleInSeconds", value: 12.5 }],
    ];
    for (const [text, setting] of some) {
        it(`${text} is read`, () => {
            assert.deepEqual(switchSetting(text), setting);
        });
    }

    const unknown = `It must be name=value, with a name of ${switchNames.join(", ")}.`;
    const bad: [string, string][] = [
        ["", unknown],
        ["scaleInDrains", unknown],
        ["=true", unknown],
        ["drains=true", unknown],
        ["toString=true", unknown],
        ["scaleInDrains=", "scaleInDrains must be true or false."],
        ["scaleInDrains=1", "scaleInDrains must be true or false."],
        ["scaleInDrains=TRUE", "scaleInDrains must be true or false."],
        ["scaleInStep=all", "scaleInStep must be proportional or oneStep."],
        ["metricLagSeconds=-1", "metricLagSeconds must be a number of seconds from 0 to 600."],
        ["metricLagSeconds=601", "metricLagSeconds must be a number of seconds from 0 to 600."],
        ["scaleInSeconds=1m", "scaleInSeconds must be a number of seconds from 0 to 3,600."],
    ];
    for (const [text, message] of bad) {
        it(`"${text}" is refused`, () => {
            assert.throws(() => switchSetting(text), new UsageError(message));
        });
    }

    it("each may be set to its default", () => {
        for (const name of switchNames) {
            const value = String(defaultSwitches[name]);
            assert.deepEqual(switchSetting(`${name}=${value}`), { name, value: defaultSwitches[name] });
            assert.notEqual(allowedSwitchValues(name), "");
        }
    });

    it("change the defaults, and nothing else", () => {
        const drains = switchSetting("scaleInDrains=false");
        const lag = switchSetting("metricLagSeconds=60");
        assert.deepEqual(switchesOf([]), defaultSwitches);
        assert.deepEqual(switchesOf([drains, lag]), { ...defaultSwitches, scaleInDrains: false, metricLagSeconds: 60 });
        assert.throws(
            () => switchesOf([drains, lag, switchSetting("scaleInDrains=true")]),
            new UsageError("--switch scaleInDrains is given twice: give it once."),
        );
    });
});
