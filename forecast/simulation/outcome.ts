import { type PolicyName } from "./autoscaler";

/** What one run came to. Times are seconds after the first moment of the workload, unless a name says otherwise. */
export interface Outcome {
    arrived: number;
    /** Answered within the timeout. */
    done: number;
    /** Given up while the model worked on them. */
    timedOut: number;
    /** Never started within RequestTTLSeconds. */
    expired: number;
    /** When the first answer was there; NaN when there was none. */
    firstResultSeconds: number;
    /** When the last request had ended, one way or another. */
    makespanSeconds: number;
    /** From arrival to answer, of all that were done; each quantile at most 0.4 % off. NaN when none was done. */
    latencySeconds: { mean: number; p50: number; p95: number; p99: number; max: number };
    /** The largest ApproximateBacklogSize, as the metric shows it at whole minutes. */
    backlogPeak: number;
    /** The longest that the oldest waiting request had waited, at whole minutes. */
    oldestWaitPeakSeconds: number;
    /** Instances in service at most. */
    capacityPeak: number;
    /** When capacity was at its minimum again. */
    settledSeconds: number;
    /** Instance-seconds in service, what drains included. */
    inServiceSeconds: number;
    /** Instance-seconds from being asked for to being in service. */
    provisioningSeconds: number;
    changes: CapacityEvent[];
    /** One entry per minute; only when asked for. */
    minutes?: MinuteSeries;
}

/** What happened to the capacity. */
export interface CapacityEvent {
    /** Seconds after the first moment of the workload. */
    atSeconds: number;
    kind: "asked" | "refused" | "inService";
    from: number;
    to: number;
    /** The policy that asked; undefined for `inService`. */
    policy?: PolicyName;
}

/** What CloudWatch would show, minute by minute. All arrays are of one length; counts are totals since the beginning. */
export interface MinuteSeries {
    /** Seconds after the first moment of the workload; a whole minute of the clock. */
    atSeconds: number[];
    /** ApproximateBacklogSize. */
    backlog: number[];
    /** ApproximateBacklogSizePerInstance. */
    backlogPerInstance: number[];
    /** HasBacklogWithoutCapacity, 0 or 1. */
    backlogWithoutCapacity: number[];
    /** Instances asked for. */
    desired: number[];
    inService: number[];
    arrived: number[];
    done: number[];
    timedOut: number[];
    expired: number[];
    /** Requests queued or in process, whatever the backlog counts. */
    inSystem: number[];
    /** Instance-seconds so far, in service and provisioning. */
    inServiceSeconds: number[];
    provisioningSeconds: number[];
}
