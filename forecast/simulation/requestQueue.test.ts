import assert from "node:assert/strict";
import fc from "fast-check";

import { type Sampler } from "../random/sampler";
import { BurstArrivals, GivenArrivals } from "../workload/fixedArrivals";
import { RequestQueue, type RequestQueueArgs } from "./requestQueue";

/** Service times of a list, over and over. */
class GivenService implements Sampler {
    drawn = 0;

    constructor(private readonly seconds: readonly number[]) {}

    next(): number {
        return this.seconds[this.drawn++ % this.seconds.length] as number;
    }

    fill(block: Float64Array): void {
        for (let i = 0; i < block.length; i++) block[i] = this.next();
    }
}

function queueOf(
    arrivals: readonly number[] | BurstArrivals,
    service: readonly number[],
    args: Partial<RequestQueueArgs> = {},
): RequestQueue {
    return new RequestQueue({
        arrivals: arrivals instanceof BurstArrivals ? arrivals : new GivenArrivals(arrivals),
        service: new GivenService(service),
        overheadSeconds: 0,
        ttlSeconds: Infinity,
        timeoutSeconds: Infinity,
        ...args,
    });
}

function countsAt(queue: RequestQueue, at: number): Record<string, number> {
    queue.serveUntil(at);
    queue.countEnded(at);
    const { done, timedOut, expired } = queue;
    return {
        arrived: queue.arrived(at),
        waiting: queue.waiting(at),
        inFlight: queue.inFlight(at),
        done,
        timedOut,
        expired,
    };
}

