/**
 * When requests arrive. Times are seconds after the first moment of the workload; what is random depends on the run's seed only.
 * A workload without an end of its own ends after `requests` or `durationSeconds`, whichever comes first.
 */
export type Workload =
    /** All at once. */
    | { readonly kind: "burst"; readonly requests: number }
    /** One after the other, evenly spaced. */
    | { readonly kind: "rate"; readonly perSecond: number; readonly requests: number; readonly durationSeconds: number }
    | {
          readonly kind: "poisson";
          readonly perSecond: number;
          readonly requests: number;
          readonly durationSeconds: number;
      }
    /** `burstRequests` at once every `everySeconds`, the first at 0, over a Poisson base. */
    | {
          readonly kind: "bursts";
          readonly basePerSecond: number;
          readonly burstRequests: number;
          readonly everySeconds: number;
          readonly durationSeconds: number;
      }
    /** Poisson with a rate for each hour of the day (24 numbers), day after day from midnight. */
    | { readonly kind: "daily"; readonly perHour: readonly number[]; readonly durationSeconds: number }
    /** At given times, ascending. */
    | { readonly kind: "times"; readonly seconds: readonly number[] }
    /** So many in each minute, evenly spaced within it. */
    | { readonly kind: "counts"; readonly perMinute: readonly number[] };
