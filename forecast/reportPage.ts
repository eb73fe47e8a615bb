import { type Block } from "../report/blocks";
import { renderPage, type Section } from "../report/page";
import { count, dollars, duration, rate } from "./amounts";
import { answerOf, spread } from "./answer";
import { assumptionsOf } from "./assumptions";
import { type Forecast, type Measure } from "./forecast";
import { measureTexts } from "./measureTexts";
import { reportCharts } from "./reportCharts";
import { type Fleet } from "./scenario";
import { trustSection } from "./reportTrust";
import { type Mark, marks } from "./switchTexts";
import { unbroken } from "./unbroken";
import { arrivalInWords, sinceInWords } from "./wording";

/**
 * The report of one forecast, or of several side by side: a page that is one file, the same for the same forecasts.
 *
 * @param command what to type to have the same forecasts again
 * @throws Error when there is no forecast, or one without the minutes of its typical run
 */
export async function reportPage(forecasts: readonly Forecast[], command?: string): Promise<string> {
    const [first] = forecasts;
    if (!first) throw new Error("A report needs a forecast.");
    return renderPage({
        title: titleOf(first, forecasts),
        lead: unbroken(forecasts.map((forecast) => named(forecasts, forecast, answerOf(forecast))).join(" ")),
        sections: [
            { title: "In numbers", blocks: answerBlocks(forecasts) },
            ...findingsSections(forecasts),
            { title: "What happens", blocks: chartBlocks(forecasts) },
            { title: "All measures", blocks: measureBlocks(forecasts) },
            ...trustSection(forecasts),
            assumptionsSection(forecasts),
            { title: "Settings", blocks: settingsBlocks(forecasts) },
            { title: "The same again", blocks: repeatBlocks(first, command) },
        ],
        footer: "Simulated from the settings of the stack by `npm run forecast`; docs/forecast.md says how. Nothing was deployed, and AWS was not asked.",
    });
}

function titleOf({ case: { name, scenario }, requests }: Forecast, forecasts: readonly Forecast[]): string {
    if (forecasts.length > 1) return `Forecast: ${forecasts.map((forecast) => forecast.case.name).join(" beside ")}`;
    return `Forecast for ${name}: ${count(requests)} requests ${arrivalInWords(scenario.workload)}`;
}

/** A text about one of several cases begins with its name. */
function named(forecasts: readonly Forecast[], forecast: Forecast, text: string): string {
    return forecasts.length > 1 ? `${forecast.case.name}: ${text}` : text;
}

function answerBlocks(forecasts: readonly Forecast[]): Block[] {
    const [only] = forecasts.length === 1 ? forecasts : [];
    return [
        ...(only ? [figuresOf(only)] : [comparison(forecasts)]),
        {
            kind: "note",
            label: "Simulation",
            text: "Nothing was deployed. How an asynchronous endpoint behaves where AWS does not say is inferred or assumed, and is marked so below.",
        },
        ...unmeasured(forecasts),
    ];
}

