import { type Size } from "./chartLayout";
import { escapeText } from "./escaping";
import { textWidth } from "./textWidth";

/** What a colour of a chart stands for. */
export interface LegendEntry {
    name: string;
    shape: "line" | "point";
    /** A colour of palette.ts: `var(--series-1)`. */
    paint: string;
    /** Lengths of strokes and gaps, in pixels; none for a line without gaps. */
    dash: readonly number[];
}

const symbolPixels = 22;
const gapPixels = 7;
const betweenPixels = 20;

/** Draws a legend as rows that are filled from the left. A name that is wider than the chart is cut short. No entries: no legend. */
export function drawLegend(entries: readonly LegendEntry[], size: Size): { svg: string; heightPixels: number } {
    if (entries.length === 0) return { svg: "", heightPixels: 0 };
    const rowPixels = size.fontSizePixels + 8;
    let x = 0;
    let row = 0;
    const parts = entries.map((entry) => {
        const name = shortened(entry.name, size.widthPixels - symbolPixels - gapPixels, size.fontSizePixels);
        const width = symbolPixels + gapPixels + textWidth(name, size.fontSizePixels);
        if (x > 0 && x + width > size.widthPixels) {
            x = 0;
            row++;
        }
        const place = `translate(${String(Math.round(x))},${String(row * rowPixels + rowPixels / 2)})`;
        x += width + betweenPixels;
        const text = `<text x="${String(symbolPixels + gapPixels)}" dy="0.32em" font-size="${String(size.fontSizePixels)}px" fill="var(--soft)">${escapeText(name)}</text>`;
        return `<g transform="${place}">${symbol(entry)}${text}</g>`;
    });
    return { svg: parts.join(""), heightPixels: (row + 1) * rowPixels };
}

function symbol({ shape, paint, dash }: LegendEntry): string {
    const middle = String(symbolPixels / 2);
    if (shape === "point") return `<circle cx="${middle}" r="4" fill="${paint}"/>`;
    const strokes = dash.length > 0 ? ` stroke-dasharray="${dash.join(" ")}"` : "";
    return `<line x2="${String(symbolPixels)}" stroke="${paint}" stroke-width="2"${strokes}/>`;
}

function shortened(name: string, widthPixels: number, fontSizePixels: number): string {
    if (textWidth(name, fontSizePixels) <= widthPixels) return name;
    const characters = [...name];
    while (characters.length > 0 && textWidth(`${characters.join("")}…`, fontSizePixels) > widthPixels)
        characters.pop();
    return `${characters.join("")}…`;
}
