import assert from "node:assert/strict";

import { XMLValidator } from "fast-xml-parser";

import { chartFile, renderChart } from "./chart";
import { sizes } from "./chartLayout";
import { customProperties, schemes } from "./palette";
import { lines } from "./lineCharts";
import { textsOf, warningsOf } from "./testing/drawing";
import { hostile, sampleCharts } from "./testing/samplePage";

const defined = new Set(customProperties(schemes.light).match(/--[\w-]+/g));

for (const chart of sampleCharts) {
    for (const size of [sizes.wide, sizes.narrow]) {
        describe(`the chart "${chart.id}", ${size.name}`, () => {
            let svg: string;
            before(async () => {
                svg = await renderChart(chart, size);
            });

            it("is one picture with a name, as wide as what it stands in", () => {
                const [tag = ""] = /^<svg[^>]*>/.exec(svg) ?? [];
                assert.match(
                    tag,
                    new RegExp(`^<svg class="${size.name}" viewBox="0 0 ${String(size.widthPixels)} \\d+" role="img" `),
                );
                assert.ok(tag.includes(` aria-label="${chart.title}"`));
                assert.doesNotMatch(tag, / (?:width|height)=/);
                assert.equal(svg.split("<svg").length, 2);
            });

            it("has no script, style, id, reference or handler in it", () => {
                const tags = [...svg.matchAll(/<[^<>]*>/g)].map(([tag]) => tag.replace(/"[^"]*"/g, '""'));
                const [, ...inner] = tags;
                assert.deepEqual(
                    inner.filter((tag) => /^<(?:script|style|image|a|use|foreignObject)\b/.test(tag)),
                    [],
                );
                assert.deepEqual(
                    inner.filter((tag) => / (?:id|style|class|role|href|xlink:href|aria-\w+|on\w+)=/.test(tag)),
                    [],
                );
                assert.doesNotMatch(svg, /url\(/);
            });

            it("has no colour but those of the palette", () => {
                const paints = new Set([...svg.matchAll(/ (?:fill|stroke)="([^"]*)"/g)].map(([, paint]) => paint));
                for (const paint of paints) {
                    const [, name] = /^var\((--[\w-]+)\)$/.exec(paint ?? "") ?? [];
                    assert.ok(paint === "none" || defined.has(name ?? ""), paint);
                }
            });

            it("is well-formed XML", () => {
                assert.equal(XMLValidator.validate(svg), true);
            });

            it("is the same when it is drawn again", async () => {
                assert.equal(await renderChart(chart, size), svg);
            });
        });
    }

    it(`the chart "${chart.id}" is drawn without a warning`, async () => {
        assert.deepEqual(await warningsOf(chart), []);
    });
}

describe("a chart with hostile text", () => {
    const chart = lines({
        id: "hostile",
        title: hostile,
        caption: hostile,
        x: { title: hostile, values: [0, 1] },
        y: { title: hostile },
        series: [
            { name: hostile, values: [1, 2] },
            { name: ' class="x" role="y" ', values: [2, 1] },
        ],
        levels: [{ label: hostile, at: 1 }],
        moments: [{ label: hostile, at: 0 }],
    });

    it("has it as text in legend, axes and labels", async () => {
        const svg = await renderChart(chart, { ...sizes.wide, widthPixels: 2000 });
        assert.doesNotMatch(svg, /<(?:script|img)/);
        const shown = hostile.replace("\u0007", "\ufffd");
        assert.equal(textsOf(svg).filter((text) => text === shown).length, 5);
        assert.ok(textsOf(svg).includes(' class="x" role="y" '));
    });

    it("is a well-formed file", async () => {
        assert.equal(XMLValidator.validate(await chartFile(chart, sizes.wide)), true);
    });
});

describe("a chart as a file", () => {
    it("has its colours for light and dark, its background, title and description in itself", async () => {
        const [chart] = sampleCharts;
        assert.ok(chart);
        const file = await chartFile(chart, sizes.wide);
        assert.match(
            file,
            /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="720" height="294" viewBox="0 0 720 294" role="img">\n/,
        );
        assert.ok(file.includes(`<title>Instances</title><desc>${chart.caption}</desc>`));
        assert.ok(file.includes(`svg { ${customProperties(schemes.light)}`));
        assert.ok(file.includes(`@media (prefers-color-scheme: dark) { svg { ${customProperties(schemes.dark)} } }`));
        assert.ok(file.includes('<rect width="720" height="294" fill="var(--paper)"/>'));
        assert.equal(XMLValidator.validate(file), true);
    });
});
