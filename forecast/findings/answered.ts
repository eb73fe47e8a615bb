import { type Outcome } from "../simulation/outcome";

/** Requests that are answered, over all runs. */
export function answered(outcomes: readonly Outcome[]): number {
    return outcomes.reduce((sum, { done }) => sum + done, 0);
}

/** Whether every request of every run is answered: none expires and none times out. */
export function allAnswered(outcomes: readonly Outcome[]): boolean {
    return outcomes.every(({ arrived, done }) => done === arrived);
}

export function nothingExpires(outcomes: readonly Outcome[]): boolean {
    return outcomes.every(({ expired }) => expired === 0);
}
