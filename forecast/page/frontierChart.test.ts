import assert from "node:assert/strict";

import { type Chart, renderChart } from "../../report/chart";
import { sizes } from "../../report/chartLayout";
import { textsOf, warningsOf } from "../../report/testing/drawing";
import { frontierChart } from "./frontierChart";
import { type Optimization } from "../optimize/optimization";
import { exampleOptimization } from "../testing/exampleOptimization";

async function drawn(chart: Chart | undefined): Promise<string> {
    assert.ok(chart);
    return renderChart(chart, sizes.wide);
}

describe("the chart of cost and time", () => {
    let found: Optimization;
    before(async () => {
        found = await exampleOptimization(1200);
    });

    it("has the frontier by number, the deadline and the present settings", async () => {
        const svg = await drawn(frontierChart(found));
        const texts = textsOf(svg);
        for (const text of ["1", "2", "3", "4", "deadline", "present settings", "time, minutes", "cost, US dollars"]) {
            assert.ok(texts.includes(text), text);
        }
        const titles = [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title = ""]) => title);
        const present = titles.find((title) => title.startsWith("Present settings: "));
        assert.match(
            present ?? "",
            /^Present settings: \$0\.\d\d in 14 min; instanceType ml\.m5\.xlarge, maxCapacity 5, /,
        );
        assert.equal(titles.filter((title) => /^\d: /.test(title)).length, found.frontier.length);
    });

    it("has no deadline where none is wanted", async () => {
        assert.ok(!textsOf(await drawn(frontierChart({ ...found, deadlineSeconds: undefined }))).includes("deadline"));
    });

    it("does not show present settings that leave requests unanswered", () => {
        const present = { ...found.present, done: found.present.arrived - 1 };
        const names = frontierChart({ ...found, present })?.legend.map(({ name }) => name);
        assert.deepEqual(names, ["cheapest for its time", "other combinations"]);
    });

    it("shows feasible combinations only, and is none without any", () => {
        const all = found.all.map((one) => ({ ...one, feasible: false }));
        assert.deepEqual(
            frontierChart({ ...found, all })?.legend.map(({ name }) => name),
            ["cheapest for its time", "present settings"],
        );
        assert.equal(frontierChart({ ...found, all, frontier: [] }), undefined);
    });

    it("is in hours and logarithmic where times are long and far from each other", async () => {
        const frontier = found.frontier.map((point, index) => ({ ...point, seconds: index === 0 ? 80_000 : 4000 }));
        const texts = textsOf(await drawn(frontierChart({ ...found, frontier })));
        assert.ok(texts.includes("time, hours (logarithmic)"));
    });

    it("numbers the chosen point first, and others as far as there is room", async () => {
        const [first, second, third] = found.frontier;
        assert.ok(first && second && third);
        const close = { ...third, seconds: second.seconds * 1.001 };
        const frontier = [first, second, close];
        const numbered = async (chosen: typeof close | undefined): Promise<string[]> => {
            const svg = await drawn(frontierChart({ ...found, frontier, chosen }));
            return [...svg.matchAll(/fill="var\(--ink\)"[^>]*>(\d+)<\/text>/g)].map(([, text = ""]) => text).sort();
        };
        const priced = { ...close, usd: second.usd };
        frontier[2] = priced;
        assert.deepEqual(await numbered(undefined), ["1", "2"]);
        assert.deepEqual(await numbered(priced), ["1", "3"]);
    });

    it("is a chart against which Vega has nothing to say", async () => {
        const chart = frontierChart(found);
        assert.ok(chart);
        assert.deepEqual(await warningsOf(chart), []);
    });
});
