/**
 * The alarm and the step scaling policy that wake a fleet without instances (AWS: SageMaker Developer Guide, "Autoscale an
 * asynchronous endpoint"). How many instances they add is the setting wakeUpScalingAdjustment.
 */
export const wakeUp = {
    /** Seconds of one datapoint. */
    periodSeconds: 60,
    evaluationPeriods: 2,
    datapointsToAlarm: 2,
    threshold: 1,
    /** From the alarm's threshold upwards; an upper bound of 0 would match nothing. */
    metricIntervalLowerBound: 0,
    cooldownSeconds: 300,
} as const;
