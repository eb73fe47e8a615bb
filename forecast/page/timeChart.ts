import { type Mark } from "../../report/axis";
import { type Chart } from "../../report/chart";
import { panels } from "../../report/lineCharts";
import { timeAxis } from "../../report/timeAxis";
import { onSharedTime, type Track } from "./sharedTime";

/** A chart over time of what runs recorded, each at its own times. All times are seconds. */
export interface TimeChart {
    id: string;
    title: string;
    caption: string;
    /** What times count from: `after the first request`. */
    since: string;
    /** What part of the time is shown; all of it if not given. */
    from?: number;
    to?: number;
    /** Lines from top to bottom. */
    moments?: readonly Mark[];
    panels: readonly {
        y: { title: string; logarithmic?: boolean };
        series: readonly { name: string; track: Track; area?: boolean }[];
        levels?: readonly Mark[];
    }[];
}

/** Puts all tracks of a chart on one axis of time, in the unit that suits it. */
export function timeChart({ since, from, to, moments = [], panels: drawn, ...heading }: TimeChart): Chart {
    const tracks = drawn.flatMap(({ series }) => series.map(({ track }) => track));
    const { seconds, values } = onSharedTime(tracks, from, to);
    const x = timeAxis(seconds, since);
    const [first = 0, last = first] = [seconds[0], seconds.at(-1)];
    const perSecond = last > first ? ((x.values.at(-1) ?? 0) - (x.values[0] ?? 0)) / (last - first) : 1;
    let next = 0;
    return panels({
        ...heading,
        x,
        moments: moments
            .filter(({ at }) => at >= first && at <= last)
            .map(({ label, at }) => ({ label, at: at * perSecond })),
        panels: drawn.map(({ series, ...panel }) => ({
            ...panel,
            series: series.map(({ name, track: { step }, area = false }) => ({
                name,
                values: values[next++] ?? [],
                step,
                area,
            })),
        })),
    });
}
