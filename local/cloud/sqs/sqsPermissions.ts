import { accessDeniedException, type ServicePermissions } from "../iam/operationPermissions";

export const sqsPermissions = {
    operations: {},
    refusal: accessDeniedException,
} as unknown as ServicePermissions<"sqs">;
