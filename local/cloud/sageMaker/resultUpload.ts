import { AwsError } from "../awsError";
import { type Call, type InputOf } from "../context";

/** What AWS's SDKs do by default: above this size an object goes up in parts of this size, in bytes. */
export const partBytes = 8 * 1024 * 1024;

type Target = Pick<
    InputOf<"s3", "PutObject">,
    "Bucket" | "Key" | "ContentType" | "ServerSideEncryption" | "SSEKMSKeyId"
>;

/**
 * Writes a result, a large one in parts. AWS asks for `s3:AbortMultipartUpload` in the execution role (SageMaker Developer Guide,
 * "Complete the prerequisites"); that SageMaker uploads large results so, and from which size, is inferred.
 *
 * An upload that fails is aborted; where the role may not, its parts stay.
 *
 * @throws AwsError what S3 said
 */
export async function uploadResult(call: Call, target: Target, body: Buffer): Promise<void> {
    if (body.length <= partBytes) {
        await call("s3", "PutObject", { ...target, Body: body });
        return;
    }
    const { Bucket, Key } = target;
    const { UploadId } = await call("s3", "CreateMultipartUpload", target);
    try {
        const Parts: { PartNumber: number; ETag: string }[] = [];
        for (let start = 0; start < body.length; start += partBytes) {
            const PartNumber = Parts.length + 1;
            const Body = body.subarray(start, start + partBytes);
            const { ETag } = await call("s3", "UploadPart", { Bucket, Key, UploadId, PartNumber, Body });
            Parts.push({ PartNumber, ETag });
        }
        await call("s3", "CompleteMultipartUpload", { Bucket, Key, UploadId, MultipartUpload: { Parts } });
    } catch (error) {
        await abort(call, { Bucket, Key, UploadId });
        throw error;
    }
}

/** That it cannot be aborted is no news to those who wait for the result: they are told why it could not be written. */
async function abort(call: Call, upload: InputOf<"s3", "AbortMultipartUpload">): Promise<void> {
    try {
        await call("s3", "AbortMultipartUpload", upload);
    } catch (error) {
        if (!(error instanceof AwsError)) throw error;
    }
}
