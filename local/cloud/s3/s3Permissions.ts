import { accessDeniedException, type ServicePermissions } from "../iam/operationPermissions";

export const s3Permissions = { operations: {}, refusal: accessDeniedException } as unknown as ServicePermissions<"s3">;
