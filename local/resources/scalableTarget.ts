import { type TargetArgs } from "@pulumi/aws/appautoscaling";
import { type input as inputs } from "@pulumi/aws/types";
import {
    type ScalableDimension,
    type ServiceNamespace,
    type SuspendedState,
} from "@aws-sdk/client-application-auto-scaling";

import { defineResource, unlessGone } from "./defineResource";
import { block, boolean, number, type Takes, taggedAndRegional, text } from "./property";
import { toSdkShape } from "./sdkShape";

const suspendedState = {
    dynamicScalingInSuspended: boolean({ default: false }),
    dynamicScalingOutSuspended: boolean({ default: false }),
    scheduledScalingSuspended: boolean({ default: false }),
} satisfies Takes<inputs.appautoscaling.TargetSuspendedState>;

const properties = {
    minCapacity: number({ required: true }),
    maxCapacity: number({ required: true }),
    resourceId: text({ required: true }),
    scalableDimension: text({ required: true }),
    serviceNamespace: text({ required: true }),
    suspendedState: block(suspendedState),
    ...taggedAndRegional,
} satisfies Takes<TargetArgs>;

/** A scalable target of Application Auto Scaling. */
export const scalableTarget = defineResource({
    type: "aws:appautoscaling/target:Target",
    properties,
    async create(inputs, { call, partition, accountId }) {
        const { ScalableTargetARN } = await call("application-autoscaling", "RegisterScalableTarget", {
            ServiceNamespace: inputs.serviceNamespace as ServiceNamespace,
            ScalableDimension: inputs.scalableDimension as ScalableDimension,
            ResourceId: inputs.resourceId,
            MinCapacity: inputs.minCapacity,
            MaxCapacity: inputs.maxCapacity,
            ...(inputs.tags && { Tags: inputs.tags }),
            ...(inputs.suspendedState && {
                SuspendedState: toSdkShape(suspendedState, inputs.suspendedState) as SuspendedState,
            }),
        });
        return {
            id: inputs.resourceId,
            outputs: {
                arn: ScalableTargetARN,
                // AWS: Application Auto Scaling User Guide, service-linked roles.
                roleArn: `arn:${partition}:iam::${accountId}:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint`,
                suspendedState: inputs.suspendedState ?? {
                    dynamicScalingInSuspended: false,
                    dynamicScalingOutSuspended: false,
                    scheduledScalingSuspended: false,
                },
            },
        };
    },
    async delete({ id, outputs }, { call }) {
        const deletion = call("application-autoscaling", "DeregisterScalableTarget", {
            ServiceNamespace: outputs.serviceNamespace as ServiceNamespace,
            ScalableDimension: outputs.scalableDimension as ScalableDimension,
            ResourceId: id,
        });
        await unlessGone(deletion, "ObjectNotFoundException");
    },
});
