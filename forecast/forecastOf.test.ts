import assert from "node:assert/strict";

import { costOf } from "./cost";
import { forecastIn, forecastOf } from "./forecastOf";
import { replicate, runSeed } from "./runs/replications";
import { SimulationPool } from "./runs/simulationPool";
import { simulate } from "./simulation/simulate";
import { smallCase } from "./testing/smallCase";
import { typeScriptInWorkers } from "./testing/typeScriptInWorkers";

const options = { runs: 9, seed: 5, threads: 1, sensitivity: false };
const random = smallCase({ scenario: { serviceSeconds: { kind: "exponential", meanSeconds: 4 } } });

describe("a forecast", () => {
    typeScriptInWorkers();

    it("tells median and range of what its runs come to", async () => {
        const forecast = await forecastOf(random, options);
        const outcomes = await replicate(random.scenario, options);
        const sorted = (measure: (outcome: (typeof outcomes)[number]) => number): number[] =>
            outcomes.map(measure).sort((a, b) => a - b);
        const { measures } = forecast;
        assert.equal(measures.makespanSeconds.median, sorted(({ makespanSeconds }) => makespanSeconds)[4]);
        assert.equal(measures.latencyP95Seconds.median, sorted(({ latencySeconds }) => latencySeconds.p95)[4]);
        assert.equal(measures.usd.median, sorted((outcome) => costOf(outcome, random.price, true).usd)[4]);
        assert.equal(measures.instanceHours.median, sorted(({ inServiceSeconds }) => inServiceSeconds / 3600)[4]);
        assert.equal(forecast.requests, 200);
        for (const [name, { low, median, high }] of Object.entries(measures))
            assert.ok(low <= median && median <= high, name);
        assert.ok(measures.makespanSeconds.low < measures.makespanSeconds.high);
    });

    it("has the run in the middle once more, with its minutes and its seed", async () => {
        const { typical, measures } = await forecastOf(random, options);
        assert.equal(typical.makespanSeconds, measures.makespanSeconds.median);
        const { seed, ...outcome } = typical;
        assert.ok(Array.from({ length: 9 }, (_, run) => runSeed(5, run)).includes(seed));
        assert.deepEqual(simulate(random.scenario, seed, { minutes: true }), outcome);
        assert.ok((typical.minutes?.atSeconds.length ?? 0) > 10);
        // Which run it is depends on its own seed alone.
        const alone = await forecastOf(random, { ...options, runs: 1, seed });
        assert.equal(alone.typical.makespanSeconds, typical.makespanSeconds);
    });

    it("counts what is whole, and of several runs tells a number that one came to", async () => {
        const workload = { kind: "poisson", perSecond: 0.5, requests: Infinity, durationSeconds: 300 } as const;
        const { measures, requests } = await forecastOf(smallCase({ workload }), { ...options, runs: 8 });
        assert.equal(requests, measures.done.median);
        for (const name of ["done", "timedOut", "expired", "backlogPeak", "capacityPeak"] as const)
            assert.ok(
                Object.values(measures[name]).every(Number.isInteger),
                `${name} ${JSON.stringify(measures[name])}`,
            );
        assert.ok(measures.done.low < measures.done.high);
    });

    it("is the same on one thread and on workers, and another one with another seed", async () => {
        const whole = { ...options, sensitivity: true };
        const alone = await forecastOf(random, whole);
        const pool = new SimulationPool(2, 0);
        assert.deepEqual(await forecastIn(pool, random, whole), alone);
        assert.equal(pool.size, 2);
        await pool.close();
        const other = await forecastOf(random, { ...options, seed: 6 });
        assert.notEqual(other.measures.makespanSeconds.median, alone.measures.makespanSeconds.median);
    });

    it("has sensitivities only when they are asked for", async () => {
        assert.deepEqual((await forecastOf(random, options)).sensitivities, []);
        assert.equal((await forecastOf(random, { ...options, sensitivity: true })).sensitivities.length, 15);
    });

    it("bills provisioning or not, as the switch says", async () => {
        const { measures } = await forecastOf(smallCase({ switches: { billProvisioning: false } }), options);
        assert.deepEqual(measures.usd, measures.usdWithoutProvisioning);
        assert.ok(measures.usd.median < measures.usdWithProvisioning.median);
    });

    it("tells what an idle month costs", async () => {
        const { idleUsdPerMonth } = await forecastOf(smallCase({ fleet: { minCapacity: 1 } }), options);
        assert.equal(idleUsdPerMonth.toFixed(2), "167.90");
    });

    it("says nothing of answers where there is none", async () => {
        const { measures } = await forecastOf(smallCase({ fleet: { requestTtlSeconds: 60 } }), options);
        assert.deepEqual(measures.done, { low: 0, median: 0, high: 0 });
        assert.ok(Number.isNaN(measures.firstResultSeconds.median));
        assert.ok(Number.isNaN(measures.usdPerThousandResults.high));
        assert.equal(measures.expired.median, 200);
    });

    it("is given up when the signal is aborted", async () => {
        const controller = new AbortController();
        const onProgress = (done: number, total: number): void => {
            assert.ok(done <= total);
            controller.abort(new Error("enough"));
        };
        const running = forecastOf(random, { ...options, runs: 5000, signal: controller.signal, onProgress });
        await assert.rejects(running, /^Error: enough$/);
    });
});
