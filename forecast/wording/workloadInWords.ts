import { count, duration, range } from "./amounts";
import { type Distribution, meanOf } from "../distribution";
import { type Workload } from "../workload/workload";

/** A workload in words that follow a number of requests: `10,000 requests` … `at once`. */
export function arrivalInWords(workload: Workload): string {
    switch (workload.kind) {
        case "burst":
            return "at once";
        case "rate":
            return `evenly, ${perSecond(workload.perSecond)}${within(workload.durationSeconds)}`;
        case "poisson":
            return `at random, ${perSecond(workload.perSecond)} on average${within(workload.durationSeconds)}`;
        case "bursts": {
            const { basePerSecond, burstRequests, everySeconds, durationSeconds } = workload;
            const base = basePerSecond > 0 ? ` over ${perSecond(basePerSecond)} at random` : "";
            return `in bursts of ${count(burstRequests)} every ${duration(everySeconds)}${base}${within(durationSeconds)}`;
        }
        case "daily":
            return `at random by the hour of the day${within(workload.durationSeconds)}`;
        case "times":
            return "at recorded times";
        case "counts":
            return `as recorded minute by minute${within(workload.perMinute.length * 60)}`;
    }
}

/** What the times of a forecast count from: not every workload begins with a request. */
export function sinceInWords(workload: Workload): string {
    return beginsWithRequest(workload) ? "after the first request" : "after the load begins";
}

/** The same where `from` stands before. */
export function originInWords(workload: Workload): string {
    return beginsWithRequest(workload) ? "the first request" : "when the load begins";
}

function beginsWithRequest({ kind }: Workload): boolean {
    return ["burst", "rate", "bursts", "times"].includes(kind);
}

function within(seconds: number): string {
    return Number.isFinite(seconds) ? `, for ${duration(seconds)}` : "";
}

function perSecond(rate: number): string {
    if (rate >= 1) return `${count(rate)} a second`;
    return rate * 60 >= 1 ? `${count(rate * 60)} a minute` : `${count(rate * 3600)} an hour`;
}

/** How a duration varies: `4 s, always`, `4 s on average, exponential`. */
export function distributionInWords(distribution: Distribution): string {
    switch (distribution.kind) {
        case "constant":
            return `${duration(distribution.seconds)}, always the same`;
        case "exponential":
            return `${duration(distribution.meanSeconds)} on average, exponentially distributed`;
        case "logNormal":
            return `${duration(distribution.medianSeconds)} in the median, log-normal with σ ${String(distribution.sigma)}`;
        case "samples": {
            const { seconds } = distribution;
            const [low, high] = seconds.reduce(
                ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
                [Infinity, -Infinity],
            );
            return `${duration(meanOf(distribution))} on average, drawn from ${count(seconds.length)} values (${range(low, high, duration)})`;
        }
    }
}
