import { type SimulatedClock } from "../clock";

/** One thing that an operation needs leave for. */
export interface Permission {
    /** As the Service Authorization Reference spells it, e.g. `s3:GetObject`. */
    readonly action: string;
    /** The ARN of what it is done to; `*` for an action that takes no resource. */
    readonly resource: string;
    /** What the request says to the action's own condition keys, e.g. `{ "s3:prefix": "articles/" }`. */
    readonly keys?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Where and when it is asked. */
export interface Account {
    readonly partition: string;
    readonly region: string;
    readonly accountId: string;
    readonly clock: SimulatedClock;
}
