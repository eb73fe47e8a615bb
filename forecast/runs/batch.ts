import { type Scenario } from "../scenario";
import { type Outcome } from "../simulation/outcome";
import { simulate } from "../simulation/simulate";

/** One run to be simulated. */
export interface Job {
    scenario: Scenario;
    seed: number;
}

/** Jobs that all threads take from: `next` holds one number, the first job that nobody has taken. */
export interface Batch {
    id: number;
    jobs: readonly Job[];
    /** Whether outcomes go without their changes of capacity, of which a month can have thousands. */
    bare: boolean;
    next: Int32Array;
}

/** What a worker answers: outcomes of a batch by the jobs' places, or why it has none. */
export type Answer = { batch: number; places: number[]; outcomes: Outcome[] } | { batch: number; error: unknown };

/**
 * Simulates jobs that nobody has taken yet.
 *
 * @param milliseconds after which no further one is taken
 */
export function takeJobs(
    { jobs, bare, next }: Batch,
    milliseconds: number,
): { places: number[]; outcomes: Outcome[]; left: boolean } {
    const places: number[] = [];
    const outcomes: Outcome[] = [];
    const until = performance.now() + milliseconds;
    do {
        const place = Atomics.add(next, 0, 1);
        const job = jobs[place];
        if (!job) return { places, outcomes, left: false };
        const outcome = simulate(job.scenario, job.seed);
        outcomes.push(bare ? { ...outcome, changes: [] } : outcome);
        places.push(place);
    } while (performance.now() < until);
    return { places, outcomes, left: true };
}
