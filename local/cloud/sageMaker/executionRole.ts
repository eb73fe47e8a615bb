import { AwsError, validationException } from "../awsError";
import { type Call, type Context } from "../context";
import { assumedRole } from "../iam/assumedRole";
import { type Caller } from "../iam/principal";

/**
 * Calls as the execution role of an endpoint. The role is assumed anew each time, so a trust that was taken away shows at once; on
 * AWS it shows when the credentials of the last time have expired.
 *
 * @param roleArn asked each time: an update of the endpoint may bring another role
 */
export function asExecutionRole(context: Context, roleArn: () => string): Call {
    return async (service, operation, input) =>
        context.as(executionRole(context, roleArn()))(service, operation, input);
}

/** @throws AwsError ValidationException, in SageMaker's words, when the role's trust policy does not let SageMaker in */
export function requireAssumable(context: Context, roleArn: string): Caller {
    try {
        return executionRole(context, roleArn);
    } catch (error) {
        if (!(error instanceof AwsError) || error.code !== "AccessDenied") throw error;
        throw validationException(
            `Could not assume role ${roleArn}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.`,
        );
    }
}

/**
 * What SageMaker says it acts for when it takes over the role of an asynchronous endpoint. It names no model and no endpoint: a trust
 * policy that wants one lets it in no more (AWS: SageMaker Developer Guide, "Cross-service confused deputy prevention").
 */
export function sourceOfAsyncInference({
    partition,
    region,
    accountId,
}: Pick<Context, "partition" | "region" | "accountId">): string {
    return `arn:${partition}:sagemaker:${region}:${accountId}:*`;
}

/** @throws AwsError AccessDenied (403) */
function executionRole(context: Context, roleArn: string): Caller {
    const sourceArn = sourceOfAsyncInference(context);
    return assumedRole(context, roleArn, { service: "sagemaker.amazonaws.com", sourceArn, session: "SageMaker" });
}
