import assert from "node:assert/strict";

import { costOf } from "../cost";
import { SimulationPool } from "../runs/simulationPool";
import { smallCase } from "../testing/smallCase";
import { candidateOf, type Tried, tryAll } from "./search";
import { worthConfirming } from "./selection";
import { ServiceTimes, typesToSearch } from "./serviceTimes";

const tried = (usd: number, seconds: number, done = 10): Tried => ({ usd, seconds, done }) as Tried;

describe("what is looked at closely", () => {
    const cheap = tried(1, 100);
    const middle = tried(2, 50);
    const beaten = tried(3, 80);
    const close = tried(2.02, 51);
    const all = [cheap, middle, beaten, close];

    it("is the frontier and what is close to it, not what is clearly beaten", () => {
        assert.deepEqual(worthConfirming(all, all, undefined, 100), new Set([cheap, middle, close]));
    });

    it("is fewer of what is close when there is too much of it", () => {
        assert.deepEqual(worthConfirming(all, all, undefined, 2), new Set([cheap, middle]));
    });

    it("is the first only of what came to exactly the same", () => {
        const again = tried(1, 100);
        assert.deepEqual([...worthConfirming([again, ...all], [again, ...all], undefined, 100)][0], again);
        assert.ok(!worthConfirming([again, ...all], [again, ...all], undefined, 100).has(cheap));
    });

    it("is also what may meet a deadline, a little late included", () => {
        assert.ok(worthConfirming(all, all, 77, 100).has(beaten));
        const many = Array.from({ length: 30 }, (_, i) => tried(10 + i, 60 + i));
        const late = tried(9, 500);
        const selected = worthConfirming([late, ...many], [late, ...many], 62, 1);
        assert.ok(selected.has(many[5] as Tried) && !selected.has(many[20] as Tried));
    });

    it("is what answers most when nothing answers all", () => {
        const some = Array.from({ length: 8 }, (_, i) => tried(1, 1, i));
        assert.deepEqual(worthConfirming(some, [], undefined, 100), new Set(some.slice(3).reverse()));
    });
});

describe("a configuration that is tried", () => {
    it("comes to the means over its runs, at its own type's price", async () => {
        const small = smallCase({ scenario: { serviceSeconds: { kind: "exponential", meanSeconds: 4 } } });
        const price = { usdPerHour: 7, origin: "given", source: "--price" } as const;
        const types = typesToSearch({ ...small, price }, []);
        const candidate = candidateOf(small, small.settings, types, new ServiceTimes("shared"));
        const [result] = await tryAll([candidate], "makespanSeconds", new SimulationPool(1), { runs: 3, seed: 1 });
        const { outcomes, usd, seconds, done, inTime, timedOutShare } = result ?? assert.fail();
        const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / 3;
        assert.equal(usd, mean(outcomes.map((outcome) => costOf(outcome, price, true).usd)));
        assert.equal(seconds, mean(outcomes.map(({ makespanSeconds }) => makespanSeconds)));
        assert.deepEqual([outcomes.length, done, inTime, timedOutShare], [3, 200, true, 0]);
    });
});
