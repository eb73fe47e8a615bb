import { count, decimal, dollars, duration, none, rate } from "../amounts";
import { type Objective } from "../objective";
import { type Optimization, type Point } from "../optimize/optimization";
import { arrivalInWords } from "../wording";
import { requestsExpected } from "../workload/arrivalsOf";
import { type Screen, table, wrapped } from "./screen";

/** More types than these are in the report. */
const mostTypes = 6;
/** Columns of numbers in the table of the frontier: mark, cost, time, and the border. */
const numberColumns = [3, 11, 14] as const;

const times: Readonly<Record<Objective, string>> = {
    makespanSeconds: "until all have ended",
    latencyP95Seconds: "that 95 % of the requests take at most",
};

/**
 * What a search came to, for people: first the answer.
 *
 * @param report where the report was written
 */
export function printedOptimization(optimization: Optimization, screen: Screen, report?: string): string {
    const { colours } = screen;
    const { findings, notes, searched, leftOut, feasible } = optimization;
    const list = (title: string, items: readonly string[]): string[] =>
        items.length === 0
            ? []
            : [[colours.bold(title), ...items.map((item) => wrapped(item, screen, "  - "))].join("\n")];
    const told = optimization.chosen ?? optimization.nearest;
    const blocks = [
        colours.bold(wrapped(answer(optimization), screen)),
        ...(told ? [pasted(told, screen)] : []),
        ...frontier(optimization, screen),
        ...(told ? list("What limits it", told.binds) : []),
        ...list("What was found", findings),
        ...breakEven(optimization, screen),
        ...list("What the search does not know", notes),
        wrapped(
            `${count(searched)} configurations were simulated, ${count(feasible)} of them answer all that any answers; ${count(leftOut)} were left out, since they cannot come to anything else. Nothing was deployed, and AWS was not asked.`,
            screen,
        ),
        ...(report === undefined ? [] : [`${colours.bold("Report:")} ${report}`]),
    ];
    return blocks.join("\n\n");
}

function answer({
    case: { scenario },
    deadlineSeconds,
    chosen,
    nearest,
    frontier: points,
    objective,
}: Optimization): string {
    const { workload } = scenario;
    const load = `${count(requestsExpected(workload))} requests ${arrivalInWords(workload)}`;
    const deadline = deadlineSeconds === undefined ? "" : duration(deadlineSeconds);
    if (chosen) {
        return `${load}: ${dollars(chosen.usd.median)} is the least for which the time ${times[objective]} is within ${deadline} in ${percent(chosen.withinDeadline)} of the runs.`;
    }
    if (nearest && deadline !== "") {
        return `${load}: nothing that was searched keeps to ${deadline}. What comes nearest takes ${duration(nearest.seconds)} and ${dollars(nearest.usd.median)}.`;
    }
    const [cheapest] = points;
    const fastest = points.at(-1);
    if (!cheapest || !fastest) return `${load}: nothing that was searched answers them.`;
    return `${load}: from ${dollars(cheapest.usd.median)} in ${duration(cheapest.seconds)} to ${dollars(fastest.usd.median)} in ${duration(fastest.seconds)}, the time ${times[objective]} in 95 % of the runs.`;
}

function percent(share: number | undefined): string {
    return share === undefined ? none : `${decimal(share * 100, 0)} %`;
}

function pasted({ lines }: Point, { colours }: Screen): string {
    if (lines.length === 0) return "These are the settings that the stack has.";
    return [colours.bold("To paste into the stack file, under config:"), ...lines.map((line) => `  ${line}`)].join(
        "\n",
    );
}

function frontier({ frontier: points, present, chosen, objective }: Optimization, screen: Screen): string[] {
    const isPresentIn = points.some(({ lines }) => lines.length === 0);
    const rows = [
        ...points.map((point) => row(point, point === chosen)),
        ...(isPresentIn ? [] : [row(present, false)]),
    ];
    const [mark, cost, time] = numberColumns;
    const rest = screen.width - mark - cost - time - 5;
    const head = ["", "cost", "time", "settings"];
    const title = `Cost (median) and time (${times[objective]}, in 95 % of the runs), the cheapest first:`;
    return [
        [screen.colours.bold(wrapped(title, screen)), table(head, rows, screen, [mark, cost, time, rest])].join("\n"),
    ];
}

function row({ lines, usd, seconds, done, arrived }: Point, isChosen: boolean): string[] {
    const settings = lines.length === 0 ? "as they are" : lines.map((line) => line.replace(/^[^:]*:/, "")).join(", ");
    const unanswered = arrived - done;
    return [
        isChosen ? "*" : "",
        dollars(usd.median),
        duration(seconds),
        unanswered > 0 ? `${settings}; ${count(unanswered)} not answered` : settings,
    ];
}

function breakEven({ breakEven: types, case: { settings } }: Optimization, screen: Screen): string[] {
    if (types.length === 0) return [];
    const title = `Types without a service time are not searched. With ${count(settings.maxConcurrentInvocationsPerInstance)} at a time, one would be cheaper per request if it took less than:`;
    const rows = types
        .slice(0, mostTypes)
        .map(({ instanceType, price, seconds }) => [
            instanceType,
            `${decimal(seconds, 2)} s`,
            `${rate(price.usdPerHour)}/h`,
        ]);
    const more = types.length > mostTypes ? [`… and ${count(types.length - mostTypes)} more types`] : [];
    return [
        [screen.colours.bold(wrapped(title, screen)), table(["type", "seconds", "price"], rows, screen), ...more].join(
            "\n",
        ),
    ];
}
