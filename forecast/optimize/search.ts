import { costOf } from "../cost";
import { type Case } from "../forecast";
import { type Objective, objectiveSeconds } from "../objective";
import { replicateIn } from "../runs/replications";
import { type Scenario } from "../scenario";
import { type Outcome } from "../simulation/outcome";
import { type SimulationPool } from "../runs/simulationPool";
import { type KnownType, type SearchedSettings } from "./optimization";
import { type Weighed } from "./pareto";
import { type ServiceTimes } from "./serviceTimes";

/** A configuration that can be simulated. */
export interface Candidate {
    settings: SearchedSettings;
    type: KnownType;
    scenario: Scenario;
}

/** A configuration and what its runs came to. */
export interface Tried extends Candidate, Weighed {
    outcomes: Outcome[];
    /** Means over the runs, as `usd` and `seconds` are. */
    done: number;
    timedOutShare: number;
    /** Whether nothing expires in any run, and something is done. */
    inTime: boolean;
}

/** Share of the requests by which more may time out than with the best configuration: chance, not the configuration. */
const timedOutTolerance = 0.001;

export function candidateOf(
    { scenario }: Case,
    settings: SearchedSettings,
    types: readonly KnownType[],
    serviceTimes: ServiceTimes,
): Candidate {
    const { instanceType, ...fleet } = settings;
    const type = types.find((known) => known.instanceType === instanceType);
    if (!type) throw new Error(`${instanceType} is none of the types that are searched.`);
    return {
        settings,
        type,
        scenario: {
            ...scenario,
            fleet: {
                ...scenario.fleet,
                ...fleet,
                initialCapacity: Math.min(scenario.fleet.initialCapacity, fleet.maxCapacity),
            },
            serviceSeconds: serviceTimes.at(type, fleet.maxConcurrentInvocationsPerInstance),
            coldStartSeconds: type.coldStartSeconds,
        },
    };
}

/** Simulates each candidate `runs` times, all with the same seeds. */
export async function tryAll(
    candidates: readonly Candidate[],
    objective: Objective,
    pool: SimulationPool,
    options: { runs: number; seed: number; signal?: AbortSignal | undefined; onDone?: (done: number) => void },
): Promise<Tried[]> {
    const scenarios = candidates.map(({ scenario }) => scenario);
    const outcomes = await replicateIn(pool, scenarios, { ...options, bare: true });
    return candidates.map((candidate, place) => {
        const its = outcomes.slice(place * options.runs, (place + 1) * options.runs);
        return { ...candidate, outcomes: its, ...meansOf(candidate, its, objective) };
    });
}

function meansOf({ scenario, type }: Candidate, outcomes: readonly Outcome[], objective: Objective) {
    const mean = (measure: (outcome: Outcome) => number): number =>
        outcomes.reduce((sum, outcome) => sum + measure(outcome), 0) / outcomes.length;
    const { billProvisioning } = scenario.switches;
    return {
        usd: mean((outcome) => costOf(outcome, type.price, billProvisioning).usd),
        seconds: mean((outcome) => objectiveSeconds(outcome, objective)),
        done: mean(({ done }) => done),
        timedOutShare: mean(({ timedOut, arrived }) => (arrived === 0 ? 0 : timedOut / arrived)),
        inTime: outcomes.every(({ expired }) => expired === 0) && outcomes.some(({ done }) => done > 0),
    };
}

/** Those that answer all that any of them answers. */
export function feasibleOf(tried: readonly Tried[]): Tried[] {
    const inTime = tried.filter((each) => each.inTime && Number.isFinite(each.seconds));
    const fewest = Math.min(...inTime.map(({ timedOutShare }) => timedOutShare));
    return inTime.filter(({ timedOutShare }) => timedOutShare <= fewest + timedOutTolerance);
}
