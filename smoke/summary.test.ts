import assert from "node:assert/strict";

import { Unmet } from "./report";
import { excerpt, parseSummary } from "./summary";

const article = "The mill stands where the creek meets the sea.";

describe("summary", () => {
    it("is read from the container's answer", () => {
        assert.equal(parseSummary('[{"summary_text":" A mill by the sea. "}]', article), "A mill by the sea.");
    });

    const refused: [string, string, Unmet][] = [
        ["no JSON", "<html>", new Unmet("no JSON: <html>")],
        ["an empty object", "", new Unmet("no JSON: nothing (0 characters)")],
        ["an error", '{"code":400}', new Unmet('{"code":400}')],
        ["an empty list", "[]", new Unmet("[]")],
        ["a number for a summary", '[{"summary_text":7}]', new Unmet('[{"summary_text":7}]')],
        ["an empty summary", '[{"summary_text":" "}]', new Unmet("an empty summary_text")],
        [
            "the article itself",
            JSON.stringify([{ summary_text: article }]),
            new Unmet(`46 characters for an article of 46: ${article}`),
        ],
        [
            "another task's answer",
            '[{"generated_text":"A mill."}]',
            new Unmet(
                'generated_text instead of summary_text: [{"generated_text":"A mill."}]',
                "HF_TASK of the model's environment",
            ),
        ],
    ];
    for (const [what, answer, error] of refused) {
        it(`is not ${what}`, () => {
            assert.throws(() => parseSummary(answer, article), error);
        });
    }

    it("that is long is shown by its start, in one line", () => {
        assert.equal(excerpt("a\n  b", 10), "a b");
        assert.equal(excerpt("x".repeat(11), 10), `${"x".repeat(10)}…`);
    });
});
