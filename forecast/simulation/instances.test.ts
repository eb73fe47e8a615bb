import assert from "node:assert/strict";

import { RandomStream } from "../random/randomStream";
import { samplerOf } from "../random/sampler";
import { GivenArrivals } from "../workload/fixedArrivals";
import { Instances } from "./instances";
import { RequestQueue } from "./requestQueue";

interface Given {
    initial?: number;
    slots?: number;
    drains?: boolean;
    arrivals?: readonly number[];
    serviceSeconds?: number;
}

/** Seconds on the simulation's clock at which the workload begins. */
const phase = 30;
const coldStart = 240;
const scaleIn = 60;

function fleet({ initial = 0, slots = 1, drains = true, arrivals = [], serviceSeconds = 100 }: Given): {
    instances: Instances;
    queue: RequestQueue;
} {
    const queue = new RequestQueue({
        arrivals: new GivenArrivals(arrivals),
        service: samplerOf({ kind: "constant", seconds: serviceSeconds }, new RandomStream(1, 1)),
        overheadSeconds: 0,
        ttlSeconds: Infinity,
        timeoutSeconds: Infinity,
    });
    return { instances: new Instances(queue, slots, drains, -phase, initial), queue };
}

/** Whether it is updating, what is asked for and in service, and when what is next happens. */
function stateOf({ updating, desired, inService, nextChange }: Instances): unknown[] {
    return [updating, desired, inService, nextChange];
}

