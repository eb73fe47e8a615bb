import { type RandomStream } from "../random/randomStream";
import { type Arrivals } from "./arrivals";
import { BurstArrivals, CountedArrivals, EvenArrivals, GivenArrivals } from "./fixedArrivals";
import { MergedArrivals } from "./mergedArrivals";
import { DailyArrivals, PoissonArrivals } from "./randomArrivals";
import { type Workload } from "./workload";

/**
 * When the requests of a workload arrive. Requests at `durationSeconds` or later are not part of it.
 * Blocks of any size give the same times, and memory does not grow with the number of requests.
 *
 * @param random becomes the arrivals' own
 */
export function arrivalsOf(workload: Workload, random: RandomStream): Arrivals {
    switch (workload.kind) {
        case "burst":
            return new BurstArrivals(workload.requests);
        case "rate":
            return new EvenArrivals(workload.perSecond, evenRequests(workload));
        case "poisson":
            return new PoissonArrivals(workload.perSecond, workload.requests, workload.durationSeconds, random);
        case "bursts": {
            const { basePerSecond, burstRequests, everySeconds, durationSeconds } = workload;
            return MergedArrivals.of(
                new PoissonArrivals(basePerSecond, Infinity, durationSeconds, random),
                new BurstArrivals(burstRequests, everySeconds, durationSeconds),
            );
        }
        case "daily":
            return new DailyArrivals(workload.perHour, workload.durationSeconds, random);
        case "times":
            return new GivenArrivals(workload.seconds);
        case "counts":
            return new CountedArrivals(workload.perMinute);
    }
}

/**
 * How many requests a workload has on average: exactly so many where it does not depend on chance. For a Poisson process that may end
 * by `requests` or by `durationSeconds`, the smaller of what both come to, which is a little more than the average when they are close.
 */
export function requestsExpected(workload: Workload): number {
    switch (workload.kind) {
        case "burst":
            return workload.requests;
        case "rate":
            return evenRequests(workload);
        case "poisson": {
            const { perSecond, requests, durationSeconds } = workload;
            return perSecond > 0 ? Math.min(requests, perSecond * durationSeconds) : 0;
        }
        case "bursts": {
            const { basePerSecond, burstRequests, everySeconds, durationSeconds } = workload;
            return basePerSecond * durationSeconds + burstRequests * Math.ceil(durationSeconds / everySeconds);
        }
        case "daily":
            return dailyRequests(workload.perHour, workload.durationSeconds);
        case "times":
            return workload.seconds.length;
        case "counts":
            return workload.perMinute.reduce((sum, count) => sum + count, 0);
    }
}

/** How many evenly spaced requests there are before the end; what is before it by rounding only, as the 34th of 1.1 a second in 30 s, is not. */
function evenRequests({ perSecond, requests, durationSeconds }: Workload & { kind: "rate" }): number {
    if (perSecond <= 0) return 0;
    return Math.min(requests, Math.ceil(durationSeconds * perSecond * (1 - 1e-12)));
}

function dailyRequests(perHour: readonly number[], durationSeconds: number): number {
    const hours = durationSeconds / 3600;
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
    const whole = Math.floor(hours);
    const periods = Math.floor(whole / perHour.length);
    const rest = whole % perHour.length;
    return periods * sum(perHour) + sum(perHour.slice(0, rest)) + (hours - whole) * (perHour[rest] as number);
}
