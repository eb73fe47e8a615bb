/**
 * The smallest whole number above `from` and up to `to` for which something holds, given that it then holds for all larger ones: by
 * steps that double, and halving between the last two.
 *
 * @returns undefined when it does not even hold for `to`
 */
export async function smallestAbove(
    from: number,
    to: number,
    holds: (value: number) => Promise<boolean>,
): Promise<number | undefined> {
    let fails = from;
    let works = from;
    for (let step = 1; ; step *= 2) {
        if (fails >= to) return undefined;
        works = Math.min(from + step, to);
        if (await holds(works)) break;
        fails = works;
    }
    while (works - fails > 1) {
        const middle = Math.floor((fails + works) / 2);
        if (await holds(middle)) works = middle;
        else fails = middle;
    }
    return works;
}

/** The largest whole number below `from` and down to `to` for which something holds, given that it then holds for all smaller ones. */
export async function largestBelow(
    from: number,
    to: number,
    holds: (value: number) => Promise<boolean>,
): Promise<number | undefined> {
    const mirrored = await smallestAbove(-from, -to, (value) => holds(-value));
    return mirrored === undefined ? undefined : -mirrored;
}
