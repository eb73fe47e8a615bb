import { count, decimal, duration } from "../wording/amounts";
import { meanOf } from "../distribution";
import { defaultRuns, type SearchPlan, searchRuns as usualSearchRuns } from "./searchPlan";
import { type Found } from "./searchFindings";
import { type KnownType } from "./optimization";
import { tolerance } from "./pareto";
import { deadlineShare } from "./points";

/** The default of maxCapacityCeiling in the policy pack async-inference. */
export const policyCeiling = 10;

const preference = `What differs by no more than ${decimal(tolerance * 100, 0)} % counts as equal, and settings nearer to the present ones are preferred.`;

/**
 * What a search assumes and does not know; whole sentences.
 *
 * @param thinnedOut configurations that were left out because simulating them would have taken too long
 */
export function notesOf(found: Found, plan: SearchPlan, thinnedOut: number): string[] {
    const { searchRuns, runs } = plan;
    const { case: forecasted, types, objective, frontier, nearest, searched, leftOut, breakEven } = found;
    const { minCapacity } = forecasted.settings;
    const names = types.map(({ instanceType }) => instanceType).join(", ");
    const percent = `${decimal(deadlineShare * 100, 0)} %`;
    const often = runs < defaultRuns ? `the ${percent} quantile of ${count(runs)} runs` : `in ${percent} of the runs`;
    const same =
        leftOut === 0
            ? ""
            : `; ${count(leftOut)} combinations were left out because they come to the same as one of these`;
    const notes = [
        `${count(searched)} configurations were simulated with ${count(searchRuns)} run${searchRuns === 1 ? "" : "s"} each, and those near the frontier or the deadline with ${count(runs)}${same}.`,
        ...lessThanUsual(plan, thinnedOut),
        objective === "makespanSeconds"
            ? `Time is when the last request has ended, ${often}; cost is the median. ${preference}`
            : `Time is what 95 % of the requests take at most, ${often}; cost is the median. ${preference}`,
        ...types.flatMap(serviceTimeNotes),
        `Only ${names} ${types.length === 1 ? "was" : "were"} searched: how long other instance types take for a summary is for you to measure.${breakEven.length > 0 ? " The break-even times say below what time each would be cheaper." : ""}`,
        concurrencyNote(found),
        `minCapacity stays at ${count(minCapacity)}, as it is set.`,
        "What is best for this load need not be for another one: forecast your usual load with these settings before you keep them.",
    ];
    if ([...frontier, nearest].some((point) => point && point.settings.maxCapacity > policyCeiling)) {
        notes.push(
            `The policy pack async-inference refuses a maxCapacity above ${count(policyCeiling)} unless maxCapacityCeiling of its rule max-capacity-is-affordable is raised.`,
        );
    }
    return notes;
}

/** What a large load is spared, so that a search takes about a minute. */
function lessThanUsual({ fewerRuns }: SearchPlan, thinnedOut: number): string[] {
    if (thinnedOut === 0 && !fewerRuns) return [];
    const left =
        thinnedOut === 0
            ? "no configuration was left out, but there were fewer runs"
            : `${count(thinnedOut)} more configurations were left out${fewerRuns ? ", and there were fewer runs" : ""}`;
    return [
        `A run of so large a load takes long: ${left} than for a smaller one (${count(usualSearchRuns)} in the search, ${count(defaultRuns)} close up), so that the search takes about a minute. Say with --try what matters to you, or search for a tenth of the load.`,
    ];
}

function serviceTimeNotes({ instanceType, serviceTimes }: KnownType): string[] {
    return serviceTimes.map(
        ({ maxConcurrentInvocationsPerInstance, serviceTime: { seconds, origin, source } }) =>
            `A summary takes ${duration(meanOf(seconds))} on average on ${instanceType} at ${count(maxConcurrentInvocationsPerInstance)} at a time: ${source}.${origin === "measured" ? "" : " All results rest on it."}`,
    );
}

function concurrencyNote({ concurrencyScaling, types, candidates }: Found): string {
    const numbers = new Set(
        types.flatMap(({ serviceTimes }) => serviceTimes.map((each) => each.maxConcurrentInvocationsPerInstance)),
    );
    const known = [...numbers].sort((a, b) => a - b);
    const others = candidates.maxConcurrentInvocationsPerInstance.filter((value) => !numbers.has(value));
    const which = `maxConcurrentInvocationsPerInstance ${known.map(count).join(", ")}`;
    if (others.length === 0)
        return `Only ${which} was searched, where a service time is known: measure others to have them searched.`;
    return concurrencyScaling === "shared"
        ? `A service time is known for ${which}. Above that an instance is assumed to answer no more requests per second, each of which then takes longer; below, each takes as long.`
        : `A service time is known for ${which}. At any other each request is assumed to take as long, so that an instance answers more of them at once: measure that before you rely on it.`;
}
