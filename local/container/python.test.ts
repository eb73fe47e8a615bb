import assert from "node:assert/strict";

import { pythonRepr, pythonStr, pythonType } from "./python";

describe("pythonRepr", () => {
    for (const [value, printed] of [
        [null, "None"],
        [true, "True"],
        [false, "False"],
        [1.5, "1.5"],
        ["it", "'it'"],
        ["it's", `"it's"`],
        [`it's "it"`, `'it\\'s "it"'`],
        ["a\nb\\c", "'a\\nb\\\\c'"],
        [["a", 1], "['a', 1]"],
        [{ text: "a", n: [null] }, "{'text': 'a', 'n': [None]}"],
    ] as const) {
        it(`prints ${JSON.stringify(value)} as Python does`, () => {
            assert.equal(pythonRepr(value), printed);
        });
    }
});

describe("pythonStr", () => {
    it("leaves a text as it is", () => {
        assert.equal(pythonStr("it's"), "it's");
        assert.equal(pythonStr(["it"]), "['it']");
    });
});

describe("pythonType", () => {
    it("names the types of JSON", () => {
        const values = [null, true, "a", 1, 1.5, [], {}];
        assert.deepEqual(values.map(pythonType), ["NoneType", "bool", "str", "int", "float", "list", "dict"]);
    });
});
