/** A stream of arrival times that can be replayed, so that nothing has to be kept of requests that wait. */
export interface Arrivals {
    /**
     * The next arrival times, ascending, in seconds after the first moment of the workload.
     *
     * @returns how many were written to the front of `block`; 0 once there are no more
     */
    fill(block: Float64Array): number;
    /** A stream that goes on from here by itself, with the same times. */
    clone(): Arrivals;
}
