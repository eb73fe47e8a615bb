/** How long things take at an endpoint, and the choices that AWS does not document. Every duration is in simulated seconds. */
export interface EndpointBehaviour {
    /** From asking for an instance to the instance in service: machine, image, weights. Observed: CPU 2–5 min, GPU 4–13 min. */
    coldStartSeconds: number;
    /** From asking for fewer instances until the endpoint is InService again. Inferred; AWS publishes no figure. */
    scaleInSeconds: number;
    /** From DeleteEndpoint until the endpoint is gone. */
    deleteSeconds: number;
    /** How long the model takes for one request; a stand-in is faster than PEGASUS, so its real time does not count. */
    modelLatencySeconds: number;
    /**
     * Whether an instance that is to go first finishes what it works on. Sources conflict: without it, the work goes back
     * to the head of the queue, as SQS visibility suggests.
     */
    scaleInDrains: boolean;
    /** Whether the backlog counts requests in process; AWS's monitoring page says so, its FAQ says waiting ones only. */
    backlogIncludesInFlight: boolean;
    /** Whether an expired request is told to the error topic; undocumented, public consumers handle `Expired`. */
    expiryNotifies: boolean;
    /** Concurrency of a configuration that sets none; AWS chooses an undocumented value. */
    defaultConcurrency: number;
}

export const defaultBehaviour: EndpointBehaviour = {
    coldStartSeconds: 240,
    scaleInSeconds: 60,
    deleteSeconds: 30,
    modelLatencySeconds: 4,
    scaleInDrains: true,
    backlogIncludesInFlight: true,
    expiryNotifies: true,
    defaultConcurrency: 1,
};
