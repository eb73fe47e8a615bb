/** What stands for a value that there is none of. */
export const none = "–";

/**
 * A duration as people say it: `4.5 s`, `7 min 12 s`, `1 h 12 min`, `3 d 4 h`.
 *
 * @param seconds 0 or more; NaN when there is none
 */
export function duration(seconds: number): string {
    if (!Number.isFinite(seconds)) return none;
    if (seconds < 9.95) return `${decimal(seconds, seconds < 1 ? 3 : 1)} s`;
    if (seconds < 59.5) return `${decimal(seconds, 0)} s`;
    if (seconds < 599.5) return inTwoUnits(Math.round(seconds), "min", 60, "s");
    if (seconds < 3570) return `${decimal(seconds / 60, 0)} min`;
    if (seconds < 2 * 86_400) return inTwoUnits(Math.round(seconds / 60), "h", 60, "min");
    return inTwoUnits(Math.round(seconds / 3600), "d", 24, "h");
}

function inTwoUnits(total: number, larger: string, perLarger: number, smaller: string): string {
    const rest = total % perLarger;
    const whole = `${decimal(Math.floor(total / perLarger), 0)} ${larger}`;
    return rest === 0 ? whole : `${whole} ${String(rest)} ${smaller}`;
}

/** A number of things: `10,000`; with one decimal where it is small and no whole number, as a median may be. */
export function count(things: number): string {
    return decimal(things, Math.abs(things) < 100 ? 1 : 0);
}

/** A number with thousands separators and at most so many decimals: `1,234.5`, `0.25`. */
export function decimal(value: number, decimals: number): string {
    return Number.isFinite(value) ? value.toLocaleString("en-US", { maximumFractionDigits: decimals }) : none;
}

/** An amount of US dollars: `$1,234`, `$1.62`; below ten cents with two digits that count, `$0.0031`. */
export function dollars(amount: number): string {
    if (!Number.isFinite(amount)) return none;
    if (amount >= 999.995) return `$${decimal(amount, 0)}`;
    if (amount >= 0.0995 || amount === 0) return `$${amount.toFixed(2)}`;
    return `$${amount.toLocaleString("en-US", { minimumSignificantDigits: 2, maximumSignificantDigits: 2 })}`;
}

/** A price with all its decimals: `$0.736`, `$1.1267`. */
export function rate(amount: number): string {
    if (!Number.isFinite(amount)) return none;
    return `$${amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 6 })}`;
}

/** `1 h 10 min – 1 h 15 min`, or one value where both are written alike. */
export function range(low: number, high: number, written: (value: number) => string): string {
    const [from, to] = [written(low), written(high)];
    return from === to ? from : `${from} – ${to}`;
}
