import assert from "node:assert/strict";

import { maxCapacityIsAffordable } from "../../policies/async-inference/rules/maxCapacityIsAffordable";
import { exampleOptimization } from "../testing/exampleOptimization";
import { defaultRuns, type SearchPlan, searchRuns } from "./searchPlan";
import { notesOf, policyCeiling } from "./notes";
import { type Optimization } from "./optimization";

const plan: SearchPlan = { configurations: 100, searchRuns, runs: defaultRuns, fewerRuns: false };

describe("the notes of a search", () => {
    let found: Optimization;
    before(async () => {
        found = await exampleOptimization(undefined, 60);
    });

    it("know the ceiling that the policy pack has unless told otherwise", () => {
        assert.equal(policyCeiling, maxCapacityIsAffordable.parameters?.["maxCapacityCeiling"]?.default);
    });

    it("tell of combinations that come to the same only where there are some", () => {
        const [none] = notesOf({ ...found, searched: 7, leftOut: 0 }, plan, 0);
        assert.equal(
            none,
            "7 configurations were simulated with 3 runs each, and those near the frontier or the deadline with 20.",
        );
        const [some] = notesOf({ ...found, searched: 7, leftOut: 5 }, plan, 0);
        assert.equal(
            some,
            "7 configurations were simulated with 3 runs each, and those near the frontier or the deadline with 20; 5 combinations were left out because they come to the same as one of these.",
        );
    });

    const times: [runs: number, note: RegExp][] = [
        [20, /^Time is when the last request has ended, in 95 % of the runs; cost is the median\. /],
        [5, /^Time is when the last request has ended, the 95 % quantile of 5 runs; cost is the median\. /],
    ];
    for (const [runs, note] of times) {
        it(`say what the time of ${runs} runs is`, () => {
            assert.match(notesOf(found, { ...plan, runs }, 0)[1] ?? "", note);
        });
    }

    it("say how many runs a smaller load has where there are fewer", () => {
        const notes = notesOf(found, { ...plan, searchRuns: 1, fewerRuns: true }, 0);
        assert.match(notes[1] ?? "", /than for a smaller one \(3 in the search, 20 close up\)/);
    });
});
