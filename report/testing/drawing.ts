import { type Chart } from "../chart";
import { chartConfig, margins, sizes, type Size } from "../chartLayout";
import { textWidth } from "../textWidth";
import { loadVega } from "../vega.cjs";

/** What Vega-Lite and Vega have to say against a chart, in both of its sizes. */
export async function warningsOf(chart: Chart): Promise<string[]> {
    const draw = await loadVega(textWidth);
    const found: string[] = [];
    for (const size of [sizes.wide, sizes.narrow] satisfies Size[]) {
        for (const { spec, heightPixels, labelled } of chart.panels(size)) {
            const layout = {
                width: 300,
                height: heightPixels,
                padding: margins(size, labelled),
                autosize: { type: "none" },
            };
            found.push(...(await draw({ ...spec, ...layout, config: chartConfig(size) })).warnings);
        }
    }
    return found;
}

/** All texts of an SVG, in the order in which they stand there, with entities resolved. */
export function textsOf(svg: string): string[] {
    return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) =>
        text.replace(/&(\w+|#\d+);/g, resolved),
    );
}

function resolved(entity: string): string {
    return { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" }[entity] ?? entity;
}

/** The vertices of each path that is a line of a series, `[x, y]` in pixels of its panel. */
export function linesOf(svg: string): [number, number][][] {
    const paths = [...svg.matchAll(/<path d="([^"]*)" stroke="var\(--series-\d+\)"/g)];
    return paths.map(([, path = ""]) =>
        [...path.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]),
    );
}
