import { count, decimal, duration } from "../amounts";
import { type Distribution } from "../distribution";
import { type Outcome } from "../simulation/outcome";
import { medianOf } from "../spread";
import { requestsExpected } from "../workload/arrivalsOf";
import { type Evidence, type Finding } from "./evidence";
import { remediesOf } from "./remedies";

/** AWS: SageMaker Runtime API Reference, InvokeEndpointAsync, InvocationTimeoutSeconds. */
const longestTimeoutSeconds = 3600;

/** Requests that wait longer than their time to live, and what would answer all of them. */
export const expiredRequests: Finding = async ({ case: { scenario }, outcomes, study }) => {
    const expired = outcomes.map((outcome) => outcome.expired);
    if (!expired.some((requests) => requests > 0)) return undefined;
    const ttl = duration(scenario.fleet.requestTtlSeconds);
    const remedies = await remediesOf({
        scenario,
        enough: nothingExpires,
        outcomesOf: (changed) => study.outcomesOf(changed),
        concurrency: true,
    });
    return [
        `${counted(expired, outcomes)} expire unanswered: a request has to start within ${ttl} of its arrival (RequestTTLSeconds).`,
        rateNeeded({ scenario }),
        remedies.length > 0
            ? `This alone would do: ${remedies.join("; or ")}.`
            : "No single setting would do: send fewer requests at a time.",
    ]
        .filter((sentence) => sentence !== "")
        .join(" ");
};

export function nothingExpires(outcomes: readonly Outcome[]): boolean {
    return outcomes.every(({ expired }) => expired === 0);
}

/** Computed: so many of a burst have to start a second for the last one to start in time. */
function rateNeeded({ scenario: { workload, fleet } }: Pick<Evidence["case"], "scenario">): string {
    if (workload.kind !== "burst") return "";
    const perSecond = requestsExpected(workload) / fleet.requestTtlSeconds;
    return `For all ${count(workload.requests)} that takes at least ${decimal(perSecond, perSecond < 1 ? 3 : 1)} a second on average, the cold start included.`;
}

/** Requests on which the model works longer than it may. */
export const timedOutRequests: Finding = ({ case: { scenario }, outcomes }) => {
    const timedOut = outcomes.map((outcome) => outcome.timedOut);
    if (!timedOut.some((requests) => requests > 0)) return undefined;
    const { invocationTimeoutSeconds } = scenario.fleet;
    const needed = Math.ceil(nearlyLongest(scenario.serviceSeconds));
    const advice =
        needed <= longestTimeoutSeconds
            ? `invocationTimeoutSeconds ${decimal(needed, 0)} would let ${scenario.serviceSeconds.kind === "constant" ? "all" : "999 of 1,000"} be answered.`
            : `${duration(longestTimeoutSeconds)}, the longest that SageMaker allows, would not be enough either: shorter articles or a faster instance type are needed.`;
    return `${counted(timedOut, outcomes)} are given up because the model works on them for longer than invocationTimeoutSeconds, ${decimal(invocationTimeoutSeconds, 0)}. ${advice}`;
};

function counted(affected: readonly number[], outcomes: readonly Outcome[]): string {
    const median = medianOf(affected);
    const arrived = medianOf(outcomes.map((outcome) => outcome.arrived));
    if (median === 0) return `In some runs up to ${count(Math.max(...affected))} of ${count(arrived)} requests`;
    return `${count(median)} of ${count(arrived)} requests (${decimal((median / arrived) * 100, 1)} %)`;
}

/** What 999 of 1,000 do not exceed. */
function nearlyLongest(distribution: Distribution): number {
    switch (distribution.kind) {
        case "constant":
            return distribution.seconds;
        case "exponential":
            return -distribution.meanSeconds * Math.log(0.001);
        case "logNormal":
            // The 99.9 % quantile of the standard normal distribution.
            return distribution.medianSeconds * Math.exp(3.0902 * distribution.sigma);
        case "samples": {
            const ascending = Float64Array.from(distribution.seconds).sort();
            return ascending[Math.ceil(0.999 * ascending.length) - 1] as number;
        }
    }
}
