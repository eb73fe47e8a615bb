import { objectiveOf } from "../objective";
import { SimulationPool } from "../runs/simulationPool";
import { breakEvenOf } from "./breakEven";
import { byCloseness, isSame } from "./closeness";
import { mostToConfirm, type SearchPlan, searchPlan } from "./searchPlan";
import { findingsOf } from "./searchFindings";
import { candidatesFor, type Grid, gridOf } from "./grid";
import { notesOf } from "./notes";
import {
    type Candidates,
    type Optimization,
    type OptimizeArgs,
    type Point,
    searchedNumbers,
    type SearchedSettings,
} from "./optimization";
import { preferredFrontier, tolerance } from "./pareto";
import { plottedOf } from "./plotted";
import { deadlineShare, highSeconds, pointOf, weighed, withinDeadline } from "./points";
import { candidateOf, feasibleOf, tryAll, type Tried } from "./search";
import { worthConfirming } from "./selection";
import { ServiceTimes, typesToSearch } from "./serviceTimes";
import { thinned } from "./thinned";

/**
 * Searches all combinations of what is tried: each a few times, and again as often as `runs` says what may be on the frontier of cost
 * and time, or may meet the deadline. Then what is confirmed decides. The number of threads makes no difference to the result.
 *
 * @throws the reason of the signal once it is aborted
 */
export async function optimize(args: OptimizeArgs): Promise<Optimization> {
    const pool = new SimulationPool(args.threads);
    try {
        return await optimizeIn(pool, args);
    } finally {
        await pool.close();
    }
}

/** The same in a pool that is there. */
export function optimizeIn(pool: SimulationPool, args: Omit<OptimizeArgs, "threads">): Promise<Optimization> {
    return new Search(args, pool).run();
}

class Search {
    private readonly scaling;
    private readonly objective;
    private readonly types;
    private readonly serviceTimes;
    private readonly present: SearchedSettings;

    constructor(
        private readonly args: Omit<OptimizeArgs, "threads">,
        private readonly pool: SimulationPool,
    ) {
        const { settings, scenario } = args.case;
        this.scaling = args.concurrencyScaling ?? "shared";
        this.objective = objectiveOf(scenario.workload);
        this.types = typesToSearch(args.case, args.types ?? []);
        this.serviceTimes = new ServiceTimes(this.scaling);
        const numbers = searchedNumbers.map((key) => [key, settings[key]]);
        this.present = {
            instanceType: settings.instanceType,
            ...Object.fromEntries(numbers),
        } as SearchedSettings;
    }

    async run(): Promise<Optimization> {
        const { args, types, present, objective, scaling } = this;
        const { scenario, settings } = args.case;
        const { workload } = scenario;
        const wanted = candidatesFor(settings, types, scaling, args.candidates);
        const gridFor = (of: Candidates): Grid => gridOf(of, types, present, scenario.fleet, scenario.switches);
        const whole = gridFor(wanted).configurations.length;
        const plan = searchPlan(workload, whole, args.runs);
        const size = (of: Candidates): number => gridFor(of).configurations.length;
        const candidates = thinned(wanted, present, size, plan.configurations);
        const grid = gridFor(candidates);
        const closest = byCloseness(present);
        const { tried, feasible, confirmed } = await this.searched(grid.configurations.sort(closest), plan);

        const preferred = [...confirmed].sort((a, b) => closest(a.settings, b.settings));
        const good = feasibleOf(preferred);
        const frontier = preferredFrontier(good.map((each) => ({ each, ...weighed(each, objective) }))).map(
            ({ each }) => each,
        );
        const chosen = this.cheapestInTime(good);
        const nearest = chosen ? undefined : this.nearest(preferred, good);
        const own = preferred.find((each) => isSame(each.settings, present));
        const found = { frontier: this.points(frontier), chosen: this.point(chosen), nearest: this.point(nearest) };
        const optimization: Optimization = {
            case: args.case,
            seed: args.seed,
            objective,
            deadlineSeconds: args.deadlineSeconds,
            concurrencyScaling: scaling,
            searched: tried.length,
            leftOut: grid.leftOut,
            feasible: feasible.length,
            types,
            candidates,
            ...found,
            present: this.point(own) as Point,
            all: plottedOf(tried, feasible, frontier),
            breakEven: breakEvenOf(args.case, types),
            findings: [],
            notes: [],
        };
        optimization.findings = await findingsOf(optimization, nearest, this.pool, args.signal);
        optimization.notes = notesOf(optimization, plan, whole - grid.configurations.length);
        return optimization;
    }

    /** @param configurations in order of preference */
    private async searched(
        configurations: readonly SearchedSettings[],
        plan: SearchPlan,
    ): Promise<{ tried: Tried[]; feasible: Tried[]; confirmed: Tried[] }> {
        const { args, pool, objective, present } = this;
        const { searchRuns: few, runs } = plan;
        const { seed, signal, deadlineSeconds, onProgress } = args;
        const candidates = configurations.map((settings) =>
            candidateOf(args.case, settings, this.types, this.serviceTimes),
        );
        const jobs = candidates.length * few;
        const most = mostToConfirm(args.case.scenario.workload, candidates.length, plan);
        const estimated = jobs + Math.min(most, candidates.length) * runs;
        const tried = await tryAll(candidates, objective, pool, {
            runs: few,
            seed,
            signal,
            onDone: (done) => onProgress?.(done, estimated),
        });
        const feasible = feasibleOf(tried);
        const selected = worthConfirming(tried, feasible, deadlineSeconds, most);
        const own = tried.find(({ settings }) => isSame(settings, present));
        if (own) selected.add(own);
        const total = jobs + selected.size * runs;
        const confirmed = await tryAll([...selected], objective, pool, {
            runs,
            seed,
            signal,
            onDone: (done) => onProgress?.(jobs + done, total),
        });
        return { tried, feasible, confirmed };
    }

    /** @param good in order of preference, as all that follows takes them */
    private cheapestInTime(good: readonly Tried[]): Tried | undefined {
        const { objective, args } = this;
        const { deadlineSeconds } = args;
        if (deadlineSeconds === undefined) return undefined;
        const inTime = good.filter((each) => withinDeadline(each, objective, deadlineSeconds) >= deadlineShare);
        return nearlyLeast(inTime, (each) => weighed(each, objective).usd);
    }

    /** What comes nearest when nothing meets the deadline, or nothing answers all. */
    private nearest(confirmed: readonly Tried[], good: readonly Tried[]): Tried | undefined {
        const { objective, args } = this;
        if (good.length === 0)
            return nearlyLeast(confirmed, ({ outcomes }) =>
                outcomes.reduce((sum, { arrived, done }) => sum + arrived - done, 0),
            );
        return args.deadlineSeconds === undefined
            ? undefined
            : nearlyLeast(good, ({ outcomes }) => highSeconds(outcomes, objective));
    }

    private points(tried: readonly Tried[]): Point[] {
        return tried.map((each) => this.point(each) as Point);
    }

    private point(tried: Tried | undefined): Point | undefined {
        const { present, objective, args } = this;
        const { deadlineSeconds, seed } = args;
        return tried && pointOf(tried, { present, objective, deadlineSeconds, seed });
    }
}

/** The first of those with hardly more than the least. */
function nearlyLeast<T>(items: readonly T[], measure: (item: T) => number): T | undefined {
    const values = items.map(measure);
    const least = Math.min(...values);
    return items.find((_, place) => (values[place] as number) <= least * (1 + tolerance));
}
