import { replicateIn, runSeed } from "./replications";
import { objectiveOf, objectiveSeconds } from "../objective";
import { type Scenario } from "../scenario";
import { type Outcome } from "../simulation/outcome";
import { simulate } from "../simulation/simulate";
import { type SimulationPool } from "./simulationPool";
import { medianOf } from "./spread";
import { effortOf } from "../workload/effort";
import { type Workload } from "../workload/workload";

/** Effort that the runs of one comparison come to at most, as long as two runs allow it. */
const comparedEffort = 2_000_000;

/** Effort that all comparisons of one forecast come to at most: measured, some 20 seconds of a processor. */
const studyEffort = 200_000_000;

/** Runs of a scenario that is compared with others: at most 10, fewer for a large workload, at least 2 unless `runs` is 1. */
export function comparedRuns(workload: Workload, runs: number): number {
    const affordable = Math.floor(comparedEffort / Math.max(1, effortOf(workload)));
    return Math.min(runs, 10, Math.max(2, affordable));
}

/**
 * Runs of one scenario and of the same scenario with something changed. All have the same seeds, so that the difference between
 * two is not chance (common random numbers).
 */
export class Study {
    /** Runs that every scenario gets. */
    readonly runs: number;
    /** What was not simulated because it would have taken too long, in words; empty when all was. */
    readonly leftOut = new Set<string>();
    private effortLeft: number;

    /** @param options `effort`: what all its comparisons may come to, see {@link effortOf} */
    constructor(
        private readonly pool: SimulationPool,
        private readonly options: { seed: number; runs: number; signal?: AbortSignal | undefined; effort?: number },
    ) {
        this.runs = options.runs;
        this.effortLeft = options.effort ?? studyEffort;
    }

    /** Whether so many more scenarios like this one can be simulated without taking too long. */
    affords(like: Scenario, scenarios = 1): boolean {
        return this.effortOf(like) * scenarios <= this.effortLeft;
    }

    private effortOf({ workload }: Scenario): number {
        return effortOf(workload) * this.runs;
    }

    /** @returns outcomes in the order of the runs, without their changes of capacity */
    outcomesOf(scenario: Scenario): Promise<Outcome[]> {
        this.effortLeft -= this.effortOf(scenario);
        return replicateIn(this.pool, [scenario], { ...this.options, bare: true });
    }

    /** @returns such outcomes by scenario */
    async outcomesOfEach(scenarios: readonly Scenario[]): Promise<Outcome[][]> {
        for (const scenario of scenarios) this.effortLeft -= this.effortOf(scenario);
        const all = await replicateIn(this.pool, scenarios, { ...this.options, bare: true });
        return scenarios.map((_, place) => all.slice(place * this.runs, (place + 1) * this.runs));
    }
}

/**
 * The run whose time that counts ({@link objectiveOf}) is nearest to the median of all, again and with its minutes; the first run when
 * none has such a time.
 *
 * @param seed of the runs that came to the outcomes
 */
export function typicalOf(scenario: Scenario, outcomes: readonly Outcome[], seed: number): Outcome & { seed: number } {
    const objective = objectiveOf(scenario.workload);
    const seconds = outcomes.map((outcome) => objectiveSeconds(outcome, objective));
    const median = medianOf(seconds);
    let nearest = 0;
    let least = Infinity;
    for (const [run, its] of seconds.entries()) {
        // A latency is NaN where nothing was done, and then is not less.
        const distance = Math.abs(its - median);
        if (distance < least) [nearest, least] = [run, distance];
    }
    const itsSeed = runSeed(seed, nearest);
    return { ...simulate(scenario, itsSeed, { minutes: true }), seed: itsSeed };
}
