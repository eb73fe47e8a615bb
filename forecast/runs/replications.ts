import { RandomStream } from "../random/randomStream";
import { type Scenario } from "../scenario";
import { type Outcome } from "../simulation/outcome";
import { type BatchOptions, SimulationPool } from "./simulationPool";

/** Streams below are for what happens within a run. */
const firstRunStream = 1024;

/**
 * The seed of one of several runs. The first run's is the seed itself, so that a run that was told with its seed can be repeated
 * alone; the others are drawn from 2⁵³ numbers, so that runs of neighbouring seeds have nothing in common.
 *
 * @param seed a whole number from 0 below 2⁵³
 * @param run from 0 on
 */
export function runSeed(seed: number, run: number): number {
    return run === 0 ? seed : Math.floor(new RandomStream(seed, firstRunStream + run).next() * 2 ** 53);
}

export interface ReplicationOptions extends BatchOptions {
    runs: number;
    /** A whole number from 0 below 2⁵³. */
    seed: number;
    /** How many threads may be busy at once; the outcomes do not depend on it. */
    threads: number;
}

/**
 * Runs one scenario again and again, with another seed each time ({@link runSeed}).
 *
 * @returns outcomes in the order of the runs
 * @throws the reason of the signal once it is aborted, and what {@link simulate} throws
 */
export async function replicate(
    scenario: Scenario,
    { runs, seed, threads, ...options }: ReplicationOptions,
): Promise<Outcome[]> {
    const pool = new SimulationPool(threads);
    try {
        return await replicateIn(pool, [scenario], { runs, seed, ...options });
    } finally {
        await pool.close();
    }
}

/** The same for several scenarios in a pool that is there; all scenarios with the same seeds. @returns outcomes by scenario, then by run */
export function replicateIn(
    pool: SimulationPool,
    scenarios: readonly Scenario[],
    { runs, seed, ...options }: Omit<ReplicationOptions, "threads">,
): Promise<Outcome[]> {
    const seeds = Array.from({ length: runs }, (_, run) => runSeed(seed, run));
    const jobs = scenarios.flatMap((scenario) => seeds.map((each) => ({ scenario, seed: each })));
    return pool.simulate(jobs, options);
}
