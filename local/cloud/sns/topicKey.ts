import { AwsError } from "../awsError";
import { type Context } from "../context";
import { type Caller } from "../iam/principal";
import { requireKey } from "../kms/keyUse";
import { unusableKey } from "../kms/unusableKey";

/**
 * Refuses a message for an encrypted topic whose key cannot be used, or not by who publishes (AWS: SNS Developer Guide, "Key
 * management": a publisher needs kms:GenerateDataKey* and kms:Decrypt).
 *
 * @param by undefined: AWS itself
 * @param keyId the topic's `KmsMasterKeyId`
 * @throws AwsError KMSNotFound, KMSDisabled, KMSInvalidState or KMSAccessDenied, in KMS's words
 */
export async function requireTopicKey(
    context: Context,
    by: Caller | undefined,
    keyId: string | undefined,
): Promise<void> {
    if (keyId === undefined) return;
    const unusable = await unusableKey(context, keyId);
    if (unusable) throw new AwsError(`KMS${unusable.state}`, unusable.message);
    const use = { keyId, actions: ["kms:GenerateDataKey", "kms:Decrypt"], via: "sns" } as const;
    await requireKey(context, by, use, (message) => new AwsError("KMSAccessDenied", message));
}
