import assert from "node:assert/strict";

import { SimulationPool } from "../runs/simulationPool";
import { Study } from "../runs/study";
import { smallCase } from "../testing/smallCase";
import { allAnswered } from "./answered";
import { type Remedies, remediesOf } from "./remedies";

const late = smallCase({
    workload: { kind: "burst", requests: 1000 },
    fleet: { maxCapacity: 2, requestTtlSeconds: 1200 },
    scenario: { phaseSeconds: 0 },
});

function remedies(enough = allAnswered, effort = Infinity): Promise<Remedies> {
    const study = new Study(new SimulationPool(1), { seed: 1, runs: 1, effort });
    return remediesOf({ scenario: late.scenario, price: late.price, enough, study, concurrency: false });
}

describe("what would help", () => {
    it("is each setting that is enough, with nothing left to say of what comes nearest", async () => {
        const { phrases, cutShort } = await remedies();
        assert.equal(phrases[0], "maxCapacity 4");
        assert.equal(phrases.length, 4, phrases.join("\n"));
        assert.equal(cutShort, false);
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
