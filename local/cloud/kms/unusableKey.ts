import { AwsError } from "../awsError";
import { type Context } from "../context";

/** Why a service cannot use a KMS key. The name is what services put after their prefix: `KmsDisabled`, `KMSDisabled`. */
export interface UnusableKey {
    readonly state: "NotFound" | "Disabled" | "InvalidState";
    /** KMS's words. */
    readonly message: string;
}

/** Whether a key is one that AWS manages for a service: always usable, and only by principals of the account. */
export function isAwsManagedKey(keyId: string): boolean {
    return /(^|:)alias\/aws\//.test(keyId);
}

/**
 * Asks KMS whether a key can be used.
 *
 * @param keyId a key's id, its ARN or an alias
 * @returns undefined when it can
 */
export async function unusableKey(context: Context, keyId: string): Promise<UnusableKey | undefined> {
    if (isAwsManagedKey(keyId)) return undefined;
    try {
        const { Arn, KeyState } = (await context.call("kms", "DescribeKey", { KeyId: keyId })).KeyMetadata;
        if (KeyState === "Disabled") return { state: "Disabled", message: `${Arn} is disabled.` };
        if (KeyState === "Enabled") return undefined;
        return { state: "InvalidState", message: `${Arn} is pending deletion.` };
    } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return { state: "NotFound", message: error.message };
    }
}