describe("the request queue", () => {
    it("lets requests wait while there is no slot", () => {
        const queue = queueOf([0, 1, 2], [10]);
        assert.deepEqual(countsAt(queue, 2), { arrived: 2, waiting: 2, inFlight: 0, done: 0, timedOut: 0, expired: 0 });
        assert.deepEqual(countsAt(queue, 3), { arrived: 3, waiting: 3, inFlight: 0, done: 0, timedOut: 0, expired: 0 });
        assert.equal(queue.oldest, 0);
        assert.deepEqual([queue.firstResult, queue.lastEnd], [Infinity, 0]);
    });

    it("starts them in order, each on the slot that is free first", () => {
        const queue = queueOf([0, 1, 2, 3], [10, 3, 1, 20]);
        queue.addInstance(0, 2, 0);
        // 0 to 10 and 1 to 4; then 4 to 5 and 5 to 25.
        assert.deepEqual(countsAt(queue, 4.5), {
            arrived: 4,
            waiting: 1,
            inFlight: 2,
            done: 1,
            timedOut: 0,
            expired: 0,
        });
        assert.deepEqual(countsAt(queue, 6), { arrived: 4, waiting: 0, inFlight: 2, done: 2, timedOut: 0, expired: 0 });
        assert.deepEqual(countsAt(queue, 25), {
            arrived: 4,
            waiting: 0,
            inFlight: 0,
            done: 4,
            timedOut: 0,
            expired: 0,
        });
        assert.deepEqual([queue.started, queue.delayed, queue.waitedSeconds], [4, 2, 2 + 2]);
        assert.deepEqual([queue.firstResult, queue.lastEnd, queue.oldest], [4, 25, Infinity]);
        assert.deepEqual(
            [queue.latencies.count, queue.latencies.mean, queue.latencies.max],
            [4, (10 + 3 + 3 + 22) / 4, 22],
        );
    });

    it("knows what arrives and starts at a moment only after it, but what a free slot takes then waits no more", () => {
        const queue = queueOf([0, 5], [3]);
        queue.addInstance(0, 1, 5);
        assert.deepEqual(countsAt(queue, 5), { arrived: 1, waiting: 0, inFlight: 1, done: 0, timedOut: 0, expired: 0 });
        assert.equal(queue.started, 0);
        assert.deepEqual(countsAt(queue, 5.5), {
            arrived: 2,
            waiting: 1,
            inFlight: 1,
            done: 0,
            timedOut: 0,
            expired: 0,
        });
        assert.deepEqual(countsAt(queue, 8), { arrived: 2, waiting: 0, inFlight: 1, done: 1, timedOut: 0, expired: 0 });
    });

    it("spends the time besides on every request, before the answer is there", () => {
        const queue = queueOf([0, 0], [3], { overheadSeconds: 2 });
        queue.addInstance(0, 1, 0);
        countsAt(queue, 100);
        assert.deepEqual([queue.firstResult, queue.lastEnd], [5, 10]);
    });

    it("gives up what the model works on for longer than it may, not what takes just as long", () => {
        const queue = queueOf([0, 0, 0], [10, 10.5, 1], { overheadSeconds: 2, timeoutSeconds: 10 });
        queue.addInstance(0, 1, 0);
        assert.deepEqual(countsAt(queue, 100), {
            arrived: 3,
            waiting: 0,
            inFlight: 0,
            done: 2,
            timedOut: 1,
            expired: 0,
        });
        assert.deepEqual([queue.lastEnd, queue.latencies.mean], [12 + 12 + 3, (12 + 27) / 2]);
    });

    it("tells nothing of answers when the only request is given up", () => {
        const queue = queueOf([0], [20], { timeoutSeconds: 10 });
        queue.addInstance(0, 1, 0);
        countsAt(queue, 100);
        assert.deepEqual([queue.firstResult, queue.lastEnd, queue.latencies.count], [Infinity, 10, 0]);
    });

    it("lets requests expire at the moment at which their time is over, with and without a slot", () => {
        const expiredAt = (queue: RequestQueue): number[] =>
            [29.9, 30, 39.9, 40].map((at) => countsAt(queue, at).expired as number);
        assert.deepEqual(expiredAt(queueOf([0, 10], [100], { ttlSeconds: 30 })), [0, 1, 1, 2]);
        const busy = queueOf([0, 0, 10], [100], { ttlSeconds: 30 });
        busy.addInstance(0, 1, 0);
        assert.deepEqual(expiredAt(busy), [0, 1, 1, 2]);
        assert.equal(busy.lastEnd, 40);
        assert.deepEqual(countsAt(busy, 100), {
            arrived: 3,
            waiting: 0,
            inFlight: 0,
            done: 1,
            timedOut: 0,
            expired: 2,
        });
    });

    it("lets a request expire whose slot is free at that very moment", () => {
        const queue = queueOf([0, 0], [30], { ttlSeconds: 30 });
        queue.addInstance(0, 1, 0);
        assert.deepEqual(countsAt(queue, 200), {
            arrived: 2,
            waiting: 0,
            inFlight: 0,
            done: 1,
            timedOut: 0,
            expired: 1,
        });
    });

    it("draws no service time for what expires", () => {
        const service = new GivenService([1, 2, 3]);
        const queue = queueOf([0, 0, 0, 50], [], { service, ttlSeconds: 10 });
        assert.equal(countsAt(queue, 20).expired, 3);
        queue.addInstance(0, 1, 20);
        countsAt(queue, 100);
        assert.deepEqual([queue.lastEnd, queue.started], [51, 1]);
    });

    it("takes instances with the least work first and lets them finish", () => {
        const queue = queueOf([0, 0, 0], [100, 50, 60]);
        queue.addInstance(0, 2, 0);
        queue.addInstance(1, 2, -1);
        // Instance 1 has been free for longer: it has two of the three.
        queue.serveUntil(10);
        assert.deepEqual(queue.removeInstances(1, 10, true), [60]);
        assert.deepEqual(countsAt(queue, 20), {
            arrived: 3,
            waiting: 0,
            inFlight: 3,
            done: 0,
            timedOut: 0,
            expired: 0,
        });
        assert.deepEqual(queue.removeInstances(1, 20, true), [100]);
        assert.deepEqual(countsAt(queue, 59.9), {
            arrived: 3,
            waiting: 0,
            inFlight: 2,
            done: 1,
            timedOut: 0,
            expired: 0,
        });
        assert.deepEqual(countsAt(queue, 60), {
            arrived: 3,
            waiting: 0,
            inFlight: 1,
            done: 2,
            timedOut: 0,
            expired: 0,
        });
        assert.deepEqual(countsAt(queue, 100), {
            arrived: 3,
            waiting: 0,
            inFlight: 0,
            done: 3,
            timedOut: 0,
            expired: 0,
        });
        assert.deepEqual([queue.firstResult, queue.lastEnd, queue.latencies.max], [50, 100, 100]);
    });

    it("knows that what drained has ended, whether or not that was counted", () => {
        const queue = queueOf([0], [50]);
        queue.addInstance(0, 1, 0);
        queue.serveUntil(10);
        queue.removeInstances(1, 10, true);
        assert.deepEqual(
            [49.9, 50].map((at) => queue.inFlight(at)),
            [1, 0],
        );
        assert.equal(queue.done, 0);
    });

    it("says of an idle instance that it has ended when it goes", () => {
        const queue = queueOf([0], [5]);
        queue.addInstance(0, 1, 0);
        queue.serveUntil(20);
        assert.deepEqual(queue.removeInstances(1, 20, true), [20]);
        assert.equal(queue.done, 1);
        assert.deepEqual(queue.removeInstances(1, 30, true), []);
    });

    it("counts what had ended on an instance that is killed, and begins the rest anew, before all others", () => {
        const queue = queueOf([0, 1, 2, 3], [5, 40, 30, 7]);
        queue.addInstance(0, 2, 0);
        // 0 to 5, 1 to 41, then 5 to 35.
        queue.serveUntil(10);
        assert.deepEqual(queue.removeInstances(1, 10, false), [10]);
        assert.deepEqual([queue.done, queue.started, queue.oldest], [1, 1, 1]);
        assert.deepEqual(countsAt(queue, 20), {
            arrived: 4,
            waiting: 3,
            inFlight: 0,
            done: 1,
            timedOut: 0,
            expired: 0,
        });
        queue.addInstance(1, 1, 20);
        assert.deepEqual(countsAt(queue, 20), {
            arrived: 4,
            waiting: 2,
            inFlight: 1,
            done: 1,
            timedOut: 0,
            expired: 0,
        });
        // Each takes as long as it would have: 20 to 60, to 90, to 97.
        assert.deepEqual(
            [59, 60, 90, 97].map((at) => countsAt(queue, at).done),
            [1, 2, 3, 4],
        );
        assert.deepEqual([queue.started, queue.latencies.max, queue.lastEnd], [4, 97 - 3, 97]);
    });

    it("begins anew at once on another instance's free slot, but not before it was given back", () => {
        const queue = queueOf([0, 0, 0], [100, 200, 30]);
        queue.addInstance(0, 1, -2);
        queue.addInstance(1, 2, -1);
        // Instance 0 works until 100, instance 1 until 200 and 30.
        queue.serveUntil(40);
        // Each works on one request; the older instance goes, and a slot of the other has been free since 30.
        assert.deepEqual(queue.removeInstances(1, 40, false), [40]);
        assert.deepEqual(
            [139.9, 140, 200].map((at) => countsAt(queue, at).done),
            [1, 2, 3],
        );
    });

    it("begins anew in the order of arrival what several instances gave back", () => {
        const queue = queueOf([0, 1, 2, 3], [100]);
        // The first instance has been free for the shortest time: it has the last request.
        for (const [instance, at] of [0.4, 0.3, 0.2, 0.1].entries()) queue.addInstance(instance, 1, at);
        queue.serveUntil(10);
        queue.removeInstances(2, 10, false);
        queue.serveUntil(11);
        queue.removeInstances(2, 11, false);
        assert.equal(queue.oldest, 0);
        queue.addInstance(9, 1, 20);
        assert.equal(countsAt(queue, 100).done, 0);
        assert.equal(queue.oldest, 1);
        // 20, 120, 220, 320 to 420.
        assert.deepEqual([countsAt(queue, 500).done, queue.latencies.max], [4, 420 - 3]);
    });

    it("lets what was given back expire when its own time is over, whatever waits before it", () => {
        const queue = queueOf([0, 5, 6], [100], { ttlSeconds: 50 });
        // The first instance has been free for the shortest time: it has the last request.
        for (const [instance, at] of [0.3, 0.2, 0.1].entries()) queue.addInstance(instance, 1, at);
        queue.serveUntil(10);
        queue.removeInstances(1, 10, false);
        queue.removeInstances(2, 11, false);
        assert.deepEqual(
            [49.9, 50, 54.9, 55, 56].map((at) => countsAt(queue, at).expired),
            [0, 1, 1, 2, 3],
        );
        assert.equal(queue.lastEnd, 56);
    });

    it("lets what is given back after its time expire at once", () => {
        const queue = queueOf([0], [100], { ttlSeconds: 50 });
        queue.addInstance(0, 1, 0);
        queue.serveUntil(70);
        queue.removeInstances(1, 70, false);
        assert.deepEqual(countsAt(queue, 70), {
            arrived: 1,
            waiting: 0,
            inFlight: 0,
            done: 0,
            timedOut: 0,
            expired: 1,
        });
        assert.deepEqual([queue.lastEnd, queue.oldest], [70, Infinity]);
    });

    it("keeps what is given back as late as it was", () => {
        const queue = queueOf([0], [100], { timeoutSeconds: 60 });
        queue.addInstance(0, 1, 0);
        queue.serveUntil(10);
        queue.removeInstances(1, 10, false);
        queue.addInstance(1, 1, 20);
        assert.deepEqual(countsAt(queue, 80), {
            arrived: 1,
            waiting: 0,
            inFlight: 0,
            done: 0,
            timedOut: 1,
            expired: 0,
        });
    });

    it("comes to the same in one go and in many", () => {
        const times = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 150 });
        const services = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 });
        const args = fc.record({
            ttlSeconds: fc.constantFrom(100, 1000, Infinity),
            timeoutSeconds: fc.constantFrom(50, Infinity),
        });
        fc.assert(
            fc.property(times, services, args, fc.integer({ min: 1, max: 4 }), (seconds, service, limits, slots) => {
                const arrivals = seconds.map((second, i) => second + i / 1024).sort((a, b) => a - b);
                const whole = queueOf(arrivals, service, limits);
                const parts = queueOf(arrivals, service, limits);
                for (const queue of [whole, parts]) queue.addInstance(0, slots, 500);
                for (let at = 0; at < 60_000; at += 617) countsAt(parts, at);
                assert.deepEqual(countsAt(parts, 60_000), countsAt(whole, 60_000));
                for (const name of ["started", "delayed", "waitedSeconds", "firstResult", "lastEnd"] as const)
                    assert.equal(parts[name], whole[name], name);
                assert.deepEqual(parts.latencies.counts, whole.latencies.counts);
            }),
            { numRuns: 40 },
        );
    });

    it("starts request i of a burst at T + ⌊i/k⌋·D", () => {
        for (const [requests, slots, seconds, ready] of [
            [10, 1, 4, 0],
            [1000, 7, 3, 240],
            [1025, 64, 11, 420],
        ] as const) {
            const queue = queueOf(new BurstArrivals(requests), [seconds]);
            queue.addInstance(0, slots, ready);
            queue.serveUntil(1e6);
            queue.countEnded(1e6);
            const waits = Array.from({ length: requests }, (_, i) => ready + Math.floor(i / slots) * seconds);
            assert.equal(
                queue.waitedSeconds,
                waits.reduce((sum, wait) => sum + wait, 0),
            );
            assert.equal(queue.delayed, waits.filter((wait) => wait > 0).length);
            assert.equal(queue.lastEnd, ready + Math.ceil(requests / slots) * seconds);
        }
    });

    it("takes as much room for a hundred thousand requests as for a hundred", () => {
        const roomOf = (value: unknown): number => {
            if (ArrayBuffer.isView(value)) return value.byteLength;
            if (typeof value !== "object" || value === null) return 1;
            return Object.values(value).reduce((sum: number, part) => sum + roomOf(part), 0);
        };
        const room = (requests: number): number[] => {
            const queue = queueOf(new BurstArrivals(requests), [4]);
            queue.addInstance(0, 10, 60);
            return [600, 6e6].map((at) => {
                countsAt(queue, at);
                return roomOf(queue);
            });
        };
        assert.deepEqual(room(100_000), room(100));
    });
});
