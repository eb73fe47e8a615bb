import assert from "node:assert/strict";

import { type Case } from "../forecast";
import { SimulationPool } from "../runs/simulationPool";
import { Study } from "../runs/study";
import { type Fleet } from "../scenario";
import { type Outcome } from "../simulation/outcome";
import { smallCase } from "../testing/smallCase";
import { allAnswered } from "./answered";
import { type Remedies, remediesOf } from "./remedies";

function caseOf(fleet: Partial<Fleet>): Case {
    return smallCase({
        workload: { kind: "burst", requests: 1000 },
        fleet: { maxCapacity: 2, requestTtlSeconds: 1200, ...fleet },
        scenario: { phaseSeconds: 0 },
    });
}
const late = caseOf({});

function remedies(enough = allAnswered, effort = Infinity, { scenario, price } = late): Promise<Remedies> {
    const study = new Study(new SimulationPool(1), { seed: 1, runs: 1, effort });
    return remediesOf({ scenario, price, enough, study, concurrency: false });
}

describe("what would help", () => {
    it("is each setting that is enough, with nothing left to say of what comes nearest", async () => {
        const { phrases, cutShort } = await remedies();
        assert.equal(phrases[0], "maxCapacity 4");
        assert.equal(phrases.length, 4, phrases.join("\n"));
        assert.equal(cutShort, false);
    });

    it("is a larger wake-up, never a smaller one, even where it asks for more than there may be", async () => {
        const wakeUps = async (wakeUpScalingAdjustment: number): Promise<string[]> => {
            const { phrases } = await remedies(() => true, Infinity, caseOf({ wakeUpScalingAdjustment }));
            return phrases.filter((phrase) => phrase.startsWith("wakeUpScalingAdjustment"));
        };
        assert.deepEqual(await wakeUps(1), ["wakeUpScalingAdjustment 2"]);
        assert.deepEqual(await wakeUps(5), []);
    });

    it("is two settings together only where neither is enough alone", async () => {
        // In service at 420 s: (600 - 420) / 4 × 2 slots are 90 requests an instance, so that 1,000 need 12 from the beginning.
        const within = (seconds: number) => (outcomes: readonly Outcome[]) =>
            outcomes.every(({ makespanSeconds }) => makespanSeconds <= seconds);
        const { phrases } = await remedies(within(600));
        assert.equal(phrases[0], "maxCapacity and wakeUpScalingAdjustment 12 together");
        assert.ok(!phrases.some((phrase) => /^(maxCapacity|wakeUpScalingAdjustment) \d+$/.test(phrase)));
        const alone = await remedies(within(900));
        assert.match(alone.phrases[0] ?? "", /^maxCapacity \d+$/);
        assert.ok(!alone.phrases.some((phrase) => phrase.includes("together")), alone.phrases.join("\n"));
    });

    it("is first what costs nothing while there is nothing to do, and a longer wait last", async () => {
        const { phrases } = await remedies(() => true);
        assert.deepEqual(
            phrases.map((phrase) => phrase.replace(/ [\d(].*/, "")),
            ["maxCapacity", "wakeUpScalingAdjustment", "a service time of", "minCapacity", "a time to live of"],
        );
    });

    it("is what comes nearest where nothing is enough: the first that answers most", async () => {
        const { phrases, nearest, cutShort } = await remedies(() => false);
        assert.deepEqual([phrases, cutShort], [[], false]);
        assert.match(nearest ?? "", /^maxCapacity \d+, which answers 1,000 of 1,000 requests$/);
    });

    it("is looked for only as long as that can be afforded", async () => {
        assert.deepEqual(await remedies(allAnswered, 0), { phrases: [], nearest: undefined, cutShort: true });
        const some = await remedies(allAnswered, 6000);
        assert.deepEqual([some.phrases[0], some.cutShort], ["maxCapacity 4", true]);
        assert.ok(some.phrases.length < 4);
        const none = await remedies(() => false, 6000);
        assert.deepEqual(none, { phrases: [], nearest: undefined, cutShort: true });
    });
});
