import { dollars, range } from "../wording/amounts";
import { type Forecast, type Measure } from "../forecast";
import { measureTexts } from "../wording/measureTexts";
import { fleetKeys } from "../scenario";
import { type Screen, table } from "./screen";

/** Told only where there is any. */
const exceptions: readonly Measure[] = ["timedOut", "expired"];
/** Of what costs, first the name and then the same with and without provisioning. */
const measures = Object.keys(measureTexts) as Measure[];

/** All measures of one case, with what nine runs of ten lie between. */
export function measureTable({ measures: spreads, idleUsdPerMonth, runs }: Forecast, screen: Screen): string {
    const rows = measures
        .filter((measure) => !exceptions.includes(measure) || spreads[measure].high > 0)
        .map((measure) => {
            const { name, written } = measureTexts[measure];
            const { low, median, high } = spreads[measure];
            return [name, written(median), low === high ? "" : range(low, high, written)];
        });
    const idle = ["idle, a month of 730 hours", dollars(idleUsdPerMonth), ""];
    if (runs === 1)
        return table(
            ["", "one run"],
            [...rows, idle].map((row) => row.slice(0, 2)),
            screen,
        );
    return table(["", "median", "5 % – 95 % of runs"], [...rows, idle], screen);
}

const compared = [
    "done",
    "timedOut",
    "expired",
    "firstResultSeconds",
    "makespanSeconds",
    "settledSeconds",
    "latencyP50Seconds",
    "latencyP95Seconds",
    "backlogPeak",
    "capacityPeak",
    "instanceHours",
    "usd",
    "usdPerThousandResults",
] as const satisfies readonly Measure[];

/** The narrowest column in which a median and a difference stand on a line each. */
const narrowest = 15;
const labelWidth = 30;

/** Medians side by side, after the settings in which the cases differ; as many tables as it takes to fit. */
export function comparisonTables(forecasts: readonly Forecast[], screen: Screen): string {
    const [first, ...others] = forecasts;
    if (!first) return "";
    const fitting = Math.max(2, Math.floor((screen.width - labelWidth - 2) / (narrowest + 1)));
    const tables: string[] = [];
    for (let from = 0; from < others.length; from += fitting - 1) {
        tables.push(comparisonTable([first, ...others.slice(from, from + fitting - 1)], screen));
    }
    return tables.join("\n");
}

function comparisonTable(forecasts: readonly Forecast[], screen: Screen): string {
    const columns = forecasts.length;
    const width = Math.min(34, Math.floor((screen.width - labelWidth - 2) / columns) - 1);
    const rows = [
        ...differingSettings(forecasts),
        ...compared
            .filter(
                (measure) => !exceptions.includes(measure) || forecasts.some((one) => one.measures[measure].high > 0),
            )
            .map((measure) => comparedRow(measure, forecasts)),
        ["idle, a month", ...forecasts.map(({ idleUsdPerMonth }) => dollars(idleUsdPerMonth))],
    ];
    const head = ["medians", ...forecasts.map(({ case: { name } }) => name)];
    return table(head, rows, screen, { columnWidths: [labelWidth, ...forecasts.map(() => width)] });
}

function comparedRow(measure: Measure, forecasts: readonly Forecast[]): string[] {
    const { name, written } = measureTexts[measure];
    const medians = forecasts.map(({ measures: spreads }) => spreads[measure].median);
    const base = medians[0] ?? NaN;
    return [
        name,
        ...medians.map((median, index) => `${written(median)}${index === 0 ? "" : difference(median, base)}`),
    ];
}

/** ` +53 %`, or nothing where there is nothing to compare or nothing differs. */
function difference(value: number, base: number): string {
    if (!Number.isFinite(value) || !Number.isFinite(base) || base === 0) return "";
    const percent = Math.round((value / base - 1) * 100);
    if (percent === 0) return "";
    // Three times as much is easier to see than 200 % more.
    if (percent >= 200) return ` ×${(value / base).toFixed(value / base < 10 ? 1 : 0)}`;
    return ` ${percent > 0 ? "+" : "−"}${String(Math.abs(percent))} %`;
}

function differingSettings(forecasts: readonly Forecast[]): string[][] {
    const rows = [
        ["region", ...forecasts.map((one) => one.case.region)],
        ["instanceType", ...forecasts.map((one) => one.case.settings.instanceType)],
        ...fleetKeys.map((key) => [key, ...forecasts.map((one) => String(one.case.scenario.fleet[key]))]),
    ];
    return rows.filter(([, first, ...others]) => others.some((other) => other !== first));
}
