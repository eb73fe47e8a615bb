import assert from "node:assert/strict";
import fc from "fast-check";

import { countSpreadOf, medianOf, quantileOf, spreadOf } from "./spread";

describe("a spread", () => {
    // What R gives for quantile(x, p, type = 7), computed by its definition: h = (n − 1) p.
    const quantiles: [values: number[], share: number, expected: number][] = [
        [[7], 0.95, 7],
        [[1, 2], 0.5, 1.5],
        [[1, 2, 3, 4], 0.25, 1.75],
        [[1, 2, 3, 4], 0, 1],
        [[1, 2, 3, 4], 1, 4],
        [[10, 20, 30, 40, 50], 0.05, 12],
        [[10, 20, 30, 40, 50], 0.95, 48],
    ];
    for (const [values, share, expected] of quantiles) {
        it(`has ${expected} as the ${share} quantile of ${values.join(", ")}`, () => {
            assert.ok(Math.abs(quantileOf(values, share) - expected) < 1e-9, String(quantileOf(values, share)));
        });
    }

    it("has median, 5 % and 95 % quantile in whatever order the values are", () => {
        assert.deepEqual(spreadOf([50, 10, 30, 20, 40]), { low: 12, median: 30, high: 48 });
    });

    it("leaves out what is no number, and is NaN when nothing is left", () => {
        assert.deepEqual(spreadOf([NaN, 4, NaN]), { low: 4, median: 4, high: 4 });
        assert.deepEqual(spreadOf([NaN]), { low: NaN, median: NaN, high: NaN });
        assert.ok(Number.isNaN(medianOf([])));
    });

    const counts: [values: number[], low: number, median: number, high: number][] = [
        [[3], 3, 3, 3],
        [[3, 2], 2, 2, 3],
        [[NaN, 5], 5, 5, 5],
        [[], NaN, NaN, NaN],
        // The 5 % and the 95 % quantile of 20 are the smallest and the largest but one, of 40 the second ones of both ends.
        [Array.from({ length: 20 }, (_, i) => 20 - i), 1, 10, 19],
        [Array.from({ length: 40 }, (_, i) => 40 - i), 2, 20, 38],
    ];
    for (const [values, low, median, high] of counts) {
        it(`of the counts ${values.join(", ")} is ${low}, ${median}, ${high}`, () => {
            assert.deepEqual(countSpreadOf(values), { low, median, high });
        });
    }

    it("of counts has nothing that no run came to, and is ordered", () => {
        fc.assert(
            fc.property(fc.array(fc.nat(1000), { minLength: 1 }), (values) => {
                const { low, median, high } = countSpreadOf(values);
                for (const quantile of [low, median, high]) assert.ok(values.includes(quantile), String(quantile));
                assert.ok(low <= median && median <= high);
            }),
        );
    });

    it("sorts by size, not by digits", () => {
        assert.equal(medianOf([100, 9, 20]), 20);
    });

    it("is ordered, lies within the values, and moves with them", () => {
        fc.assert(
            fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }), (values) => {
                const { low, median, high } = spreadOf(values);
                assert.ok(Math.min(...values) <= low && low <= median && median <= high && high <= Math.max(...values));
                const moved = spreadOf(values.map((value) => value + 5));
                assert.ok(Math.abs(moved.median - median - 5) < 1e-9);
            }),
        );
    });
});
