import assert from "node:assert/strict";

import fc from "fast-check";

import { renderChart, type Chart } from "./chart";
import { sizes } from "./chartLayout";
import { lines, panels, type Series } from "./lineCharts";
import { linesOf, textsOf, warningsOf } from "./testing/drawing";

const heading = { id: "some", title: "Some", caption: "Some lines." };
const minutes = { title: "minutes", values: [0, 1, 2, 3] };
const svgOf = (chart: Chart): Promise<string> => renderChart(chart, sizes.wide);
const of = (series: Series[], more: Partial<Parameters<typeof lines>[0]> = {}): Chart => {
    return lines({ ...heading, x: minutes, y: { title: "requests" }, series, ...more });
};

/** The plot of a wide chart is 648 pixels wide and, alone, 200 high. */
const third = 216;

describe("a chart of lines", () => {
    it("joins values by straight lines", async () => {
        const [line] = linesOf(await svgOf(of([{ name: "a", values: [0, 10, 5, 0] }])));
        assert.deepEqual(line, [
            [0, 200],
            [third, 0],
            [2 * third, 100],
            [3 * third, 200],
        ]);
    });

    it("holds each value of a step until the next", async () => {
        const [line] = linesOf(await svgOf(of([{ name: "a", values: [0, 10, 5, 5], step: true }])));
        assert.deepEqual(line?.slice(0, 5), [
            [0, 200],
            [third, 200],
            [third, 0],
            [2 * third, 0],
            [2 * third, 100],
        ]);
    });

    it("breaks where a value is not finite", async () => {
        const svg = await svgOf(of([{ name: "a", values: [10, NaN, 10, 0] }]));
        assert.match(svg, /<path d="M0,0ZM432,0L648,200" stroke/);
    });

    it("tints the surface under a line that adds up", async () => {
        const svg = await svgOf(of([{ name: "a", values: [0, 1, 2, 10], area: true }]));
        assert.match(
            svg,
            /<path d="M0,200L216,180L432,160L648,0L648,200L432,200L216,200L0,200Z" fill="var\(--series-1\)"/,
        );
    });

    it("has axes with their units, and labels at round numbers", async () => {
        assert.deepEqual(textsOf(await svgOf(of([{ name: "a", values: [0, 10_000, 5, 0] }]))), [
            ...["0", "1", "2", "3"].flatMap((label) => (label === "3" ? [label] : [label])),
            "minutes",
            ...["0", "2,000", "4,000", "6,000", "8,000", "10,000"],
            "requests",
        ]);
    });

    it("labels no fraction where all values are whole, and large numbers in short", async () => {
        const whole = textsOf(await svgOf(of([{ name: "a", values: [0, 1, 1, 0] }])));
        assert.deepEqual(whole.slice(-3), ["0", "1", "requests"]);
        const large = textsOf(await svgOf(of([{ name: "a", values: [0, 2_000_000, 1, 0] }])));
        assert.deepEqual(large.slice(-3), ["1.5M", "2M", "requests"]);
    });

    it("labels its axis where it is told to", async () => {
        const chart = of([{ name: "a", values: [0, 1, 1, 0] }], { x: { ...minutes, labels: [0, 1.5, 3] } });
        assert.deepEqual(textsOf(await svgOf(chart)).slice(0, 4), ["0", "1.5", "3", "minutes"]);
    });

    it("has a legend when there is more than one line", async () => {
        const one = of([{ name: "asked for", values: [0, 1, 1, 0] }]);
        const two = of([
            { name: "asked for", values: [0, 1, 1, 0] },
            { name: "in service", values: [0, 0, 1, 0] },
        ]);
        assert.deepEqual(one.legend, []);
        assert.deepEqual(
            two.legend.map(({ name, paint, dash }) => [name, paint, dash]),
            [
                ["asked for", "var(--series-1)", []],
                ["in service", "var(--series-2)", [6, 3]],
            ],
        );
        assert.match(await svgOf(two), /stroke="var\(--series-2\)"[^>]* stroke-dasharray="6,3"/);
    });

    it("has a level in view that is above all values", async () => {
        const svg = await svgOf(of([{ name: "a", values: [0, 1, 2, 2] }], { levels: [{ label: "maximum 5", at: 5 }] }));
        assert.ok(textsOf(svg).includes("maximum 5"));
        assert.deepEqual(linesOf(svg)[0]?.at(-1), [648, 120]);
    });

    it("does not draw a moment that is not on the axis", async () => {
        const moments = [
            { label: "before", at: -1 },
            { label: "within", at: 1 },
            { label: "after", at: 4 },
        ];
        const texts = textsOf(await svgOf(of([{ name: "a", values: [0, 1, 2, 2] }], { moments })));
        assert.deepEqual(
            texts.filter((text) => moments.some(({ label }) => label === text)),
            ["within"],
        );
    });

    it("puts labels of moments that are close to each other in different rows, above all lines", async () => {
        const moments = ["one thing", "another thing", "far away"].map((label, index) => ({
            label,
            at: [0.1, 0.2, 3][index] as number,
        }));
        const svg = await svgOf(of([{ name: "a", values: [8, 8, 8, 8] }], { moments }));
        const heights = new Map(
            [...svg.matchAll(/translate\(-?[\d.]+,([\d.]+)\)"[^>]*>([^<]+)<\/text>/g)].map(([, y, text]) => [
                text,
                Number(y),
            ]),
        );
        const [first = NaN, second = NaN, third = NaN] = moments.map(({ label }) => heights.get(label));
        assert.equal(second - first, 16);
        assert.equal(third, first);
        assert.ok((linesOf(svg)[0]?.[0]?.[1] ?? 0) >= second);
    });

    it("has powers of ten, and 0, on a logarithmic axis", async () => {
        const svg = await svgOf(of([{ name: "a", values: [0, 9, 99, 0] }], { y: { title: "y", logarithmic: true } }));
        assert.deepEqual(textsOf(svg).slice(-4), ["0", "1", "10", "y"]);
        assert.deepEqual(linesOf(svg)[0]?.slice(0, 3), [
            [0, 200],
            [third, 100],
            [2 * third, 0],
        ]);
    });

    it("refuses values that are not as many as the axis has", () => {
        const message = "some: a has 3 values for 4 on the axis.";
        assert.throws(() => of([{ name: "a", values: [1, 2, 3] }]), new Error(message));
    });

    it("has no more than 600 points to a line, whatever it is made of", async () => {
        const values = Array.from({ length: 20_000 }, (_, index) => Math.sin(index));
        const svg = await svgOf(
            of([{ name: "a", values }], { x: { title: "t", values: values.map((_, index) => index) } }),
        );
        const [line] = linesOf(svg);
        assert.ok(line && line.length > 500 && line.length <= 600, String(line?.length));
    });
});

