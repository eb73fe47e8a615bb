import { type Case } from "../forecast";
import { type Outcome } from "../simulation/outcome";
import { type Study } from "../runs/study";

/** What a finding is drawn from. */
export interface Evidence {
    case: Case;
    /** All runs of the case, without their changes of capacity. */
    outcomes: readonly Outcome[];
    /** One of them, with its minutes, changes and seed. */
    typical: Outcome & { seed: number };
    /** For runs of the case set otherwise; they have the seeds of the first of `outcomes`. */
    study: Study;
}

/** One thing that a user should know: whole sentences with numbers and the setting to change; undefined where it does not hold. */
export type Finding = (evidence: Evidence) => Promise<string | undefined> | string | undefined;
