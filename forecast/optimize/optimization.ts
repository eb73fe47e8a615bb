import { type Settings } from "../../contract/settings";
import { type Distribution } from "../distribution";
import { type Case, type Price, type ServiceTime, type Spread } from "../forecast";
import { type Objective } from "../objective";

/** Settings that are searched besides the instance type. */
export const searchedNumbers = [
    "maxCapacity",
    "maxConcurrentInvocationsPerInstance",
    "backlogPerInstance",
    "scaleInCooldownSeconds",
    "scaleOutCooldownSeconds",
    "wakeUpScalingAdjustment",
] as const;

export type SearchedNumber = (typeof searchedNumbers)[number];

/** One configuration, by the names of the stack's settings. */
export type SearchedSettings = Pick<Settings, "instanceType" | SearchedNumber>;

/** What each setting is tried as. */
export type Candidates = Readonly<Record<SearchedNumber, readonly number[]>>;

/** An instance type whose service time is known, so that it can be searched. */
export interface KnownType {
    instanceType: string;
    price: Price;
    coldStartSeconds: Distribution;
    /** At least one, each with the concurrency that it holds for. */
    serviceTimes: readonly KnownServiceTime[];
}

export interface KnownServiceTime {
    maxConcurrentInvocationsPerInstance: number;
    serviceTime: ServiceTime;
}

/**
 * What becomes of a service time at a concurrency for which none is known: `shared`, an instance answers no more requests per
 * second than at the known one, so that each takes longer; `independent`, each takes as long as before.
 */
export type ConcurrencyScaling = "shared" | "independent";

/** A configuration that was looked at closely: with as many runs as are told. */
export interface Point {
    settings: SearchedSettings;
    /** Lines for the stack file, `summarizer:key: value`, one for each setting that differs from the stack's; none for the stack's own. */
    lines: string[];
    runs: number;
    /** As the switch billProvisioning says. */
    usd: Spread;
    makespanSeconds: Spread;
    latencyP95Seconds: Spread;
    /** The objective's 95 % quantile over the runs, which the frontier is made of. */
    seconds: number;
    /** Medians over the runs. */
    arrived: number;
    done: number;
    timedOut: number;
    expired: number;
    capacityPeak: number;
    /** Share of the runs, 0 to 1, that meet the deadline with nothing expired, whatever times out; undefined without one. */
    withinDeadline: number | undefined;
    /** What limits it, whole sentences, the gravest first. */
    binds: string[];
}

/** One configuration as the search saw it, with few runs: for a plot. */
export interface Searched {
    settings: SearchedSettings;
    /** Means over few runs. */
    usd: number;
    /** Of the objective. */
    seconds: number;
    /** Whether it answers all that any configuration answers. */
    feasible: boolean;
}

/** Below what time an instance type without a known service time would be cheaper than the stack's. */
export interface BreakEven {
    instanceType: string;
    price: Price;
    /** Mean seconds per request at the stack's concurrency. */
    seconds: number;
}

/** What a search came to. */
export interface Optimization {
    case: Case;
    seed: number;
    objective: Objective;
    deadlineSeconds: number | undefined;
    concurrencyScaling: ConcurrencyScaling;
    /** Configurations that were simulated. */
    searched: number;
    /** Left out because they cannot come to anything else than one that was searched. */
    leftOut: number;
    /** Of those searched, how many answer all that any of them answers. */
    feasible: number;
    types: readonly KnownType[];
    candidates: Candidates;
    /** Pareto-optimal in median cost and `seconds` to 2 %, with the fewest changes; the cheapest first; empty when none is feasible. */
    frontier: Point[];
    /** The stack's own settings. */
    present: Point;
    /** With a deadline the cheapest that meets it in 95 % of the runs; undefined without a deadline, or when none does. */
    chosen: Point | undefined;
    /** When nothing is chosen although there is a deadline, or nothing is feasible: what comes nearest. */
    nearest: Point | undefined;
    /** Thinned to a number that can be drawn, the frontier not included. */
    all: Searched[];
    /** The cheapest type first. */
    breakEven: BreakEven[];
    /** What stays unanswered, which setting beyond those searched would help, and how the present ones compare; whole sentences. */
    findings: string[];
    /** What the search assumes and does not know; whole sentences. */
    notes: string[];
}

/** What to search, and how. */
export interface OptimizeArgs {
    case: Case;
    deadlineSeconds?: number;
    /** Types to search; the case's own type, at its own concurrency, unless told otherwise. One of them has to be the case's own. */
    types?: readonly KnownType[];
    /** Instead of the defaults, setting by setting. The stack's own value is always among them. */
    candidates?: Partial<Candidates>;
    /** `shared` unless told otherwise. */
    concurrencyScaling?: ConcurrencyScaling;
    /** Runs for each configuration that is looked at closely; 20 unless told otherwise, and fewer, at least 5, of large loads. */
    runs?: number;
    seed: number;
    threads: number;
    onProgress?: (done: number, total: number) => void;
    signal?: AbortSignal;
}
