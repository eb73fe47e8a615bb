import { type Context } from "../context";
import { type Deployment } from "./deployment";
import { requireAssumable } from "./executionRole";
import { requireImagePull } from "./imagePull";
import { downloadModelData } from "./modelData";

/**
 * What SageMaker fetches as the execution role before an instance can start its container: the image and the model's artifact.
 * Each start fetches anew: an endpoint whose role lost access serves with the instances it has, and cannot grow.
 *
 * @throws AwsError with the endpoint's FailureReason
 */
export async function fetchForStart(
    context: Context,
    { container, modelDataUrl, executionRoleArn }: Deployment,
): Promise<void> {
    const role = requireAssumable(context, executionRoleArn);
    requireImagePull(context, role, executionRoleArn, container.image);
    if (modelDataUrl !== undefined) await downloadModelData(context.as(role), modelDataUrl);
}
