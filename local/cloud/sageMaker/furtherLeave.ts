import { AwsError } from "../awsError";
import { type Context, type InputOf } from "../context";
import { accessDeniedException } from "../iam/operationPermissions";
import { type Caller } from "../iam/principal";
import { requireKey } from "../kms/keyUse";

/**
 * Whoever makes a model hands its role over (AWS: IAM User Guide, "Grant a user permissions to pass a role to an AWS service").
 *
 * @throws AwsError AccessDeniedException
 */
export function requirePassRole({ access }: Context, by: Caller | undefined, roleArn: string): void {
    const keys = { "iam:PassedToService": "sagemaker.amazonaws.com" };
    access.require(by, { action: "iam:PassRole", resource: roleArn, keys }, accessDeniedException);
}

/**
 * Whoever makes an endpoint with an own key for its volumes grants its use (AWS: SageMaker Developer Guide, "Amazon SageMaker API
 * Permissions", CreateEndpoint). That UpdateEndpoint takes it too, since its instances are new ones, is inferred.
 *
 * @throws AwsError AccessDeniedException
 */
export async function requireVolumeKey(
    context: Context,
    by: Caller | undefined,
    keyId: string | undefined,
): Promise<void> {
    if (keyId === undefined) return;
    await requireKey(context, by, { keyId, actions: ["kms:CreateGrant"], via: "sagemaker" }, accessDeniedException);
}

/**
 * Deregisters the variant of an endpoint that goes, if whoever deletes the endpoint may (AWS: SageMaker Developer Guide, "Delete
 * endpoints configured for auto scaling").
 *
 * @throws AwsError in SageMaker's words (awslabs/stable-diffusion-aws-extension #161); its code is inferred
 */
export async function deregister(
    context: Context,
    by: Caller | undefined,
    target: InputOf<"application-autoscaling", "DeregisterScalableTarget">,
): Promise<void> {
    const call = by ? context.as(by) : context.call;
    try {
        await call("application-autoscaling", "DeregisterScalableTarget", target);
    } catch (error) {
        if (!(error instanceof AwsError) || error.code !== "AccessDeniedException") throw error;
        throw new AwsError(
            error.code,
            "An Application AutoScaling scalable target exists for a variant being deleted, and the IAM identity used to invoke DeleteEndpoint does not have application-autoscaling:DeregisterScalableTarget permission to deregister the scalable target.",
        );
    }
}
