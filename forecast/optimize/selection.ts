import { nearFrontier } from "./pareto";
import { type Tried } from "./search";

/** Shares by which the means of few runs may mislead; the largest that leaves few enough is taken. */
const margins = [0.05, 0.03, 0.02, 0.01, 0.005, 0];

/** Configurations around the deadline that are looked at closely, and those that answer most when none answers all. */
const aroundDeadline = 20;
const answeringMost = 5;

/**
 * What a search with few runs leaves to be looked at closely: all that may be on the frontier, the cheapest that may meet the deadline,
 * and when nothing is feasible, what answers most. Of those that came to exactly the same, the first.
 *
 * @param tried in order of preference
 * @param most how many there may be for the frontier
 */
export function worthConfirming(
    tried: readonly Tried[],
    feasible: readonly Tried[],
    deadlineSeconds: number | undefined,
    most: number,
): Set<Tried> {
    const different = [
        ...new Map([...feasible].reverse().map((each) => [`${each.usd} ${each.seconds}`, each])).values(),
    ];
    different.reverse();
    const near = margins.map((margin) => nearFrontier(different, margin)).find(({ length }) => length <= most);
    const selected = new Set((near ?? different).slice(0, most));
    if (deadlineSeconds !== undefined) {
        const cheapest = different
            .filter(({ seconds }) => seconds <= 1.05 * deadlineSeconds)
            .sort((a, b) => a.usd - b.usd)
            .slice(0, aroundDeadline);
        const fastest = [...different].sort((a, b) => a.seconds - b.seconds).slice(0, answeringMost);
        for (const each of [...cheapest, ...fastest]) selected.add(each);
    }
    if (feasible.length === 0) {
        const byAnswers = [...tried].sort((a, b) => b.done - a.done || a.seconds - b.seconds);
        for (const each of byAnswers.slice(0, answeringMost)) selected.add(each);
    }
    return selected;
}
