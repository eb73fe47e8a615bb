import { chartConfig, margins, type Size } from "./chartLayout";
import { escapeText, withoutForbidden } from "./escaping";
import { drawLegend, type LegendEntry } from "./legend";
import { customProperties, schemes } from "./palette";
import { textWidth } from "./textWidth";
import { loadVega } from "./vega.cjs";

/** A chart that is yet to be drawn. Any text may stand in it. */
export interface Chart {
    /** Names the figure within its page: lower-case letters, digits and hyphens. */
    id: string;
    title: string;
    /** One sentence that says what to see. */
    caption: string;
    legend: readonly LegendEntry[];
    /** The panels, top to bottom, for a size. */
    panels: (size: Size) => Panel[];
}

/** One system of axes. */
export interface Panel {
    heightPixels: number;
    /** Whether the horizontal axis is labelled, or the one of the panel below stands for it. */
    labelled: boolean;
    /** Vega-Lite, a single or a layered view without size, padding or configuration. */
    spec: object;
}

/**
 * Draws a chart as an `<svg>` element without scripts, styles and ids, that fits the width of what it stands in. Its colours are the
 * custom properties of palette.ts, which the page around it has to define.
 */
export async function renderChart(chart: Chart, size: Size): Promise<string> {
    const { inner, widthPixels, heightPixels } = await drawn(chart, size);
    const viewBox = `0 0 ${String(widthPixels)} ${String(heightPixels)}`;
    return `<svg class="${size.name}" viewBox="${viewBox}" role="img" aria-label="${escapeText(chart.title)}">${inner}</svg>`;
}

/** Draws a chart as a file of its own, which has its colours for light and dark in itself. */
export async function chartFile(chart: Chart, size: Size): Promise<string> {
    const { inner, widthPixels, heightPixels } = await drawn(chart, size);
    const [width, height] = [String(widthPixels), String(heightPixels)];
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
        `<title>${escapeText(chart.title)}</title><desc>${escapeText(chart.caption)}</desc>`,
        `<style>svg { ${customProperties(schemes.light)} font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }`,
        `@media (prefers-color-scheme: dark) { svg { ${customProperties(schemes.dark)} } }</style>`,
        `<rect width="${width}" height="${height}" fill="var(--paper)"/>`,
        `${inner}</svg>\n`,
    ].join("\n");
}

async function drawn(chart: Chart, size: Size): Promise<{ inner: string; widthPixels: number; heightPixels: number }> {
    const draw = await loadVega(textWidth);
    const legend = drawLegend(chart.legend, size);
    const parts = [legend.svg];
    let top = legend.heightPixels;
    for (const { heightPixels, labelled, spec } of chart.panels(size)) {
        const padding = margins(size, labelled);
        const { svg } = await draw({
            ...spec,
            width: size.widthPixels - padding.left - padding.right,
            height: heightPixels,
            padding,
            autosize: { type: "none" },
            config: chartConfig(size),
        });
        parts.push(`<g transform="translate(0,${String(top)})">${slimmed(svg)}</g>`);
        top += padding.top + heightPixels + padding.bottom;
    }
    return { inner: withoutForbidden(parts.join("")), widthPixels: size.widthPixels, heightPixels: top };
}

/** What Vega says to itself about its marks; the chart as a whole is described by its figure. */
const attributes =
    / (?:class|role|aria-hidden|aria-roledescription|pointer-events|opacity="1|font-variant)(?:="[^"]*)?"/g;
const geometry = / (?:d|transform|x2|y2|width|height)="[^"]*"/g;

/** How Vega draws a disc: as two arcs. */
const disc = /<path((?: [\w-]+="[^"]*")*) d="M([\d.]+),0A\2,\2,0,1,1,-\2,0A\2,\2,0,1,1,\2,0"/g;

/** What is inside of Vega's `<svg>`, without what is not seen, and with what a mark is called as its tooltip. */
function slimmed(svg: string): string {
    return (
        svg
            .replace(/^<svg[^>]*>|<\/svg>$/g, "")
            .replace(/<path class="(?:background|foreground)"[^>]*>/g, "")
            // Within tags only: there, and nowhere else, quotes are escaped.
            .replace(/<[^<>]*>/g, (tag) => tag.replace(attributes, "").replace(geometry, rounded))
            .replace(disc, '<circle$1 r="$2"')
            .replace(/<(path|circle) aria-label="([^"]*)"([^<>]*)\/>/g, "<$1$3><title>$2</title></$1>")
            .replace(/<g><\/g>/g, "")
    );
}

function rounded(attribute: string): string {
    return attribute.replace(/-?\d*\.\d{3,}(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100));
}
