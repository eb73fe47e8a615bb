import assert from "node:assert/strict";

import { observed, referenceScenario, simulatedReference } from "./referenceRun";
import { simulate } from "../simulation/simulate";

/** What happened in the simulation, as `[minutes after 10:00, what]`. */
function happenings(): [number, string][] {
    return simulatedReference().flatMap(({ minute, what }) => what.map((each): [number, string] => [minute, each]));
}

describe("the reference run of 2022-02-11, simulated", () => {
    it("does nothing for eleven minutes, eight of them with one request queued", () => {
        assert.deepEqual(
            happenings().filter(([minute]) => minute < 49),
            [],
        );
    });

    it("alarms at 10:49, when 10:46, 10:47 and 10:48 breach, and jumps from 0 to 3 at once", () => {
        assert.deepEqual(
            happenings().filter(([minute]) => minute === 49),
            [[49, "0 → 3 asked"]],
        );
    });

    it("has its instances in service at 10:54, when the graph shows the first GPU metric", () => {
        assert.deepEqual(
            happenings().filter(([minute]) => minute > 49 && minute < 70),
            [[54, "0 → 3 in service"]],
        );
    });

    it("is back at zero a quarter of an hour after the instances came", () => {
        assert.deepEqual(
            happenings().filter(([minute]) => minute >= 70),
            [
                [70, "3 → 0 asked"],
                [71, "3 → 0 in service"],
            ],
        );
    });

    it("has the observed backlog at every minute but the two at which the first instances come", () => {
        const simulated = new Map(simulatedReference().map((each) => [each.minute, each.backlogPerInstance]));
        const other = observed.filter(
            ({ minute, backlogPerInstance }) =>
                backlogPerInstance !== undefined && simulated.get(minute) !== backlogPerInstance,
        );
        assert.deepEqual(
            other.map(({ minute }) => minute),
            [54, 55],
        );
        assert.equal(observed.length, 16);
    });

    it("never wakes for the one request alone, without a wake-up policy: it expires", () => {
        const alone = { ...referenceScenario, workload: { kind: "times" as const, seconds: [0] } };
        const { changes, expired } = simulate(alone, 1);
        assert.deepEqual(changes, []);
        assert.equal(expired, 1);
    });
});
