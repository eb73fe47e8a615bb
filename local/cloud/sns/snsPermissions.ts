import { accessDeniedException, type ServicePermissions } from "../iam/operationPermissions";

export const snsPermissions = {
    operations: {},
    refusal: accessDeniedException,
} as unknown as ServicePermissions<"sns">;
