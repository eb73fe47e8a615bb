import { accessDeniedException, type ServicePermissions } from "../iam/operationPermissions";

export const cloudWatchLogsPermissions = {
    operations: {},
    refusal: accessDeniedException,
} as unknown as ServicePermissions<"logs">;
