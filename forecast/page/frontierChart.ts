import { type Chart } from "../../report/chart";
import { scatter } from "../../report/scatterChart";
import { dollars, duration } from "../wording/amounts";
import { objectiveTexts } from "../wording/optimizationAnswer";
import {
    type Optimization,
    type Point,
    type Searched,
    searchedNumbers,
    type SearchedSettings,
} from "../optimize/optimization";

/** Above this ratio of the longest to the shortest time the axis of time is logarithmic. */
const wideRatio = 8;

/** Cost and time of what was searched, with the frontier numbered as in the table; undefined when there is nothing to draw. */
export function frontierChart(optimization: Optimization): Chart | undefined {
    const { all, frontier, present, deadlineSeconds, objective } = optimization;
    const searched = all.filter(({ usd, seconds, feasible }) => feasible && usd > 0 && seconds > 0);
    const times = [...searched, ...frontier].map(({ seconds }) => seconds);
    if (times.length === 0) return undefined;
    const longest = Math.max(...times);
    const unit = longest >= 3 * 3600 ? { name: "hours", seconds: 3600 } : { name: "minutes", seconds: 60 };
    const logarithmic = longest > wideRatio * Math.min(...times);
    const isPresentDrawn = present.seconds > 0 && present.done === present.arrived;
    const labelled = apart(optimization, searched, logarithmic);
    return scatter({
        id: "frontier",
        title: "Cost and time",
        caption: `Each point is one combination of settings; on the line nothing that was searched is both cheaper and faster. Numbers are those of the table, as far as there is room. Time is that ${objectiveTexts[objective]}${objective === "makespanSeconds" ? ", counted from the first request" : ""}.`,
        x: { title: `time, ${unit.name}${logarithmic ? " (logarithmic)" : ""}`, logarithmic },
        y: { title: "cost, US dollars" },
        others: {
            name: "other combinations",
            points: searched.map(({ settings, seconds, usd }) => ({
                x: seconds / unit.seconds,
                y: usd,
                tooltip: tooltipOf(settings, seconds, usd),
            })),
        },
        frontier: {
            name: "cheapest for its time",
            points: frontier.map(({ settings, seconds, usd }, index) => ({
                x: seconds / unit.seconds,
                y: usd.median,
                ...(labelled.has(index) && { label: String(index + 1) }),
                tooltip: `${String(index + 1)}: ${tooltipOf(settings, seconds, usd.median)}`,
            })),
        },
        marked: {
            name: "present settings",
            points: isPresentDrawn
                ? [
                      {
                          x: present.seconds / unit.seconds,
                          y: present.usd.median,
                          tooltip: `Present settings: ${tooltipOf(present.settings, present.seconds, present.usd.median)}`,
                      },
                  ]
                : [],
        },
        moments: deadlineSeconds === undefined ? [] : [{ label: "deadline", at: deadlineSeconds / unit.seconds }],
    });
}

/** Room that a number takes, as a share of the narrowest chart's width and height. */
const labelRoom = { width: 0.07, height: 0.08 };

/** Which points of the frontier have room for their number: the chosen one first, then from the cheapest on. */
function apart({ frontier, chosen }: Optimization, searched: readonly Searched[], logarithmic: boolean): Set<number> {
    const across = placesOf<{ seconds: number }>(frontier, searched, ({ seconds }) =>
        logarithmic ? Math.log(seconds) : seconds,
    );
    const up = placesOf<{ usd: number }>(
        frontier.map(({ usd }) => ({ usd: usd.median })),
        searched,
        ({ usd }) => usd,
    );
    const first = frontier.findIndex((point) => chosen && isSame(point, chosen));
    const labelled = new Set<number>();
    for (const index of [...(first < 0 ? [] : [first]), ...frontier.keys()]) {
        const crowded = [...labelled].some(
            (other) =>
                Math.abs((across[index] ?? 0) - (across[other] ?? 0)) < labelRoom.width &&
                Math.abs((up[index] ?? 0) - (up[other] ?? 0)) < labelRoom.height,
        );
        if (!crowded) labelled.add(index);
    }
    return labelled;
}

/** Where points are on an axis that has room for others, too: between 0, where the lowest of all is, and 1. */
function placesOf<P>(points: readonly P[], others: readonly P[], valueOf: (point: P) => number): number[] {
    const all = [...points, ...others].map(valueOf);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return points.map((point) => (high > low ? (valueOf(point) - low) / (high - low) : 0));
}

function tooltipOf(settings: SearchedSettings, seconds: number, usd: number): string {
    const set = Object.entries(settings).map(([name, value]) => `${name} ${String(value)}`);
    return `${dollars(usd)} in ${duration(seconds)}; ${set.join(", ")}`;
}

/** Whether two points are the same configuration. */
export function isSame(one: Point, other: Point): boolean {
    const keys = ["instanceType", ...searchedNumbers] as const;
    return keys.every((key) => one.settings[key] === other.settings[key]);
}
