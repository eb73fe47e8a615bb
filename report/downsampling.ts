/** Points of a line: as many `x`, ascending, as `y`. A `y` that is not finite is a gap in the line. */
export interface Points {
    x: readonly number[];
    y: readonly number[];
}

/**
 * A line with fewer points that looks the same: the range of `x` is cut into stretches of as many points each, and of each stretch
 * the lowest and the highest point stay, so that peaks survive. First and last point and gaps stay, too.
 *
 * @param most how many points to keep at most, 8 or more; a line that has no more is returned as it is
 */
export function downsampled({ x, y }: Points, most: number): Points {
    if (!(most >= 8)) throw new Error(`A line is downsampled to 8 points or more, not ${String(most)}.`);
    const count = x.length;
    if (count <= most) return { x, y };
    const perStretch = y.every(Number.isFinite) ? 2 : 3;
    const stretches = Math.floor((most - 2) / perStretch);
    const kept = new Set([0, count - 1]);
    for (let stretch = 0; stretch < stretches; stretch++) {
        const from = Math.floor((stretch * count) / stretches);
        const to = Math.floor(((stretch + 1) * count) / stretches);
        for (const index of telling(y, from, to)) kept.add(index);
    }
    const indices = [...kept].sort((a, b) => a - b);
    return { x: indices.map((index) => x[index] as number), y: indices.map((index) => y[index] as number) };
}

/** Where, from `from` to before `to`, the first lowest and highest value are, and the first gap. */
function telling(y: readonly number[], from: number, to: number): number[] {
    let lowest = -1;
    let highest = -1;
    let gap = -1;
    for (let index = from; index < to; index++) {
        const value = y[index] as number;
        if (!Number.isFinite(value)) {
            if (gap < 0) gap = index;
            continue;
        }
        if (lowest < 0 || value < (y[lowest] as number)) lowest = index;
        if (highest < 0 || value > (y[highest] as number)) highest = index;
    }
    return [lowest, highest, gap].filter((index) => index >= 0);
}
