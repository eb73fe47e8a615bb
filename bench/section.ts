/** What a part of the benchmark came to. */
export interface Measured {
    /** For `--json`. */
    json: unknown;
    /** For people. */
    text: string;
}

/** A part of the benchmark that can be run alone. */
export type Section = () => Promise<Measured> | Measured;
