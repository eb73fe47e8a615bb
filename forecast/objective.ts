import { type Outcome } from "./simulation/outcome";
import { type Workload } from "./workload/workload";

/** The time that counts: until all of a burst is answered; of requests that come over a time, what 95 % of them take at most. */
export type Objective = "makespanSeconds" | "latencyP95Seconds";

export function objectiveOf(workload: Workload): Objective {
    return workload.kind === "burst" ? "makespanSeconds" : "latencyP95Seconds";
}

/** @returns seconds; NaN for a latency when nothing was done */
export function objectiveSeconds(outcome: Outcome, objective: Objective): number {
    return objective === "makespanSeconds" ? outcome.makespanSeconds : outcome.latencySeconds.p95;
}
