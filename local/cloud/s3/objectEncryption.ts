import { type ServerSideEncryptionRule } from "@aws-sdk/client-s3";

import { AwsError } from "../awsError";
import { type Context } from "../context";
import { type ObjectEncryption } from "./storedObject";
import { isAwsManagedKey, unusableKey } from "../kms/unusableKey";

const codes = {
    NotFound: "KMS.NotFoundException",
    Disabled: "KMS.DisabledException",
    InvalidState: "KMS.KMSInvalidStateException",
} as const;

/** What a write may ask for. */
export interface EncryptionRequest {
    ServerSideEncryption?: string | undefined;
    SSEKMSKeyId?: string | undefined;
    BucketKeyEnabled?: boolean | undefined;
}

/**
 * How a new object is encrypted: as the request says, else as the bucket says. Nothing is really encrypted, but a key that
 * is missing or disabled is refused as S3 refuses it.
 */
export async function encryptionOf(
    context: Context,
    rules: readonly ServerSideEncryptionRule[],
    request: EncryptionRequest,
): Promise<ObjectEncryption> {
    const [rule] = rules;
    const byDefault = rule?.ApplyServerSideEncryptionByDefault;
    const algorithm = request.ServerSideEncryption ?? byDefault?.SSEAlgorithm ?? "AES256";
    if (algorithm !== "AES256" && algorithm !== "aws:kms" && algorithm !== "aws:kms:dsse") {
        const message = "The encryption method specified is not supported";
        throw new AwsError("InvalidEncryptionAlgorithmError", message, 400, {
            ArgumentName: "x-amz-server-side-encryption",
            ArgumentValue: algorithm,
        });
    }
    if (algorithm === "AES256") {
        if (request.SSEKMSKeyId === undefined) return { ServerSideEncryption: algorithm };
        const message =
            "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms";
        throw new AwsError("InvalidArgument", message);
    }
    const inherited = byDefault?.SSEAlgorithm === algorithm ? byDefault.KMSMasterKeyID : undefined;
    const key = await usableKey(context, request.SSEKMSKeyId ?? inherited);
    return {
        ServerSideEncryption: algorithm,
        ...(key !== undefined && { SSEKMSKeyId: key }),
        ...((request.BucketKeyEnabled ?? rule?.BucketKeyEnabled) && { BucketKeyEnabled: true }),
    };
}

/**
 * @returns the key's ARN; undefined for the key that AWS manages
 * @throws AwsError KMS.NotFoundException, KMS.DisabledException or KMS.KMSInvalidStateException (400)
 */
export async function usableKey(context: Context, key: string | undefined): Promise<string | undefined> {
    if (key === undefined || isAwsManagedKey(key)) return undefined;
    const unusable = await unusableKey(context, key);
    if (unusable) throw new AwsError(codes[unusable.state], unusable.message);
    if (/:key\//.test(key)) return key;
    return (await context.call("kms", "DescribeKey", { KeyId: key })).KeyMetadata.Arn;
}
