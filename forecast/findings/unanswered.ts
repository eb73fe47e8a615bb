import { count, decimal, duration } from "../wording/amounts";
import { type Distribution } from "../distribution";
import { type Outcome } from "../simulation/outcome";
import { type Scenario } from "../scenario";
import { medianOf } from "../runs/spread";
import { type Study } from "../runs/study";
import { requestsExpected } from "../workload/arrivalsOf";
import { allAnswered, answered, nothingExpires } from "./answered";
import { longestTimeoutSeconds } from "./changes";
import { type Evidence, type Finding } from "./evidence";
import { answeredInWords, type Remedies, remediesOf } from "./remedies";

/** Requests that wait longer than their time to live, and what would answer all of them. */
export const expiredRequests: Finding = async ({ case: { scenario, price }, outcomes, study }) => {
    const expired = outcomes.map((outcome) => outcome.expired);
    if (!expired.some((requests) => requests > 0)) return undefined;
    const ttl = duration(scenario.fleet.requestTtlSeconds);
    const remedies = await remediesOf({ scenario, price, enough: nothingExpires, study, concurrency: true });
    if (remedies.cutShort) study.leftOut.add("which other settings would answer all");
    const inTime = outcomes.some(({ timedOut }) => timedOut > 0) ? "let all start in time" : "do";
    return [
        `${counted(expired, outcomes)} expire unanswered: a request has to start within ${ttl} of its arrival (RequestTTLSeconds).`,
        rateNeeded({ scenario }),
        remediesInWords(remedies, inTime),
    ]
        .filter((sentence) => sentence !== "")
        .join(" ");
};

function remediesInWords({ phrases, nearest, cutShort }: Remedies, aim: string): string {
    if (phrases.length > 0) return `This alone would ${aim}: ${phrases.join("; or ")}.`;
    const comes = nearest === undefined ? "" : ` What comes nearest is ${nearest}.`;
    return cutShort ? "" : `No single setting would ${aim}.${comes}`;
}

/** Computed: so many of a burst have to start a second for the last one to start in time. */
function rateNeeded({ scenario: { workload, fleet } }: Pick<Evidence["case"], "scenario">): string {
    if (workload.kind !== "burst" || workload.requests < 2) return "";
    const perSecond = requestsExpected(workload) / fleet.requestTtlSeconds;
    return `For all ${count(workload.requests)} to start in time, at least ${decimal(perSecond, perSecond < 1 ? 3 : 1)} a second have to start on average, counted from the arrival.`;
}

/** Requests on which the model works longer than it may. */
export const timedOutRequests: Finding = async ({ case: { scenario }, outcomes, study }) => {
    const timedOut = outcomes.map((outcome) => outcome.timedOut);
    if (!timedOut.some((requests) => requests > 0)) return undefined;
    const { invocationTimeoutSeconds } = scenario.fleet;
    const needed = Math.ceil(nearlyLongest(scenario.serviceSeconds));
    const advice =
        needed <= longestTimeoutSeconds
            ? `invocationTimeoutSeconds ${decimal(needed, 0)} would let ${scenario.serviceSeconds.kind === "constant" ? "all" : "999 of 1,000"} be answered.`
            : await longestTimeout(scenario, outcomes, study);
    return `${counted(timedOut, outcomes)} are given up because the model works on them for longer than invocationTimeoutSeconds, ${decimal(invocationTimeoutSeconds, 0)}. ${advice}`;
};

/** What the longest timeout would answer, simulated. */
async function longestTimeout(scenario: Scenario, outcomes: readonly Outcome[], study: Study): Promise<string> {
    const longest = `${duration(longestTimeoutSeconds)}, the longest that SageMaker allows,`;
    const others = "shorter articles or a faster instance type are needed";
    if (!study.affords(scenario)) return `${longest} may not be enough: ${others} for the longest of them.`;
    const changed = { ...scenario, fleet: { ...scenario.fleet, invocationTimeoutSeconds: longestTimeoutSeconds } };
    const then = await study.outcomesOf(changed);
    const present = outcomes.slice(0, study.runs);
    if (answered(then) <= answered(present)) return `${longest} would not be enough either: ${others}.`;
    return `${longest} would answer ${answeredInWords(then)} instead of ${count(Math.floor(answered(present) / present.length))} (invocationTimeoutSeconds ${decimal(longestTimeoutSeconds, 0)})${allAnswered(then) ? "" : `; for all, ${others}`}.`;
}

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
