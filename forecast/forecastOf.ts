import { costOf, idleUsdPerMonth } from "./cost";
import { findingsOf } from "./findings/findings";
import { type Case, type Forecast, type Measure, type Spread } from "./forecast";
import { replicateIn } from "./runs/replications";
import { sensitivitiesOf } from "./sensitivity";
import { type Outcome } from "./simulation/outcome";
import { SimulationPool } from "./runs/simulationPool";
import { countSpreadOf, spreadOf } from "./runs/spread";
import { comparedRuns, Study, typicalOf } from "./runs/study";

export interface ForecastOptions {
    /** Runs with other seeds, from which intervals are told; at least 1. */
    runs: number;
    /** A whole number from 0 below 2⁵³. */
    seed: number;
    /** How many threads may be busy at once; the forecast does not depend on it. */
    threads: number;
    /** Whether to find out what each switch does. */
    sensitivity: boolean;
    signal?: AbortSignal | undefined;
    /** Told now and then how many of the runs are done. */
    onProgress?: ((done: number, total: number) => void) | undefined;
}

const secondsPerHour = 3600;

/**
 * Simulates a case as often as is asked, and with one thing after the other set otherwise.
 *
 * @throws the reason of the signal once it is aborted; RangeError when a run has no end
 */
export async function forecastOf(forecasted: Case, options: ForecastOptions): Promise<Forecast> {
    const pool = new SimulationPool(options.threads);
    try {
        return await forecastIn(pool, forecasted, options);
    } finally {
        await pool.close();
    }
}

/** The same in a pool that is there. */
export async function forecastIn(
    pool: SimulationPool,
    forecasted: Case,
    { runs, seed, sensitivity, signal, onProgress }: Omit<ForecastOptions, "threads">,
): Promise<Forecast> {
    const { scenario, price } = forecasted;
    const onDone = (done: number): void => onProgress?.(done, runs);
    const outcomes = await replicateIn(pool, [scenario], { runs, seed, bare: true, signal, onDone });
    const measures = measuresOf(forecasted, outcomes);
    const typical = typicalOf(scenario, outcomes, seed);
    const study = new Study(pool, { seed, runs: comparedRuns(scenario.workload, runs), signal });
    return {
        case: forecasted,
        seed,
        runs,
        requests: countSpreadOf(outcomes.map(({ arrived }) => arrived)).median,
        measures,
        idleUsdPerMonth: idleUsdPerMonth(scenario.fleet.minCapacity, price),
        typical,
        sensitivities: sensitivity ? await sensitivitiesOf(forecasted, outcomes, study) : [],
        findings: await findingsOf({ case: forecasted, outcomes, typical, study }),
    };
}

function measuresOf({ scenario, price }: Case, outcomes: readonly Outcome[]): Record<Measure, Spread> {
    const over = (measure: (outcome: Outcome) => number): Spread => spreadOf(outcomes.map(measure));
    const counted = (measure: (outcome: Outcome) => number): Spread => countSpreadOf(outcomes.map(measure));
    const costs = outcomes.map((outcome) => costOf(outcome, price, scenario.switches.billProvisioning));
    return {
        firstResultSeconds: over(({ firstResultSeconds }) => firstResultSeconds),
        makespanSeconds: over(({ makespanSeconds }) => makespanSeconds),
        settledSeconds: over(({ settledSeconds }) => settledSeconds),
        latencyP50Seconds: over(({ latencySeconds }) => latencySeconds.p50),
        latencyP95Seconds: over(({ latencySeconds }) => latencySeconds.p95),
        latencyP99Seconds: over(({ latencySeconds }) => latencySeconds.p99),
        backlogPeak: counted(({ backlogPeak }) => backlogPeak),
        oldestWaitPeakSeconds: over(({ oldestWaitPeakSeconds }) => oldestWaitPeakSeconds),
        capacityPeak: counted(({ capacityPeak }) => capacityPeak),
        done: counted(({ done }) => done),
        timedOut: counted(({ timedOut }) => timedOut),
        expired: counted(({ expired }) => expired),
        instanceHours: over(({ inServiceSeconds }) => inServiceSeconds / secondsPerHour),
        usd: spreadOf(costs.map(({ usd }) => usd)),
        usdWithProvisioning: spreadOf(costs.map(({ usdWithProvisioning }) => usdWithProvisioning)),
        usdWithoutProvisioning: spreadOf(costs.map(({ usdWithoutProvisioning }) => usdWithoutProvisioning)),
        usdPerThousandResults: spreadOf(costs.map(({ usdPerThousandResults }) => usdPerThousandResults)),
    };
}
