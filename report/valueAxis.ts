/** d3's format for labels of an axis up to this value; short enough for the room beside a panel. Undefined: d3's own choice. */
export function numberFormat(highest: number): string | undefined {
    return Math.abs(highest) >= 100_000 ? "~s" : undefined;
}

/** Whether all values are whole numbers: no label is to stand between two. */
export function onlyWhole(values: readonly number[]): boolean {
    return values.every(Number.isInteger);
}
