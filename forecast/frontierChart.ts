import { type Chart } from "../report/chart";
import { scatter } from "../report/scatterChart";
import { dollars, duration } from "./amounts";
import { objectiveTexts } from "./optimizationAnswer";
import { type Optimization, type SearchedSettings } from "./optimize/optimization";

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
    return scatter({
        id: "frontier",
        title: "Cost and time",
        caption: `Each point is one combination of settings; on the line nothing that was searched is both cheaper and faster. Time is that ${objectiveTexts[objective]}${objective === "makespanSeconds" ? ", counted from the first request" : ""}.`,
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
                label: String(index + 1),
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

function tooltipOf(settings: SearchedSettings, seconds: number, usd: number): string {
    const set = Object.entries(settings).map(([name, value]) => `${name} ${String(value)}`);
    return `${dollars(usd)} in ${duration(seconds)}; ${set.join(", ")}`;
}
