import { type PolicyArgs } from "@pulumi/aws/appautoscaling";
import { type input as inputs } from "@pulumi/aws/types";
import {
    type PolicyType,
    type ScalableDimension,
    type ServiceNamespace,
    type StepScalingPolicyConfiguration,
    type TargetTrackingScalingPolicyConfiguration,
} from "@aws-sdk/client-application-auto-scaling";

import { defineResource } from "./defineResource";
import { block, blocks, boolean, number, regional, type Takes, text, type Values } from "./property";
import { type CheckFailure, type Properties, type Target, unknown } from "./resource";
import { fromSdkShape, toSdkShape } from "./sdkShape";

const stepAdjustment = {
    scalingAdjustment: number({ required: true }),
    metricIntervalLowerBound: text(),
    metricIntervalUpperBound: text(),
} satisfies Takes<inputs.appautoscaling.PolicyStepScalingPolicyConfigurationStepAdjustment>;

const stepScaling = {
    adjustmentType: text(),
    cooldown: number(),
    metricAggregationType: text(),
    minAdjustmentMagnitude: number(),
    stepAdjustments: blocks(stepAdjustment),
} satisfies Takes<inputs.appautoscaling.PolicyStepScalingPolicyConfiguration>;

const customizedMetric = {
    metricName: text(),
    namespace: text(),
    statistic: text({ oneOf: ["Average", "Minimum", "Maximum", "SampleCount", "Sum"] }),
    unit: text(),
    dimensions: blocks({
        name: text({ required: true }),
        value: text({ required: true }),
    } satisfies Takes<inputs.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationDimension>),
} satisfies Takes<inputs.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecification>;

const targetTracking = {
    targetValue: number({ required: true }),
    customizedMetricSpecification: block(customizedMetric),
    scaleInCooldown: number(),
    scaleOutCooldown: number(),
    disableScaleIn: boolean({ default: false }),
} satisfies Takes<inputs.appautoscaling.PolicyTargetTrackingScalingPolicyConfiguration>;

const properties = {
    name: text({ autoname: true }),
    policyType: text({ default: "StepScaling" }),
    resourceId: text({ required: true }),
    scalableDimension: text({ required: true }),
    serviceNamespace: text({ required: true }),
    stepScalingPolicyConfiguration: block(stepScaling),
    targetTrackingScalingPolicyConfiguration: block(targetTracking),
    ...regional,
} satisfies Takes<PolicyArgs>;

/** A scaling policy of Application Auto Scaling. */
export const scalingPolicy = defineResource({
    type: "aws:appautoscaling/policy:Policy",
    properties,
    checkTogether: checkBounds,
    gone: ["ObjectNotFoundException"],
    async create(inputs, target) {
        return { id: inputs.name, outputs: await put(inputs, target) };
    },
    async read(id, { call }, known) {
        const named = known.resourceId === undefined ? imported(id) : { ...place(known), PolicyNames: [id] };
        const { ScalingPolicies } = await call("application-autoscaling", "DescribeScalingPolicies", named);
        const [found] = ScalingPolicies;
        if (!found) return undefined;
        const step = found.StepScalingPolicyConfiguration;
        return {
            id: found.PolicyName,
            inputs: {
                name: found.PolicyName,
                policyType: found.PolicyType,
                resourceId: found.ResourceId,
                scalableDimension: found.ScalableDimension,
                serviceNamespace: found.ServiceNamespace,
                stepScalingPolicyConfiguration: step && fromStepScaling(step),
                targetTrackingScalingPolicyConfiguration: found.TargetTrackingScalingPolicyConfiguration && {
                    ...(fromSdkShape(targetTracking, found.TargetTrackingScalingPolicyConfiguration) as Values<
                        typeof targetTracking
                    >),
                },
            },
            outputs: outputs(found.PolicyARN, found.Alarms),
        };
    },
    async update(_existing, inputs, target) {
        return put(inputs, target);
    },
    async delete({ id, outputs }, { call }) {
        await call("application-autoscaling", "DeleteScalingPolicy", { PolicyName: id, ...place(outputs) });
    },
});

