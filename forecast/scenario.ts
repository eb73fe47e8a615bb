import { type Distribution } from "./distribution";
import { type Switches } from "./switches";
import { type Workload } from "./workload/workload";

/** The endpoint and its scaling, by the names that AWS and the stack's settings give them. */
export interface Fleet {
    minCapacity: number;
    maxCapacity: number;
    /** Instances in service when the workload begins. */
    initialCapacity: number;
    maxConcurrentInvocationsPerInstance: number;
    /** Requests, queued or in process, per instance that target tracking holds. */
    backlogPerInstance: number;
    scaleInCooldownSeconds: number;
    scaleOutCooldownSeconds: number;
    /** Instances that the wake-up alarm adds to none; 0 for a fleet without the wake-up alarm. */
    wakeUpScalingAdjustment: number;
    /** Seconds that a request may wait in the queue. */
    requestTtlSeconds: number;
    /** Seconds that one invocation may take. */
    invocationTimeoutSeconds: number;
}

/** In the order in which they are told. */
export const fleetKeys = [
    "minCapacity",
    "maxCapacity",
    "initialCapacity",
    "maxConcurrentInvocationsPerInstance",
    "backlogPerInstance",
    "scaleInCooldownSeconds",
    "scaleOutCooldownSeconds",
    "wakeUpScalingAdjustment",
    "requestTtlSeconds",
    "invocationTimeoutSeconds",
] as const satisfies readonly (keyof Fleet)[];

/** All that a run depends on besides its seed. Plain data, so that it can be handed to another thread. */
export interface Scenario {
    fleet: Fleet;
    workload: Workload;
    /** How long the model works on one request. */
    serviceSeconds: Distribution;
    /** What a slot spends on a request besides: reading the article, writing the summary. */
    requestOverheadSeconds: number;
    /** From asking for instances to having them in service; those of one change come together. */
    coldStartSeconds: Distribution;
    /** Seconds after a whole minute at which the workload begins, 0 to 60; undefined for another one in every run. */
    phaseSeconds: number | undefined;
    switches: Switches;
}
