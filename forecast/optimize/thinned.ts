import { type Candidates, searchedNumbers, type SearchedNumber, type SearchedSettings } from "./optimization";

/** Those that matter least for cost and time come down to the present value first. */
const leastImportant: readonly SearchedNumber[] = ["scaleOutCooldownSeconds", "scaleInCooldownSeconds"];

/**
 * Fewer values to try, so that no more combinations are left than can be simulated: of the cooldowns only the present ones, then of the
 * setting with most values every second one, again and again. The present value stays, and so do the ends until nothing else is left.
 *
 * @param size combinations that values come to
 */
export function thinned(
    candidates: Candidates,
    present: SearchedSettings,
    size: (candidates: Candidates) => number,
    most: number,
): Candidates {
    let left = candidates;
    for (const key of leastImportant) {
        if (size(left) <= most) return left;
        left = { ...left, [key]: [present[key]] };
    }
    while (size(left) > most) {
        const longest = [...searchedNumbers].sort((a, b) => left[b].length - left[a].length)[0] as SearchedNumber;
        if (left[longest].length <= 1) return left;
        left = { ...left, [longest]: everySecond(left[longest], present[longest]) };
    }
    return left;
}

function everySecond(values: readonly number[], present: number): number[] {
    const kept = values.filter((value, place) => place % 2 === 0 || place === values.length - 1 || value === present);
    if (kept.length < values.length) return kept;
    // At most three are left: without the lower end, then without the upper one.
    const end = values.find((value) => value !== present);
    return values.filter((value) => value !== end);
}
