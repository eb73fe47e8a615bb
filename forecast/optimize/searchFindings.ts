import { count, dollars, duration } from "../wording/amounts";
import { remediesOf } from "../findings/remedies";
import { allAnswered, nothingExpires } from "../findings/answered";
import { objectiveSeconds } from "../objective";
import { type Outcome } from "../simulation/outcome";
import { type SimulationPool } from "../runs/simulationPool";
import { comparedRuns, Study } from "../runs/study";
import { linesToPaste } from "./closeness";
import { helpEffort } from "./searchPlan";
import { type Optimization, type Point } from "./optimization";
import { isAsGood, type Weighed } from "./pareto";
import { deadlineShare } from "./points";
import { type Tried } from "./search";

/** What a search comes to, without what is said of it. */
export type Found = Omit<Optimization, "findings" | "notes">;

/**
 * What stays unanswered, what else would help where nothing answers all or meets the deadline, and how the present settings compare;
 * whole sentences.
 *
 * @param nearest the configuration from which further help is searched; undefined when none is needed
 */
export async function findingsOf(
    found: Found,
    nearest: Tried | undefined,
    pool: SimulationPool,
    signal: AbortSignal | undefined,
): Promise<string[]> {
    const said = [...unanswered(found), ...(nearest ? await help(found, nearest, pool, signal) : [])];
    return [...said, ...present(found), ...edge(found)];
}

function unanswered({ nearest, frontier, searched }: Found): string[] {
    if (frontier.length > 0 || !nearest) return [];
    const { arrived, done, expired, timedOut } = nearest;
    return [
        `None of ${count(searched)} configurations answers all requests: at best ${count(arrived - done)} of ${count(arrived)} stay unanswered (${count(expired)} expire, ${count(timedOut)} time out).`,
    ];
}

/** What one setting more would do, beyond what was searched. */
async function help(
    { case: { scenario, settings }, seed, deadlineSeconds, objective, concurrencyScaling, frontier }: Found,
    nearest: Tried,
    pool: SimulationPool,
    signal: AbortSignal | undefined,
): Promise<string[]> {
    const runs = comparedRuns(scenario.workload, nearest.outcomes.length);
    const study = new Study(pool, { seed, runs, signal, effort: helpEffort });
    const inTime = (outcomes: readonly Outcome[]): boolean =>
        deadlineSeconds === undefined ||
        outcomes.filter((outcome) => objectiveSeconds(outcome, objective) <= deadlineSeconds).length >=
            deadlineShare * outcomes.length;
    // Where others are on the frontier although requests time out, no setting that was searched avoids it.
    const answers = frontier.length === 0 ? allAnswered : nothingExpires;
    const {
        phrases,
        nearest: most,
        cutShort,
    } = await remediesOf({
        scenario: nearest.scenario,
        price: nearest.type.price,
        enough: (outcomes) => answers(outcomes) && inTime(outcomes),
        study,
        concurrency: concurrencyScaling === "independent",
    });
    const aims = [
        ...(frontier.length === 0 ? ["answer all"] : []),
        ...(deadlineSeconds === undefined ? [] : ["meet the deadline"]),
    ];
    const whole = aims.join(" and ");
    const effort = cutShort ? " Not all was tried: runs of so large a load would take minutes." : "";
    const lines = linesToPaste(nearest.settings, settings);
    const there = lines.length > 0 ? `from there (${namesAndValues(lines)})` : "from there";
    if (phrases.length > 0) return [`Changed alone ${there}, this would ${whole}: ${phrases.join("; or ")}.${effort}`];
    const comes = most === undefined ? "" : ` What comes nearest is ${most}.`;
    return [`${cutShort ? "Nothing that was tried" : "No single setting"} would ${whole} ${there}.${comes}${effort}`];
}

/** How the present settings compare with the frontier. */
function present({ present: own, frontier, objective }: Found): string[] {
    if (frontier.length === 0) return [];
    if (frontier.some(({ lines }) => lines.length === 0))
        return ["The present settings are on the frontier: nothing that was searched is both cheaper and faster."];
    const time = objective === "makespanSeconds" ? "take" : "answer 95 % of the requests within";
    const now = `The present settings ${time} ${duration(own.seconds)} and cost ${dollars(own.usd.median)}`;
    if (own.expired + own.timedOut > 0) return [`${now}, but do not answer all requests.`];
    const better = frontier.filter((point) => isAsGood(toWeigh(point), toWeigh(own)));
    const ends = [...new Set([better[0], better.at(-1)])].filter((point) => point !== undefined);
    const told = ends.map(
        (point) =>
            `${duration(point.seconds)} for ${dollars(point.usd.median)} is possible (${namesAndValues(point.lines)})`,
    );
    return told.length > 0 ? [`${now}; instead, ${told.join(", or ")}.`] : [`${now}.`];
}

function namesAndValues(lines: readonly string[]): string {
    return lines.map((line) => line.slice(line.indexOf(":") + 1)).join(", ");
}

function toWeigh({ usd, seconds }: Point): Weighed {
    return { usd: usd.median, seconds };
}

/** The fastest uses all that was searched. */
function edge({ frontier, candidates }: Found): string[] {
    const fastest = frontier.at(-1);
    const largest = Math.max(...candidates.maxCapacity);
    if (!fastest || fastest.settings.maxCapacity < largest || fastest.capacityPeak < largest) return [];
    return [
        `The fastest configuration uses the largest maxCapacity that was searched, ${count(largest)}: more would be faster still.`,
    ];
}