describe("instances", () => {
    it("are there from the beginning, as many as there are to be", () => {
        const { instances, queue } = fleet({ initial: 2, slots: 3, arrivals: [0, 0, 0, 0, 0, 0, 0] });
        assert.deepEqual(stateOf(instances), [false, 2, 2, Infinity]);
        assert.equal(instances.peak, 2);
        queue.serveUntil(1);
        assert.deepEqual([queue.inFlight(1), queue.waiting(1)], [6, 1]);
    });

    it("come together, as long after they were asked for as a cold start takes", () => {
        const { instances } = fleet({ initial: 1 });
        instances.request(4, 120, coldStart, scaleIn);
        assert.deepEqual(stateOf(instances), [true, 4, 1, 360]);
        assert.equal(instances.apply(359), false);
        assert.deepEqual(stateOf(instances), [true, 4, 1, 360]);
        assert.equal(instances.apply(360), true);
        assert.deepEqual(stateOf(instances), [false, 4, 4, Infinity]);
        assert.equal(instances.peak, 4);
    });

    it("work from then on, in the time of the workload", () => {
        const { instances, queue } = fleet({ arrivals: [0, 0] });
        instances.request(1, 120, coldStart, scaleIn);
        queue.serveUntil(360 - phase);
        instances.apply(360);
        queue.serveUntil(1000);
        queue.countEnded(1000);
        assert.deepEqual([queue.firstResult, queue.lastEnd], [360 - phase + 100, 360 - phase + 200]);
    });

    it("go some time after they were asked to, and stay the most that there were", () => {
        const { instances } = fleet({ initial: 3 });
        instances.request(1, 60, coldStart, scaleIn);
        assert.deepEqual(stateOf(instances), [true, 1, 3, 120]);
        assert.equal(instances.apply(120), true);
        assert.deepEqual(stateOf(instances), [false, 1, 1, Infinity]);
        assert.equal(instances.peak, 3);
    });

    it("that are on their way are called off first, the last asked for first", () => {
        const { instances } = fleet({ initial: 1 });
        instances.request(3, 60, coldStart, scaleIn);
        instances.request(6, 120, coldStart, scaleIn);
        instances.request(2, 180, coldStart, scaleIn);
        assert.deepEqual(stateOf(instances), [true, 2, 1, 300]);
        instances.apply(300);
        assert.deepEqual(stateOf(instances), [false, 2, 2, Infinity]);
        // 2 for a minute, 5 for another, 1 for two more.
        assert.equal(instances.spent(300).provisioningSeconds, 2 * 60 + 5 * 60 + 120);
    });

    it("that are on their way are no more than those that go", () => {
        const { instances } = fleet({ initial: 2 });
        instances.request(3, 60, coldStart, scaleIn);
        instances.request(0, 120, coldStart, scaleIn);
        assert.deepEqual(stateOf(instances), [true, 0, 2, 180]);
        instances.apply(180);
        assert.deepEqual(stateOf(instances), [false, 0, 0, Infinity]);
    });

    it("are all called off without an update when none of those in service are to go", () => {
        const { instances } = fleet({ initial: 2 });
        instances.request(5, 60, coldStart, scaleIn);
        instances.request(2, 120, coldStart, scaleIn);
        assert.deepEqual(stateOf(instances), [false, 2, 2, Infinity]);
        assert.deepEqual(instances.spent(180), { inServiceSeconds: 2 * 150, provisioningSeconds: 3 * 60 });
    });

    it("that are to go are not kept when others are asked for", () => {
        const { instances } = fleet({ initial: 2 });
        instances.request(1, 60, coldStart, scaleIn);
        instances.request(2, 90, coldStart, scaleIn);
        assert.deepEqual(stateOf(instances), [true, 2, 2, 120]);
        instances.apply(120);
        assert.deepEqual(stateOf(instances), [true, 2, 1, 330]);
        instances.apply(330);
        assert.deepEqual(stateOf(instances), [false, 2, 2, Infinity]);
    });

    it("come and go at once in the order in which they were asked to", () => {
        const { instances } = fleet({ initial: 1 });
        instances.request(3, 60, 60, scaleIn);
        instances.request(4, 60, 60, scaleIn);
        assert.equal(instances.nextChange, 120);
        instances.apply(120);
        assert.deepEqual(stateOf(instances), [false, 4, 4, Infinity]);
    });

    it("are counted by the second from when the workload begins, in service and on their way", () => {
        const { instances } = fleet({ initial: 1 });
        assert.deepEqual(instances.spent(20), { inServiceSeconds: 0, provisioningSeconds: 0 });
        assert.deepEqual(instances.spent(60), { inServiceSeconds: 30, provisioningSeconds: 0 });
        instances.request(3, 60, coldStart, scaleIn);
        assert.deepEqual(instances.spent(100), { inServiceSeconds: 70, provisioningSeconds: 80 });
        instances.apply(300);
        assert.deepEqual(instances.spent(300), { inServiceSeconds: 270, provisioningSeconds: 480 });
        instances.request(0, 360, coldStart, scaleIn);
        instances.apply(420);
        assert.deepEqual(instances.spent(1000), { inServiceSeconds: 270 + 3 * 120, provisioningSeconds: 480 });
    });

    it("are counted the same however often that is asked", () => {
        const once = fleet({ initial: 3 }).instances;
        const often = fleet({ initial: 3 }).instances;
        for (let i = 1; i < 100; i++) often.spent(i / 7);
        assert.deepEqual(often.spent(100 / 7), once.spent(100 / 7));
    });

    it("that drain are counted to the end of their work, from the moment at which they begin to", () => {
        const { instances, queue } = fleet({ initial: 2, arrivals: [0, 5], serviceSeconds: 100 });
        queue.serveUntil(20);
        instances.request(0, phase, coldStart, 20);
        instances.apply(phase + 20);
        // They have 80 and 85 seconds to go.
        assert.equal(instances.spent(phase + 20).inServiceSeconds, 2 * 20 + 80 + 85);
        assert.equal(queue.inFlight(50), 2);
        assert.deepEqual(instances.spent(phase + 500), instances.spent(phase + 20));
        queue.countEnded(105);
        assert.deepEqual([queue.done, queue.inFlight(105)], [2, 0]);
    });

    it("that do not drain are counted until they go, and give their work back", () => {
        const { instances, queue } = fleet({ initial: 1, slots: 2, drains: false, arrivals: [0, 5] });
        queue.serveUntil(50);
        instances.request(0, phase, coldStart, 20);
        instances.apply(phase + 20);
        assert.equal(instances.spent(phase + 500).inServiceSeconds, 20);
        assert.deepEqual([queue.inFlight(20), queue.waiting(20), queue.oldest], [0, 2, 0]);
    });

    it("are told apart for as long as they live, so that the idle one goes", () => {
        const { instances, queue } = fleet({ initial: 1, drains: false, arrivals: [0], serviceSeconds: 1000 });
        queue.serveUntil(30);
        instances.request(2, 60, coldStart, scaleIn);
        queue.serveUntil(270);
        instances.apply(300);
        instances.request(1, 360, coldStart, scaleIn);
        instances.apply(420);
        queue.countEnded(1000);
        assert.equal(queue.done, 1);
    });
});
