import { AwsError } from "../awsError";
import { type Context } from "../context";
import { type Caller } from "../iam/principal";
import { requireKey } from "../kms/keyUse";
import { unusableKey } from "../kms/unusableKey";

export type KeyAction = "kms:Decrypt" | "kms:GenerateDataKey";

/**
 * Refuses to send to an encrypted queue, or to receive from it, when its key cannot be used, or not by who asks.
 *
 * @param by undefined: AWS itself
 * @param keyId the queue's `KmsMasterKeyId`
 * @throws AwsError KmsNotFound, KmsDisabled, KmsInvalidState or KmsAccessDenied, in KMS's words
 */
export async function requireQueueKey(
    context: Context,
    by: Caller | undefined,
    keyId: string | undefined,
    actions: readonly KeyAction[],
): Promise<void> {
    if (keyId === undefined) return;
    const unusable = await unusableKey(context, keyId);
    if (unusable) throw new AwsError(`Kms${unusable.state}`, unusable.message);
    await requireKey(
        context,
        by,
        { keyId, actions, via: "sqs" },
        (message) => new AwsError("KmsAccessDenied", message),
    );
}
