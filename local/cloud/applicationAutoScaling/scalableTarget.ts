import {
    type RegisterScalableTargetCommandInput,
    type ScalableTarget,
    type SuspendedState,
} from "@aws-sdk/client-application-auto-scaling";

import { AwsError, validationException } from "../awsError";
import { type ScalingPolicy } from "./scalingPolicy";

/** What names a scalable target in every operation. */
export interface TargetName {
    ServiceNamespace: "sagemaker";
    ResourceId: string;
    ScalableDimension: "sagemaker:variant:DesiredInstanceCount";
}

/** A registered production variant. */
export interface RegisteredTarget extends TargetName {
    endpointName: string;
    variantName: string;
    ScalableTargetARN: string;
    MinCapacity: number;
    MaxCapacity: number;
    RoleARN: string;
    CreationTime: Date;
    SuspendedState: Required<SuspendedState>;
    tags: Map<string, string>;
    policies: Map<string, ScalingPolicy>;
    /** Simulated seconds at which the last scale-out was fulfilled; `-Infinity` when there was none. */
    scaledOutAt: number;
}

interface NamesTarget {
    ServiceNamespace?: string | undefined;
    ResourceId?: string | undefined;
    ScalableDimension?: string | undefined;
}

/**
 * Reads and checks what names a target.
 *
 * @throws AwsError `NotImplemented` for all that is not a SageMaker variant's instance count
 */
export function targetName(input: NamesTarget): TargetName & { endpointName: string; variantName: string } {
    const ServiceNamespace = required(input.ServiceNamespace, "serviceNamespace");
    const ResourceId = required(input.ResourceId, "resourceId");
    const ScalableDimension = required(input.ScalableDimension, "scalableDimension");
    if (ServiceNamespace !== "sagemaker" || ScalableDimension !== "sagemaker:variant:DesiredInstanceCount") {
        throw new AwsError(
            "NotImplemented",
            `The laptop AWS scales sagemaker sagemaker:variant:DesiredInstanceCount only, not ${ServiceNamespace} ${ScalableDimension}.`,
            501,
        );
    }
    const match = /^endpoint\/([^/]+)\/variant\/([^/]+)$/.exec(ResourceId);
    if (!match) throw validationException("Unsupported service namespace, resource type or scalable dimension");
    return {
        ServiceNamespace,
        ResourceId,
        ScalableDimension,
        endpointName: match[1] as string,
        variantName: match[2] as string,
    };
}

/** The words with which Application Auto Scaling says what it did not find. */
export function describesTarget({ ServiceNamespace, ResourceId, ScalableDimension }: TargetName): string {
    return `service namespace: ${ServiceNamespace}, resource ID: ${ResourceId}, scalable dimension: ${ScalableDimension}`;
}

/** Limits after a registration; what an update does not name stays (API reference, RegisterScalableTarget). */
export function checkedLimits(
    input: RegisterScalableTargetCommandInput,
    present: RegisteredTarget | undefined,
): { MinCapacity: number; MaxCapacity: number } {
    const MinCapacity = input.MinCapacity ?? present?.MinCapacity;
    const MaxCapacity = input.MaxCapacity ?? present?.MaxCapacity;
    if (MinCapacity === undefined || MaxCapacity === undefined) {
        throw validationException("MinCapacity and MaxCapacity are required when registering a new scalable target");
    }
    if (MinCapacity < 0) throw validationException("Minimum capacity cannot be less than 0");
    if (MaxCapacity < MinCapacity) throw validationException("Maximum capacity cannot be less than minimum capacity");
    return { MinCapacity, MaxCapacity };
}

/** Application Auto Scaling's own role for SageMaker; another one that is given is ignored, as AWS does for services with a linked role. */
export function serviceLinkedRole(partition: string, accountId: string): string {
    return `arn:${partition}:iam::${accountId}:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint`;
}

export function describedTarget(target: RegisteredTarget): Required<Omit<ScalableTarget, "PredictedCapacity">> {
    return {
        ServiceNamespace: target.ServiceNamespace,
        ResourceId: target.ResourceId,
        ScalableDimension: target.ScalableDimension,
        MinCapacity: target.MinCapacity,
        MaxCapacity: target.MaxCapacity,
        RoleARN: target.RoleARN,
        CreationTime: target.CreationTime,
        SuspendedState: { ...target.SuspendedState },
        ScalableTargetARN: target.ScalableTargetARN,
    };
}

export function required<T>(value: T | undefined, member: string): T {
    if (value !== undefined) return value;
    throw validationException(
        `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    );
}
