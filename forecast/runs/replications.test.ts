import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";

import { replicate, replicateIn, runSeed } from "./replications";
import { simulate } from "../simulation/simulate";
import { type Outcome } from "../simulation/outcome";
import { SimulationPool } from "./simulationPool";
import { smallCase } from "../testing/smallCase";
import { typeScriptInWorkers } from "../testing/typeScriptInWorkers";

const { scenario } = smallCase({ scenario: { serviceSeconds: { kind: "exponential", meanSeconds: 4 } } });

/** In such a pool this thread leaves every run to the workers. */
const onlyWorkers = (): SimulationPool => new SimulationPool(2, 0);

describe("the seed of a run", () => {
    it("is the seed itself for the first run, so that it can be repeated alone", () => {
        assert.equal(runSeed(42, 0), 42);
    });

    it("is another one for each run and each seed, also of neighbouring seeds", () => {
        const seeds = new Set<number>();
        for (let seed = 0; seed < 50; seed++) for (let run = 0; run < 100; run++) seeds.add(runSeed(seed, run));
        assert.equal(seeds.size, 5000);
        for (const seed of seeds) assert.ok(Number.isSafeInteger(seed) && seed >= 0);
    });
});

describe("replications", () => {
    typeScriptInWorkers();

    it("are what single runs with their seeds are, in order", async () => {
        const outcomes = await replicate(scenario, { runs: 5, seed: 3, threads: 1 });
        assert.deepEqual(
            outcomes,
            [0, 1, 2, 3, 4].map((run) => simulate(scenario, runSeed(3, run))),
        );
        assert.equal(new Set(outcomes.map(({ makespanSeconds }) => makespanSeconds)).size, 5);
    });

    it("are none for no runs", async () => {
        assert.deepEqual(await replicate(scenario, { runs: 0, seed: 1, threads: 2 }), []);
    });

    it("are the same on this thread and on two others, in a pool for the second time too", async () => {
        const alone = await replicate(scenario, { runs: 60, seed: 1, threads: 1 });
        const pool = onlyWorkers();
        try {
            assert.deepEqual(await replicateIn(pool, [scenario], { runs: 60, seed: 1 }), alone);
            assert.equal(pool.size, 2);
            assert.deepEqual(await replicateIn(pool, [scenario], { runs: 10, seed: 1 }), alone.slice(0, 10));
        } finally {
            await pool.close();
        }
        assert.equal(pool.size, 0);
    });

    it("are the same when this thread and workers share them", async () => {
        const runs = 1500;
        const alone = await replicate(scenario, { runs, seed: 1, threads: 1, bare: true });
        assert.deepEqual(await replicate(scenario, { runs, seed: 1, threads: 2, bare: true }), alone);
    });

    it("of several scenarios come scenario by scenario, each with the same seeds", async () => {
        const slower = { ...scenario, coldStartSeconds: { kind: "constant", seconds: 300 } as const };
        const pool = new SimulationPool(1);
        const outcomes = await replicateIn(pool, [scenario, slower], { runs: 2, seed: 9 });
        const makespans = outcomes.map(({ makespanSeconds }) => makespanSeconds);
        const one = (of: typeof scenario, run: number): number => simulate(of, runSeed(9, run)).makespanSeconds;
        assert.deepEqual(makespans, [one(scenario, 0), one(scenario, 1), one(slower, 0), one(slower, 1)]);
    });

    it("go without changes of capacity when bare, and are the same else", async () => {
        const [bare] = await replicate(scenario, { runs: 1, seed: 1, threads: 1, bare: true });
        assert.deepEqual(bare, { ...simulate(scenario, 1), changes: [] });
    });

    it("start no worker for what is done at once", async () => {
        const pool = new SimulationPool(2);
        await replicateIn(pool, [scenario], { runs: 3, seed: 1 });
        assert.equal(pool.size, 0);
    });

    it("start no worker for a single thread, whatever there is to do", async () => {
        const pool = new SimulationPool(1, 0);
        await replicateIn(pool, [scenario], { runs: 60, seed: 1 });
        assert.equal(pool.size, 0);
    });

    it("tell how many are done, up to all", async () => {
        const done: number[] = [];
        await replicate(scenario, { runs: 7, seed: 1, threads: 1, onDone: (count) => done.push(count) });
        assert.equal(done.at(-1), 7);
        assert.deepEqual(
            [...done].sort((a, b) => a - b),
            done,
        );
    });

    for (const [where, pool] of [
        ["on this thread", new SimulationPool(1)],
        ["in workers", onlyWorkers()],
    ] as const) {
        it(`are given up when the signal is aborted, ${where}`, async () => {
            const controller = new AbortController();
            const reason = new Error("enough");
            const told: number[] = [];
            const onDone = (done: number): void => {
                told.push(done);
                controller.abort(reason);
            };
            const options = { runs: 20_000, seed: 1, bare: true, signal: controller.signal, onDone };
            await assert.rejects(replicateIn(pool, [scenario], options), reason);
            assert.ok((told.at(-1) ?? 0) > 0 && (told.at(-1) ?? 0) < 20_000, String(told));
            assert.equal(pool.size, 0);
            // And nothing goes on in secret.
            const { length } = told;
            for (let turn = 0; turn < 10; turn++) await setImmediate();
            assert.equal(told.length, length);
        });
    }

    it("do not begin with a signal that is aborted already", async () => {
        const options = { runs: 1, seed: 1, threads: 1, signal: AbortSignal.abort(new Error("too late")) };
        await assert.rejects(replicate(scenario, options), /^Error: too late$/);
    });

    it("fail with what a run fails with, in a worker too", async () => {
        const empty = { ...scenario, serviceSeconds: { kind: "samples", seconds: [] } as const };
        const message = /^RangeError: There are no samples to draw from\.$/;
        await assert.rejects(replicate(empty, { runs: 2, seed: 1, threads: 1 }), message);
        const pool = onlyWorkers();
        await assert.rejects(replicateIn(pool, [empty], { runs: 2, seed: 1 }), message);
        assert.equal(pool.size, 0);
        // And can be used again.
        const again: Outcome[] = await replicateIn(pool, [scenario], { runs: 1, seed: 1 });
        assert.equal(again[0]?.arrived, 200);
        await pool.close();
    });
});
