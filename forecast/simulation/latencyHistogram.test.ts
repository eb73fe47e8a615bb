import assert from "node:assert/strict";
import fc from "fast-check";

import { LatencyHistogram, quantileError } from "./latencyHistogram";

function of(seconds: Iterable<number>): LatencyHistogram {
    const histogram = new LatencyHistogram();
    for (const one of seconds) histogram.record(one);
    return histogram;
}

const shares = [0, 0.001, 0.25, 0.5, 0.95, 0.99, 0.999, 1];

describe("a latency histogram", () => {
    it("knows nothing while nothing was recorded", () => {
        const { count, mean, max } = new LatencyHistogram();
        assert.deepEqual([count, mean, max, new LatencyHistogram().quantile(0.5)], [0, NaN, NaN, NaN]);
    });

    it("has the exact number, mean and maximum", () => {
        const { count, mean, max } = of([1.5, 2, 10, 0.5]);
        assert.deepEqual([count, mean, max], [4, 3.5, 10]);
    });

    it("is off by at most half a bucket, which is less than 0.4 %", () => {
        assert.equal(quantileError, 1 / 256);
        const durations = fc.array(fc.double({ min: 0.001, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 300 });
        fc.assert(
            fc.property(durations, (seconds) => {
                const histogram = of(seconds);
                const sorted = seconds.toSorted((a, b) => a - b);
                for (const share of shares) {
                    const exact = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] as number;
                    const off = Math.abs(histogram.quantile(share) - exact);
                    assert.ok(off <= exact * quantileError * (1 + 1e-12), `${share}: ${exact} is off by ${off}`);
                }
            }),
            { numRuns: 100 },
        );
    });

    it("is not off by less than it says just above and just below a power of two", () => {
        for (const power of [2 ** -10, 1, 2, 1024, 2 ** 29]) {
            const above = of([power, 2 * power]).quantile(0.5);
            assert.equal(above, power * (1 + 0.5 / 128));
            const below = of([power * (1 - 2 ** -20), 2 * power]).quantile(0.5);
            assert.equal(below, power > 2 ** -10 ? power * (1 - 0.5 / 256) : above);
        }
    });

    it("never says more than the longest", () => {
        assert.equal(of([5]).quantile(0.99), 5);
        assert.equal(of([5, 5, 5]).quantile(0.5), 5);
    });

    it("takes the smallest that so many do not exceed", () => {
        const histogram = of([1, 2, 4, 8]);
        const nearest = (share: number): number => 2 ** Math.floor(Math.log2(histogram.quantile(share)));
        assert.deepEqual([0, 0.25, 0.26, 0.5, 0.51, 0.75, 0.76, 1].map(nearest), [1, 1, 2, 2, 4, 4, 8, 8]);
    });

    it("counts what is too short or too long in its first and last bucket", () => {
        const histogram = of([0, 1e-9, 2 ** -11, 2 ** 31, 1e300]);
        const { counts } = histogram;
        assert.deepEqual([counts[0], counts[counts.length - 1], histogram.count], [3, 2, 5]);
        assert.ok(histogram.quantile(0.5) < 0.001);
        assert.ok(histogram.quantile(0.9) > 2 ** 29);
        assert.equal(histogram.max, 1e300);
    });

    it("takes no more room for more of them", () => {
        const { counts } = of([]);
        const histogram = of(Array.from({ length: 10_000 }, (_, i) => i / 7));
        assert.equal(histogram.counts.length, counts.length);
        assert.equal(
            histogram.counts.reduce((sum, count) => sum + count, 0),
            10_000,
        );
    });
});
