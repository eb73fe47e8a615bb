import { count, dollars, duration, range } from "./amounts";
import { type Forecast, type Spread } from "../forecast";
import { objectiveOf } from "../objective";
import { arrivalInWords } from "./workloadInWords";

/** What the reader wants to know of a case, in two sentences: of a burst, when it is through; of what comes over a time, how long each waits. */
export function answerOf({ case: { scenario, settings }, requests, measures }: Forecast): string {
    const { done, makespanSeconds, firstResultSeconds, capacityPeak, usd } = measures;
    const load = `${count(requests)} ${requests === 1 ? "request" : "requests"} ${arrivalInWords(scenario.workload)}`;
    const price = `up to ${count(capacityPeak.median)} × ${settings.instanceType} and ${spread(usd, dollars)}`;
    if (done.median === 0) return `Of ${load}, none is answered. That takes ${price}.`;
    const many = requests === 1 ? "is" : "are";
    if (objectiveOf(scenario.workload) === "latencyP95Seconds") {
        const { latencyP50Seconds: half, latencyP95Seconds: most } = measures;
        const within = `half of them within ${duration(half.median)}, 95 % within ${spread(most, duration)}`;
        const answered =
            done.median < requests ? `Of ${load}, ${count(done.median)} are answered` : `${load} ${many} answered`;
        return `${answered}, ${within}. That takes ${price}.`;
    }
    const first = `the first result is there after ${duration(firstResultSeconds.median)}`;
    const ends = `after ${spread(makespanSeconds, duration)}`;
    if (done.median < requests) {
        return `Of ${load}, ${count(done.median)} are answered, and all have ended ${ends}; ${first}. That takes ${price}.`;
    }
    return `${load} ${many} answered ${ends}; ${first}. That takes ${price}.`;
}

/** A median with its range: `1 h 16 min (1 h 12 min – 1 h 20 min)`, or only the one value that there is. */
export function spread({ low, median, high }: Spread, inWords: (value: number) => string): string {
    const middle = inWords(median);
    const between = range(low, high, inWords);
    return between === middle ? middle : `${middle} (${between})`;
}
