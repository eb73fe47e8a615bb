const levels = "▁▂▃▄▅▆▇█";

/**
 * A line of text that shows how values went, from 0 to the largest of them. Each character stands for the largest value of its stretch.
 *
 * @param values a value that is not finite becomes a blank; a negative one counts as 0
 * @param width how many characters at most; fewer values are as many characters
 * @param top the value that is as high as a character, so that several lines can be compared; the largest value if not given
 */
export function sparkline(values: readonly number[], width: number, top?: number): string {
    const count = Math.min(width, values.length);
    const stretches = Array.from({ length: count }, (_, index) => {
        const from = Math.floor((index * values.length) / count);
        const to = Math.floor(((index + 1) * values.length) / count);
        return largest(values, from, to);
    });
    const highest = top ?? largest(stretches, 0, count);
    return stretches.map((value) => character(value, highest)).join("");
}

function character(value: number, highest: number): string {
    if (!Number.isFinite(value)) return " ";
    if (!(value > 0 && highest > 0)) return levels.charAt(0);
    // Whatever is above 0 is seen to be: the lowest character is for 0 alone.
    const level = Math.ceil((Math.min(value, highest) / highest) * (levels.length - 1));
    return levels.charAt(level);
}

/** NaN when none is finite. */
function largest(values: readonly number[], from: number, to: number): number {
    let found = NaN;
    for (let index = from; index < to; index++) {
        const value = values[index] as number;
        if (Number.isFinite(value) && !(value <= found)) found = value;
    }
    return found;
}
