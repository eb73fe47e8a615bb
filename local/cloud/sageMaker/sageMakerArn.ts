import { type Place } from "../iam/operationPermissions";

/** ARN of a model, an endpoint configuration or an endpoint. SageMaker writes names in lower case there (observed). */
export function sageMakerArn(
    { arn }: Pick<Place, "arn">,
    kind: "model" | "endpoint-config" | "endpoint",
    name: string,
): string {
    return arn("sagemaker", `${kind}/${name.toLowerCase()}`);
}
