/** Something that was recorded at some times, ascending. */
export interface Track {
    seconds: readonly number[];
    values: readonly number[];
    /** Each value holds until the next one; otherwise it is taken to change evenly. */
    step: boolean;
}

/**
 * Puts tracks that were recorded at different times on the same times: those at which any of them was recorded, from `from` to `to`.
 * A track is NaN before its first time and after its last one.
 */
export function onSharedTime(
    tracks: readonly Track[],
    from = -Infinity,
    to = Infinity,
): { seconds: number[]; values: number[][] } {
    const seconds = [...new Set(tracks.flatMap((track) => track.seconds))]
        .filter((second) => second >= from && second <= to)
        .sort((a, b) => a - b);
    return { seconds, values: tracks.map((track) => valuesAt(track, seconds)) };
}

function valuesAt({ seconds, values, step }: Track, times: readonly number[]): number[] {
    let index = -1;
    return times.map((time) => {
        while ((seconds[index + 1] ?? Infinity) <= time) index++;
        const [at, next] = [seconds[index], seconds[index + 1]];
        const value = values[index] as number;
        if (at === undefined) return NaN;
        if (at === time) return value;
        if (next === undefined) return NaN;
        if (step) return value;
        return value + ((values[index + 1] as number) - value) * ((time - at) / (next - at));
    });
}
