import assert from "node:assert/strict";

import fc from "fast-check";

import { escapeText, withoutForbidden } from "./escaping";
import { prose } from "./prose";

describe("escaping", () => {
    const cases: [string, string][] = [
        [`<a href="x" title='y'>&amp;</a>`, "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;"],
        ["tab\tand\nline", "tab\tand\nline"],
        ["bell \u0007, null \u0000", "bell \ufffd, null \ufffd"],
        ["half a pair \ud83d", "half a pair \ufffd"],
        ["a whole one 🚀", "a whole one 🚀"],
        ["", ""],
    ];
    for (const [text, expected] of cases) {
        it(`makes ${JSON.stringify(expected)} of ${JSON.stringify(text)}`, () => {
            assert.equal(escapeText(text), expected);
        });
    }

    it("leaves nothing that ends a text or an attribute", () => {
        fc.assert(
            fc.property(fc.string({ unit: "binary" }), (text) => {
                assert.doesNotMatch(escapeText(text), /[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
            }),
        );
    });

    it("takes nothing else away than what no document may hold", () => {
        fc.assert(
            fc.property(
                fc.string({ unit: fc.constantFrom("a", "é", "漢", "🚀", "\t", "\n", "<", "\u007f") }),
                (text) => {
                    assert.equal(withoutForbidden(text), text);
                },
            ),
        );
    });
});

describe("prose", () => {
    it("makes code of what is between backticks", () => {
        assert.equal(prose("set `maxCapacity` to `8`"), "set <code>maxCapacity</code> to <code>8</code>");
    });

    it("takes a backtick that is alone for text", () => {
        assert.equal(prose("a ` b"), "a ` b");
        assert.equal(prose("``"), "``");
    });

    it("escapes within code and outside of it", () => {
        assert.equal(prose("<b> `<i>`"), "&lt;b&gt; <code>&lt;i&gt;</code>");
    });
});
