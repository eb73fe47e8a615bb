import { type TargetTrackingScalingPolicyConfiguration } from "@aws-sdk/client-application-auto-scaling";
import { type PutMetricAlarmCommandInput } from "@aws-sdk/client-cloudwatch";

import { AwsError, validationException } from "../awsError";
import { type RegisteredTarget, required } from "./scalableTarget";

/** The metric of a target tracking policy, as its alarms name it. */
export type TrackedMetric = Pick<
    PutMetricAlarmCommandInput,
    "Namespace" | "MetricName" | "Dimensions" | "Statistic" | "Unit"
>;

const statistics = ["Average", "Minimum", "Maximum", "SampleCount", "Sum"] as const;

/** @throws AwsError `ValidationException` unless exactly one metric is specified, and completely */
export function trackedMetric(
    configuration: TargetTrackingScalingPolicyConfiguration,
    target: Pick<RegisteredTarget, "endpointName" | "variantName">,
): TrackedMetric {
    const { CustomizedMetricSpecification: customized, PredefinedMetricSpecification: predefined } = configuration;
    if (customized && predefined) {
        throw validationException(
            "Only one of PredefinedMetricSpecification and CustomizedMetricSpecification can be specified",
        );
    }
    if (predefined) return predefinedMetric(String(predefined.PredefinedMetricType), target);
    if (!customized) {
        throw validationException(
            "Either PredefinedMetricSpecification or CustomizedMetricSpecification must be specified",
        );
    }
    if (customized.Metrics?.length) throw notImplemented("target tracking on metric math (Metrics)");
    const statistic = statistics.find((known) => known === required(customized.Statistic, "statistic"));
    if (!statistic) {
        throw validationException(
            `1 validation error detected: Value '${String(customized.Statistic)}' at 'statistic' failed to satisfy constraint: Member must satisfy enum value set: [${statistics.join(", ")}]`,
        );
    }
    return {
        Namespace: required(customized.Namespace, "namespace"),
        MetricName: required(customized.MetricName, "metricName"),
        Dimensions: (customized.Dimensions ?? []).map(({ Name, Value }) => ({ Name, Value })),
        Statistic: statistic,
        ...(customized.Unit !== undefined && { Unit: customized.Unit as NonNullable<TrackedMetric["Unit"]> }),
    };
}

/** Asynchronous endpoints do not publish this metric, so a policy on it never scales; AWS accepts it all the same. */
function predefinedMetric(
    type: string,
    { endpointName, variantName }: Pick<RegisteredTarget, "endpointName" | "variantName">,
): TrackedMetric {
    if (type !== "SageMakerVariantInvocationsPerInstance") throw notImplemented(`the predefined metric ${type}`);
    return {
        Namespace: "AWS/SageMaker",
        MetricName: "InvocationsPerInstance",
        Dimensions: [
            { Name: "EndpointName", Value: endpointName },
            { Name: "VariantName", Value: variantName },
        ],
        Statistic: "Sum",
    };
}

function notImplemented(what: string): AwsError {
    return new AwsError("NotImplemented", `The laptop AWS does not implement ${what}.`, 501);
}
