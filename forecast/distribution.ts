/** How a duration varies from one time to the next. Seconds; never negative. */
export type Distribution =
    | { readonly kind: "constant"; readonly seconds: number }
    | { readonly kind: "exponential"; readonly meanSeconds: number }
    | { readonly kind: "logNormal"; readonly medianSeconds: number; readonly sigma: number }
    /** Measured values, drawn with replacement. */
    | { readonly kind: "samples"; readonly seconds: readonly number[] };

/** Mean of a distribution, in seconds. */
export function meanOf(distribution: Distribution): number {
    switch (distribution.kind) {
        case "constant":
            return distribution.seconds;
        case "exponential":
            return distribution.meanSeconds;
        case "logNormal":
            return distribution.medianSeconds * Math.exp(distribution.sigma ** 2 / 2);
        case "samples":
            return distribution.seconds.reduce((sum, value) => sum + value, 0) / distribution.seconds.length;
    }
}

/** The same distribution with every duration `factor` times as long. */
export function scaled(distribution: Distribution, factor: number): Distribution {
    switch (distribution.kind) {
        case "constant":
            return { kind: "constant", seconds: distribution.seconds * factor };
        case "exponential":
            return { kind: "exponential", meanSeconds: distribution.meanSeconds * factor };
        case "logNormal":
            return { ...distribution, medianSeconds: distribution.medianSeconds * factor };
        case "samples":
            return { kind: "samples", seconds: distribution.seconds.map((value) => value * factor) };
    }
}
