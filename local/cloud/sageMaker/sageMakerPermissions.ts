import { accessDeniedException, type ServicePermissions } from "../iam/operationPermissions";

export const sageMakerPermissions = {
    operations: {},
    refusal: accessDeniedException,
} as unknown as ServicePermissions<"sagemaker">;
