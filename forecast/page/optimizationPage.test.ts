import assert from "node:assert/strict";

import { optimizationPage } from "./optimizationPage";
import { type Optimization } from "../optimize/optimization";
import { exampleOptimization } from "../testing/exampleOptimization";
import { rowsOf, textsOf } from "../testing/readPage";

describe("the page of a search", () => {
    let found: Optimization;
    let html: string;
    before(async () => {
        found = await exampleOptimization(1200);
        html = await optimizationPage(found, "npm run forecast -- --optimize --seed 1");
    });

    it("begins with what was found", () => {
        assert.deepEqual(textsOf(html, "h1"), ["Settings for 600 requests at once"]);
        assert.equal(
            textsOf(html, "p")[0],
            "For 600 requests at once, $0.23 is the least for which the time until all have ended is within 20 min, which holds in 100 % of the runs.",
        );
        assert.deepEqual(textsOf(html, "h2"), [
            "What was found",
            "The choice",
            "Settings to paste",
            "Would another instance type pay off?",
            "What the search does not know",
            "What was tried",
            "The same again",
        ]);
    });

    it("has the frontier as a table of what differs, with what was chosen in bold", () => {
        const rows = rowsOf(html, "The frontier, the cheapest first, in bold what was chosen");
        assert.deepEqual(rows[0], ["", "cost", "time", "maxCapacity", "wakeUpScalingAdjustment"]);
        assert.deepEqual(rows[1], ["1", "$0.15", "27 min", "1", "1"]);
        assert.deepEqual(
            rows.map(([name]) => name),
            ["", "1", "2", "3", "4", "chosen", "present"],
        );
        const bold = [...html.matchAll(/<tr class="emphasized"><td>([^<]*)</g)].map(([, name]) => name);
        assert.deepEqual(bold, ["chosen"]);
    });

    it("says of a point of the frontier that it is the chosen or the present one", async () => {
        const [first, ...others] = found.frontier;
        assert.ok(first);
        const present = { ...first, lines: [] };
        const page = await optimizationPage({ ...found, chosen: first, present, frontier: [present, ...others] });
        assert.deepEqual(
            rowsOf(page, "The frontier").map(([name]) => name),
            ["", "1 (present)", "2", "3", "4"],
        );
        assert.equal(page.split('<tr class="emphasized"><td>1 (present)<').length, 2);
        assert.ok(textsOf(page, "p").some((text) => /^1: .*These are the present settings\./.test(text)));
    });

    it("has settings to paste for what was chosen and for each point of the frontier, with what limits it", () => {
        const lines = [...html.matchAll(/<pre[^>]*><code>([^<]*)<\/code>/g)].map(([, text]) => text);
        const wanted = [found.chosen, ...found.frontier].map((point) => point?.lines.join("\n"));
        assert.deepEqual(lines, [...wanted, "npm run forecast -- --optimize --seed 1"]);
        assert.equal(lines[1], "summarizer:maxCapacity: 1");
        const captions = textsOf(html, "p").filter((text) => /^\d: /.test(text));
        assert.equal(captions.length, found.frontier.length);
        assert.match(captions[0] ?? "", /^1: \$0\.15 in 27 min\. Max capacity: /);
    });

    it("says below what time each other type pays off", () => {
        const rows = rowsOf(html, "Types of the region whose price is known");
        assert.equal(rows.length, 1 + found.breakEven.length);
        assert.deepEqual(
            rows.find(([type]) => type === "ml.g4dn.xlarge"),
            ["ml.g4dn.xlarge", "$0.736", "1.25"],
        );
    });

    it("says what it does not know, what was tried, and that nothing was deployed", () => {
        const items = textsOf(html, "li");
        for (const note of [...found.findings, ...found.notes]) assert.ok(items.includes(note), note);
        assert.ok(html.includes("<dt>maxCapacity</dt><dd>1, 2, 3, 5, 8</dd>"));
        assert.ok(html.includes("<strong>The service time is not measured.</strong>"));
        assert.ok(textsOf(html, "p").some((text) => text.startsWith("Simulation. Nothing was deployed.")));
    });

    it("is the same for the same search", async () => {
        assert.equal(await optimizationPage(found, "npm run forecast -- --optimize --seed 1"), html);
    });

    it("answers also where nothing keeps to the deadline, and where nothing is feasible", async () => {
        const nearest = found.frontier.at(-1);
        const late = await optimizationPage({ ...found, chosen: undefined, nearest, deadlineSeconds: 300 });
        assert.match(
            textsOf(late, "p")[0] ?? "",
            /^For 600 requests at once, nothing that was searched keeps to 5 min\. What comes nearest takes 11 min and \$0\.46\.$/,
        );
        assert.ok(textsOf(late, "dd").includes("of what comes nearest"));
        const none = await optimizationPage({
            ...found,
            chosen: undefined,
            frontier: [],
            all: [],
            deadlineSeconds: undefined,
            nearest,
        });
        assert.match(textsOf(none, "p")[0] ?? "", /nothing that was searched answers them all\.$/);
        assert.ok(!none.includes("<figure"));
    });

    it("spans from the cheapest to the fastest where there is no deadline", async () => {
        const open = await optimizationPage({ ...found, chosen: undefined, deadlineSeconds: undefined });
        assert.equal(
            textsOf(open, "p")[0],
            "For 600 requests at once, from $0.15 in 27 min to $0.46 in 11 min: the time until all have ended, in 95 % of the runs.",
        );
    });

    it("shows hostile text as text", async () => {
        const hostile = `<img src=x onerror="alert(1)"> & '`;
        const page = await optimizationPage({ ...found, findings: [hostile], notes: [hostile] }, hostile);
        assert.ok(!page.includes("<img"));
        assert.equal(page.split("&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &#39;").length, 1 + 3);
    });
});
