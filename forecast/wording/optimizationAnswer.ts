import { count, decimal, dollars, duration, none } from "./amounts";
import { type Objective } from "../objective";
import { type Optimization, type Point } from "../optimize/optimization";
import { arrivalInWords } from "./workloadInWords";

/** What the time of a search is, in words that follow `time` or `the time`. */
export const objectiveTexts: Readonly<Record<Objective, string>> = {
    makespanSeconds: "until all have ended",
    latencyP95Seconds: "that 95 % of the requests take at most",
};

/** What a search came to, in a sentence. */
export function optimizationAnswer(optimization: Optimization): string {
    const {
        case: { scenario },
        deadlineSeconds,
        chosen,
        nearest,
        frontier,
        objective,
        present,
    } = optimization;
    const load = `For ${count(present.arrived)} requests ${arrivalInWords(scenario.workload)}`;
    const time = objectiveTexts[objective];
    if (chosen && deadlineSeconds !== undefined) {
        const [most, often] = [duration(deadlineSeconds), shareInWords(chosen.withinDeadline)];
        return `${load}, ${dollars(chosen.usd.median)} is the least for which the time ${time} is within ${most}, which holds in ${often} of the runs${timeOuts(chosen)}.`;
    }
    if (nearest && deadlineSeconds !== undefined) {
        return `${load}, nothing that was searched keeps to ${duration(deadlineSeconds)}. What comes nearest takes ${duration(nearest.seconds)} and ${dollars(nearest.usd.median)}${timeOuts(nearest)}.`;
    }
    const [cheapest] = frontier;
    const fastest = frontier.at(-1);
    if (!cheapest || !fastest) return `${load}, nothing that was searched answers them all.`;
    const most = `${dollars(cheapest.usd.median)} in ${duration(cheapest.seconds)}`;
    if (cheapest === fastest)
        return `${load}, nothing that was searched is cheaper or faster than ${most}${timeOuts(cheapest)}.`;
    return `${load}, from ${most} to ${dollars(fastest.usd.median)} in ${duration(fastest.seconds)}: the time ${time}, in 95 % of the runs${timeOuts(cheapest)}.`;
}

/** What is given up in a median run ends in time, but is no answer. */
function timeOuts({ timedOut, arrived }: Point): string {
    return timedOut > 0 ? `; ${count(timedOut)} of ${count(arrived)} requests time out` : "";
}

/** A share of runs: `95 %`. */
export function shareInWords(share: number | undefined): string {
    return share === undefined ? none : `${decimal(share * 100, 0)} %`;
}
