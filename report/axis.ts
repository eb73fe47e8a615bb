/** The horizontal axis that all series of a chart have in common. */
export interface Axis {
    /** What it shows, and in which unit. */
    title: string;
    /** Ascending; one for each value of a series. */
    values: readonly number[];
    /** Where it is labelled; round numbers if not given. */
    labels?: readonly number[];
}

/** A line across a chart at one value. */
export interface Mark {
    label: string;
    at: number;
}
