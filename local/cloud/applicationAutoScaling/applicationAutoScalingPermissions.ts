import { accessDeniedException, type ServicePermissions } from "../iam/operationPermissions";

export const applicationAutoScalingPermissions = {
    operations: {},
    refusal: accessDeniedException,
} as unknown as ServicePermissions<"application-autoscaling">;