describe("charts of lines one above the other", () => {
    const panel = (name: string, title: string) => ({ y: { title }, series: [{ name, values: [0, 1, 2, 3] }] });

    it("have their labels on the lowest axis and their moments labelled once", async () => {
        const chart = panels({
            ...heading,
            x: minutes,
            moments: [{ label: "done", at: 2 }],
            panels: [panel("a", "requests"), panel("b", "requests per instance")],
        });
        const texts = textsOf(await svgOf(chart));
        for (const once of ["minutes", "done", "requests", "requests per instance"]) {
            assert.equal(texts.filter((text) => text === once).length, 1, once);
        }
        assert.deepEqual(chart.legend, []);
    });

    it("draw the same name in the same way", async () => {
        const both = [
            { name: "a", values: [0, 1, 2, 3] },
            { name: "b", values: [1, 1, 1, 1] },
        ];
        const chart = panels({
            ...heading,
            x: minutes,
            panels: [{ y: { title: "y" }, series: both }, panel("b", "z")],
        });
        assert.deepEqual(
            chart.legend.map(({ name }) => name),
            ["a", "b"],
        );
        assert.equal((await svgOf(chart)).match(/stroke="var\(--series-2\)"/g)?.length, 3);
    });
});

describe("a chart of odd values", () => {
    const odd: { what: string; x: number[]; values: number[] }[] = [
        { what: "none", x: [], values: [] },
        { what: "one", x: [5], values: [7] },
        { what: "only zeros", x: [0, 1], values: [0, 0] },
        { what: "none that is finite", x: [0, 1], values: [NaN, Infinity] },
        { what: "all at one moment", x: [3, 3, 3], values: [1, 2, 3] },
        { what: "negative ones", x: [0, 1], values: [-5, -1] },
    ];
    for (const { what, x, values } of odd) {
        it(`is drawn with numbers only: ${what}`, async () => {
            const chart = of([{ name: "a", values, area: true }], { x: { title: "x", values: x } });
            assert.deepEqual(await warningsOf(chart), []);
            assert.doesNotMatch(await svgOf(chart), /NaN|Infinity|undefined|null/);
        });
    }

    it("is drawn with numbers only, whatever they are", async () => {
        const values = fc.array(fc.oneof(fc.double(), fc.integer({ min: -10, max: 10 })), { maxLength: 20 });
        await fc.assert(
            fc.asyncProperty(values, async (values) => {
                const moderate = values.map((value) => (Math.abs(value) > 1e15 ? NaN : value));
                const x = { title: "x", values: values.map((_, index) => index) };
                const svg = await svgOf(of([{ name: "a", values: moderate, step: true }], { x }));
                assert.doesNotMatch(svg, /NaN|Infinity|undefined|null/);
            }),
            { numRuns: 25 },
        );
    });
});
