import assert from "node:assert/strict";
import fc from "fast-check";

import { Slots, type Work } from "./slots";

/** What a slot is, said plainly. */
interface PlainSlot {
    instance: number;
    end: number;
    work: Work | undefined;
}

/** As the kernel does: the slot that is free first gets work that lasts so long. */
function start(slots: Slots, at: number, seconds: number, late = false): void {
    slots.startFirst(Math.max(slots.ends[0] as number, at) + seconds, at, seconds, late);
}

function endsOf({ ends, size }: Slots): number[] {
    return [...ends.slice(0, size)].sort((a, b) => a - b);
}

describe("slots", () => {
    it("are free never while there is none", () => {
        const slots = new Slots();
        assert.deepEqual([slots.size, slots.ends[0], slots.busy(0)], [0, Infinity, 0]);
        assert.deepEqual(slots.leastBusyFirst(0), []);
        slots.add(0, 2, 5);
        slots.remove(0);
        assert.deepEqual([slots.size, slots.ends[0]], [0, Infinity]);
    });

    it("are free from the moment at which their instance comes", () => {
        const slots = new Slots();
        slots.add(0, 3, 7.5);
        assert.deepEqual([slots.size, slots.ends[0], slots.busy(7.5), slots.busy(7.4)], [3, 7.5, 0, 3]);
    });

    it("take work in the order in which they are free", () => {
        const slots = new Slots();
        slots.add(0, 1, 20);
        slots.add(1, 1, 10);
        slots.add(2, 1, 30);
        for (const [seconds, firstFree] of [
            [15, 20], // until 25
            [100, 25], // until 120
            [10, 30], // until 35
            [100, 35], // until 130
        ] as const) {
            start(slots, 0, seconds);
            assert.equal(slots.ends[0], firstFree);
        }
        assert.deepEqual(endsOf(slots), [35, 120, 130]);
    });

    it("count what has ended once, at the very moment at which it does", () => {
        const slots = new Slots();
        slots.add(0, 2, 0);
        start(slots, 0, 10);
        start(slots, 1, 20, true);
        const counted: Work[] = [];
        for (const at of [9.9, 10, 10, 20.9, 21, 50])
            slots.countEnded(at, (work) => counted.push({ ...work, end: at }));
        assert.deepEqual(counted, [
            { arrivedAt: 0, serviceSeconds: 10, end: 10, late: false },
            { arrivedAt: 1, serviceSeconds: 20, end: 21, late: true },
        ]);
    });

    it("go with their instance and tell what they were started on and is not counted, the oldest first", () => {
        const slots = new Slots();
        slots.add(0, 3, 0);
        slots.add(1, 1, 100);
        start(slots, 2, 5);
        start(slots, 3, 80);
        start(slots, 4, 60);
        slots.countEnded(10, () => undefined);
        assert.deepEqual(slots.remove(0), [
            { arrivedAt: 3, serviceSeconds: 80, end: 83, late: false },
            { arrivedAt: 4, serviceSeconds: 60, end: 64, late: false },
        ]);
        assert.deepEqual([slots.size, slots.ends[0]], [1, 100]);
        assert.deepEqual(slots.remove(0), []);
    });

    it("are told by instances, those with the least work first, of equals the oldest", () => {
        const slots = new Slots();
        slots.add(5, 2, 4);
        slots.add(1, 2, 3);
        slots.add(2, 2, 2);
        slots.add(3, 2, 1);
        for (let i = 0; i < 5; i++) start(slots, 4, 10 * (i + 1));
        // Instances 3 and 2 have two each, until 14, 24 and 34, 44; instance 1 has one, until 54.
        assert.deepEqual(slots.leastBusyFirst(10), [5, 1, 2, 3]);
        assert.deepEqual(slots.leastBusyFirst(14), [5, 1, 3, 2]);
        assert.deepEqual(slots.leastBusyFirst(24), [3, 5, 1, 2]);
        assert.deepEqual(slots.leastBusyFirst(54), [1, 2, 3, 5]);
    });

    it("take no more room when others have gone", () => {
        const slots = new Slots();
        for (let instance = 0; instance < 1000; instance++) {
            slots.add(instance, 4, instance);
            start(slots, instance, 1);
            if (instance > 0) slots.remove(instance - 1);
        }
        assert.deepEqual([slots.size, slots.ends.length, slots.slotAt.length, slots.arrivedAt.length], [4, 8, 8, 8]);
    });

    it("are what a plain list of them is, whatever comes and goes", () => {
        const action = fc.oneof(
            {
                weight: 1,
                arbitrary: fc.record({ kind: fc.constant("add" as const), count: fc.integer({ min: 1, max: 9 }) }),
            },
            { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove" as const), which: fc.nat() }) },
            { weight: 1, arbitrary: fc.record({ kind: fc.constant("count" as const) }) },
            {
                weight: 8,
                arbitrary: fc.record({ kind: fc.constant("start" as const), seconds: fc.integer({ min: 1, max: 99 }) }),
            },
        );
        fc.assert(
            fc.property(fc.array(action, { maxLength: 120 }), (actions) => {
                const slots = new Slots();
                let plain: PlainSlot[] = [];
                const works = (some: PlainSlot[]): Work[] => some.flatMap(({ work }) => work ?? []);
                const sorted = (some: Work[]): Work[] => some.sort((a, b) => a.arrivedAt - b.arrivedAt);
                for (const [i, act] of actions.entries()) {
                    // No two times are equal: each has a fraction of its own.
                    const now = 10 * i + i / 1024;
                    if (act.kind === "add") {
                        // One at a time, since slots that come together are told apart by nothing.
                        for (let slot = 0; slot < act.count; slot++) {
                            const end = now + slot / 64;
                            slots.add(100 * i + slot, 1, end);
                            plain.push({ instance: 100 * i + slot, end, work: undefined });
                        }
                    } else if (act.kind === "start" && plain.length > 0) {
                        const first = plain.reduce((earliest, slot) => (slot.end < earliest.end ? slot : earliest));
                        const late = act.seconds > 90;
                        first.end = Math.max(first.end, now) + act.seconds;
                        first.work = { arrivedAt: now, serviceSeconds: act.seconds, end: first.end, late };
                        start(slots, now, act.seconds, late);
                    } else if (act.kind === "count") {
                        const ended = plain.filter(({ end }) => end <= now);
                        const counted: Work[] = [];
                        slots.countEnded(now, (work) => counted.push(work));
                        assert.deepEqual(sorted(counted), sorted(works(ended)));
                        for (const slot of ended) slot.work = undefined;
                    } else if (act.kind === "remove" && plain.length > 0) {
                        const { instance } = plain[act.which % plain.length] as PlainSlot;
                        const gone = plain.filter((slot) => slot.instance === instance);
                        plain = plain.filter((slot) => slot.instance !== instance);
                        assert.deepEqual(slots.remove(instance), sorted(works(gone)));
                    }
                    assert.equal(slots.ends[0], Math.min(Infinity, ...plain.map(({ end }) => end)));
                    assert.deepEqual(
                        endsOf(slots),
                        plain.map(({ end }) => end).sort((a, b) => a - b),
                    );
                    assert.equal(slots.busy(now), plain.filter(({ end }) => end > now).length);
                }
            }),
            { numRuns: 60 },
        );
    });

    it("are a heap after every start", () => {
        fc.assert(
            fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat(50), { maxLength: 200 }), (count, all) => {
                const slots = new Slots();
                slots.add(0, count, 0);
                for (const seconds of all) {
                    start(slots, 0, seconds);
                    for (let place = 1; place < count; place++)
                        assert.ok((slots.ends[place] as number) >= (slots.ends[(place - 1) >> 1] as number));
                }
                assert.equal(new Set(slots.slotAt.slice(0, count)).size, count);
            }),
            { numRuns: 30 },
        );
    });
});
