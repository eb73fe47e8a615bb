import { effortOf } from "../workload/effort";
import { type Workload } from "../workload/workload";

/** What a search comes to at most, unless it is told how many runs to make: measured, some 30 to 60 seconds of a processor. */
const searchEffort = 800_000_000;
/** Besides: what is looked at closely, and what else is looked for when nothing meets the deadline. */
const confirmEffort = 250_000_000;
export const helpEffort = 120_000_000;

/** Runs of each configuration in the search, and of those that are looked at closely. */
export const searchRuns = 3;
export const defaultRuns = 20;
/** With fewer there is no saying how far runs differ. */
const fewestRuns = 5;

/** Configurations that are looked at closely: at most, and at least. */
const mostConfirmed = 120;
const leastConfirmed = 20;
const fewestConfirmed = 8;
/** However long a run takes, so many are searched. */
const fewestSearched = 16;

/** How far a search goes. */
export interface SearchPlan {
    /** Configurations that can be searched. */
    configurations: number;
    /** Runs of each, and of those that are looked at closely. */
    searchRuns: number;
    runs: number;
    /** Whether there are fewer runs than for a small load. */
    fewerRuns: boolean;
}

/**
 * For a small load all of a grid, with three runs each; for a large one no more than can be simulated in about a minute: first with fewer
 * runs, then with fewer configurations.
 *
 * @param configurations how many the grid has
 * @param given runs of what is looked at closely, where the user says
 */
export function searchPlan(workload: Workload, configurations: number, given?: number): SearchPlan {
    const effort = Math.max(1, effortOf(workload));
    const affordable = Math.floor(searchEffort / effort);
    const few = Math.min(searchRuns, Math.max(1, Math.floor(affordable / configurations)));
    const close = Math.floor(confirmEffort / effort / leastConfirmed);
    const runs = given ?? Math.min(defaultRuns, Math.max(fewestRuns, close));
    return {
        configurations: Math.max(fewestSearched, Math.floor(affordable / few)),
        searchRuns: few,
        runs,
        fewerRuns: few < searchRuns || runs < (given ?? defaultRuns),
    };
}

/** How many of those searched may be looked at closely for the frontier. */
export function mostToConfirm(workload: Workload, searched: number, { searchRuns: few, runs }: SearchPlan): number {
    const affordable = Math.floor(confirmEffort / Math.max(1, effortOf(workload)) / runs);
    const half = Math.max(leastConfirmed, Math.floor((searched * few) / 2 / runs));
    return Math.min(mostConfirmed, half, Math.max(fewestConfirmed, affordable));
}
