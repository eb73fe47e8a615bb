/** A hundred million requests are simulated in about ten seconds; whoever asks for more has mistyped. */
export const mostRequests = 100_000_000;

/** A year that leaps. */
export const longestWorkloadSeconds = 366 * 86_400;
