import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";

import { isComplete, splitSentences } from "./sentences";
import { summarize } from "./summary";
import { countTokens, takeTokens } from "./tokens";

const usual = { maxLength: 128, minLength: 32 };

function article(name: string): string {
    return readFileSync(join(__dirname, "../../examples", name), "utf8");
}

/** Whether `some` are among `all`, in their order. */
function isSubsequence(some: readonly string[], all: readonly string[]): boolean {
    let at = 0;
    for (const item of all) if (item === some[at]) at++;
    return at === some.length;
}

/** Sentences whose boundaries nobody can dispute, so that a summary can be compared with them. */
const sentence = fc
    .array(fc.constantFrom("tide", "mill", "wheel", "train", "berth", "pass", "salt", "grain", "night", "dam"), {
        minLength: 1,
        maxLength: 25,
    })
    .map((words) => `Some ${words.join(" ")} came.`);
const text = fc.array(sentence, { minLength: 1, maxLength: 40 }).map((sentences) => sentences.join(" "));
const length = fc.record({ maxLength: fc.integer({ min: 2, max: 200 }), minLength: fc.integer({ min: 0, max: 200 }) });

describe("summarize", () => {
    it("keeps the news of the shorter article", () => {
        assert.equal(
            summarize(article("tide-mill.txt"), usual),
            [
                "After 91 years of silence, the tide mill at Carrow Creek has begun to grind flour again.",
                "Volunteers opened the sluice gates shortly after 6 a.m. on Saturday, and for almost four hours the falling tide turned a wheel that had not moved since 1934.",
                "By noon they had filled eleven sacks with wholemeal flour, the first produced on the creek in living memory.",
                "A tide mill needs neither wind nor river.",
                "Its wheel delivers roughly 7.5 kilowatts, enough to grind 90 kg of grain in an hour, while a modern roller mill handles the same amount in less than a minute.",
                "Lessons in milling start in May.",
            ].join(" "),
        );
    });

    it("keeps the news of what a model reads of the longer article", () => {
        assert.equal(
            summarize(takeTokens(article("night-train.txt"), 1023), usual),
            [
                "On the evening of 14 November, at 9:42 p.m., a train of seven dark green carriages left platform 3 of Ostermark Central with 268 passengers, two cooks and one dog.",
                "It was the first departure of the Meridian Night Express in eleven years.",
                "The figure was the number of people who had asked at the ticket counter in Ostermark that week whether the night train still ran.",
                "It took a complaint to the regulator, and a simulation that two members wrote in their spare time, to show that holding three freight trains for nine minutes each would open a path at a civilised hour.",
            ].join(" "),
        );
    });

    it("takes whole sentences of the text, in their order, or the start of one where none fits", () => {
        fc.assert(
            fc.property(text, length, (from, limits) => {
                const all = splitSentences(from);
                const summary = summarize(from, limits);
                const none = all.every((one) => countTokens(one) > limits.maxLength);
                if (none)
                    assert.ok(
                        all.some((one) => one.startsWith(summary)),
                        summary,
                    );
                else assert.ok(isSubsequence(splitSentences(summary), all), summary);
                assert.notEqual(summary, "");
            }),
        );
    });

    it("is never longer than maxLength, whatever the text", () => {
        fc.assert(
            fc.property(fc.oneof(text, fc.string({ unit: "grapheme", maxLength: 300 })), length, (from, limits) => {
                const tokens = countTokens(summarize(from, limits));
                assert.ok(tokens <= limits.maxLength, String(tokens));
            }),
        );
    });

    it("keeps one sentence in three, rounded up, when no minimum is set", () => {
        fc.assert(
            fc.property(fc.integer({ min: 1, max: 30 }), (count) => {
                // Words of their own: nothing repeats anything.
                const from = Array.from({ length: count }, (_, index) => `Word${String(index)} came.`).join(" ");
                const summary = splitSentences(summarize(from, { maxLength: 1000, minLength: 0 }));
                assert.equal(summary.length, Math.ceil(count / 3));
            }),
        );
    });

    it("goes on until minLength is reached", () => {
        const from = "The tide came in. The gates closed. The wheel turned. The miller slept. The flour was fine.";
        assert.equal(countTokens(summarize(from, { maxLength: 100, minLength: 0 })), 9);
        assert.equal(summarize(from, { maxLength: 100, minLength: 100 }), from);
    });

    it("says the same of the same text, and of its own summary no more than it says", () => {
        fc.assert(
            fc.property(text, length, (from, limits) => {
                const summary = summarize(from, limits);
                assert.equal(summarize(from, limits), summary);
                const again = splitSentences(summarize(summary, limits));
                assert.ok(isSubsequence(again, splitSentences(summary)));
            }),
        );
    });

    it("says a repeated sentence once", () => {
        const from = "The tide mill grinds flour. ".repeat(30) + "A night train crossed the pass.";
        assert.equal(
            summarize(from, { maxLength: 128, minLength: 128 }),
            "The tide mill grinds flour. A night train crossed the pass.",
        );
    });

    it("leaves a headline and a sentence that was cut off alone", () => {
        const from =
            "Tide mill grinds tide mill flour\n\nThe tide mill grinds. Rain fell.\n\nThe tide mill and its tide";
        for (const kept of splitSentences(summarize(from, { maxLength: 128, minLength: 128 }))) {
            assert.ok(isComplete(kept), kept);
        }
    });

    it("makes do with fragments when there is nothing else", () => {
        assert.equal(summarize("a mill without a full stop", usual), "a mill without a full stop");
    });

    it("cuts a single sentence at maxLength", () => {
        assert.equal(summarize("One two three four five.", { maxLength: 3, minLength: 0 }), "One two three");
    });

    it("says nothing of nothing", () => {
        assert.equal(summarize("  \n", usual), "");
    });

    for (const [language, from] of Object.entries({
        German: "Die Mühle mahlt wieder. Das Wasser treibt das Rad. Der Müller schläft. Die Mühle braucht kein Rad aus Stahl.",
        Japanese: "水車が回った。潮が満ちた。粉屋は眠った。水車は古い。",
        Arabic: "دارت الطاحونة. جاء المد. نام الطحان. الطاحونة قديمة.",
    })) {
        it(`takes ${language} sentences whole`, () => {
            const summary = summarize(from, { maxLength: 128, minLength: 0 });
            assert.equal(splitSentences(summary).length, 2);
            assert.ok(isSubsequence(splitSentences(summary), splitSentences(from)), summary);
        });
    }

    it("reads the first 512 sentences of an enormous text", () => {
        const from = "The tide came in. " + "The wheel turned round. ".repeat(2000) + "The end is near.";
        assert.equal(summarize(from, { maxLength: 128, minLength: 128 }), "The tide came in. The wheel turned round.");
    });
});
