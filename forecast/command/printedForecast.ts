import { count, dollars, duration } from "../wording/amounts";
import { answerOf } from "../wording/answer";
import { assumptionsOf } from "../wording/assumptions";
import { meanOf } from "../distribution";
import { type Forecast, type Sensitivity } from "../forecast";
import { capacityLines, lastSecond, sparklines } from "./printedCapacity";
import { comparisonTables, measureTable } from "./printedMeasures";
import { type Screen, wrapped } from "./screen";
import { named } from "../wording/named";

/** What of the assumptions is the reader's own affair; how AWS behaves stands in the report. */
const told = ["service time", "transfer", "cold start", "price"];
/** So many of what moves the answer are told: of one case, and of each of several. */
const mostMovers = { alone: 4, compared: 2 } as const;

/**
 * A forecast for people, or several side by side: first the answer.
 *
 * @param report where the report was written
 */
export function printedForecasts(forecasts: readonly Forecast[], screen: Screen, report?: string): string {
    const { colours } = screen;
    const [only] = forecasts.length === 1 ? forecasts : [];
    const blocks = [
        ...forecasts.map((forecast) => {
            const name = only ? "" : `${forecast.case.name}: `;
            return colours.bold(wrapped(`${name}${answerOf(forecast)}`, screen));
        }),
        ...unmeasured(forecasts, screen),
        ...overTime(forecasts, screen),
        only ? measureTable(only, screen) : comparisonTables(forecasts, screen),
        ...(only
            ? section(
                  "Capacity, in a typical run",
                  capacityLines(only).map((line) => wrapped(line, screen, "  ")),
                  screen,
              )
            : []),
        ...section("What limits it", findings(forecasts, screen), screen),
        ...section(
            "What moves it most",
            forecasts.flatMap((forecast) => movers(forecast, forecasts, screen)),
            screen,
        ),
        ...section("Taken for true", assumptions(forecasts, screen), screen),
        wrapped(ending(forecasts), screen),
        ...(report === undefined ? [] : [`${colours.bold("Report:")} ${report}`]),
    ];
    return blocks.join("\n\n");
}

function section(title: string, lines: readonly string[], { colours }: Screen): string[] {
    return lines.length === 0 ? [] : [[colours.bold(title), ...lines].join("\n")];
}

/** Loud, since all times and dollars grow with it. */
function unmeasured(forecasts: readonly Forecast[], screen: Screen): string[] {
    const assumed = forecasts.filter(({ case: { serviceTime } }) => serviceTime.origin === "assumed");
    if (assumed.length === 0) return [];
    const types = [...new Set(assumed.map((forecast) => forecast.case.settings.instanceType))];
    const times = [...new Set(assumed.map((forecast) => duration(meanOf(forecast.case.serviceTime.seconds))))];
    const text = `The service time is ASSUMED, NOT MEASURED: ${times.join(" and ")} for one request, whatever the instance type (here ${types.join(" and ")}). Time and cost grow with it. Measure it: send a few requests to the model on that type, write down how many seconds each took, one a line, and give them with --service-times FILE.`;
    return [screen.colours.yellow(wrapped(text, screen))];
}

function overTime(forecasts: readonly Forecast[], screen: Screen): string[] {
    const longest = Math.max(...forecasts.map(({ typical }) => (typical.minutes ? lastSecond(typical.minutes) : 0)));
    return forecasts.flatMap((forecast) => {
        const lines = sparklines(forecast, screen, longest);
        if (lines.length === 0) return [];
        return [[...(forecasts.length > 1 ? [forecast.case.name] : []), ...lines].join("\n")];
    });
}

function findings(forecasts: readonly Forecast[], screen: Screen): string[] {
    return forecasts.flatMap((forecast) =>
        forecast.findings.map((finding) => wrapped(named(forecasts, forecast, finding), screen, "  - ")),
    );
}

function movers(forecast: Forecast, forecasts: readonly Forecast[], screen: Screen): string[] {
    const moving = forecast.sensitivities.filter((one) => effect(one) !== "");
    return moving
        .slice(0, forecasts.length > 1 ? mostMovers.compared : mostMovers.alone)
        .map((one) =>
            wrapped(
                named(forecasts, forecast, `${one.switch} ${one.value} instead of ${one.present}: ${effect(one)}`),
                screen,
                "  - ",
            ),
        );
}

function effect({ objective, usd, done, ...one }: Sensitivity): string {
    const parts: [number, number, (value: number) => string][] = [
        [
            one[objective],
            0.5,
            (value) => `${duration(value)}${objective === "latencyP95Seconds" ? " for 95 % of the requests" : ""}`,
        ],
        [usd, 0.0005, dollars],
        [done, 0.5, (value) => `${count(value)} answered`],
    ];
    return parts
        .filter(([change, least]) => Math.abs(change) >= least)
        .map(([change, , written]) => `${change > 0 ? "+" : "−"}${written(Math.abs(change))}`)
        .join(", ");
}

function assumptions(forecasts: readonly Forecast[], screen: Screen): string[] {
    const lines = forecasts.flatMap((forecast) =>
        assumptionsOf(forecast.case)
            .filter(({ about }) => told.includes(about))
            .map(({ says, mark, because, about }) => ({
                forecast,
                text: `${says} (${mark})${about === "price" ? ` ${because}` : ""}`,
            })),
    );
    const texts = [...new Set(lines.map(({ text }) => text))];
    return texts.map((text) => {
        const [first, ...others] = lines.filter((line) => line.text === text);
        const isShared = others.length === forecasts.length - 1;
        return wrapped(first && !isShared ? named(forecasts, first.forecast, text) : text, screen, "  - ");
    });
}

function ending(forecasts: readonly Forecast[]): string {
    const runs = [...new Set(forecasts.map((forecast) => count(forecast.runs)))].join(" and ");
    const seed = String(forecasts[0]?.seed);
    return `A simulation: nothing was deployed, and AWS was not asked. ${runs === "1" ? "1 run" : `${runs} runs`}, seed ${seed}. How AWS behaves where it does not say: --help and the report.`;
}
