import { backlogMetric, endpointMetrics, wakeUpMetric } from "../../../contract/metrics";
import { wakeUp } from "../../../contract/wakeUp";
import { type ScalingOptions } from "../../../scaling/scalingState";
import { ApplicationAutoScaling } from "../applicationAutoScaling/applicationAutoScaling";
import { CloudWatch, type CloudWatchOptions } from "../cloudWatch/cloudWatch";
import { type EndpointBehaviour } from "../sageMaker/endpointBehaviour";
import { AsyncEndpointFixture } from "./asyncEndpointFixture";

export interface FixtureScaling {
    minCapacity: number;
    maxCapacity: number;
    backlogPerInstance: number;
    scaleInCooldownSeconds: number;
    scaleOutCooldownSeconds: number;
    /** 0 for no wake-up alarm. */
    wakeUpScalingAdjustment: number;
}

const target = {
    ServiceNamespace: "sagemaker",
    ResourceId: "endpoint/endpoint/variant/primary",
    ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
} as const;
const Dimensions = [{ Name: "EndpointName", Value: "endpoint" }];

/** An endpoint that its queue scales: SageMaker, CloudWatch and Application Auto Scaling as they are, all others from memory. */
export class ScaledEndpointFixture extends AsyncEndpointFixture {
    private readonly cloudWatch: CloudWatch;
    private readonly autoScaling: ApplicationAutoScaling;

    constructor(behaviour: Partial<EndpointBehaviour>, options: Partial<ScalingOptions> & CloudWatchOptions) {
        super(behaviour);
        this.cloudWatch = new CloudWatch(this.context, options);
        this.autoScaling = new ApplicationAutoScaling(this.context, this.cloudWatch, options);
        const { cloudWatch, sagemaker } = this;
        Object.assign(this.answers, {
            "cloudwatch PutMetricData": cloudWatch.PutMetricData.bind(cloudWatch),
            "cloudwatch PutMetricAlarm": cloudWatch.PutMetricAlarm.bind(cloudWatch),
            "sagemaker DescribeEndpoint": sagemaker.DescribeEndpoint.bind(sagemaker),
            "sagemaker UpdateEndpointWeightsAndCapacities":
                sagemaker.UpdateEndpointWeightsAndCapacities.bind(sagemaker),
        });
    }

    /** Target tracking on the backlog and the wake-up from zero, as the program has them. */
    async scaleWithQueue(scaling: FixtureScaling): Promise<void> {
        const { autoScaling, cloudWatch } = this;
        const {
            minCapacity: MinCapacity,
            maxCapacity: MaxCapacity,
            wakeUpScalingAdjustment: ScalingAdjustment,
        } = scaling;
        await autoScaling.RegisterScalableTarget({ ...target, MinCapacity, MaxCapacity });
        const { namespace: Namespace } = endpointMetrics[backlogMetric];
        await autoScaling.PutScalingPolicy({
            ...target,
            PolicyName: "backlog",
            PolicyType: "TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration: {
                TargetValue: scaling.backlogPerInstance,
                ScaleInCooldown: scaling.scaleInCooldownSeconds,
                ScaleOutCooldown: scaling.scaleOutCooldownSeconds,
                CustomizedMetricSpecification: {
                    MetricName: backlogMetric,
                    Namespace,
                    Dimensions,
                    Statistic: "Average",
                },
            },
        });
        if (ScalingAdjustment === 0) return;
        const { PolicyARN } = await autoScaling.PutScalingPolicy({
            ...target,
            PolicyName: "wake-up",
            PolicyType: "StepScaling",
            StepScalingPolicyConfiguration: {
                AdjustmentType: wakeUp.adjustmentType,
                Cooldown: wakeUp.cooldownSeconds,
                StepAdjustments: [{ MetricIntervalLowerBound: wakeUp.metricIntervalLowerBound, ScalingAdjustment }],
            },
        });
        await cloudWatch.PutMetricAlarm({
            AlarmName: "wake-up",
            Namespace,
            MetricName: wakeUpMetric,
            Dimensions,
            Statistic: wakeUp.statistic,
            Period: wakeUp.periodSeconds,
            EvaluationPeriods: wakeUp.evaluationPeriods,
            DatapointsToAlarm: wakeUp.datapointsToAlarm,
            Threshold: wakeUp.threshold,
            ComparisonOperator: wakeUp.comparisonOperator,
            TreatMissingData: wakeUp.treatMissingData,
            AlarmActions: [PolicyARN],
        });
    }
}
