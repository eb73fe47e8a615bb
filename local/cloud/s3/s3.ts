import {
    type AbortMultipartUploadCommandInput,
    type CompleteMultipartUploadCommandInput,
    type CreateMultipartUploadCommandInput,
    type ListMultipartUploadsCommandInput,
    type ListPartsCommandInput,
    type PutObjectCommandInput,
    type UploadPartCommandInput,
} from "@aws-sdk/client-s3";

import { AwsError } from "../awsError";
import { checksumAlgorithms, type ChecksumAlgorithm, verifiedChecksums, verifyContentMd5 } from "./checksum";
import { type OfBucket } from "./buckets";
import { type Service } from "../context";
import { type Caller } from "../iam/principal";
import { MultipartUpload } from "./multipartUpload";
import { encryptionOf } from "./objectEncryption";
import { useKmsKey } from "./objectKmsKey";
import { checkWrite, type Described, Objects } from "./objects";
import { checkKey, describedObject, objectSettings } from "./storedObject";

export type UploadPartInput = Omit<UploadPartCommandInput, "Body"> & { Body?: Buffer };

/** Simple Storage Service: buckets, their configuration, their objects and, here, uploads in parts. */
export class S3 extends Objects implements Service {
    async CreateMultipartUpload(
        input: CreateMultipartUploadCommandInput,
        by?: Caller,
    ): Promise<{ Bucket: string; Key: string; UploadId: string; ChecksumAlgorithm?: ChecksumAlgorithm }> {
        const bucket = this.bucket(input);
        const algorithm = checksumAlgorithms.find((known) => known === input.ChecksumAlgorithm);
        if (input.ChecksumAlgorithm !== undefined && !algorithm) {
            const message = `The laptop AWS does not implement the checksum ${input.ChecksumAlgorithm}.`;
            throw new AwsError("NotImplemented", message, 501);
        }
        const upload = new MultipartUpload(
            checkKey(input.Key),
            this.context.clock.date(),
            objectSettings(input as Partial<PutObjectCommandInput>),
            await encryptionOf(this.context, bucket.encryption, input, by),
            algorithm,
            input.ChecksumType === "FULL_OBJECT" ? "FULL_OBJECT" : "COMPOSITE",
        );
        bucket.uploads.set(upload.id, upload);
        const named = { Bucket: bucket.name, Key: upload.key, UploadId: upload.id };
        return { ...named, ...(algorithm && { ChecksumAlgorithm: algorithm }) };
    }

    async UploadPart(input: UploadPartInput, by?: Caller): Promise<Pick<Described, "ETag"> & Partial<Described>> {
        const { upload } = this.upload(input);
        const body = input.Body ?? Buffer.alloc(0);
        verifyContentMd5(input.ContentMD5, body);
        const checksums = verifiedChecksums(input, body);
        await useKmsKey(this.context, by, upload.encryption, "kms:Decrypt");
        const part = upload.put(input.PartNumber, body, checksums, this.context.clock.date());
        return { ETag: part.etag, ...upload.encryption, ...part.checksums };
    }

    async CompleteMultipartUpload(
        input: CompleteMultipartUploadCommandInput,
        by?: Caller,
    ): Promise<Described & { Bucket: string; Key: string; Location: string }> {
        const { bucket, upload } = this.upload(input);
        await useKmsKey(this.context, by, upload.encryption, "kms:Decrypt");
        const assembled = upload.assemble(input.MultipartUpload?.Parts);
        checkWrite(bucket, upload.key, input);
        const { key, settings, encryption } = upload;
        const object = this.store(bucket, { key, settings, encryption, ...assembled });
        bucket.uploads.delete(upload.id);
        const Location = `https://${bucket.name}.s3.${this.context.region}.amazonaws.com/${encodeURIComponent(key)}`;
        return { Bucket: bucket.name, Key: key, Location, ...describedObject(object) };
    }

    async AbortMultipartUpload(input: AbortMultipartUploadCommandInput): Promise<object> {
        const { bucket, upload } = this.upload(input);
        bucket.uploads.delete(upload.id);
        return Promise.resolve({});
    }

    async ListParts(input: ListPartsCommandInput, by?: Caller) {
        const { bucket, upload } = this.upload(input);
        await useKmsKey(this.context, by, upload.encryption, "kms:Decrypt");
        const limit = Math.min(input.MaxParts ?? 1000, 1000);
        const after = Number(input.PartNumberMarker ?? 0);
        const parts = upload.list().filter(({ partNumber }) => partNumber > after);
        const page = parts.slice(0, limit);
        const truncated = page.length < parts.length;
        return {
            Bucket: bucket.name,
            Key: upload.key,
            UploadId: upload.id,
            MaxParts: limit,
            IsTruncated: truncated,
            ...(truncated && { NextPartNumberMarker: String(page.at(-1)?.partNumber ?? after) }),
            Parts: page.map(({ partNumber, etag, lastModified, body, checksums }) => ({
                PartNumber: partNumber,
                ETag: etag,
                LastModified: lastModified,
                Size: body.length,
                ...checksums,
            })),
        };
    }

    /** All at once: a laptop has few. */
    async ListMultipartUploads(input: ListMultipartUploadsCommandInput) {
        const bucket = this.bucket(input);
        return Promise.resolve({
            Bucket: bucket.name,
            IsTruncated: false,
            Uploads: [...bucket.uploads.values()]
                .filter(({ key }) => key.startsWith(input.Prefix ?? ""))
                .map(({ key, id, initiated }) => ({ Key: key, UploadId: id, Initiated: initiated })),
        });
    }

    /**
     * That a bucket does not exist is told to anybody, also without a signature (minio/minio #11293, which compares with S3).
     */
    checkBeforeLeave(operation: string, input: unknown): void {
        if (operation !== "CreateBucket" && operation !== "ListBuckets") this.bucket(input as OfBucket);
    }

    private upload(input: { Bucket: string | undefined; UploadId: string | undefined; Key: string | undefined }) {
        const bucket = this.bucket(input);
        const upload = bucket.uploads.get(String(input.UploadId));
        if (upload?.key === input.Key && upload) return { bucket, upload };
        throw new AwsError(
            "NoSuchUpload",
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
            404,
            { UploadId: String(input.UploadId) },
        );
    }
}
