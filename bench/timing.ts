/** Wall time that something takes, in seconds. */
export async function seconds(work: () => Promise<unknown> | unknown): Promise<number> {
    const before = performance.now();
    await work();
    return (performance.now() - before) / 1000;
}

/** The middle one; of an even number the upper of both in the middle. NaN of nothing. */
export function median(values: readonly number[]): number {
    return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
