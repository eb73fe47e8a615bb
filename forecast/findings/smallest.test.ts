import assert from "node:assert/strict";
import fc from "fast-check";

import { largestBelow, smallestAbove } from "./smallest";

describe("the smallest number for which something holds", () => {
    it("is found wherever it is, with a number of questions that grows like its logarithm", async () => {
        await fc.assert(
            fc.asyncProperty(
                fc.nat(1000),
                fc.integer({ min: 1, max: 1000 }),
                fc.nat(1000),
                async (from, range, beyond) => {
                    const to = from + range;
                    const limit = from + 1 + (beyond % range);
                    const asked: number[] = [];
                    const found = await smallestAbove(from, to, (value) => {
                        asked.push(value);
                        return Promise.resolve(value >= limit);
                    });
                    assert.equal(found, limit);
                    assert.ok(asked.every((value) => value > from && value <= to));
                    assert.ok(asked.length <= 2 * Math.ceil(Math.log2(limit - from + 1)) + 1, String(asked));
                },
            ),
        );
    });

    it("is none when it holds for none, or when there is no number to ask about", async () => {
        assert.equal(await smallestAbove(3, 100, () => Promise.resolve(false)), undefined);
        assert.equal(await smallestAbove(100, 100, () => Promise.resolve(true)), undefined);
    });

    it("has a mirror image", async () => {
        assert.equal(await largestBelow(100, 1, (value) => Promise.resolve(value <= 37)), 37);
        assert.equal(await largestBelow(100, 1, (value) => Promise.resolve(value <= 99)), 99);
        assert.equal(await largestBelow(100, 1, (value) => Promise.resolve(value <= 1)), 1);
        assert.equal(await largestBelow(100, 1, () => Promise.resolve(false)), undefined);
        assert.equal(await largestBelow(1, 1, () => Promise.resolve(true)), undefined);
    });
});
