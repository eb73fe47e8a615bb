import { type Block } from "../../report/blocks";
import { renderPage, type Section } from "../../report/page";
import { count, decimal, dollars, duration, rate } from "../wording/amounts";
import { spread } from "../wording/answer";
import { frontierSection } from "./frontierSection";
import { optimizationAnswer, shareInWords } from "../wording/optimizationAnswer";
import { type Optimization, type Point, searchedNumbers } from "../optimize/optimization";
import { unbroken } from "../wording/unbroken";
import { arrivalInWords, distributionInWords } from "../wording/workloadInWords";

/**
 * The report of a search for better settings: a page that is one file, the same for the same search.
 *
 * @param command what to type to have the same search again
 */
export async function optimizationPage(optimization: Optimization, command?: string): Promise<string> {
    const { case: own, present, notes } = optimization;
    return renderPage({
        title: `Settings for ${count(present.arrived)} requests ${arrivalInWords(own.scenario.workload)}`,
        lead: unbroken(optimizationAnswer(optimization)),
        sections: [
            { title: "What was found", blocks: foundBlocks(optimization) },
            ...frontierSection(optimization),
            ...pasteSection(optimization),
            ...breakEvenSection(optimization),
            { title: "What the search does not know", blocks: [{ kind: "list", items: notes.map(unbroken) }] },
            { title: "What was tried", blocks: triedBlocks(optimization) },
            { title: "The same again", blocks: repeatBlocks(optimization, command) },
        ],
        footer: "Simulated from the settings of the stack by `npm run forecast`; docs/forecast.md says how. Nothing was deployed, and AWS was not asked.",
    });
}

function foundBlocks({ chosen, nearest, present, deadlineSeconds, findings, types }: Optimization): Block[] {
    const told = chosen ?? nearest;
    const assumed = types.filter(({ serviceTimes }) =>
        serviceTimes.some(({ serviceTime }) => serviceTime.origin !== "measured"),
    );
    return [
        ...(told
            ? [
                  figuresOf(
                      told,
                      chosen ? "the least that keeps to the deadline" : "of what comes nearest",
                      deadlineSeconds,
                  ),
                  pasteBlock(told, ""),
              ]
            : []),
        { kind: "list", items: findings.map(unbroken) },
        {
            kind: "note",
            label: "Simulation",
            text: unbroken(
                `Nothing was deployed. The present settings come to ${dollars(present.usd.median)} in ${duration(present.seconds)}. What a forecast takes for true, \`npm run forecast\` tells without \`--optimize\`.`,
            ),
        },
        ...assumed.map(({ instanceType }): Block => ({
            kind: "note",
            label: "The service time is not measured",
            text: `How long one summary takes on ${instanceType} is not from a measurement, and every time and cost on this page rests on it. Measure it, and hand \`--service-times FILE\` the seconds of each summary.`,
        })),
    ];
}

function figuresOf(
    { usd, seconds, withinDeadline, capacityPeak, settings }: Point,
    note: string,
    deadline?: number,
): Block {
    return {
        kind: "figures",
        figures: [
            { term: "Cost", value: dollars(usd.median), note },
            { term: "Time", value: duration(seconds), note: "at most, in 95 % of runs" },
            ...(deadline === undefined
                ? []
                : [
                      {
                          term: "In time",
                          value: shareInWords(withinDeadline),
                          note: unbroken(`of the runs end within ${duration(deadline)}`),
                      },
                  ]),
            { term: "Instances at most", value: count(capacityPeak), note: settings.instanceType },
        ],
    };
}

function pasteSection({ frontier }: Optimization): Section[] {
    if (frontier.length === 0) return [];
    return [
        {
            title: "Settings to paste",
            blocks: [
                {
                    kind: "paragraph",
                    text: "Under `config:` in the stack file; what is not named stays as it is. With each, what limits it.",
                },
                ...frontier.map((point, index) => pasteBlock(point, `${count(index + 1)}: `)),
            ],
        },
    ];
}

function pasteBlock({ lines, usd, seconds, binds }: Point, before: string): Block {
    const comesTo = `${before}${spread(usd, dollars)} in ${duration(seconds)}.`;
    const caption = unbroken(
        [comesTo, ...(lines.length === 0 ? ["These are the present settings."] : []), ...binds].join(" "),
    );
    return lines.length === 0
        ? { kind: "paragraph", text: caption }
        : { kind: "code", caption, text: lines.join("\n") };
}

function breakEvenSection({ breakEven, case: { settings } }: Optimization): Section[] {
    if (breakEven.length === 0) return [];
    return [
        {
            title: "Would another instance type pay off?",
            blocks: [
                {
                    kind: "paragraph",
                    text: `That depends on how long it takes, which is yours to measure. A type is cheaper for each summary than ${settings.instanceType} when one takes it less than this, with ${count(settings.maxConcurrentInvocationsPerInstance)} at a time.`,
                },
                {
                    kind: "table",
                    table: {
                        caption: "Types of the region whose price is known, the cheapest first.",
                        head: ["instance type", "price an hour", "pays off below, s for a summary"],
                        rows: breakEven.map(({ instanceType, price, seconds }) => [
                            instanceType,
                            rate(price.usdPerHour),
                            decimal(seconds, 2),
                        ]),
                        align: ["left", "right", "right"],
                    },
                },
            ],
        },
    ];
}

function triedBlocks({ candidates, types, searched, leftOut, feasible }: Optimization): Block[] {
    return [
        {
            kind: "paragraph",
            text: `${count(searched)} combinations were simulated, and ${count(feasible)} of them answer all requests that any of them answers; ${count(leftOut)} more were left out because they cannot come to anything else.`,
        },
        {
            kind: "definitions",
            entries: [
                ...types.flatMap(({ instanceType, price, serviceTimes }) =>
                    serviceTimes.map(({ maxConcurrentInvocationsPerInstance, serviceTime }) => ({
                        term: instanceType,
                        description: `${rate(price.usdPerHour)} an hour (${price.source}); with ${count(maxConcurrentInvocationsPerInstance)} at a time a summary takes ${distributionInWords(serviceTime.seconds)} (${serviceTime.source})`,
                    })),
                ),
                ...searchedNumbers.map((key) => ({ term: key, description: candidates[key].map(count).join(", ") })),
            ],
        },
    ];
}

function repeatBlocks({ seed }: Optimization, command: string | undefined): Block[] {
    return [
        { kind: "paragraph", text: `Seed ${String(seed)}: the same command gives the same numbers.` },
        ...(command === undefined
            ? []
            : [{ kind: "code", caption: "To have this search again:", text: command } as const]),
    ];
}
