import { parseInstanceType } from "../../contract/instanceTypes";
import { count, decimal, dollars, duration, rate } from "../wording/amounts";
import { objectiveTexts, optimizationAnswer } from "../wording/optimizationAnswer";
import { type BreakEven, type Optimization, type Point } from "../optimize/optimization";
import { type Screen, table, wrapped } from "./screen";

/** Types of a kind, CPU or GPU, that are shown; the report has all. */
const mostTypesOfAKind = 4;
/** Columns of numbers in the table of the frontier: mark, cost, time, and the border. */
const numberColumns = [3, 11, 14] as const;

/**
 * What a search came to, for people: first the answer.
 *
 * @param report where the report was written
 */
export function printedOptimization(optimization: Optimization, screen: Screen, report?: string): string {
    const { colours } = screen;
    const { findings, notes } = optimization;
    const list = (title: string, items: readonly string[]): string[] =>
        items.length === 0
            ? []
            : [[colours.bold(title), ...items.map((item) => wrapped(item, screen, "  - "))].join("\n")];
    const told = optimization.chosen ?? optimization.nearest;
    const blocks = [
        colours.bold(wrapped(optimizationAnswer(optimization), screen)),
        ...(told ? [pasted(told, screen)] : []),
        ...frontier(optimization, screen),
        ...(told ? list("What limits it", told.binds) : []),
        ...list("What was found", findings),
        ...breakEven(optimization, screen),
        ...list("What the search does not know", notes),
        "A simulation: nothing was deployed, and AWS was not asked.",
        ...(report === undefined ? [] : [`${colours.bold("Report:")} ${report}`]),
    ];
    return blocks.join("\n\n");
}

function pasted({ lines }: Point, { colours }: Screen): string {
    if (lines.length === 0) return "These are the settings that the stack has.";
    return [
        colours.bold("For the stack file, under config, in place of what it sets:"),
        ...lines.map((line) => `  ${line}`),
    ].join("\n");
}

function frontier(optimization: Optimization, screen: Screen): string[] {
    const { frontier: points, present, chosen, objective } = optimization;
    const keyOf = ({ lines }: Point): string => lines.join();
    const told = new Map([present, ...(chosen ? [chosen] : []), ...points].map((point) => [keyOf(point), point]));
    const rows = [...told.values()]
        .sort((a, b) => a.usd.median - b.usd.median || a.seconds - b.seconds)
        .map((point) => row(point, chosen !== undefined && keyOf(point) === keyOf(chosen)));
    const [mark, cost, time] = numberColumns;
    const title = `Cost (median) and time ${objectiveTexts[objective]} (in 95 % of the runs): all that nothing is cheaper and faster than, and the stack as it is${chosen ? "; with * what keeps to the deadline" : ""}.`;
    const drawn = table(["", "cost", "time", "settings"], rows, screen, {
        columnWidths: [mark, cost, time, screen.width - mark - cost - time - 5],
        aligned: ["left", "right", "right", "left"],
    });
    const example = [...told.values()].find(({ lines }) => lines.length > 0)?.lines[0];
    const paste =
        example === undefined
            ? []
            : [wrapped(`Settings go under config in the stack file, for example ${example}`, screen)];
    return [[screen.colours.bold(wrapped(title, screen)), drawn, ...paste].join("\n")];
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

/** So that a table of the cheapest does not hide all that has a GPU. */
function cheapestOfEachKind(types: readonly BreakEven[]): BreakEven[] {
    const shown = new Map<string | undefined, number>();
    return types.filter(({ instanceType }) => {
        const kind = parseInstanceType(instanceType)?.accelerator;
        const before = shown.get(kind) ?? 0;
        shown.set(kind, before + 1);
        return before < mostTypesOfAKind;
    });
}

function breakEven({ breakEven: types, case: { settings } }: Optimization, screen: Screen): string[] {
    if (types.length === 0) return [];
    const title = `Types without a service time are not searched. With ${count(settings.maxConcurrentInvocationsPerInstance)} at a time, one would be cheaper per request if it took less than:`;
    const shown = cheapestOfEachKind(types);
    const rows = shown.map(({ instanceType, price, seconds }) => [
        instanceType,
        `${decimal(seconds, 2)} s`,
        `${rate(price.usdPerHour)}/h`,
    ]);
    const more = types.length > shown.length ? [`… and ${count(types.length - shown.length)} more types`] : [];
    return [
        [screen.colours.bold(wrapped(title, screen)), table(["type", "seconds", "price"], rows, screen), ...more].join(
            "\n",
        ),
    ];
}
