import { type Mark } from "./axis";

/** A layer of a Vega-Lite view. */
export type Layer = Readonly<Record<string, unknown>>;

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

/** Lines from top to bottom, each with its label beside its upper end. */
export function momentLayers(moments: readonly Mark[]): Layer[] {
    if (moments.length === 0) return [];
    const data = { values: moments.map(({ label, at }) => ({ x: at, label })) };
    const label = { type: "text", align: "left", baseline: "top", dx: 4 };
    return [
        { data, mark: { type: "rule" }, encoding: { y: null } },
        { data, mark: label, encoding: { y: { value: 0 }, text: { field: "label", type: "nominal" } } },
    ];
}
