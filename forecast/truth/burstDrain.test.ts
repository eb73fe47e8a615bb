import assert from "node:assert/strict";

import fc from "fast-check";

import { RandomStream } from "../random/randomStream";
import { samplerOf } from "../random/sampler";
import { type Scenario } from "../scenario";
import { RequestQueue } from "../simulation/requestQueue";
import { simulate } from "../simulation/simulate";
import { defaultSwitches } from "../switches";
import { arrivalsOf } from "../workload/arrivalsOf";

describe("a burst that drains", () => {
    // Sixteenths of a second, so that sums are exact.
    const seconds = (max: number): fc.Arbitrary<number> =>
        fc.integer({ min: 1, max: 16 * max }).map((value) => value / 16);
    const shape = fc.record({
        requests: fc.integer({ min: 1, max: 2000 }),
        instances: fc.integer({ min: 1, max: 6 }),
        concurrency: fc.integer({ min: 1, max: 9 }),
        service: seconds(30),
        ready: seconds(600),
    });
    type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

    function burst({ requests, instances, concurrency, service, ready }: Shape, ttlSeconds = Infinity): RequestQueue {
        const queue = new RequestQueue({
            arrivals: arrivalsOf({ kind: "burst", requests }, new RandomStream(1, 0)),
            service: samplerOf({ kind: "constant", seconds: service }, new RandomStream(1, 1)),
            overheadSeconds: 0,
            ttlSeconds,
            timeoutSeconds: Infinity,
        });
        for (let instance = 0; instance < instances; instance++) queue.addInstance(instance, concurrency, ready);
        return queue;
    }

    it("starts request i when ⌊i/k⌋ services are over", () => {
        fc.assert(
            fc.property(shape, (shape) => {
                const { requests, instances, concurrency, service, ready } = shape;
                const slots = instances * concurrency;
                const queue = burst(shape);
                for (let round = 0; round * slots < requests; round++) {
                    const at = ready + round * service;
                    // Until `at` means before it.
                    queue.serveUntil(at);
                    assert.equal(queue.started, Math.min(requests, round * slots));
                    const during = at + service / 2;
                    queue.serveUntil(during);
                    assert.equal(queue.started, Math.min(requests, (round + 1) * slots));
                    assert.equal(queue.waiting(during), requests - queue.started);
                    assert.equal(queue.inFlight(during), Math.min(requests - round * slots, slots));
                }
            }),
        );
    });

    it("ends at T + ⌈N/k⌉·D, after a mean wait of T + D·Σ⌊i/k⌋/N", () => {
        fc.assert(
            fc.property(shape, (shape) => {
                const { requests, instances, concurrency, service, ready } = shape;
                const slots = instances * concurrency;
                const queue = burst(shape);
                queue.serveUntil(Infinity);
                queue.countEnded(Infinity);
                let rounds = 0;
                for (let i = 0; i < requests; i++) rounds += Math.floor(i / slots);
                const end = ready + Math.ceil(requests / slots) * service;
                assert.equal(queue.done, requests);
                assert.equal(queue.firstResult, ready + service);
                assert.equal(queue.lastEnd, end);
                assert.equal(queue.latencies.max, end);
                assert.equal(queue.waitedSeconds, requests * ready + service * rounds);
                assert.equal(queue.delayed, requests);
            }),
        );
    });

    it("loses exactly those whose start is not before the TTL", () => {
        fc.assert(
            fc.property(shape, seconds(900), (shape, ttl) => {
                const { requests, instances, concurrency, service, ready } = shape;
                const slots = instances * concurrency;
                const queue = burst(shape, ttl);
                queue.serveUntil(Infinity);
                queue.countEnded(Infinity);
                const inTime = Array.from(
                    { length: requests },
                    (_, i) => ready + Math.floor(i / slots) * service < ttl,
                );
                const started = inTime.filter(Boolean).length;
                assert.deepEqual([queue.done, queue.expired], [started, requests - started]);
            }),
        );
    });

    it("does the same in the simulation, once its capacity is there", () => {
        const wholeFleet = fc.record({ shape, atOnce: fc.boolean(), seed: fc.maxSafeNat() });
        fc.assert(
            fc.property(wholeFleet, ({ shape, atOnce, seed }) => {
                const { requests, instances, concurrency, service, ready } = shape;
                // Either all instances are there from the beginning and stay, or the wake-up brings all there may be.
                const fleet = {
                    minCapacity: atOnce ? instances : 0,
                    maxCapacity: instances,
                    initialCapacity: atOnce ? instances : 0,
                };
                const scenario: Scenario = {
                    fleet: {
                        ...fleet,
                        maxConcurrentInvocationsPerInstance: concurrency,
                        // So low that target tracking lets none go before the end.
                        backlogPerInstance: 0.01,
                        scaleInCooldownSeconds: 300,
                        scaleOutCooldownSeconds: 300,
                        wakeUpScalingAdjustment: instances,
                        requestTtlSeconds: Infinity,
                        invocationTimeoutSeconds: 900,
                    },
                    workload: { kind: "burst", requests },
                    serviceSeconds: { kind: "constant", seconds: service },
                    requestOverheadSeconds: 0,
                    coldStartSeconds: { kind: "constant", seconds: ready },
                    phaseSeconds: 15,
                    switches: defaultSwitches,
                };
                const outcome = simulate(scenario, seed);
                const begun = atOnce ? 0 : (outcome.changes.find(({ kind }) => kind === "inService")?.atSeconds ?? NaN);
                const slots = instances * concurrency;
                assert.equal(outcome.done, requests);
                assert.equal(outcome.firstResultSeconds, begun + service);
                assert.equal(outcome.makespanSeconds, begun + Math.ceil(requests / slots) * service);
                assert.equal(outcome.latencySeconds.max, outcome.makespanSeconds);
                // Requests that fill whole rounds end at 1, 2, … services.
                let ends = 0;
                for (let i = 0; i < requests; i++) ends += begun + (Math.floor(i / slots) + 1) * service;
                assert.equal(outcome.latencySeconds.mean, ends / requests);
            }),
        );
    });
});
