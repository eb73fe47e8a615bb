import { type ServerSideEncryptionRule } from "@aws-sdk/client-s3";

import { AwsError } from "../awsError";
import { type Context } from "../context";
import { type Caller } from "../iam/principal";
import { usableKey, useKmsKey } from "./objectKmsKey";
import { type ObjectEncryption } from "./storedObject";

/** What a write may ask for. */
export interface EncryptionRequest {
    ServerSideEncryption?: string | undefined;
    SSEKMSKeyId?: string | undefined;
    BucketKeyEnabled?: boolean | undefined;
}

/**
 * How a new object is encrypted: as the request says, else as the bucket says. Nothing is really encrypted, but a key that
 * is missing or disabled, or that who writes may not use, is refused as S3 refuses it.
 *
 * @param by undefined: AWS itself
 */
export async function encryptionOf(
    context: Context,
    rules: readonly ServerSideEncryptionRule[],
    request: EncryptionRequest,
    by: Caller | undefined,
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
    const encryption: ObjectEncryption = {
        ServerSideEncryption: algorithm,
        ...(key !== undefined && { SSEKMSKeyId: key }),
        ...((request.BucketKeyEnabled ?? rule?.BucketKeyEnabled) && { BucketKeyEnabled: true }),
    };
    await useKmsKey(context, by, encryption, "kms:GenerateDataKey");
    return encryption;
}
