/**
 * The alarm and the step scaling policy that wake a fleet without instances (AWS: SageMaker Developer Guide, "Autoscale an
 * asynchronous endpoint"). How many instances they add is the setting wakeUpScalingAdjustment.
 *
 * The program deploys it and the forecast simulates it: words are spelled as AWS spells them.
 */
export const wakeUp = {
    /** Of the alarm, and of the policy, which calls it metricAggregationType. */
    statistic: "Average",
    /** Seconds of one datapoint. */
    periodSeconds: 60,
    evaluationPeriods: 2,
    datapointsToAlarm: 2,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    /** The metric is 1 while requests wait and there is no instance, else 0. */
    threshold: 1,
    treatMissingData: "missing",
    adjustmentType: "ChangeInCapacity",
    /** From the alarm's threshold upwards; an upper bound of 0 would match nothing. */
    metricIntervalLowerBound: 0,
    cooldownSeconds: 300,
} as const;