async function put(inputs: Values<typeof properties>, { call }: Target): Promise<Properties> {
    const step = inputs.stepScalingPolicyConfiguration;
    const tracking = inputs.targetTrackingScalingPolicyConfiguration;
    const { PolicyARN, Alarms } = await call("application-autoscaling", "PutScalingPolicy", {
        PolicyName: inputs.name,
        PolicyType: inputs.policyType as PolicyType,
        ...place(inputs),
        ...(step && { StepScalingPolicyConfiguration: toStepScaling(step) }),
        ...(tracking && {
            TargetTrackingScalingPolicyConfiguration: toSdkShape(
                targetTracking,
                tracking,
            ) as unknown as TargetTrackingScalingPolicyConfiguration,
        }),
    });
    return outputs(PolicyARN, Alarms);
}

function outputs(arn: string, alarms: readonly { AlarmARN?: string | undefined }[] | undefined): Properties {
    return { arn, alarmArns: (alarms ?? []).map(({ AlarmARN }) => AlarmARN) };
}

function place(values: Partial<Values<typeof properties>>) {
    return {
        ServiceNamespace: values.serviceNamespace as ServiceNamespace,
        ScalableDimension: values.scalableDimension as ScalableDimension,
        ResourceId: values.resourceId as string,
    };
}

/**
 * The provider's id for an import: `<service namespace>/<resource id>/<scalable dimension>/<policy name>`; a resource id has
 * slashes of its own.
 */
function imported(id: string) {
    const [serviceNamespace = "", ...rest] = id.split("/");
    const [scalableDimension = "", policyName = ""] = rest.splice(-2);
    if (rest.length > 0) {
        return {
            ...place({ serviceNamespace, resourceId: rest.join("/"), scalableDimension }),
            PolicyNames: [policyName],
        };
    }
    throw new Error(
        `unexpected format (${id}), expected <service-namespace>/<resource-id>/<scalable-dimension>/<policy-name>`,
    );
}

/** The provider takes bounds as strings, so that "no bound" and 0 differ; AWS takes numbers. */
function toStepScaling(step: Values<typeof stepScaling>): StepScalingPolicyConfiguration {
    const translated = toSdkShape(stepScaling, step) as StepScalingPolicyConfiguration;
    const adjustments = step.stepAdjustments?.map((adjustment) => ({
        ScalingAdjustment: adjustment.scalingAdjustment,
        ...(adjustment.metricIntervalLowerBound && {
            MetricIntervalLowerBound: Number(adjustment.metricIntervalLowerBound),
        }),
        ...(adjustment.metricIntervalUpperBound && {
            MetricIntervalUpperBound: Number(adjustment.metricIntervalUpperBound),
        }),
    }));
    return { ...translated, ...(adjustments && { StepAdjustments: adjustments }) };
}

function fromStepScaling(step: StepScalingPolicyConfiguration): Values<typeof stepScaling> {
    const text = (bound: number | undefined) => (bound === undefined ? undefined : String(bound));
    return {
        ...(fromSdkShape(stepScaling, step) as Values<typeof stepScaling>),
        stepAdjustments: step.StepAdjustments?.map((adjustment) => ({
            scalingAdjustment: adjustment.ScalingAdjustment as number,
            metricIntervalLowerBound: text(adjustment.MetricIntervalLowerBound),
            metricIntervalUpperBound: text(adjustment.MetricIntervalUpperBound),
        })),
    };
}

function checkBounds(checked: Properties): CheckFailure[] {
    const step = checked["stepScalingPolicyConfiguration"] as Properties | undefined;
    const adjustments = step?.["stepAdjustments"];
    if (!Array.isArray(adjustments)) return [];
    return adjustments.flatMap((adjustment: Properties, index) =>
        ["metricIntervalLowerBound", "metricIntervalUpperBound"].flatMap((bound) => {
            const value = adjustment[bound];
            if (typeof value !== "string" || value === unknown || !Number.isNaN(Number(value))) return [];
            return [
                {
                    property: `stepScalingPolicyConfiguration.stepAdjustments[${index}].${bound}`,
                    reason: `expected a number in a string, got ${value}`,
                },
            ];
        }),
    );
}
