import { accessDeniedException, type ServicePermissions } from "../iam/operationPermissions";

export const cloudWatchPermissions = {
    operations: {},
    refusal: accessDeniedException,
} as unknown as ServicePermissions<"cloudwatch">;
