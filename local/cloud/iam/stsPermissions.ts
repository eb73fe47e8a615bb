import { accessDenied } from "./iamRules";
import { nothing, type ServicePermissions } from "./operationPermissions";

/** Who one is may everybody ask who is somebody, whatever policies say (AWS: STS API Reference, GetCallerIdentity). */
export const stsPermissions: ServicePermissions<"sts"> = {
    operations: { GetCallerIdentity: nothing },
    refusal: accessDenied,
};
