import { type Mark } from "../report/axis";
import { type Chart } from "../report/chart";
import { type LinePanel, panels, type Series } from "../report/lineCharts";
import { timeAxis } from "../report/timeAxis";
import { count, dollars, duration } from "./amounts";
import { type Forecast } from "./forecast";
import { onSharedTime, type Track } from "./sharedTime";
import { type CapacityEvent, type MinuteSeries } from "./simulation/outcome";

const minute = 60;
const since = "after the first request";

/** A case with the minutes of its typical run. */
interface Run {
    name: string;
    forecast: Forecast;
    minutes: MinuteSeries;
}

/**
 * The graphs by which the article shows a burst onto a cold endpoint, for one case or for several side by side, and what it costs.
 *
 * @throws Error when a typical run has no minutes
 */
export function reportCharts(forecasts: readonly Forecast[]): Chart[] {
    const runs = forecasts.map((forecast) => {
        const { minutes } = forecast.typical;
        if (!minutes) throw new Error(`The typical run of ${forecast.case.name} has no minutes.`);
        return { name: forecast.case.name, forecast, minutes };
    });
    return [noInstances(runs), backlog(runs), instancesRising(runs), backToMinimum(runs), dollarsSoFar(runs)];
}

function noInstances(runs: readonly Run[]): Chart {
    const to = Math.max(...runs.map(firstWakeUpEnds)) + 3 * minute;
    const tracks = runs.map(({ minutes }) => track(minutes, "backlogWithoutCapacity", true));
    return drawn(runs, tracks, {
        id: "no-instances",
        title: "1. No instances",
        caption: `HasBacklogWithoutCapacity is 1 while requests wait and no instance is in service. ${told(runs, wakeUpInWords)}`,
        to,
        moments: (run) => [
            ...eventsOf(run, "asked", "asked for").slice(0, 1),
            ...eventsOf(run, "inService", "in service").slice(0, 1),
        ],
        panels: (values) =>
            runs.map((run, index) => ({
                y: { title: titled(runs, run, "HasBacklogWithoutCapacity") },
                series: [{ name: "HasBacklogWithoutCapacity", values: values[index] ?? [], step: true, area: true }],
            })),
    });
}
