import assert from "node:assert/strict";

import fc from "fast-check";

import { countTokens, takeTokens } from "./tokens";

describe("countTokens", () => {
    const counts: readonly (readonly [string, number])[] = [
        ["", 0],
        [" \n", 0],
        ["The mill grinds.", 4],
        ["extraordinary", 2],
        ["1,287", 3],
        ["1234567", 3],
        ["水車が回", 4],
    ];
    for (const [text, count] of counts) {
        it(`counts ${String(count)} in ${JSON.stringify(text)}`, () => {
            assert.equal(countTokens(text), count);
        });
    }
});

describe("takeTokens", () => {
    it("is the longest start of a text with so many tokens", () => {
        fc.assert(
            fc.property(fc.string({ unit: "grapheme" }), fc.nat(30), (text, limit) => {
                const taken = takeTokens(text, limit);
                assert.ok(text.startsWith(taken));
                assert.equal(countTokens(taken), Math.min(limit, countTokens(text)));
                if (countTokens(text) <= limit && limit > 0) assert.equal(taken, text);
            }),
        );
    });

    it("cuts a word that never ends", () => {
        assert.equal(takeTokens("a".repeat(5_000_000), 1023).length, 8 * 1023);
    });
});
