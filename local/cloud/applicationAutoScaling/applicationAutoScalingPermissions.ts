import { accessDeniedException, nothing, type ServicePermissions } from "../iam/operationPermissions";

/** What is about one scalable target: its ARN has an id of AWS's choice, so the operation asks itself once it has found it. */
const onceTheTargetIsKnown = nothing;

const list = (action: string) => () => [{ action: `application-autoscaling:${action}`, resource: "*" }];

/** AWS: Service Authorization Reference, Application Auto Scaling. */
export const applicationAutoScalingPermissions: ServicePermissions<"application-autoscaling"> = {
    operations: {
        RegisterScalableTarget: onceTheTargetIsKnown,
        DeregisterScalableTarget: onceTheTargetIsKnown,
        PutScalingPolicy: onceTheTargetIsKnown,
        DeleteScalingPolicy: onceTheTargetIsKnown,
        DescribeScalableTargets: list("DescribeScalableTargets"),
        DescribeScalingPolicies: list("DescribeScalingPolicies"),
        DescribeScalingActivities: list("DescribeScalingActivities"),
        TagResource: ({ ResourceARN }) => onTarget("TagResource", ResourceARN),
        UntagResource: ({ ResourceARN }) => onTarget("UntagResource", ResourceARN),
        ListTagsForResource: ({ ResourceARN }) => onTarget("ListTagsForResource", ResourceARN),
    },
    refusal: accessDeniedException,
};

function onTarget(action: string, resourceArn: string | undefined) {
    return [{ action: `application-autoscaling:${action}`, resource: String(resourceArn) }];
}
