import { type Block } from "../../report/blocks";
import { renderPage, type Section } from "../../report/page";
import { count } from "../wording/amounts";
import { answerOf } from "../wording/answer";
import { type Forecast } from "../forecast";
import { objectiveOf } from "../objective";
import { named } from "../wording/named";
import { assumptionsSection } from "./reportAssumptions";
import { reportCharts } from "./reportCharts";
import { comparisonTable, figuresOf, measureTable } from "./reportMeasures";
import { settingsTable } from "./reportSettings";
import { trustSection } from "./reportTrust";
import { unbroken } from "../wording/unbroken";
import { arrivalInWords } from "../wording/workloadInWords";

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
            { title: "All measures", blocks: [measureTable(forecasts)] },
            ...trustSection(forecasts),
            assumptionsSection(forecasts),
            { title: "Settings", blocks: [settingsTable(forecasts)] },
            { title: "The same again", blocks: repeatBlocks(first, command) },
        ],
        footer: "Simulated from the settings of the stack by `npm run forecast`; docs/forecast.md says how. Nothing was deployed, and AWS was not asked.",
    });
}

function titleOf({ case: { name, scenario }, requests }: Forecast, forecasts: readonly Forecast[]): string {
    if (forecasts.length > 1) return `Forecast: ${forecasts.map((forecast) => forecast.case.name).join(" beside ")}`;
    return `Forecast for ${name}: ${count(requests)} requests ${arrivalInWords(scenario.workload)}`;
}

function answerBlocks(forecasts: readonly Forecast[]): Block[] {
    const [only] = forecasts.length === 1 ? forecasts : [];
    return [
        only ? figuresOf(only) : comparisonTable(forecasts),
        {
            kind: "note",
            label: "Simulation",
            text: "Nothing was deployed. How an asynchronous endpoint behaves where AWS does not say is inferred or assumed, and is marked so below.",
        },
        ...unmeasured(forecasts),
    ];
}

function unmeasured(forecasts: readonly Forecast[]): Block[] {
    const cases = forecasts
        .map((forecast) => forecast.case)
        .filter(({ serviceTime }) => serviceTime.origin !== "measured");
    if (cases.length === 0) return [];
    const types = [...new Set(cases.map(({ settings }) => settings.instanceType))];
    const sources = [
        ...new Set(
            cases.map(({ serviceTime: { origin, source } }) => {
                return origin === "given" ? `given by \`${source}\`, not measured` : source;
            }),
        ),
    ];
    return [
        {
            kind: "note",
            label: "The service time is not measured",
            text: `How long one summary takes on ${types.join(" and ")} is ${sources.join(" and ")}, and time and cost grow with it. Measure it, and hand \`--service-times FILE\` the seconds of each summary.`,
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
            text: `Minute by minute as CloudWatch would show it, of one typical run${forecasts.length > 1 ? " of each" : ""}: the one whose ${typicalIn(forecasts)} nearest to the median.`,
        },
        ...reportCharts(forecasts).map((chart) => ({ kind: "chart", chart }) as const),
    ];
}

/** What the typical runs are chosen by. */
function typicalIn([first]: readonly Forecast[]): string {
    return first && objectiveOf(first.case.scenario.workload) === "latencyP95Seconds"
        ? "95 % quantile of latency is"
        : "makespan is";
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