function figuresOf(forecast: Forecast): Block {
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

function comparison(forecasts: readonly Forecast[]): Block {
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

function unmeasured(forecasts: readonly Forecast[]): Block[] {
    const cases = forecasts.map((forecast) => forecast.case).filter(({ serviceTime }) => !serviceTime.measured);
    if (cases.length === 0) return [];
    const types = cases.map(({ settings, serviceTime }) => `${settings.instanceType} (${serviceTime.source})`);
    return [
        {
            kind: "note",
            label: "The service time is not measured",
            text: `How long one summary takes on ${[...new Set(types)].join(" and ")} is not from a measurement, and time and cost grow in proportion to it. Measure it, and hand \`--service-times FILE\` the seconds of each summary.`,
        },
    ];
}

function findingsSections(forecasts: readonly Forecast[]): Section[] {
    const items = forecasts.flatMap((forecast) =>
        forecast.findings.map((finding) => unbroken(named(forecasts, forecast, finding))),
    );
    return items.length === 0
        ? []
        : [{ title: "What limits it, and which setting would help", blocks: [{ kind: "list", items }] }];
}

function chartBlocks(forecasts: readonly Forecast[]): Block[] {
    return [
        {
            kind: "paragraph",
            text: `Minute by minute as CloudWatch would show it, of one typical run${forecasts.length > 1 ? " of each" : ""}: the one whose makespan is nearest to the median.`,
        },
        ...reportCharts(forecasts).map((chart) => ({ kind: "chart", chart }) as const),
    ];
}

function measureBlocks(forecasts: readonly Forecast[]): Block[] {
    const measures = Object.keys(measureTexts) as Measure[];
    const [only] = forecasts.length === 1 ? forecasts : [];
    const caption = `${only ? "" : "Medians, and in brackets 5 % and 95 % quantiles, "}over ${runsInWords(forecasts)}. All times are ${sinceOf(forecasts)}.`;
    if (!only) {
        const table = {
            caption,
            head: ["", ...forecasts.map(({ case: { name } }) => name)],
            rows: measures.map((measure) => measureRow(measure, forecasts)),
        };
        return [{ kind: "table", table }];
    }
    const rows = measures.map((measure) => {
        const { name, written } = measureTexts[measure];
        const { low, median, high } = only.measures[measure];
        return [name, written(median), written(low), written(high)];
    });
    return [
        {
            kind: "table",
            table: {
                caption: `Medians and quantiles ${caption}`,
                head: ["", "median", "5 %", "95 %"],
                rows,
                align: ["left", "right", "right", "right"],
            },
        },
    ];
}

function sinceOf(forecasts: readonly Forecast[]): string {
    const since = [...new Set(forecasts.map((forecast) => sinceInWords(forecast.case.scenario.workload)))];
    return since.join(" or ");
}

function runsInWords(forecasts: readonly Forecast[]): string {
    const runs = [...new Set(forecasts.map((forecast) => forecast.runs))];
    return runs.length === 1 && runs[0] === 1 ? "1 run" : `${runs.map(count).join(" and ")} runs`;
}

function assumptionsSection(forecasts: readonly Forecast[]): Section {
    const all = forecasts.flatMap((forecast) =>
        assumptionsOf(forecast.case).map((assumption) => ({ forecast, ...assumption })),
    );
    const entries = [...new Set(all.map(({ about }) => about))].map((about) => {
        const [first, ...others] = all.filter((assumption) => assumption.about === about);
        if (!first) return { term: about, description: "" };
        const alike =
            others.length === forecasts.length - 1 &&
            others.every(({ says, mark }) => says === first.says && mark === first.mark);
        const told = alike ? [first] : [first, ...others];
        const statements = told.map(
            ({ forecast, mark, says }) => `\`${mark}\` ${alike ? says : named(forecasts, forecast, says)}`,
        );
        return {
            term: first.switch ? `${about} \`${first.switch}\`` : about,
            description: `${statements.join(" ")} ${first.because}`.trim(),
        };
    });
    const used = new Set(all.map(({ mark }) => mark));
    const legend = (Object.keys(marks) as Mark[])
        .filter((mark) => used.has(mark))
        .map((mark) => `\`${mark}\`: ${marks[mark]}`);
    return {
        title: "What is taken for true",
        blocks: [
            { kind: "paragraph", text: `${legend.join("; ")}.` },
            { kind: "definitions", entries },
        ],
    };
}

const fleetRows: readonly (keyof Fleet)[] = [
    "minCapacity",
    "maxCapacity",
    "initialCapacity",
    "maxConcurrentInvocationsPerInstance",
    "backlogPerInstance",
    "scaleInCooldownSeconds",
    "scaleOutCooldownSeconds",
    "wakeUpScalingAdjustment",
    "requestTtlSeconds",
    "invocationTimeoutSeconds",
];

function settingsBlocks(forecasts: readonly Forecast[]): Block[] {
    const cases = forecasts.map((forecast) => forecast.case);
    const rows = [
        ["region", ...cases.map(({ region }) => region)],
        ["instanceType", ...cases.map(({ settings }) => settings.instanceType)],
        ...fleetRows.map((key) => [key, ...cases.map(({ scenario }) => String(scenario.fleet[key]))]),
    ];
    const differing = rows.flatMap(([, first, ...others], row) =>
        others.some((other) => other !== first) ? [row] : [],
    );
    return [
        {
            kind: "table",
            table: {
                caption: `What the endpoint and its scaling are set to${differing.length > 0 ? "; in bold where the cases differ" : ""}.`,
                head: ["", ...cases.map(({ name }) => name)],
                rows,
                align: ["left", ...cases.map(() => "right" as const)],
                emphasized: differing,
            },
        },
    ];
}

function repeatBlocks({ seed, runs }: Forecast, command: string | undefined): Block[] {
    const text = `Seed ${String(seed)} and ${count(runs)} ${runs === 1 ? "run" : "runs"}: the same command gives the same numbers.`;
    return [
        { kind: "paragraph", text },
        ...(command === undefined
            ? []
            : [{ kind: "code", caption: "To have this forecast again:", text: command } as const]),
    ];
}
