import { type Mark } from "./axis";
import { margins, type Size } from "./chartLayout";
import { textWidth } from "./textWidth";

/** A layer of a Vega-Lite view. */
export type Layer = Readonly<Record<string, unknown>>;

/** Pixels between a line and its label, and between labels. */
const gapPixels = 4;

/** Lines from left to right, each with its label above its right end. */
export function levelLayers(levels: readonly Mark[]): Layer[] {
    if (levels.length === 0) return [];
    const data = { values: levels.map(({ label, at }) => ({ y: at, label })) };
    const label = { type: "text", align: "right", baseline: "bottom", dy: -3 };
    return [
        { data, mark: { type: "rule" }, encoding: { x: null } },
        { data, mark: label, encoding: { x: { value: "width" }, text: { field: "label", type: "nominal" } } },
    ];
}

/**
 * Lines from top to bottom, each with its label beside its upper end. Labels are on the side where there is more room, and lower where
 * they would cover one another.
 *
 * @param from where the axis begins; a line outside of it is not drawn
 * @param to where it ends
 */
export function momentLayers(moments: readonly Mark[], from: number, to: number, size: Size, labelled = true): Layer[] {
    const inside = moments.filter(({ at }) => from <= at && at <= to);
    if (inside.length === 0) return [];
    const rule = {
        data: { values: inside.map(({ at }) => ({ x: at })) },
        mark: { type: "rule" },
        encoding: { y: null },
    };
    return labelled ? [rule, ...placed(inside, from, to, size).map(labelLayer)] : [rule];
}

/** How far down labels of {@link momentLayers} reach, in pixels; 0 when there are none. */
export function labelsPixels(moments: readonly Mark[], from: number, to: number, size: Size): number {
    const rows = placed(
        moments.filter(({ at }) => from <= at && at <= to),
        from,
        to,
        size,
    );
    return rows.reduce((lowest, { row }) => Math.max(lowest, row + size.fontSizePixels + gapPixels), 0);
}

interface PlacedLabel extends Mark {
    toTheLeft: boolean;
    row: number;
}

function labelLayer({ at, label, toTheLeft, row }: PlacedLabel): Layer {
    const side = toTheLeft ? { align: "right", dx: -gapPixels } : { align: "left", dx: gapPixels };
    return {
        data: { values: [{ x: at, label }] },
        mark: { type: "text", baseline: "top", ...side },
        encoding: { y: { value: row }, text: { field: "label", type: "nominal" } },
    };
}

/** Each label in the highest row where it touches no other. */
function placed(moments: readonly Mark[], from: number, to: number, size: Size): PlacedLabel[] {
    const { left, right } = margins(size, true);
    const pixelsPerUnit = (size.widthPixels - left - right) / (to - from || 1);
    const taken: { row: number; start: number; end: number }[] = [];
    return [...moments]
        .sort((a, b) => a.at - b.at)
        .map((moment) => {
            const toTheLeft = moment.at - from > to - moment.at;
            const line = (moment.at - from) * pixelsPerUnit;
            const width = textWidth(moment.label, size.fontSizePixels) + 2 * gapPixels;
            const [start, end] = toTheLeft ? [line - width, line] : [line, line + width];
            let row = 0;
            while (taken.some((label) => label.row === row && label.start < end && start < label.end)) row++;
            taken.push({ row, start, end });
            return { ...moment, toTheLeft, row: row * (size.fontSizePixels + gapPixels) };
        });
}
