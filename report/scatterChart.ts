import { type Mark } from "./axis";
import { type Chart } from "./chart";
import { margins } from "./chartLayout";
import { momentLayers, levelLayers, type Layer } from "./markLayers";
import { numberFormat } from "./valueAxis";

/** A point of a plane. */
export interface Point {
    x: number;
    y: number;
    /** What a pointer that rests on it is told. */
    tooltip?: string;
}

/** An axis of a plane. */
export interface PlaneAxis {
    /** What it shows, and in which unit. */
    title: string;
    /** Equal ratios are equally long. All values have to be above 0. */
    logarithmic?: boolean;
}

/** What a scatter chart shows. */
export interface ScatterChart {
    id: string;
    title: string;
    caption: string;
    x: PlaneAxis;
    y: PlaneAxis;
    /** Points to compare with. Where many are in one place, one of them is drawn. */
    others: { name: string; points: readonly Point[] };
    /** The points that matter, joined by a staircase from left to right. Labels are short: a number or a letter. */
    frontier: { name: string; points: readonly (Point & { label?: string })[] };
    /** Points that are neither, and are looked for: what there is today. */
    marked?: { name: string; points: readonly Point[] };
    /** Lines from top to bottom. */
    moments?: readonly Mark[];
    /** Lines from left to right. */
    levels?: readonly Mark[];
}

/** So many tooltips are there at most besides those of the frontier: each is in the page as often as the chart. */
const mostTooltips = 200;
const accent = "var(--series-1)";
const markedPaint = "var(--series-2)";

/** A chart of points with a frontier: what cannot be bettered in one direction without loss in the other. */
export function scatter(chart: ScatterChart): Chart {
    const { x, y, others, frontier, marked = { name: "", points: [] }, moments = [], levels = [], ...heading } = chart;
    const best = frontier.points;
    const behind = thinned(others.points, x, y);
    const seen = behind.length > mostTooltips ? behind.map(({ x, y }) => ({ x, y })) : behind;
    const all = [...behind, ...marked.points, ...best];
    const xs = rangeOf([...all.map((point) => point.x), ...moments.map(({ at }) => at)]);
    const ys = rangeOf([...all.map((point) => point.y), ...levels.map(({ at }) => at)]);
    return {
        ...heading,
        legend: [
            { name: frontier.name, shape: "line", paint: accent, dash: [] },
            ...(behind.length > 0
                ? [{ name: others.name, shape: "point", paint: "var(--faint)", dash: [] } as const]
                : []),
            ...(marked.points.length > 0
                ? [{ name: marked.name, shape: "point", paint: markedPaint, dash: [] } as const]
                : []),
        ],
        panels: (size) => [
            {
                heightPixels: Math.round(size.panelHeightPixels * 1.6),
                labelled: true,
                spec: {
                    encoding: {
                        x: channel("x", x, xs, { tickCount: size.labels }),
                        y: channel("y", y, ys, { tickCount: 5, titleX: -margins(size, true).left }),
                    },
                    layer: [
                        ...pointLayers(seen, "var(--faint)", 14),
                        { data: { values: best }, mark: { type: "line", interpolate: "step-after", color: accent } },
                        ...pointLayers(best, accent, 44),
                        ...pointLayers(marked.points, markedPaint, 70),
                        {
                            data: { values: best.filter(({ label }) => label !== undefined) },
                            mark: {
                                type: "text",
                                align: "right",
                                baseline: "top",
                                dx: -5,
                                dy: 4,
                                color: "var(--ink)",
                            },
                            encoding: { text: { field: "label", type: "nominal" } },
                        },
                        ...levelLayers(levels),
                        ...momentLayers(moments, ...xs, size),
                    ],
                },
            },
        ],
    };
}

function pointLayers(points: readonly Point[], fill: string, size: number): Layer[] {
    const mark = { type: "circle", color: fill, opacity: 1, size };
    const silent = points.filter(({ tooltip }) => tooltip === undefined);
    const told = points.filter(({ tooltip }) => tooltip !== undefined);
    return [
        { data: { values: silent }, mark },
        {
            data: { values: told },
            // Vega describes only what is for readers of the screen; here the description becomes a tooltip (chart.ts).
            mark: { ...mark, aria: true },
            encoding: { description: { field: "tooltip", type: "nominal" } },
        },
    ];
}

type Range = readonly [lowest: number, highest: number];

/** From the lowest to the highest value; an axis has a length even where there is one value or none. */
function rangeOf(values: readonly number[]): Range {
    if (values.length === 0) return [1, 2];
    const lowest = values.reduce((least, value) => Math.min(least, value));
    const highest = values.reduce((most, value) => Math.max(most, value));
    return highest > lowest ? [lowest, highest] : [lowest, lowest > 0 ? 2 * lowest : lowest + 1];
}

function channel(field: "x" | "y", axis: PlaneAxis, range: Range, more: object): object {
    const { title, logarithmic = false } = axis;
    return {
        field,
        type: "quantitative",
        axis: { title, format: logarithmic ? "~g" : numberFormat(range[1]), grid: true, ...more },
        scale: { domain: range, type: logarithmic ? "log" : "linear", nice: !logarithmic, zero: false, padding: 14 },
    };
}

/** Of points that would cover each other, the first. */
function thinned(points: readonly Point[], x: PlaneAxis, y: PlaneAxis): Point[] {
    const column = cells(
        points.map((point) => point.x),
        x.logarithmic ?? false,
        180,
    );
    const row = cells(
        points.map((point) => point.y),
        y.logarithmic ?? false,
        100,
    );
    const taken = new Set<string>();
    return points.filter((point) => {
        const cell = `${String(column(point.x))} ${String(row(point.y))}`;
        if (taken.has(cell)) return false;
        taken.add(cell);
        return true;
    });
}

function cells(values: readonly number[], logarithmic: boolean, many: number): (value: number) => number {
    const scaled = (value: number) => (logarithmic ? Math.log(value) : value);
    const lowest = values.reduce((least, value) => Math.min(least, scaled(value)), Infinity);
    const highest = values.reduce((most, value) => Math.max(most, scaled(value)), -Infinity);
    const length = (highest - lowest) / many || 1;
    return (value) => Math.floor((scaled(value) - lowest) / length);
}
