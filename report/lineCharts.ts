import { type Axis, type Mark } from "./axis";
import { type Chart, type Panel } from "./chart";
import { margins, type Size } from "./chartLayout";
import { downsampled } from "./downsampling";
import { labelsPixels, levelLayers, momentLayers, type Layer } from "./markLayers";
import { seriesStyle } from "./palette";
import { numberFormat, onlyWhole } from "./valueAxis";

/** One line of a chart. */
export interface Series {
    name: string;
    /** One for each value of the axis. What is not finite is a gap. */
    values: readonly number[];
    /** Each value holds until the next one, as a capacity does. */
    step?: boolean;
    /** The surface under the line is tinted: for what adds up. */
    area?: boolean;
}

/** One of several systems of axes that share the horizontal one. */
export interface LinePanel {
    /** What the vertical axis shows, and in which unit. `logarithmic`: equal ratios are about equally long, and there is a 0; say so in the title. */
    y: { title: string; logarithmic?: boolean };
    series: readonly Series[];
    /** Lines across at a value: a target, a maximum. */
    levels?: readonly Mark[];
}

interface Heading {
    id: string;
    title: string;
    caption: string;
    x: Axis;
    /** Lines from top to bottom, in each panel. */
    moments?: readonly Mark[];
}

/** Points to which a line is reduced: more than a screen can show. */
const mostPoints = 600;

/** A chart of lines over one axis. */
export function lines({ y, series, levels, ...heading }: Heading & LinePanel): Chart {
    return panels({ ...heading, panels: [{ y, series, ...(levels && { levels }) }] });
}

/** Charts of lines, one above the other, over the same axis. Series of the same name look the same in all of them. */
export function panels({ x, moments = [], panels, ...heading }: Heading & { panels: readonly LinePanel[] }): Chart {
    const names = [...new Set(panels.flatMap(({ series }) => series.map(({ name }) => name)))];
    for (const { name, values } of panels.flatMap(({ series }) => series)) {
        if (values.length !== x.values.length) {
            throw new Error(`${heading.id}: ${name} has ${count(values)} values for ${count(x.values)} on the axis.`);
        }
    }
    // Where each panel has one line, its axis says what it is, and colours would say nothing.
    const plain = panels.every(({ series }) => series.length <= 1);
    return {
        ...heading,
        legend: plain ? [] : names.map((name, index) => ({ name, shape: "line", ...seriesStyle(index) })),
        panels: (size) =>
            panels.map((panel, index) => {
                const [first, last] = [index === 0, index === panels.length - 1];
                return drawPanel(panel, {
                    x,
                    moments,
                    names: plain ? [] : names,
                    size,
                    first,
                    last,
                    alone: panels.length === 1,
                });
            }),
    };
}

interface Surroundings {
    x: Axis;
    moments: readonly Mark[];
    /** Whose places choose colours; empty where all lines look the same. */
    names: readonly string[];
    size: Size;
    first: boolean;
    last: boolean;
    alone: boolean;
}

function drawPanel({ y, series, levels = [] }: LinePanel, around: Surroundings): Panel {
    const { x, moments, names, size, first, last, alone } = around;
    const values = [...series.flatMap((one) => one.values), ...levels.map(({ at }) => at)].filter(Number.isFinite);
    const heightPixels = alone ? size.panelHeightPixels : Math.round(size.panelHeightPixels * 0.7);
    const [from, to] = [x.values[0] ?? 0, x.values.at(-1) ?? 0];
    const headroom = first ? Math.min(0.5, labelsPixels(moments, from, to, size) / heightPixels) : 0;
    const spec = {
        encoding: { x: horizontal(x, size, last), y: vertical(y, values, size, headroom) },
        layer: [
            ...series.flatMap((one) => seriesLayers(one, x.values, Math.max(0, names.indexOf(one.name)))),
            ...levelLayers(levels),
            ...momentLayers(moments, from, to, size, first),
        ],
    };
    return { heightPixels, labelled: last, spec };
}

function seriesLayers({ values, step = false, area = false }: Series, x: readonly number[], index: number): Layer[] {
    const { paint, dash } = seriesStyle(index);
    const points = downsampled({ x, y: values }, mostPoints);
    const data = { values: points.x.map((at, place) => ({ x: at, y: points.y[place] })) };
    const interpolate = step ? "step-after" : "linear";
    const line = { type: "line", interpolate, color: paint, invalid: "break-paths-filter-domains", strokeDash: dash };
    const surface = { ...line, type: "area", fillOpacity: 0.14, strokeWidth: 0, line: false };
    return [...(area ? [{ data, mark: surface }] : []), { data, mark: line }];
}

function horizontal({ title, values, labels }: Axis, size: Size, last: boolean): object {
    const [first = 0, end = first] = [values[0], values.at(-1)];
    const round = { tickCount: size.labels, format: numberFormat(end), ...(onlyWhole(values) && { tickMinStep: 1 }) };
    // Labels that are given are shown as they are: Vega would round them as it rounds its own.
    const places = labels ? { values: labels, format: numberFormat(end) ?? ",.6~f" } : round;
    const axis = last ? { title, ...places } : { title: null, labels: false, ...places };
    // An axis of no length would have its only point in the middle.
    const domain = end > first ? [first, end] : [first, first + 1];
    return { field: "x", type: "quantitative", axis, scale: { domain, nice: false, zero: false } };
}

/** @param headroom the share of the height that is kept free of lines, for labels */
function vertical(
    { title, logarithmic = false }: LinePanel["y"],
    values: readonly number[],
    size: Size,
    headroom: number,
): object {
    const lowest = values.reduce((least, value) => Math.min(least, value), 0);
    const highest = values.reduce((most, value) => Math.max(most, value), lowest);
    const top = highest > lowest ? highest : lowest + 1;
    const raised = logarithmic
        ? Math.expm1(Math.log1p(top) / (1 - headroom))
        : lowest + (top - lowest) / (1 - headroom);
    return {
        field: "y",
        type: "quantitative",
        axis: {
            title,
            titleX: -margins(size, true).left,
            // Of values that are given, Vega leaves out those above the count.
            ...(logarithmic ? { values: [0, ...powersOfTen(top)] } : { tickCount: 4 }),
            format: numberFormat(highest),
            ...(onlyWhole(values) && { tickMinStep: 1 }),
        },
        scale: {
            domain: [lowest, raised],
            ...(logarithmic ? { type: "symlog", nice: false } : { nice: headroom === 0 && 4 }),
        },
    };
}

/** 1, 10, … up to `highest`; without the 1 where it would be too close to 0. */
function powersOfTen(highest: number): number[] {
    const powers: number[] = [];
    for (let power = highest < 1000 ? 1 : 10; power <= highest; power *= 10) powers.push(power);
    return powers;
}

function count(values: readonly unknown[]): string {
    return String(values.length);
}
