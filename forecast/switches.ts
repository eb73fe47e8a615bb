import { defaultMetricLagSeconds } from "../scaling/alarmSchedule";
import { defaultScalingOptions } from "../scaling/scalingState";
import { type ScaleInStep } from "../scaling/targetTracking";

/** What AWS leaves open (docs/forecast.md says why): each with a default, and each can be set with `--switch name=value`. */
export interface Switches {
    /** Whether the backlog counts requests in process; AWS's monitoring page says so, its FAQ says waiting ones only. */
    backlogIncludesInFlight: boolean;
    /** How much target tracking removes at once; AWS says only "more gradually". */
    scaleInStep: ScaleInStep;
    /** Whether target tracking scales in only on datapoints from after the last scale-out. */
    lowAlarmCountsFromScaleOut: boolean;
    /** Whether an instance that is to go first finishes what it works on; else its requests go back to the head of the queue. */
    scaleInDrains: boolean;
    /** Whether instances are paid for from the moment they are asked for, or only once they are in service. */
    billProvisioning: boolean;
    /** Whether a change of capacity is refused, and asked for again a minute later, while another one is under way. */
    rejectWhileUpdating: boolean;
    /** Seconds from the moment that a datapoint describes until alarms see it. */
    metricLagSeconds: number;
    /** Seconds by which the low alarm sees datapoints later still. */
    lowAlarmExtraLagSeconds: number;
    /** Seconds from asking for fewer instances until they are gone. */
    scaleInSeconds: number;
}

/** Where the laptop AWS has to choose as well, its choice: both have it from the rules. */
export const defaultSwitches: Readonly<Switches> = {
    backlogIncludesInFlight: true,
    ...defaultScalingOptions,
    scaleInDrains: true,
    billProvisioning: true,
    rejectWhileUpdating: true,
    metricLagSeconds: defaultMetricLagSeconds,
    lowAlarmExtraLagSeconds: 0,
    scaleInSeconds: 60,
};
