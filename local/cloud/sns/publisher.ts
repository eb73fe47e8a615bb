import { AwsError } from "../awsError";
import { type Context } from "../context";
import { isGranted, isGrantedByResource } from "../iam/grants";
import { rolePolicies } from "../iam/rolePolicies";
import { unusableKey } from "../kms/unusableKey";

/**
 * Refuses a publisher whose role may not publish, or may not use the topic's key.
 *
 * Only the role's identity policies and the key's policy are asked. The topic's own policy is not evaluated for now.
 *
 * @param keyId the topic's `KmsMasterKeyId`
 * @throws AwsError AuthorizationError or KMSAccessDenied, in AWS's words
 */
export async function checkPublisher(
    context: Context,
    roleArn: string,
    topicArn: string,
    keyId: string | undefined,
): Promise<void> {
    const documents = await policiesOf(context, roleArn);
    if (!isGranted(documents, "sns:Publish", topicArn)) {
        throw new AwsError("AuthorizationError", denied(roleArn, "SNS:Publish", topicArn), 403);
    }
    if (keyId === undefined || /(^|:)alias\/aws\//.test(keyId)) return;
    const { KeyMetadata } = await context.call("kms", "DescribeKey", { KeyId: keyId });
    const { Policy } = await context.call("kms", "GetKeyPolicy", { KeyId: KeyMetadata.KeyId });
    for (const action of ["kms:GenerateDataKey", "kms:Decrypt"]) {
        const by = (id: string) =>
            isGrantedByResource(Policy, {
                principal: { kind: "AWS", id },
                action,
                resource: KeyMetadata.Arn,
                context: {
                    "kms:calleraccount": context.accountId,
                    "kms:viaservice": `sns.${context.region}.amazonaws.com`,
                },
            });
        // A key's policy grants by itself, or leaves it to the account's IAM policies by naming the account.
        const account = `arn:${context.partition}:iam::${context.accountId}:root`;
        if (by(roleArn) || (by(account) && isGranted(documents, action, KeyMetadata.Arn))) continue;
        throw new AwsError("KMSAccessDenied", denied(roleArn, action, KeyMetadata.Arn));
    }
}

/** Refuses a message for a topic whose key cannot be used. */
export async function checkTopicKey(context: Context, keyId: string | undefined): Promise<void> {
    const unusable = keyId === undefined ? undefined : await unusableKey(context, keyId);
    if (unusable) throw new AwsError(`KMS${unusable.state}`, unusable.message);
}

/** A role that does not exist has no policies. */
async function policiesOf(context: Context, roleArn: string): Promise<string[]> {
    try {
        return await rolePolicies(context, roleArn.slice(roleArn.lastIndexOf("/") + 1));
    } catch (error) {
        if (error instanceof AwsError && error.code === "NoSuchEntity") return [];
        throw error;
    }
}

function denied(roleArn: string, action: string, resource: string): string {
    return `User: ${roleArn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
}
