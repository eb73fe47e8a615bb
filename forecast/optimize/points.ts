import { decimal, duration } from "../wording/amounts";
import { costOf } from "../cost";
import { firstArrivalSeconds } from "../findings/firstArrival";
import { limitsOf } from "../findings/limits";
import { type Objective, objectiveSeconds } from "../objective";
import { type Outcome } from "../simulation/outcome";
import { medianOf, quantileOf, spreadOf } from "../runs/spread";
import { typicalOf } from "../runs/study";
import { linesToPaste } from "./closeness";
import { type Point, type SearchedSettings } from "./optimization";
import { type Weighed } from "./pareto";
import { type Tried } from "./search";

/** Share of the runs in which a deadline has to be met. */
export const deadlineShare = 0.95;

/** A share of the time, or of the time to live, from which on something is said to bind. */
const noticeable = 0.25;
const nearTtl = 0.75;

export interface PointContext {
    present: SearchedSettings;
    objective: Objective;
    deadlineSeconds: number | undefined;
    seed: number;
}

/** A configuration with runs enough for intervals. What binds is read off one more run with its minutes. */
export function pointOf(tried: Tried, { present, objective, deadlineSeconds, seed }: PointContext): Point {
    const { settings, scenario, type, outcomes } = tried;
    const { billProvisioning } = scenario.switches;
    const over = (measure: (outcome: Outcome) => number) => spreadOf(outcomes.map(measure));
    const median = (measure: (outcome: Outcome) => number): number => medianOf(outcomes.map(measure));
    const makespanSeconds = over((outcome) => outcome.makespanSeconds);
    const typical = typicalOf(scenario, outcomes, seed);
    return {
        settings,
        lines: linesToPaste(settings, present),
        runs: outcomes.length,
        usd: over((outcome) => costOf(outcome, type.price, billProvisioning).usd),
        makespanSeconds,
        latencyP95Seconds: over(({ latencySeconds }) => latencySeconds.p95),
        seconds: highSeconds(outcomes, objective),
        arrived: median(({ arrived }) => arrived),
        done: median(({ done }) => done),
        timedOut: median(({ timedOut }) => timedOut),
        expired: median(({ expired }) => expired),
        capacityPeak: median(({ capacityPeak }) => capacityPeak),
        withinDeadline: deadlineSeconds === undefined ? undefined : withinDeadline(tried, objective, deadlineSeconds),
        binds: bindsOf(typical, tried),
    };
}

/** Median cost and 95 % quantile of the time. */
export function weighed({ outcomes, scenario, type }: Tried, objective: Objective): Weighed {
    const usd = outcomes.map((outcome) => costOf(outcome, type.price, scenario.switches.billProvisioning).usd);
    return { usd: medianOf(usd), seconds: highSeconds(outcomes, objective) };
}

/**
 * Share of the runs in which nothing expires and the objective keeps to the deadline. What times out does not count against it: that is for
 * the answer to say, since the deadline is then met by ending, not by answering.
 */
export function withinDeadline({ outcomes }: Tried, objective: Objective, deadlineSeconds: number): number {
    const met = outcomes.filter(
        (outcome) => outcome.expired === 0 && objectiveSeconds(outcome, objective) <= deadlineSeconds,
    );
    return met.length / outcomes.length;
}

/** The time's 95 % quantile over the runs. */
export function highSeconds(outcomes: readonly Outcome[], objective: Objective): number {
    const ascending = Float64Array.from(outcomes, (outcome) => objectiveSeconds(outcome, objective)).sort();
    return quantileOf(ascending, deadlineShare);
}

function bindsOf(typical: Outcome & { seed: number }, { scenario, settings }: Tried): string[] {
    const { fleet, workload } = scenario;
    const first = firstArrivalSeconds(workload, typical.seed);
    const { atMaxCapacity, firstCapacitySeconds } = limitsOf(typical, fleet, first);
    const { expired, arrived, oldestWaitPeakSeconds, makespanSeconds } = typical;
    const ttl = duration(fleet.requestTtlSeconds);
    const percent = (share: number): string => `${decimal(share * 100, 0)} %`;
    const binds: string[] = [];
    if (expired > 0)
        binds.push(`TTL: ${percent(expired / arrived)} of the requests wait longer than ${ttl} and expire.`);
    else if (oldestWaitPeakSeconds > nearTtl * fleet.requestTtlSeconds)
        binds.push(`TTL: requests wait up to ${duration(oldestWaitPeakSeconds)} of the ${ttl} that they may.`);
    if (atMaxCapacity > noticeable)
        binds.push(
            `Max capacity: all ${decimal(settings.maxCapacity, 0)} are in service and requests wait for ${percent(atMaxCapacity)} of the time.`,
        );
    const untilEnd = makespanSeconds - first;
    if (firstCapacitySeconds > noticeable * untilEnd)
        binds.push(
            // It is longer than the time where all requests expire before.
            `Cold start: ${duration(firstCapacitySeconds)}, ${firstCapacitySeconds > untilEnd ? "longer than requests wait" : `${percent(firstCapacitySeconds / untilEnd)} of the time`}, pass before the first instance is in service.`,
        );
    return binds;
}
