import assert from "node:assert/strict";

import fc from "fast-check";

import { isComplete, splitSentences } from "./sentences";

/** Sentences, and the text they make: split, they must come out as they went in. */
const unbroken: Readonly<Record<string, string[]>> = {
    "plain sentences": ["The tide came in.", "The wheel turned!", "Did the miller sleep?"],
    "titles before names": ["Dr. Hanne Voss met Mr. Adamik.", "Prof. Lee and St. Peter agreed."],
    initials: ["The poem is by J. R. Moss.", "It is short."],
    "acronyms inside a sentence": ["The U.S. Navy bought it from the U.K. Ministry.", "Nobody knows why."],
    "an acronym that ends a sentence": ["It was built in the U.S.", "The price was high."],
    "e.g. and i.e.": ["Take a grain, e.g. Rye or i.e. Barley."],
    "decimal numbers": ["It cost 2.3 million.", "It rose by 0.4 per cent."],
    "numbered things": ["See no. 5 and fig. 12 on p. 3.", "He said no.", "Then he left."],
    "times of day": ["It leaves at 9:42 p.m. on Monday.", "It left at 9 p.m.", "The next one never came."],
    companies: ["Moss Ltd. Holdings grew.", "It was sold to Moss Ltd.", "The buyer is unknown."],
    quotations: ["“Stop.”", "He left."],
    "other scripts": ["潮が満ちた。", "水車が回った。"],
    Cyrillic: ["Пришёл прилив.", "Мельник спал."],
};

describe("splitSentences", () => {
    for (const [name, sentences] of Object.entries(unbroken)) {
        it(`keeps ${name} whole`, () => {
            assert.deepEqual(splitSentences(sentences.join(" ")), sentences);
        });
    }

    it("takes a single line end for a space, and an empty line for the end of a paragraph", () => {
        const text = "A headline\n\nThe tide\r\ncame in. The wheel\tturned.\n \nEnd";
        assert.deepEqual(splitSentences(text), ["A headline", "The tide came in.", "The wheel turned.", "End"]);
    });

    it("begins a paragraph at every bullet", () => {
        assert.deepEqual(splitSentences("- one thing\n- another\n1. a third"), [
            "- one thing",
            "- another",
            "1. a third",
        ]);
    });

    it("finds nothing in white space", () => {
        assert.deepEqual(splitSentences(" \n\n\t "), []);
    });

    it("loses no visible character of any text", () => {
        const words = fc.array(
            fc.constantFrom("Dr.", "U.S.", "The", "mill", "3.5", "no.", "5", "end.", "“Go!”", "\n\n", "-", "…", "潮。"),
        );
        fc.assert(
            fc.property(
                fc.oneof(
                    fc.string({ unit: "grapheme" }),
                    words.map((all) => all.join(" ")),
                ),
                (text) => {
                    const bare = (from: string) => from.replace(/\s+/gu, "");
                    const sentences = splitSentences(text);
                    assert.equal(bare(sentences.join("")), bare(text));
                    for (const sentence of sentences) assert.equal(sentence, sentence.trim());
                },
            ),
        );
    });
});

describe("isComplete", () => {
    for (const sentence of ["It ends.", "It ends!", "Does it?", "“It ends.”", "It ends (here).", "終わる。"]) {
        it(`takes ${sentence} for a sentence`, () => {
            assert.equal(isComplete(sentence), true);
        });
    }

    for (const fragment of ["A headline", "It was cut off in the", "A list:"]) {
        it(`takes ${fragment} for a fragment`, () => {
            assert.equal(isComplete(fragment), false);
        });
    }
});
