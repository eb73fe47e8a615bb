import { dollars, duration } from "../wording/amounts";
import { costOf } from "../cost";
import { objectiveOf, objectiveSeconds } from "../objective";
import { type Fleet } from "../scenario";
import { type Outcome } from "../simulation/outcome";
import { medianOf } from "../runs/spread";
import { allAnswered } from "./answered";
import { type Evidence } from "./evidence";
import { answeredInWords } from "./remedies";

/** What another fleet would come to, beside the present one; medians over the same seeds. */
export interface Comparison {
    /** Of the objective: of a burst until all is answered, else what 95 % of the requests take at most. */
    presentSeconds: number;
    seconds: number;
    presentUsd: number;
    usd: number;
    /** Whether the other fleet answers every request of every run, and how many it answers. */
    allAnswered: boolean;
    answeredInWords: string;
}

/** Simulates the case with another fleet; undefined when that would take too long. */
export async function compared(
    { case: { scenario, price }, outcomes, study }: Evidence,
    change: Partial<Fleet>,
): Promise<Comparison | undefined> {
    if (!study.affords(scenario)) {
        study.leftOut.add("what another fleet would come to");
        return undefined;
    }
    const others = await study.outcomesOf({ ...scenario, fleet: { ...scenario.fleet, ...change } });
    const present = outcomes.slice(0, study.runs);
    const objective = objectiveOf(scenario.workload);
    const seconds = (runs: readonly Outcome[]): number =>
        medianOf(runs.map((outcome) => objectiveSeconds(outcome, objective)));
    const usdOf = (runs: readonly Outcome[]): number =>
        medianOf(runs.map((outcome) => costOf(outcome, price, scenario.switches.billProvisioning).usd));
    return {
        presentSeconds: seconds(present),
        seconds: seconds(others),
        presentUsd: usdOf(present),
        usd: usdOf(others),
        allAnswered: allAnswered(others),
        answeredInWords: answeredInWords(others),
    };
}

/** E.g. `all would be answered after 45 min instead of 1 h 17 min, for $1.71 instead of $1.66`. */
export function comparedInWords(
    { case: { scenario } }: Evidence,
    { presentSeconds, seconds, presentUsd, usd, ...other }: Comparison,
): string {
    const isBurst = objectiveOf(scenario.workload) === "makespanSeconds";
    const who = other.allAnswered ? "of the requests" : `of those that are answered, ${other.answeredInWords},`;
    const what = isBurst
        ? `all would ${other.allAnswered ? "be answered" : `have ended, ${other.answeredInWords} answered,`} after`
        : `95 % ${who} would be answered within`;
    const [before, after] = [dollars(presentUsd), dollars(usd)];
    const price = before === after ? `for ${after} as well` : `for ${after} instead of ${before}`;
    return `${what} ${duration(seconds)} instead of ${duration(presentSeconds)}, ${price}`;
}
