import assert from "node:assert/strict";

import { sizes } from "./chartLayout";
import { drawLegend, type LegendEntry } from "./legend";
import { textWidth } from "./textWidth";

const entry = (name: string, more: Partial<LegendEntry> = {}): LegendEntry => {
    return { name, shape: "line", paint: "var(--series-1)", dash: [], ...more };
};
const places = (svg: string): string[] => [...svg.matchAll(/translate\((.*?)\)/g)].map(([, place]) => String(place));

describe("a legend", () => {
    it("without entries takes no room", () => {
        assert.deepEqual(drawLegend([], sizes.wide), { svg: "", heightPixels: 0 });
    });

    it("shows a line with its dashes, and a point as a point", () => {
        const { svg } = drawLegend(
            [entry("a", { dash: [6, 3] }), entry("b"), entry("c", { shape: "point" })],
            sizes.wide,
        );
        assert.deepEqual([...svg.matchAll(/<(line|circle) [^>]*>/g)].map(String), [
            '<line x2="22" stroke="var(--series-1)" stroke-width="2" stroke-dasharray="6 3"/>,line',
            '<line x2="22" stroke="var(--series-1)" stroke-width="2"/>,line',
            '<circle cx="11" r="4" fill="var(--series-1)"/>,circle',
        ]);
    });

    it("goes on in the next row where the first is full", () => {
        const names = ["provisioning billed", "provisioning free", "something else"].map((name) => entry(name));
        assert.deepEqual(places(drawLegend(names, sizes.narrow).svg), ["0,10", "169,10", "0,30"]);
        assert.equal(drawLegend(names, sizes.narrow).heightPixels, 40);
        assert.equal(drawLegend(names, sizes.wide).heightPixels, 20);
    });

    it("cuts a name short that is wider than the chart", () => {
        const { svg, heightPixels } = drawLegend([entry("W".repeat(100))], sizes.narrow);
        assert.match(svg, />W{26}…</);
        assert.equal(heightPixels, 20);
    });

    it("escapes names", () => {
        assert.match(drawLegend([entry('<b>"&')], sizes.wide).svg, /&lt;b&gt;&quot;&amp;<\/text>/);
    });
});

describe("the width of a text", () => {
    it("is in proportion to its size, and adds up", () => {
        assert.equal(textWidth("", 12), 0);
        assert.equal(textWidth("ab", 24), 2 * (textWidth("a", 12) + textWidth("b", 12)));
    });

    it("knows narrow letters from wide ones", () => {
        const widths = ["i", "a", "A", "W"].map((letter) => textWidth(letter, 100));
        assert.deepEqual(widths, [40, 62, 72, 100]);
        assert.equal(textWidth("漢", 100), 100);
    });
});
