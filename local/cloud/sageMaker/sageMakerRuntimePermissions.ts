import { AwsError } from "../awsError";
import { type ServicePermissions } from "../iam/operationPermissions";
import { sageMakerArn } from "./sageMakerArn";

/** AWS: Service Authorization Reference, SageMaker AI. The data plane answers 403 where the control plane answers 400 (observed). */
export const sageMakerRuntimePermissions: ServicePermissions<"sagemaker-runtime"> = {
    operations: {
        InvokeEndpointAsync: ({ EndpointName }, place) => [
            {
                action: "sagemaker:InvokeEndpointAsync",
                resource: sageMakerArn(place, "endpoint", String(EndpointName)),
            },
        ],
    },
    refusal: (message) => new AwsError("AccessDeniedException", message, 403),
};
