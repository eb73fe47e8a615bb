import { accessDeniedException, type ServicePermissions } from "../iam/operationPermissions";

export const iamPermissions = {
    operations: {},
    refusal: accessDeniedException,
} as unknown as ServicePermissions<"iam">;
