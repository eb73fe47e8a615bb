import { type Block } from "../../report/blocks";
import { count, dollars, duration, rate } from "../wording/amounts";
import { spread } from "../wording/answer";
import { type Forecast, type Measure } from "../forecast";
import { measureTexts } from "../wording/measureTexts";
import { originInWords } from "../wording/workloadInWords";

/** The few numbers that answer for one case. */
export function figuresOf(forecast: Forecast): Block {
    const {
        case: { settings, price },
        measures,
        requests,
        runs,
    } = forecast;
    const { makespanSeconds, firstResultSeconds, usd, usdPerThousandResults, capacityPeak, done } = measures;
    const between = ({ low, high }: { low: number; high: number }, written: (value: number) => string) =>
        written(low) === written(high)
            ? `in ${runs === 1 ? "the run" : "all runs"}`
            : `${written(low)} – ${written(high)} in 90 % of runs`;
    return {
        kind: "figures",
        figures: [
            {
                term: "All have ended after",
                value: duration(makespanSeconds.median),
                note: between(makespanSeconds, duration),
            },
            {
                term: "First result after",
                value: duration(firstResultSeconds.median),
                note: between(firstResultSeconds, duration),
            },
            { term: "Cost", value: dollars(usd.median), note: between(usd, dollars) },
            {
                term: "1,000 results cost",
                value: dollars(usdPerThousandResults.median),
                note: `at ${rate(price.usdPerHour)} an instance-hour`,
            },
            { term: "Instances at most", value: count(capacityPeak.median), note: settings.instanceType },
            { term: "Answered", value: count(done.median), note: `of ${count(requests)}` },
            { term: "Idle", value: dollars(forecast.idleUsdPerMonth), note: "a month of 730 hours" },
        ],
    };
}

const compared: readonly Measure[] = [
    "done",
    "firstResultSeconds",
    "makespanSeconds",
    "latencyP95Seconds",
    "capacityPeak",
    "usd",
    "usdPerThousandResults",
];

/** The main measures of several cases side by side. */
export function comparisonTable(forecasts: readonly Forecast[]): Block {
    return {
        kind: "table",
        table: {
            caption: `Medians over ${runsInWords(forecasts)}; in brackets what 90 % of the runs lie between, where they differ.`,
            head: ["", ...forecasts.map(({ case: { name } }) => name)],
            rows: [
                ...compared.map((measure) => measureRow(measure, forecasts)),
                ["idle, a month", ...forecasts.map(({ idleUsdPerMonth }) => dollars(idleUsdPerMonth))],
            ],
        },
    };
}

function measureRow(measure: Measure, forecasts: readonly Forecast[]): string[] {
    const { name, written } = measureTexts[measure];
    return [name, ...forecasts.map(({ measures }) => spread(measures[measure], written))];
}

/** All measures with their spread. */
export function measureTable(forecasts: readonly Forecast[]): Block {
    const measures = Object.keys(measureTexts) as Measure[];
    const [only] = forecasts.length === 1 ? forecasts : [];
    const caption = `${only ? "" : "Medians, and in brackets 5 % and 95 % quantiles, "}over ${runsInWords(forecasts)}. Latencies count from each request's arrival, all other times from ${originOf(forecasts)}.`;
    if (!only) {
        const table = {
            caption,
            head: ["", ...forecasts.map(({ case: { name } }) => name)],
            rows: measures.map((measure) => measureRow(measure, forecasts)),
        };
        return { kind: "table", table };
    }
    const rows = measures.map((measure) => {
        const { name, written } = measureTexts[measure];
        const { low, median, high } = only.measures[measure];
        return [name, written(median), written(low), written(high)];
    });
    return {
        kind: "table",
        table: {
            caption: `Medians and quantiles ${caption}`,
            head: ["", "median", "5 %", "95 %"],
            rows,
            align: ["left", "right", "right", "right"],
        },
    };
}

function originOf(forecasts: readonly Forecast[]): string {
    const origins = [...new Set(forecasts.map((forecast) => originInWords(forecast.case.scenario.workload)))];
    return origins.join(" or ");
}

function runsInWords(forecasts: readonly Forecast[]): string {
    const runs = [...new Set(forecasts.map((forecast) => forecast.runs))];
    return runs.length === 1 && runs[0] === 1 ? "1 run" : `${runs.map(count).join(" and ")} runs`;
}
