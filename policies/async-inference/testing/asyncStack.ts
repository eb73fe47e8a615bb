import { type PolicyArgs, type TargetArgs } from "@pulumi/aws/appautoscaling";
import { type MetricAlarmArgs } from "@pulumi/aws/cloudwatch";
import { type EndpointArgs, type EndpointConfigurationArgs } from "@pulumi/aws/sagemaker";

import { output, type StackResource } from "../../testing/analyze";
import { endpointType } from "../endpoints";
import { metricAlarmType } from "../metricUse";
import { endpointConfigurationType } from "../notificationTopic";
import { scalableTargetType, scalingPolicyType } from "../scaling";

const topicArn = "arn:aws:sns:us-east-1:123456789012:summaries-alarms";

/** ARN of a scaling policy as AWS makes it. */
export const policyArn = (name: string): string =>
    "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:0:resource/sagemaker/endpoint/summaries/variant/primary:" +
    `policyName/${name}`;

const resourceId = "endpoint/summaries/variant/primary";
const scaled = {
    serviceNamespace: "sagemaker",
    scalableDimension: "sagemaker:variant:DesiredInstanceCount",
    resourceId: output(resourceId),
};

const alarm = {
    namespace: "AWS/SageMaker",
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    evaluationPeriods: 1,
    period: 300,
    alarmActions: [output(topicArn)],
} satisfies Partial<MetricAlarmArgs>;

const eventAlarm = (metricName: string): StackResource => ({
    type: metricAlarmType,
    name: metricName,
    props: {
        ...alarm,
        metricName,
        statistic: "Sum",
        treatMissingData: "notBreaching",
        dimensions: { EndpointName: "summaries", VariantName: "primary" },
    } satisfies MetricAlarmArgs,
    propertyDependencies: { dimensions: ["endpoint"] },
});

/** An async endpoint that scales from zero and back: what every rule that relates these lets pass. */
export const asyncStack: readonly StackResource[] = [
    {
        type: endpointConfigurationType,
        name: "configuration",
        props: {
            name: "summaries-1a2b3c4",
            productionVariants: [
                {
                    variantName: "primary",
                    modelName: output("summaries-5d6e7f8"),
                    initialInstanceCount: 1,
                    instanceType: "ml.m5.xlarge",
                },
            ],
            asyncInferenceConfig: { outputConfig: { s3OutputPath: "s3://summaries/output" } },
        } satisfies EndpointConfigurationArgs,
    },
    {
        type: endpointType,
        name: "endpoint",
        props: { name: "summaries", endpointConfigName: output("summaries-1a2b3c4") } satisfies EndpointArgs,
        propertyDependencies: { endpointConfigName: ["configuration"] },
    },
    {
        type: scalableTargetType,
        name: "target",
        props: { ...scaled, minCapacity: 0, maxCapacity: 5 } satisfies TargetArgs,
        propertyDependencies: { resourceId: ["endpoint"] },
    },
    {
        type: scalingPolicyType,
        name: "backlog",
        props: {
            ...scaled,
            name: "summaries-backlog",
            policyType: "TargetTrackingScaling",
            targetTrackingScalingPolicyConfiguration: {
                targetValue: 5,
                customizedMetricSpecification: {
                    namespace: "AWS/SageMaker",
                    metricName: "ApproximateBacklogSizePerInstance",
                    dimensions: [{ name: "EndpointName", value: "summaries" }],
                    statistic: "Average",
                },
                scaleInCooldown: 900,
                scaleOutCooldown: 120,
            },
        } satisfies PolicyArgs,
        propertyDependencies: {
            resourceId: ["target"],
            targetTrackingScalingPolicyConfiguration: ["endpoint"],
        },
    },
    {
        type: scalingPolicyType,
        name: "wake-up",
        props: {
            ...scaled,
            name: "summaries-wake-up",
            policyType: "StepScaling",
            stepScalingPolicyConfiguration: {
                adjustmentType: "ChangeInCapacity",
                metricAggregationType: "Average",
                cooldown: 300,
                stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }],
            },
            // Beside the arguments what AWS adds, as stack rules see it.
            ...{ arn: output(policyArn("summaries-wake-up")) },
        } satisfies PolicyArgs,
        propertyDependencies: { resourceId: ["target"] },
    },
    {
        type: metricAlarmType,
        name: "wake-up-alarm",
        props: {
            ...alarm,
            metricName: "HasBacklogWithoutCapacity",
            dimensions: { EndpointName: "summaries" },
            statistic: "Average",
            period: 60,
            evaluationPeriods: 2,
            datapointsToAlarm: 2,
            treatMissingData: "missing",
            alarmActions: [output(policyArn("summaries-wake-up"))],
        } satisfies MetricAlarmArgs,
        propertyDependencies: { dimensions: ["endpoint"], alarmActions: ["wake-up"] },
    },
];

/** What tells of failures beside it. */
export const failureAlarms: readonly StackResource[] = [
    {
        type: metricAlarmType,
        name: "ApproximateAgeOfOldestRequest",
        props: {
            ...alarm,
            metricName: "ApproximateAgeOfOldestRequest",
            statistic: "Maximum",
            threshold: 3600,
            treatMissingData: "notBreaching",
            dimensions: { EndpointName: "summaries" },
        } satisfies MetricAlarmArgs,
        propertyDependencies: { dimensions: ["endpoint"] },
    },
    ...["ExpiredRequests", "InvocationFailures", "NotificationFailures"].map(eventAlarm),
];

/** The stack without a resource. */
export function without(name: string, stack: readonly StackResource[] = asyncStack): StackResource[] {
    return stack.filter((resource) => resource.name !== name);
}

/**
 * The stack with one argument changed.
 *
 * @param path as a program writes it: `stepScalingPolicyConfiguration.stepAdjustments[0].scalingAdjustment`
 * @param value undefined removes it
 */
export function having(
    name: string,
    path: string,
    value: unknown,
    stack: readonly StackResource[] = asyncStack,
): StackResource[] {
    const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
    return stack.map((resource) =>
        resource.name === name ? { ...resource, props: changed(resource.props, keys, value) as object } : resource,
    );
}

/** The stack in which a property is made of these resources. */
export function madeOf(
    name: string,
    property: string,
    sources: string[],
    stack: readonly StackResource[] = asyncStack,
): StackResource[] {
    return stack.map((resource) =>
        resource.name === name
            ? { ...resource, propertyDependencies: { ...resource.propertyDependencies, [property]: sources } }
            : resource,
    );
}

function changed(value: unknown, [key, ...inner]: string[], replacement: unknown): unknown {
    if (key === undefined) return replacement;
    if (Array.isArray(value)) {
        return value.map((element: unknown, index) =>
            String(index) === key ? changed(element, inner, replacement) : element,
        );
    }
    const block = value as Record<string, unknown>;
    return { ...block, [key]: changed(block[key], inner, replacement) };
}
