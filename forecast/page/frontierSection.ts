import { type Section } from "../../report/page";
import { count, dollars, duration } from "../wording/amounts";
import { frontierChart, isSame } from "./frontierChart";
import { objectiveTexts } from "../wording/optimizationAnswer";
import { type Optimization, type Point, searchedNumbers, type SearchedSettings } from "../optimize/optimization";

/** The frontier of cost and time as a chart and a table, with what was chosen and what there is today; nothing where there is none. */
export function frontierSection(optimization: Optimization): Section[] {
    const { frontier, chosen, objective } = optimization;
    if (frontier.length === 0) return [];
    const rows = rowsOf(optimization);
    const varying = varyingIn(rows.map(({ point }) => point));
    const chart = frontierChart(optimization);
    const emphasized = rows.flatMap(({ point }, index) => (chosen && isSame(point, chosen) ? [index] : []));
    const head = ["", "cost", "time", ...varying];
    return [
        {
            title: "The choice",
            blocks: [
                ...(chart ? [{ kind: "chart", chart } as const] : []),
                {
                    kind: "table",
                    table: {
                        caption: `The frontier, the cheapest first${chosen ? ", in bold what was chosen" : ""}: median cost, and the time ${objectiveTexts[objective]} in 95 % of the runs. Settings that are the same everywhere are left out.`,
                        head,
                        rows: rows.map(({ name, point: { usd, seconds, settings } }) => [
                            name,
                            dollars(usd.median),
                            duration(seconds),
                            ...varying.map((key) => String(settings[key])),
                        ]),
                        // A setting's name is wider than its values: at the left they are seen even where the end of the column is not.
                        align: head.map((title) => (title === "cost" || title === "time" ? "right" : "left")),
                        emphasized,
                    },
                },
            ],
        },
    ];
}

function rowsOf({ frontier, chosen, present }: Optimization): { name: string; point: Point }[] {
    const rows = frontier.map((point, index) => ({ name: `${count(index + 1)}${aside(point)}`, point }));
    const add = (name: string, added: Point): void => {
        if (!rows.some(({ point }) => isSame(point, added))) rows.push({ name, point: added });
    };
    // What needs fewer changes may have been chosen before the point of the frontier that is as good.
    if (chosen) add(`chosen${aside(chosen)}`, chosen);
    add("present", present);
    return rows;
}

function aside({ lines }: Point): string {
    return lines.length === 0 ? " (present)" : "";
}

function varyingIn(points: readonly Point[]): (keyof SearchedSettings)[] {
    const keys = ["instanceType", ...searchedNumbers] as const;
    return keys.filter((key) => points.some(({ settings }) => settings[key] !== points[0]?.settings[key]));
}
