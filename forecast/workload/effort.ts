import { requestsExpected } from "./arrivalsOf";
import { type Workload } from "./workload";

/** Measured: a simulated minute, with its metrics and alarms, takes as long as some 30 requests. */
const requestsPerMinute = 30;

/** How long a run takes, in requests that could be simulated meanwhile: what a long quiet workload has are minutes. */
export function effortOf(workload: Workload): number {
    return requestsExpected(workload) + requestsPerMinute * (lengthSeconds(workload) / 60);
}

/** From the first to the last request, about. */
function lengthSeconds(workload: Workload): number {
    switch (workload.kind) {
        case "burst":
            return 0;
        case "rate":
        case "poisson": {
            const { perSecond, requests, durationSeconds } = workload;
            return perSecond > 0 ? Math.min(durationSeconds, requests / perSecond) : 0;
        }
        case "bursts":
        case "daily":
            return workload.durationSeconds;
        case "times":
            return workload.seconds.at(-1) ?? 0;
        case "counts":
            return workload.perMinute.length * 60;
    }
}
