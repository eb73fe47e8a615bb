import assert from "node:assert/strict";

import fc from "fast-check";

import { count, decimal, dollars, duration, range, rate } from "./amounts";

describe("amounts", () => {
    const durations: [number, string][] = [
        [0, "0 s"],
        [0.0004, "0 s"],
        [0.25, "0.25 s"],
        [4.5, "4.5 s"],
        [9.94, "9.9 s"],
        [9.96, "10 s"],
        [59.4, "59 s"],
        [59.6, "1 min"],
        [432, "7 min 12 s"],
        [420, "7 min"],
        [599.6, "10 min"],
        [630, "11 min"],
        [3569, "59 min"],
        [3571, "1 h"],
        [4320, "1 h 12 min"],
        [2 * 86_400 - 1, "48 h"],
        [2 * 86_400, "2 d"],
        [3 * 86_400 + 4 * 3600, "3 d 4 h"],
        [2000 * 86_400, "2,000 d"],
        [NaN, "–"],
        [Infinity, "–"],
    ];
    for (const [seconds, text] of durations) {
        it(`${String(seconds)} s are ${text}`, () => {
            assert.equal(duration(seconds), text);
        });
    }

    it("a duration never has a unit that is full", () => {
        fc.assert(
            fc.property(fc.double({ min: 0, max: 1e8, noNaN: true }), (seconds) => {
                assert.doesNotMatch(duration(seconds), /\b60 (s|min)\b|\b24 h\b(?<!^24 h)/);
            }),
        );
    });

    it("numbers have thousands separators, and decimals where they count", () => {
        assert.deepEqual([0, 10_000, 99.5, 100.4, NaN].map(count), ["0", "10,000", "99.5", "100", "–"]);
        assert.deepEqual([decimal(1234.567, 2), decimal(2, 2), decimal(Infinity, 1)], ["1,234.57", "2", "–"]);
    });

    const amounts: [number, string][] = [
        [0, "$0.00"],
        [0.003_123, "$0.0031"],
        [0.0994, "$0.099"],
        [0.0996, "$0.10"],
        [1.625, "$1.63"],
        [999.994, "$999.99"],
        [999.996, "$1,000"],
        [12_345.6, "$12,346"],
        [NaN, "–"],
    ];
    for (const [usd, text] of amounts) {
        it(`${String(usd)} dollars are ${text}`, () => {
            assert.equal(dollars(usd), text);
        });
    }

    it("a price keeps its decimals", () => {
        assert.deepEqual([0.23, 0.736, 1.1267, 3, NaN].map(rate), ["$0.23", "$0.736", "$1.1267", "$3.00", "–"]);
    });

    it("a range of what reads alike is one value", () => {
        assert.equal(range(60, 61, duration), "1 min – 1 min 1 s");
        assert.equal(range(4320, 4321, duration), "1 h 12 min");
    });
});
