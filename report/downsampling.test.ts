import assert from "node:assert/strict";

import fc from "fast-check";

import { downsampled } from "./downsampling";

const indices = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe("downsampling", () => {
    it("leaves a line as it is that has few enough points", () => {
        const points = { x: [0, 1, 2], y: [3, NaN, 4] };
        assert.equal(downsampled(points, 8).x, points.x);
        assert.equal(downsampled(points, 8).y, points.y);
    });

    it("keeps a peak and a dip that are one point wide", () => {
        const y = indices(10_000).map((index) => (index === 4321 ? 99 : index === 8765 ? -7 : 1));
        const kept = downsampled({ x: indices(10_000), y }, 100);
        assert.deepEqual(
            kept.x.filter((_, index) => kept.y[index] !== 1),
            [4321, 8765],
        );
        assert.ok(kept.x.length <= 100);
    });

    it("keeps of each stretch the lowest and the highest point, in their order", () => {
        const y = [5, 1, 9, 5, 5, 8, 2, 5, 5, 5, 5, 5];
        assert.deepEqual(downsampled({ x: indices(12), y }, 8), {
            x: [0, 1, 2, 5, 6, 8, 11],
            y: [5, 1, 9, 8, 2, 5, 5],
        });
    });

    it("keeps a gap", () => {
        const y = indices(1000).map((index) => (index >= 500 && index < 600 ? NaN : 1));
        const kept = downsampled({ x: indices(1000), y }, 50);
        const gaps = kept.x.filter((_, index) => Number.isNaN(kept.y[index]));
        assert.ok(gaps.length > 0);
        assert.deepEqual(
            gaps.filter((x) => x < 500 || x >= 600),
            [],
        );
    });

    it("refuses to reduce a line to nothing", () => {
        assert.throws(
            () => downsampled({ x: [], y: [] }, 7),
            new Error("A line is downsampled to 8 points or more, not 7."),
        );
    });

    it("keeps ends, extremes and order, and is never longer than it may be", () => {
        const values = fc.array(fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant(NaN)), {
            minLength: 1,
            maxLength: 300,
        });
        fc.assert(
            fc.property(values, fc.integer({ min: 8, max: 80 }), (y, most) => {
                const kept = downsampled({ x: indices(y.length), y }, most);
                assert.ok(kept.x.length <= most);
                assert.equal(kept.x.length, kept.y.length);
                assert.equal(kept.x[0], 0);
                assert.equal(kept.x.at(-1), y.length - 1);
                assert.deepEqual(
                    kept.y,
                    kept.x.map((index) => y[index]),
                );
                assert.deepEqual(
                    kept.x,
                    [...new Set(kept.x)].sort((a, b) => a - b),
                );
                const finite = (all: readonly number[]): number[] => all.filter(Number.isFinite);
                assert.equal(Math.max(...finite(kept.y)), Math.max(...finite(y)));
                assert.equal(Math.min(...finite(kept.y)), Math.min(...finite(y)));
                assert.equal(kept.y.some(Number.isNaN), y.some(Number.isNaN));
            }),
        );
    });
});
