import assert from "node:assert/strict";
import fc from "fast-check";

import { BurstArrivals, GivenArrivals } from "../workload/fixedArrivals";
import { ArrivalCursor } from "./arrivalCursor";

/** Takes the next arrival, as the kernel does. */
function take(cursor: ArrivalCursor): number {
    const at = cursor.next();
    if (at !== Infinity) cursor.position++;
    return at;
}

/** More than one block of arrivals, exactly one, and so on. */
const numbers = [0, 1, 1023, 1024, 1025, 2048, 3000];

describe("an arrival cursor", () => {
    for (const count of numbers) {
        const seconds = Array.from({ length: count }, (_, i) => i / 2);

        it(`reads ${count} arrivals one after the other, and then none`, () => {
            const cursor = new ArrivalCursor(new GivenArrivals(seconds));
            for (const [i, second] of seconds.entries()) {
                assert.equal(cursor.passed, i);
                assert.equal(take(cursor), second);
            }
            assert.deepEqual([take(cursor), take(cursor), cursor.passed], [Infinity, Infinity, count]);
        });

        it(`leaves behind what of ${count} comes before a moment, and not what comes at it`, () => {
            for (const at of [0, 0.1, 255.5, 511.5, 512, 512.1, 1e9, Infinity]) {
                const cursor = new ArrivalCursor(new GivenArrivals(seconds));
                cursor.passUntil(at);
                assert.equal(cursor.passed, seconds.filter((second) => second < at).length);
                assert.equal(cursor.next(), seconds.find((second) => second >= at) ?? Infinity);
            }
        });
    }

    it("looks at the next one without taking it", () => {
        const cursor = new ArrivalCursor(new GivenArrivals([3, 5]));
        assert.deepEqual([cursor.next(), cursor.next(), cursor.passed], [3, 3, 0]);
    });

    it("goes to where another is, and on by itself", () => {
        const indices = fc.tuple(fc.nat(2600), fc.nat(2600), fc.nat(2600));
        const all = Array.from({ length: 2500 }, (_, i) => i);
        fc.assert(
            fc.property(indices, ([leader, follower, further]) => {
                const arrivals = new GivenArrivals(all);
                const ahead = new ArrivalCursor(arrivals);
                const behind = new ArrivalCursor(arrivals.clone());
                ahead.passUntil(leader);
                behind.passUntil(Math.min(follower, leader));
                behind.moveTo(ahead);
                assert.equal(behind.passed, ahead.passed);
                behind.passUntil(leader + further);
                assert.deepEqual(
                    [behind.passed, behind.next(), ahead.passed, ahead.next()],
                    [
                        Math.min(leader + further, 2500),
                        all[leader + further] ?? Infinity,
                        Math.min(leader, 2500),
                        all[leader] ?? Infinity,
                    ],
                );
                ahead.passUntil(Infinity);
                assert.equal(ahead.passed, 2500);
            }),
            { numRuns: 100 },
        );
    });

    it("takes as much room for a million arrivals as for one", () => {
        const cursor = new ArrivalCursor(new BurstArrivals(1_000_000));
        cursor.passUntil(1);
        assert.equal(cursor.passed, 1_000_000);
        assert.equal(cursor.block.length, 1024);
    });
});
