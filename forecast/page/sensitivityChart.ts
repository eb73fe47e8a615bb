import { type Chart, type Panel } from "../../report/chart";
import { margins, type Size } from "../../report/chartLayout";
import { seriesStyle } from "../../report/palette";
import { type Forecast, type Sensitivity } from "../forecast";
import { type Objective } from "../objective";

/** What a switch moves, as shares of the medians of cost and of the time that counts for the workload: 0.1 is a tenth more. */
export interface Moved {
    sensitivity: Sensitivity;
    seconds: number;
    usd: number;
}

const shares = [(moved: Moved) => moved.seconds, (moved: Moved) => moved.usd];

/** What the time is. */
const movedTexts: Readonly<Record<Objective, string>> = {
    makespanSeconds: "time until all have ended",
    latencyP95Seconds: "time that 95 % take at most",
};

/** Less than this, half a percent, is not drawn. */
const least = 0.005;
const most = 10;
const rowPixels = 42;
const barPixels = 8;

/** What each switch moves, in the order of the sensitivities, so that chart, table and text agree. */
export function movedBy({ measures, sensitivities }: Forecast): Moved[] {
    const share = (change: number, of: number) => (of > 0 && Number.isFinite(change) ? change / of : 0);
    return sensitivities.map((sensitivity) => ({
        sensitivity,
        seconds: share(sensitivity[sensitivity.objective], measures[sensitivity.objective].median),
        usd: share(sensitivity.usd, measures.usd.median),
    }));
}

/** Bars for those switches that move time or cost, in the order given; undefined when none does. */
export function sensitivityChart(moved: readonly Moved[], heading: { id: string; title: string }): Chart | undefined {
    const rows = moved.filter((one) => largest(one) >= least).slice(0, most);
    const [first] = rows;
    if (!first) return undefined;
    const names = [movedTexts[first.sensitivity.objective], "cost"];
    return {
        ...heading,
        caption:
            "How much longer it takes, and how much more it costs, with one thing otherwise and all else as it is.",
        legend: names.map((name, index) => ({ name, shape: "point", paint: seriesStyle(index).paint, dash: [] })),
        panels: (size) => [panelOf(rows, size)],
    };
}

function panelOf(rows: readonly Moved[], size: Size): Panel {
    const heightPixels = rows.length * rowPixels;
    const y = { type: "quantitative", axis: null, scale: { domain: [0, heightPixels], reverse: true, nice: false } };
    const labels = rows.map(({ sensitivity }, row) => ({
        label: `${sensitivity.switch} ${sensitivity.value}`,
        y: row * rowPixels + 14,
    }));
    return {
        heightPixels,
        labelled: true,
        spec: {
            layer: [
                ...shares.map((share, bar) => ({
                    data: { values: rows.map((one, row) => ({ x: 100 * share(one), ...placeOf(row, bar) })) },
                    mark: { type: "rect", color: seriesStyle(bar).paint },
                    encoding: {
                        x: {
                            field: "x",
                            type: "quantitative",
                            axis: {
                                title: "change, % of the median",
                                tickCount: size.labels,
                                labelExpr: "datum.value === 0 ? '0' : format(datum.value, '+')",
                                grid: true,
                            },
                        },
                        x2: { datum: 0 },
                        y: { field: "top", ...y },
                        y2: { field: "bottom" },
                    },
                })),
                {
                    data: { values: [{ x: 0 }] },
                    mark: { type: "rule", color: "var(--faint)", strokeDash: [] },
                    encoding: { x: { field: "x", type: "quantitative" } },
                },
                {
                    data: { values: labels },
                    mark: { type: "text", align: "left", baseline: "alphabetic", color: "var(--ink)" },
                    encoding: {
                        x: { value: -margins(size, true).left },
                        y: { field: "y", ...y },
                        text: { field: "label", type: "nominal" },
                    },
                },
            ],
        },
    };
}

function placeOf(row: number, bar: number): { top: number; bottom: number } {
    const top = row * rowPixels + 19 + bar * barPixels;
    return { top, bottom: top + barPixels - 1 };
}

function largest({ seconds, usd }: Moved): number {
    return Math.max(Math.abs(seconds), Math.abs(usd));
}
