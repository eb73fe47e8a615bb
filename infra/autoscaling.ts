import { Policy, Target } from "@pulumi/aws/appautoscaling";
import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import { type Endpoint } from "@pulumi/aws/sagemaker";
import * as pulumi from "@pulumi/pulumi";

import { backlogMetric, endpointMetrics, wakeUpMetric } from "../contract/metrics";
import { type Names } from "../contract/names";
import { wakeUp as recipe } from "../contract/wakeUp";

export interface BacklogScalingArgs {
    /** Endpoint whose production variant is scaled. */
    endpoint: Endpoint;
    /** Must be an output of what has to be deleted and made again with the scalable target: {@link AsyncEndpoint.variantName}. */
    variantName: pulumi.Input<string>;
    names: Pick<Names, "backlogPolicy" | "wakeUpPolicy" | "wakeUpAlarm">;
    /** Instances kept when nothing is queued. 0 means an idle endpoint costs no instance. */
    minCapacity: number;
    maxCapacity: number;
    /** Requests, queued or in process, that one instance should have before another is added. */
    backlogPerInstance: number;
    scaleInCooldownSeconds: number;
    scaleOutCooldownSeconds: number;
    /** Instances that the wake-up alarm adds when requests wait and there is none; AWS stops at maxCapacity. */
    wakeUpScalingAdjustment: number;
}

/**
 * Lets the fleet follow its queue, down to no instance and back.
 *
 * Target tracking alone does not wake an empty fleet until its queue exceeds the target, so an alarm adds the first
 * instances (AWS: SageMaker Developer Guide, "Autoscale an asynchronous endpoint").
 */
export class BacklogScaling extends pulumi.ComponentResource {
    constructor(name: string, args: BacklogScalingArgs, opts?: pulumi.ComponentResourceOptions) {
        const { endpoint, names, wakeUpScalingAdjustment } = args;
        // By ARN: policy packs cannot read a reference to a resource.
        super("summarizer:index:BacklogScaling", name, { ...args, endpoint: endpoint.arn }, opts);
        const child = { parent: this };
        // After an interruption Pulumi would otherwise make the new first and then delete the old, which has the same name.
        const deletedFirst = { ...child, deleteBeforeReplace: true };
        const target = new Target(
            name,
            {
                serviceNamespace: "sagemaker",
                scalableDimension: "sagemaker:variant:DesiredInstanceCount",
                resourceId: pulumi.interpolate`endpoint/${endpoint.name}/variant/${args.variantName}`,
                minCapacity: args.minCapacity,
                maxCapacity: args.maxCapacity,
            },
            deletedFirst,
        );
        const scaled = {
            serviceNamespace: target.serviceNamespace,
            scalableDimension: target.scalableDimension,
            resourceId: target.resourceId,
        };
        new Policy(
            "backlog",
            {
                ...scaled,
                name: names.backlogPolicy.name,
                policyType: "TargetTrackingScaling",
                targetTrackingScalingPolicyConfiguration: {
                    targetValue: args.backlogPerInstance,
                    customizedMetricSpecification: {
                        namespace: endpointMetrics[backlogMetric].namespace,
                        metricName: backlogMetric,
                        // EndpointName only: with VariantName there is never any data.
                        dimensions: [{ name: "EndpointName", value: endpoint.name }],
                        statistic: "Average",
                    },
                    scaleInCooldown: args.scaleInCooldownSeconds,
                    scaleOutCooldown: args.scaleOutCooldownSeconds,
                },
            },
            deletedFirst,
        );
        const wakeUp = new Policy(
            "wake-up",
            {
                ...scaled,
                name: names.wakeUpPolicy.name,
                policyType: "StepScaling",
                stepScalingPolicyConfiguration: {
                    adjustmentType: recipe.adjustmentType,
                    metricAggregationType: recipe.statistic,
                    cooldown: recipe.cooldownSeconds,
                    stepAdjustments: [
                        {
                            metricIntervalLowerBound: String(recipe.metricIntervalLowerBound),
                            scalingAdjustment: wakeUpScalingAdjustment,
                        },
                    ],
                },
            },
            deletedFirst,
        );
        const added = wakeUpScalingAdjustment === 1 ? "one" : String(wakeUpScalingAdjustment);
        new MetricAlarm(
            "wake-up",
            {
                name: names.wakeUpAlarm.name,
                alarmDescription: `Requests are waiting and the endpoint has no instance: add ${added}.`,
                namespace: endpointMetrics[wakeUpMetric].namespace,
                metricName: wakeUpMetric,
                dimensions: { EndpointName: endpoint.name },
                statistic: recipe.statistic,
                period: recipe.periodSeconds,
                evaluationPeriods: recipe.evaluationPeriods,
                datapointsToAlarm: recipe.datapointsToAlarm,
                threshold: recipe.threshold,
                comparisonOperator: recipe.comparisonOperator,
                treatMissingData: recipe.treatMissingData,
                alarmActions: [wakeUp.arn],
            },
            child,
        );
        this.registerOutputs();
    }
}
