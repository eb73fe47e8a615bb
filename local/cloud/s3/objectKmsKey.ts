import { AwsError } from "../awsError";
import { type Context } from "../context";
import { type Caller } from "../iam/principal";
import { requireKey } from "../kms/keyUse";
import { isAwsManagedKey, unusableKey } from "../kms/unusableKey";
import { keyAccessDenied } from "./accessDenied";
import { type ObjectEncryption } from "./storedObject";

const codes = {
    NotFound: "KMS.NotFoundException",
    Disabled: "KMS.DisabledException",
    InvalidState: "KMS.KMSInvalidStateException",
} as const;

/**
 * What S3 does with the KMS key of an object: a write needs `kms:GenerateDataKey`, a read `kms:Decrypt`, and so does each part of an
 * upload, because it is added to what is encrypted already (AWS: S3 User Guide, "Using server-side encryption with AWS KMS keys";
 * S3 API Reference, CreateMultipartUpload, UploadPart, CompleteMultipartUpload and ListParts, "Permissions").
 *
 * The state of the key is looked at before leave to use it (inferred).
 *
 * @param by undefined: AWS itself, which asks nobody
 * @throws AwsError KMS.NotFoundException, KMS.DisabledException, KMS.KMSInvalidStateException, InvalidArgument (400), AccessDenied (403)
 */
export async function useKmsKey(
    context: Context,
    by: Caller | undefined,
    { ServerSideEncryption, SSEKMSKeyId: keyId = "alias/aws/s3" }: ObjectEncryption,
    action: "kms:Decrypt" | "kms:GenerateDataKey",
): Promise<void> {
    if (ServerSideEncryption === "AES256") return;
    if (by) refuseOpenRequest(by);
    await checkKeyState(context, keyId);
    await requireKey(context, by, { keyId, actions: [action], via: "s3" }, keyAccessDenied);
}

/**
 * @param key a key's id, its ARN or an alias
 * @returns the key's ARN; undefined for the key that AWS manages
 * @throws AwsError KMS.NotFoundException, KMS.DisabledException or KMS.KMSInvalidStateException (400)
 */
export async function usableKey(context: Context, key: string | undefined): Promise<string | undefined> {
    if (key === undefined || isAwsManagedKey(key)) return undefined;
    await checkKeyState(context, key);
    if (/:key\//.test(key)) return key;
    return (await context.call("kms", "DescribeKey", { KeyId: key })).KeyMetadata.Arn;
}

async function checkKeyState(context: Context, key: string): Promise<void> {
    const unusable = await unusableKey(context, key);
    if (unusable) throw new AwsError(codes[unusable.state], unusable.message);
}

/** AWS: S3 API Reference, PutObject, `SSEKMSKeyId`: what a KMS key protects is for signed requests over TLS only. */
function refuseOpenRequest({ principal, secureTransport }: Caller): void {
    const requests = "Requests specifying Server Side Encryption with AWS KMS managed keys";
    if (!secureTransport) throw new AwsError("InvalidArgument", `${requests} must be made over a secure connection.`);
    if (principal.kind !== "anonymous") return;
    throw new AwsError("InvalidArgument", `${requests} require AWS Signature Version 4.`);
}
