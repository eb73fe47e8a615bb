import { type Mark } from "./axis";
import { type Chart } from "./chart";
import { margins, type Size } from "./chartLayout";
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
    /** Lines from top to bottom. */
    moments?: readonly Mark[];
    /** Lines from left to right. */
    levels?: readonly Mark[];
}

/** So many tooltips are there at most besides those of the frontier: each is in the page as often as the chart. */
const mostTooltips = 200;
const accent = "var(--series-1)";

/** A chart of points with a frontier: what cannot be bettered in one direction without loss in the other. */
export function scatter({ x, y, others, frontier, moments = [], levels = [], ...heading }: ScatterChart): Chart {
    const best = [...frontier.points].sort((a, b) => a.x - b.x || b.y - a.y);
    const behind = thinned(others.points, x, y);
    const seen = behind.length > mostTooltips ? behind.map(({ x, y }) => ({ x, y })) : behind;
    const highest = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value), 0);
    const all = [...behind, ...best];
    const xs = [...all.map((point) => point.x), ...moments.map(({ at }) => at)];
    const ys = [...all.map((point) => point.y), ...levels.map(({ at }) => at)];
    return {
        ...heading,
        legend: [
            { name: frontier.name, shape: "line", paint: accent, dash: [] },
            ...(behind.length > 0
                ? [{ name: others.name, shape: "point", paint: "var(--faint)", dash: [] } as const]
                : []),
        ],
        panels: (size) => [
            {
                heightPixels: Math.round(size.panelHeightPixels * 1.6),
                labelled: true,
                spec: {
                    encoding: {
                        x: channel("x", x, highest(xs), size, { tickCount: size.labels }),
                        y: channel("y", y, highest(ys), size, { tickCount: 5, titleX: -margins(size, true).left }),
                    },
                    layer: [
                        pointLayer(seen, "var(--faint)", 14),
                        { data: { values: best }, mark: { type: "line", interpolate: "step-after", color: accent } },
                        pointLayer(best, accent, 44),
                        {
                            data: { values: best.filter(({ label }) => label !== undefined) },
                            mark: {
                                type: "text",
                                align: "left",
                                baseline: "bottom",
                                dx: 5,
                                dy: -4,
                                color: "var(--ink)",
                            },
                            encoding: { text: { field: "label", type: "nominal" } },
                        },
                        ...levelLayers(levels),
                        ...momentLayers(moments),
                    ],
                },
            },
        ],
    };
}

function pointLayer(points: readonly Point[], fill: string, size: number): Layer {
    return {
        data: { values: points },
        // Vega describes a mark only if it is not hidden from readers of the screen; the description becomes the tooltip (chart.ts).
        mark: { type: "circle", aria: true, color: fill, opacity: 1, size },
        encoding: { description: { field: "tooltip", type: "nominal" } },
    };
}

function channel(field: "x" | "y", axis: PlaneAxis, highest: number, size: Size, more: object): object {
    const { title, logarithmic = false } = axis;
    return {
        field,
        type: "quantitative",
        axis: { title, format: logarithmic ? "~g" : numberFormat(highest), grid: true, ...more },
        scale: { type: logarithmic ? "log" : "linear", nice: !logarithmic, zero: false, padding: 14 },
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
