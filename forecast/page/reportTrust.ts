import { type Block } from "../../report/blocks";
import { type Section } from "../../report/page";
import { count, dollars, duration } from "../wording/amounts";
import { type Forecast } from "../forecast";
import { movedBy, sensitivityChart } from "./sensitivityChart";

/** How far each thing that is not known moves the answer; nothing when it was not studied. */
export function trustSection(forecasts: readonly Forecast[]): Section[] {
    const studied = forecasts.filter(({ sensitivities }) => sensitivities.length > 0);
    if (studied.length === 0) return [];
    const text =
        "Each row sets one thing otherwise, with the same random numbers, and says how much more time and money it then takes in the median. What moves most comes first: that is what to find out before relying on the answer.";
    return [
        {
            title: "How far to trust this",
            blocks: [
                { kind: "paragraph", text },
                ...studied.flatMap((forecast, index) => blocksOf(forecast, index, forecasts.length > 1)),
            ],
        },
    ];
}

function blocksOf(forecast: Forecast, index: number, several: boolean): Block[] {
    const moved = movedBy(forecast);
    const { name } = forecast.case;
    const title = several ? `${name}: what moves the answer` : "What moves the answer";
    const chart = sensitivityChart(moved, { id: `sensitivity-${String(index + 1)}`, title });
    const burst = forecast.sensitivities[0]?.objective === "makespanSeconds";
    const time = burst ? "time" : "time of 95 %";
    const answers = forecast.sensitivities.some(({ done }) => Math.abs(done) >= 0.5);
    const rows = moved.map(({ sensitivity }) => [
        sensitivity.switch,
        sensitivity.present,
        sensitivity.value,
        signed(sensitivity[sensitivity.objective], duration),
        signed(sensitivity.usd, dollars),
        ...(answers ? [signed(sensitivity.done, count)] : []),
    ]);
    return [
        ...(chart ? [{ kind: "chart", chart } as const] : []),
        {
            kind: "table",
            table: {
                caption: `${several ? `${name}: what` : "What"} each unknown changes, in the median.`,
                head: ["", "here", "otherwise", time, "cost", ...(answers ? ["answered"] : [])],
                rows,
                align: ["left", "right", "right", "right", "right", "right"],
            },
        },
    ];
}

/** A change with its sign: `+4 min`, `−$0.02`, or `0` where it rounds to nothing. */
function signed(change: number, written: (value: number) => string): string {
    if (!Number.isFinite(change)) return written(change);
    const size = written(Math.abs(change));
    if (size === written(0) || Math.abs(change) < 0.0005) return "0";
    return `${change > 0 ? "+" : "−"}${size}`;
}
