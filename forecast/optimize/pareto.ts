/** What a configuration comes to in both measures, of which less is better. */
export interface Weighed {
    usd: number;
    seconds: number;
}

/** A share: what is closer than that, the model does not tell apart. */
export const tolerance = 0.02;

/** Those that no other is better than in one measure without being worse in the other, the cheapest first; of several that are alike, the first. */
export function paretoFrontier<T extends Weighed>(points: readonly T[]): T[] {
    const cheapestFirst = [...points].sort((a, b) => a.usd - b.usd || a.seconds - b.seconds);
    const frontier: T[] = [];
    for (const point of cheapestFirst) {
        const last = frontier.at(-1);
        if (!last || point.seconds < last.seconds) frontier.push(point);
    }
    return frontier;
}

/**
 * A frontier of those that are preferred: instead of each point of the exact one stands the first that is worse by no more than the tolerance
 * in both measures. So for any point there is one here that is at most that much worse (an approximate Pareto set: Papadimitriou and Yannakakis,
 * "On the approximability of trade-offs", 2000), and differences that nobody can tell do not fill it.
 *
 * @param points in order of preference
 * @returns the cheapest first, and so the slowest
 */
export function preferredFrontier<T extends Weighed>(points: readonly T[]): T[] {
    const stands = paretoFrontier(points).map((exact) => points.find((point) => isAsGood(point, exact)) ?? exact);
    return paretoFrontier([...new Set(stands)]);
}

/** Whether a point is worse than another one by no more than the tolerance in either measure. */
export function isAsGood(point: Weighed, than: Weighed): boolean {
    return point.usd <= than.usd * (1 + tolerance) && point.seconds <= than.seconds * (1 + tolerance);
}

/**
 * Those that no other is better than by more than a margin in both measures at once: among them are all that could be on the frontier
 * if measures are off by no more than that.
 *
 * @param margin a share, e.g. 0.05
 */
export function nearFrontier<T extends Weighed>(points: readonly T[], margin: number): T[] {
    const cheapestFirst = [...points].sort((a, b) => a.usd - b.usd);
    let cheaper = 0;
    let fastestOfCheaper = Infinity;
    return cheapestFirst.filter(({ usd, seconds }) => {
        for (; ; cheaper++) {
            const other = cheapestFirst[cheaper];
            if (!other || other.usd >= usd * (1 - margin)) break;
            fastestOfCheaper = Math.min(fastestOfCheaper, other.seconds);
        }
        return !(fastestOfCheaper < seconds * (1 - margin));
    });
}
