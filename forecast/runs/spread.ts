import { type Spread } from "../forecast";

/**
 * The value that a share of all do not exceed, interpolated between the two nearest (type 7 of Hyndman and Fan, "Sample quantiles
 * in statistical packages", 1996: what R, NumPy and spreadsheets compute unless told otherwise).
 *
 * @param ascending at least one value, sorted
 * @param share 0 to 1
 */
export function quantileOf(ascending: ArrayLike<number>, share: number): number {
    const place = (ascending.length - 1) * share;
    const below = Math.floor(place);
    const low = ascending[below] as number;
    const high = ascending[Math.min(below + 1, ascending.length - 1)] as number;
    return low + (high - low) * (place - below);
}

/** Median, 5 % and 95 % quantile ({@link quantileOf}) of those values that are numbers; NaN when none is. */
export function spreadOf(values: readonly number[]): Spread {
    const ascending = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
    if (ascending.length === 0) return { low: NaN, median: NaN, high: NaN };
    return {
        low: quantileOf(ascending, 0.05),
        median: quantileOf(ascending, 0.5),
        high: quantileOf(ascending, 0.95),
    };
}

/**
 * The same of what is counted: each quantile is one of the values (nearest rank, type 1 of Hyndman and Fan), since there is no run with
 * two and a half instances.
 */
export function countSpreadOf(counts: readonly number[]): Spread {
    const ascending = Float64Array.from(counts.filter((value) => !Number.isNaN(value))).sort();
    const ranked = (share: number): number => ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)] ?? NaN;
    return { low: ranked(0.05), median: ranked(0.5), high: ranked(0.95) };
}

/** NaN when there is no number among them. */
export function medianOf(values: readonly number[]): number {
    return spreadOf(values).median;
}
