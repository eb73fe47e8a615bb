import { AwsError } from "../awsError";
import { type Context } from "../context";
import { type Refusal } from "../iam/access";
import { type Caller } from "../iam/principal";
import { dnsSuffix } from "../../../contract/partition";
import { isAwsManagedKey } from "./unusableKey";

export interface KeyUse {
    /** A key's id, its ARN or an alias. */
    readonly keyId: string;
    readonly actions: readonly ("kms:Decrypt" | "kms:GenerateDataKey" | "kms:CreateGrant")[];
    /** The service that holds what the key encrypts. */
    readonly via: "s3" | "sns" | "sqs" | "sagemaker";
}

/**
 * What a service asks before it uses a key for somebody: whoever reads or writes what is encrypted needs leave to use the key
 * through that service (AWS: KMS Developer Guide, "kms:ViaService"). A service that acts in its own name uses it directly.
 *
 * A key that AWS manages is open to its account, through its service, and to no service in its own name.
 *
 * @param by undefined: AWS itself, which asks nobody
 * @throws AwsError what `refusal` makes of KMS's words
 */
export async function requireKey(
    { access, call, partition, region, accountId }: Context,
    by: Caller | undefined,
    { keyId, actions, via }: KeyUse,
    refusal: Refusal,
): Promise<void> {
    if (by === undefined) return;
    const { principal } = by;
    if (isAwsManagedKey(keyId)) {
        if (principal.kind === "identity" && principal.accountId === accountId) return;
        throw refusal(`Key ${keyId} is managed by AWS: its policy lets nobody in but its own account.`, by);
    }
    const resource = await keyArnOf(call, keyId);
    const keys = {
        ...(principal.kind !== "service" && { "kms:ViaService": `${via}.${region}.${dnsSuffix(partition)}` }),
        ...(actions.includes("kms:CreateGrant") && { "kms:GrantIsForAWSResource": "true" }),
    };
    for (const action of actions) access.require(by, { action, resource, keys }, refusal);
}

async function keyArnOf(call: Context["call"], keyId: string): Promise<string> {
    if (/:key\//.test(keyId)) return keyId;
    try {
        return (await call("kms", "DescribeKey", { KeyId: keyId })).KeyMetadata.Arn;
    } catch (error) {
        // That there is none is told by whoever asks whether it can be used; leave to use it has nobody.
        if (error instanceof AwsError) return keyId;
        throw error;
    }
}
