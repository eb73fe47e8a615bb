import assert from "node:assert/strict";

import { hasRepeatedName } from "./repeatedName";

describe("a repeated name", () => {
    const texts: [string, string, boolean][] = [
        ["in one block", '{"a":1,"b":2,"a":3}', true],
        ["in a block inside", '{"a":[{"b":{"c":1,"c":1}}]}', true],
        ["after a block inside", '{"a":{"b":1},"a":2}', true],
        ["once written with an escape", '{"a":1,"\\u0061":2}', true],
        ["once with space before its colon", '{"a":1,"a" \n: 2}', true],
        ["that has quotes in it", '{"a\\"b":1,"a\\"b":2}', true],
        ["in two blocks of a list", '[{"a":1},{"a":1}]', false],
        ["in a block and in one inside it", '{"a":{"a":1}}', false],
        ["as a value", '{"a":"a","b":"a"}', false],
        ["in text that looks like a block", '{"a":"{\\"a\\":1,\\"a\\":2}"}', false],
        ["in other case", '{"a":1,"A":2}', false],
    ];
    for (const [where, text, found] of texts) {
        it(`is ${found ? "found" : "none"} ${where}`, () => {
            JSON.parse(text);
            assert.equal(hasRepeatedName(text), found);
        });
    }
});
