import assert from "node:assert/strict";

import fc from "fast-check";

import { RandomStream } from "./randomStream";
import { exponentialLayers, layers, normalLayers } from "./ziggurat";

const drawn = 200_000;

type Fill = (random: RandomStream, block: Float64Array) => void;

const fills: Record<string, Fill> = {
    uniform: (random, block) => {
        random.fillUniform(block);
    },
    exponential: (random, block) => {
        random.fillExponential(block, 1);
    },
    normal: (random, block) => {
        random.fillNormal(block);
    },
};

function draw(fill: Fill, count: number, seed = 1, stream = 0): Float64Array {
    const block = new Float64Array(count);
    fill(new RandomStream(seed, stream), block);
    return block;
}

function moment(values: Float64Array, power: number): number {
    return values.reduce((sum, value) => sum + value ** power, 0) / values.length;
}

/** Kolmogorov and Smirnov's statistic times √n: above 1.95 once in a thousand times when the distribution is the right one. */
function distance(values: Float64Array, cumulative: (x: number) => number): number {
    const { length } = values;
    const furthest = values
        .toSorted()
        .reduce((most, x, i) => Math.max(most, cumulative(x) - i / length, (i + 1) / length - cumulative(x)), 0);
    return furthest * Math.sqrt(length);
}

/** Cumulative normal distribution by its series around 0 (Marsaglia, Journal of Statistical Software 11 (4), 2004). */
function cumulativeNormal(x: number): number {
    let sum = x;
    let term = x;
    for (let i = 3; Math.abs(term) > 1e-17; i += 2) sum += term *= (x * x) / i;
    return 0.5 + sum * Math.exp((-x * x) / 2 - 0.91893853320467274178);
}

