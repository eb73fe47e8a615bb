import { accessDeniedException, type ServicePermissions } from "../iam/operationPermissions";

export const kmsPermissions = {
    operations: {},
    refusal: accessDeniedException,
} as unknown as ServicePermissions<"kms">;
