import { type TargetArgs } from "@pulumi/aws/appautoscaling";
import { type input as inputs } from "@pulumi/aws/types";
import {
    type RegisterScalableTargetCommandInput,
    type ScalableDimension,
    type ServiceNamespace,
    type SuspendedState,
} from "@aws-sdk/client-application-auto-scaling";

import { defineResource } from "./defineResource";
import { block, boolean, map, number, regional, type Takes, text, type Values } from "./property";
import { type Properties, type Target } from "./resource";
import { fromSdkShape, toSdkShape } from "./sdkShape";

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
    suspendedState: block(suspendedState, { computed: true }),
    ...regional,
    tags: map(),
} satisfies Takes<TargetArgs>;

const notSuspended = {
    dynamicScalingInSuspended: false,
    dynamicScalingOutSuspended: false,
    scheduledScalingSuspended: false,
};

/** A scalable target of Application Auto Scaling. */
export const scalableTarget = defineResource({
    type: "aws:appautoscaling/target:Target",
    properties,
    gone: ["ObjectNotFoundException"],
    async create(inputs, target) {
        const { ScalableTargetARN } = await target.call("application-autoscaling", "RegisterScalableTarget", {
            ...registration(inputs),
            ...(inputs.tags && { Tags: inputs.tags }),
        });
        return { id: inputs.resourceId, outputs: outputs(ScalableTargetARN, inputs.suspendedState, target) };
    },
    async read(id, target, known) {
        const named = known.resourceId === undefined ? imported(id) : known;
        const { ScalableTargets } = await target.call("application-autoscaling", "DescribeScalableTargets", {
            ServiceNamespace: named.serviceNamespace as ServiceNamespace,
            ScalableDimension: named.scalableDimension as ScalableDimension,
            ResourceIds: [named.resourceId as string],
        });
        const [found] = ScalableTargets;
        if (!found) return undefined;
        const ResourceARN = found.ScalableTargetARN;
        const { Tags } = await target.call("application-autoscaling", "ListTagsForResource", { ResourceARN });
        const suspended = fromSdkShape(suspendedState, found.SuspendedState) as Values<typeof suspendedState>;
        return {
            id: found.ResourceId,
            inputs: {
                minCapacity: found.MinCapacity,
                maxCapacity: found.MaxCapacity,
                resourceId: found.ResourceId,
                scalableDimension: found.ScalableDimension,
                serviceNamespace: found.ServiceNamespace,
                suspendedState: suspended,
                tags: Tags,
            },
            outputs: outputs(ResourceARN, suspended, target),
        };
    },
    async update({ inputs: before, outputs: { arn } }, inputs, { call }, changed) {
        await call("application-autoscaling", "RegisterScalableTarget", registration(inputs));
        if (!changed.has("tags")) return;
        const ResourceARN = arn as string;
        const TagKeys = Object.keys(before.tags ?? {}).filter((key) => !(key in (inputs.tags ?? {})));
        if (TagKeys.length > 0) await call("application-autoscaling", "UntagResource", { ResourceARN, TagKeys });
        if (inputs.tags) await call("application-autoscaling", "TagResource", { ResourceARN, Tags: inputs.tags });
    },
    async delete({ id, outputs: { serviceNamespace, scalableDimension } }, { call }) {
        await call("application-autoscaling", "DeregisterScalableTarget", {
            ServiceNamespace: serviceNamespace as ServiceNamespace,
            ScalableDimension: scalableDimension as ScalableDimension,
            ResourceId: id,
        });
    },
});

function registration(inputs: Values<typeof properties>): RegisterScalableTargetCommandInput {
    return {
        ServiceNamespace: inputs.serviceNamespace as ServiceNamespace,
        ScalableDimension: inputs.scalableDimension as ScalableDimension,
        ResourceId: inputs.resourceId,
        MinCapacity: inputs.minCapacity,
        MaxCapacity: inputs.maxCapacity,
        ...(inputs.suspendedState && {
            SuspendedState: toSdkShape(suspendedState, inputs.suspendedState) as SuspendedState,
        }),
    };
}

function outputs(arn: string, suspended: Values<typeof suspendedState> | undefined, target: Target): Properties {
    const { partition, accountId } = target;
    return {
        arn,
        // AWS: Application Auto Scaling User Guide, service-linked roles.
        roleArn: `arn:${partition}:iam::${accountId}:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint`,
        suspendedState: suspended ?? notSuspended,
    };
}

/** The provider's id for an import: `<service namespace>/<resource id>/<scalable dimension>`; a resource id has slashes of its own. */
function imported(id: string): { serviceNamespace: string; resourceId: string; scalableDimension: string } {
    const [serviceNamespace = "", ...rest] = id.split("/");
    const scalableDimension = rest.pop() ?? "";
    if (rest.length > 0) return { serviceNamespace, resourceId: rest.join("/"), scalableDimension };
    throw new Error(
        `unexpected format for ID (${id}), expected <service-namespace>/<resource-id>/<scalable-dimension>`,
    );
}
