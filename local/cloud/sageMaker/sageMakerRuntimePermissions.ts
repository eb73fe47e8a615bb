import { accessDeniedException, type ServicePermissions } from "../iam/operationPermissions";

export const sageMakerRuntimePermissions = {
    operations: {},
    refusal: accessDeniedException,
} as unknown as ServicePermissions<"sagemaker-runtime">;
