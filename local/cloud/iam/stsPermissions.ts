import { accessDeniedException, type ServicePermissions } from "../iam/operationPermissions";

export const stsPermissions = {
    operations: {},
    refusal: accessDeniedException,
} as unknown as ServicePermissions<"sts">;
