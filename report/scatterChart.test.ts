import assert from "node:assert/strict";

import { renderChart } from "./chart";
import { sizes } from "./chartLayout";
import { scatter, type ScatterChart } from "./scatterChart";
import { linesOf, textsOf, warningsOf } from "./testing/drawing";

const chart: ScatterChart = {
    id: "frontier",
    title: "Dollars and hours",
    caption: "The line cannot be bettered.",
    x: { title: "hours" },
    y: { title: "dollars" },
    others: { name: "others", points: [{ x: 2, y: 9, tooltip: "dear <and> slow" }] },
    frontier: {
        name: "best",
        points: [
            { x: 3, y: 2, label: "3" },
            { x: 1, y: 8, label: "1", tooltip: "fast" },
            { x: 2, y: 4, label: "2" },
        ],
    },
};
const svgOf = (more: Partial<ScatterChart> = {}): Promise<string> =>
    renderChart(scatter({ ...chart, ...more }), sizes.wide);
const discs = (svg: string): number => svg.match(/<circle transform/g)?.length ?? 0;

describe("a scatter chart", () => {
    it("joins the frontier by a staircase from left to right, whatever its order", async () => {
        const [line = []] = linesOf(await svgOf());
        const [xs, ys] = [line.map(([x]) => x), line.map(([, y]) => y)];
        assert.equal(line.length, 5);
        assert.deepEqual(xs, [xs[0], xs[1], xs[1], xs[3], xs[3]]);
        assert.deepEqual(ys, [ys[0], ys[0], ys[2], ys[2], ys[4]]);
        assert.ok((xs[0] ?? 0) < (xs[1] ?? 0) && (xs[1] ?? 0) < (xs[3] ?? 0));
        assert.ok((ys[0] ?? 0) < (ys[2] ?? 0) && (ys[2] ?? 0) < (ys[4] ?? 0));
    });

    it("labels the frontier, and tells of points that have something to tell", async () => {
        const svg = await svgOf();
        assert.deepEqual(
            textsOf(svg).filter((text) => ["1", "2", "3"].includes(text)).length,
            3 +
                textsOf(
                    await svgOf({
                        frontier: {
                            name: "best",
                            points: [
                                { x: 1, y: 8 },
                                { x: 3, y: 2 },
                            ],
                        },
                    }),
                ).filter((text) => ["1", "2", "3"].includes(text)).length,
        );
        assert.deepEqual(
            [...svg.matchAll(/<title>(.*?)<\/title>/g)].map(([, title]) => title),
            ["dear &lt;and&gt; slow", "fast"],
        );
        assert.equal(discs(svg), 4);
    });

    it("names its two kinds of points, or the one that is there", () => {
        assert.deepEqual(
            scatter(chart).legend.map(({ name, shape }) => [name, shape]),
            [
                ["best", "line"],
                ["others", "point"],
            ],
        );
        const alone = scatter({ ...chart, others: { name: "others", points: [] } });
        assert.deepEqual(
            alone.legend.map(({ name }) => name),
            ["best"],
        );
    });

    it("draws one of many points that cover each other", async () => {
        const points = Array.from({ length: 5000 }, (_, index) => ({ x: 1 + (index % 7), y: 3 + (index % 5) }));
        assert.equal(discs(await svgOf({ others: { name: "others", points } })), 35 + 3);
    });

    it("tells nothing of single points when there are hundreds", async () => {
        const points = Array.from({ length: 300 }, (_, index) => ({
            x: index,
            y: (index * 37) % 101,
            tooltip: "some",
        }));
        const svg = await svgOf({ others: { name: "others", points } });
        assert.equal(discs(svg), 303);
        assert.equal(svg.match(/<title>/g)?.length, 1);
    });

    it("has points that are looked for in a colour of their own, in view, and named", async () => {
        const svg = await svgOf({ marked: { name: "today", points: [{ x: 8, y: 5, tooltip: "as it is" }] } });
        assert.equal(discs(svg), 5);
        assert.ok(textsOf(svg).includes("today") && textsOf(svg).includes("8"));
        assert.match(svg, /fill="var\(--series-2\)"[^>]*><title>as it is<\/title>/);
        assert.ok(!(await svgOf()).includes("--series-2"));
    });

    it("has equal ratios equally far from each other on a logarithmic axis", async () => {
        const points = [1, 10, 100].map((x) => ({ x, y: 200 / x }));
        const [line = []] = linesOf(
            await svgOf({ x: { title: "hours", logarithmic: true }, frontier: { name: "best", points } }),
        );
        const [first = NaN, second = NaN, , third = NaN] = line.map(([x]) => x);
        assert.ok(Math.abs(third - second - (second - first)) < 0.02, String(line));
    });

    it("shows a limit with its label", async () => {
        assert.ok(textsOf(await svgOf({ moments: [{ label: "deadline", at: 2.5 }] })).includes("deadline"));
        assert.ok(textsOf(await svgOf({ levels: [{ label: "budget", at: 5 }] })).includes("budget"));
    });

    it("is drawn without warnings and with numbers only, also of one point or none", async () => {
        for (const points of [[], [{ x: 1, y: 1, label: "1" }]]) {
            const few = { ...chart, others: { name: "others", points: [] }, frontier: { name: "best", points } };
            assert.deepEqual(await warningsOf(scatter(few)), []);
            assert.doesNotMatch(await svgOf(few), /NaN|Infinity|undefined|null/);
        }
    });
});
