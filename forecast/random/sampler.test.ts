import assert from "node:assert/strict";

import fc from "fast-check";

import { type Distribution, meanOf, scaled } from "../distribution";
import { RandomStream } from "./randomStream";
import { samplerOf } from "./sampler";

const random: Distribution[] = [
    { kind: "exponential", meanSeconds: 3 },
    { kind: "logNormal", medianSeconds: 330, sigma: 0.25 },
    { kind: "samples", seconds: [1, 2, 4, 9] },
];
const all: Distribution[] = [{ kind: "constant", seconds: 2.5 }, ...random];

function drawn(distribution: Distribution, count: number, seed = 1): Float64Array {
    const block = new Float64Array(count);
    samplerOf(distribution, new RandomStream(seed, 0)).fill(block);
    return block;
}

function mean(values: Float64Array): number {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe("a sampler", () => {
    for (const distribution of random) {
        it(`has the mean of its distribution: ${distribution.kind}`, () => {
            const values = drawn(distribution, 100_000);
            const average = mean(values);
            const deviation = Math.sqrt(mean(values.map((value) => (value - average) ** 2)));
            // Four standard deviations of the mean.
            assert(Math.abs(average - meanOf(distribution)) < (4 * deviation) / Math.sqrt(values.length));
        });
    }

    it("gives the same duration again and again when it is constant", () => {
        assert.deepEqual(drawn({ kind: "constant", seconds: 2.5 }, 3), new Float64Array([2.5, 2.5, 2.5]));
    });

    it("has half of all log-normal durations below the median, and 16 % beyond one sigma", () => {
        const values = drawn({ kind: "logNormal", medianSeconds: 330, sigma: 0.25 }, 100_000);
        const share = (below: (value: number) => boolean): number => values.filter(below).length / values.length;
        // Four standard deviations of a share of 100,000.
        assert(Math.abs(share((value) => value < 330) - 0.5) < 0.0064);
        assert(Math.abs(share((value) => value > 330 * Math.exp(0.25)) - 0.158655) < 0.0047);
        assert(Math.abs(share((value) => value < 330 * Math.exp(-0.25)) - 0.158655) < 0.0047);
    });

    it("draws each measured duration equally often, and no other", () => {
        const values = drawn({ kind: "samples", seconds: [1, 2, 4, 9] }, 100_000);
        const counts = new Map<number, number>();
        for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
        assert.deepEqual([...counts.keys()].sort(), [1, 2, 4, 9]);
        for (const count of counts.values()) assert(Math.abs(count - 25_000) < 4 * Math.sqrt(100_000 * 0.25 * 0.75));
    });

    it("refuses to draw from no samples", () => {
        const none: Distribution = { kind: "samples", seconds: [] };
        assert.throws(() => samplerOf(none, new RandomStream(1, 0)), {
            name: "RangeError",
            message: "There are no samples to draw from.",
        });
    });

    it("gives the same durations in blocks of any size, one by one, and scaled", () => {
        const any = fc.constantFrom(...all);
        fc.assert(
            fc.property(any, fc.maxSafeNat(), fc.array(fc.nat(50), { maxLength: 8 }), (distribution, seed, sizes) => {
                const sampler = samplerOf(distribution, new RandomStream(seed, 0));
                const doubled = samplerOf(scaled(distribution, 2), new RandomStream(seed, 0));
                const parts = sizes.flatMap((size) => {
                    const block = new Float64Array(size);
                    sampler.fill(block);
                    return [...block, sampler.next()];
                });
                assert.deepEqual(parts, [...drawn(distribution, parts.length, seed)]);
                for (const value of parts) assert.equal(doubled.next(), 2 * value);
            }),
        );
    });

    it("never gives a negative or infinite duration", () => {
        for (const distribution of all)
            assert(drawn(distribution, 100_000).every((value) => value >= 0 && Number.isFinite(value)));
    });
});
