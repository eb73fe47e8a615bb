/**
 * Seconds from the moment that a datapoint describes, its timestamp, until alarms see it.
 * Assumed: users report CloudWatch up to a minute late, AWS publishes no figure.
 */
export const defaultMetricLagSeconds = 30;

/**
 * Start of the newest period whose datapoint an evaluation at `nowSeconds` sees. That period may still be going on: an endpoint's metrics
 * come once a minute, so that one period has one datapoint, and it is there as soon as it has been sent.
 *
 * @param nowSeconds on a clock whose whole multiples of `periodSeconds` are the starts of periods
 * @param lagSeconds from a datapoint's timestamp until alarms see it
 */
export function newestSeen(nowSeconds: number, periodSeconds: number, lagSeconds: number): number {
    return Math.floor((nowSeconds - lagSeconds) / periodSeconds + noise) * periodSeconds;
}

/** How often Application Auto Scaling asks whether a change is fulfilled. Undocumented, inferred: short beside any cold start. */
export const fulfilmentPollSeconds = 5;

/**
 * When Application Auto Scaling notices that a change is fulfilled, which is when cooldowns begin: the first time that it asks at or after
 * `doneAt`. It asks for the first time one interval after the change was begun.
 */
export function noticedAt(startedAt: number, doneAt: number): number {
    const polls = Math.ceil((doneAt - startedAt) / fulfilmentPollSeconds - noise);
    return startedAt + Math.max(polls, 1) * fulfilmentPollSeconds;
}

/** Times with a fraction must not miss a boundary because binary fractions make 48 of 48.00000000000001. */
const noise = 1e-9;