describe("a random stream", () => {
    it("is between 0 and below 1, with 53 bits", () => {
        const values = draw(fills["uniform"] as Fill, drawn);
        assert(values.every((value) => value >= 0 && value < 1 && Number.isInteger(value * 2 ** 53)));
        assert(values.some((value) => !Number.isInteger(value * 2 ** 52)));
    });

    // The bound of each moment is four standard deviations of it: √(variance of the power / drawn).
    const moments: [string, number, number, number][] = [
        ["uniform", 1, 1 / 2, 1 / 12],
        ["uniform", 2, 1 / 3, 1 / 5 - 1 / 9],
        ["exponential", 1, 1, 1],
        ["exponential", 2, 2, 24 - 4],
        ["exponential", 3, 6, 720 - 36],
        ["normal", 1, 0, 1],
        ["normal", 2, 1, 2],
        ["normal", 3, 0, 15],
        ["normal", 4, 3, 105 - 9],
    ];
    for (const [name, power, expected, variance] of moments) {
        it(`has the moment ${String(power)} of the ${name} distribution`, () => {
            const off = moment(draw(fills[name] as Fill, drawn), power) - expected;
            assert(Math.abs(off) < 4 * Math.sqrt(variance / drawn), String(off));
        });
    }

    it("is distributed as it should be (Kolmogorov, Smirnov)", () => {
        const cumulative: Record<string, (x: number) => number> = {
            uniform: (x) => x,
            exponential: (x) => 1 - Math.exp(-x),
            normal: cumulativeNormal,
        };
        for (const [name, fill] of Object.entries(fills)) {
            const off = distance(draw(fill, drawn), cumulative[name] as (x: number) => number);
            assert(off < 1.95, `${name}: ${String(off)}`);
        }
    });

    it("has the right tails", () => {
        // Beyond the ziggurats' lowest layers: about 454 and 258 of a million on average; bounds are four standard deviations.
        const many = 1_000_000;
        const beyond = (name: string, tail: number): number =>
            draw(fills[name] as Fill, many, 3).reduce((count, value) => count + (Math.abs(value) > tail ? 1 : 0), 0);
        assert(Math.abs(beyond("exponential", exponentialLayers.tail) - many * Math.exp(-exponentialLayers.tail)) < 86);
        const normalTail = 2 * (1 - cumulativeNormal(normalLayers.tail));
        assert(Math.abs(beyond("normal", normalLayers.tail) - many * normalTail) < 65);
    });

    it("falls evenly into cells of consecutive pairs (chi-square)", () => {
        const cells = new Float64Array(32 * 32);
        const values = draw(fills["uniform"] as Fill, drawn);
        for (let i = 0; i < values.length; i += 2) {
            const cell = Math.floor((values[i] as number) * 32) * 32 + Math.floor((values[i + 1] as number) * 32);
            cells[cell] = (cells[cell] as number) + 1;
        }
        const expected = drawn / 2 / cells.length;
        const chiSquare = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
        // 1023 degrees of freedom: mean 1023, standard deviation 45.2.
        assert(Math.abs(chiSquare - 1023) < 3.3 * Math.sqrt(2 * 1023), String(chiSquare));
    });

    it("scales exponential numbers by their mean", () => {
        const [one, seven] = [new Float64Array(1000), new Float64Array(1000)];
        new RandomStream(5, 0).fillExponential(one, 1);
        new RandomStream(5, 0).fillExponential(seven, 8);
        assert.deepEqual(
            seven,
            one.map((value) => value * 8),
        );
    });

    it("does not go with another stream, or another seed", () => {
        const uniform = fills["uniform"] as Fill;
        const base = draw(uniform, drawn, 1, 0);
        const others: [number, number][] = [
            [1, 1],
            [1, 2],
            [2, 0],
            [0, 1],
            [1 + 2 ** 32, 0],
            [2 ** 53 - 1, 0],
        ];
        for (const [seed, stream] of others) {
            const other = draw(uniform, drawn, seed, stream);
            const covariance = base.reduce((sum, value, i) => sum + (value - 0.5) * ((other[i] as number) - 0.5), 0);
            const correlation = (covariance / drawn) * 12;
            assert(
                Math.abs(correlation) < 4 / Math.sqrt(drawn),
                `${String(seed)}/${String(stream)}: ${String(correlation)}`,
            );
        }
    });

    it("begins differently for each of many seeds and streams", () => {
        const first = new Set<number>();
        for (let seed = 0; seed < 1000; seed++)
            for (let stream = 0; stream < 4; stream++) first.add(new RandomStream(seed, stream).next());
        for (let high = 1; high <= 1000; high++) first.add(new RandomStream(high * 2 ** 32, 0).next());
        assert.equal(first.size, 5000);
    });

    it("gives the same numbers for the same seed, whatever the blocks are", () => {
        const seeds = fc.maxSafeNat();
        const sizes = fc.array(fc.nat(300), { maxLength: 12 });
        fc.assert(
            fc.property(
                fc.constantFrom(...Object.values(fills)),
                seeds,
                fc.nat(3),
                sizes,
                (fill, seed, stream, parts) => {
                    const random = new RandomStream(seed, stream);
                    const inParts = parts.flatMap((size) => {
                        const block = new Float64Array(size);
                        fill(random, block);
                        return [...block];
                    });
                    assert.deepEqual(inParts, [...draw(fill, inParts.length, seed, stream)]);
                },
            ),
        );
    });

    it("is replayed by a clone, which leaves it alone", () => {
        const random = new RandomStream(9, 1);
        random.fillNormal(new Float64Array(777));
        const clone = random.clone();
        const cloned = Array.from({ length: 100 }, () => clone.next());
        assert.deepEqual(
            Array.from({ length: 100 }, () => random.next()),
            cloned,
        );
    });

    // The same on every machine: what a seed gave yesterday it gives tomorrow.
    it("gives known numbers for a known seed", () => {
        const random = new RandomStream(42, 0);
        assert.deepEqual([random.next(), random.next()], [0.04436969816171399, 0.6673465234340268]);
    });
});

describe("the layers of a ziggurat", () => {
    for (const [name, { tail, edge, density }, peak] of [
        ["exponential", exponentialLayers, Math.exp(-exponentialLayers.tail)],
        ["normal", normalLayers, Math.sqrt(2 * Math.PI) * (1 - cumulativeNormal(normalLayers.tail))],
    ] as const) {
        it(`all have one area (${name})`, () => {
            const area = tail * (density[1] as number) + peak;
            for (let layer = 1; layer < layers; layer++) {
                const height = (density[layer + 1] as number) - (density[layer] as number);
                assert(Math.abs((edge[layer] as number) * height - area) < 1e-9, `layer ${String(layer)}`);
            }
        });
    }
});
