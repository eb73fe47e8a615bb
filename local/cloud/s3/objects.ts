import {
    type CopyObjectCommandInput,
    type DeleteObjectCommandInput,
    type DeleteObjectsCommandInput,
    type GetObjectCommandInput,
    type HeadObjectCommandInput,
    type ListObjectsV2CommandInput,
    type PutObjectCommandInput,
} from "@aws-sdk/client-s3";

import { AwsError } from "../awsError";
import { type Caller } from "../iam/principal";
import { accessDenied } from "./accessDenied";
import { BucketConfiguration } from "./bucketConfiguration";
import { type Bucket } from "./buckets";
import { verifiedChecksums, verifyContentMd5 } from "./checksum";
import { copySource } from "./copySource";
import { encryptionOf } from "./objectEncryption";
import { useKmsKey } from "./objectKmsKey";
import { listObjects, type ObjectListing } from "./objectListing";
import { type ByteRange, byteRange, checkPreconditions } from "./objectRead";
import { objectArn } from "./s3Permissions";
import {
    checkKey,
    describedObject,
    entityTag,
    objectSettings,
    type ObjectSettings,
    type StoredObject,
} from "./storedObject";

export type PutObjectInput = Omit<PutObjectCommandInput, "Body"> & { Body?: Buffer };

export type Described = ReturnType<typeof describedObject>;

/** What GetObject and HeadObject say of an object, besides its bytes. */
export interface ReadObject extends Described, ObjectSettings {
    LastModified: Date;
    /** Of what is returned: of the range if one was asked for. */
    ContentLength: number;
    ContentRange?: string;
    AcceptRanges: "bytes";
}

export interface DeletedObjects {
    Deleted?: { Key: string }[];
    Errors?: { Key: string; Code: string; Message: string }[];
}

/** Objects without versions, kept in memory. */
export abstract class Objects extends BucketConfiguration {
    async PutObject(input: PutObjectInput, by?: Caller): Promise<Described & { Size: number }> {
        const bucket = this.bucket(input);
        const key = checkKey(input.Key);
        const body = input.Body ?? Buffer.alloc(0);
        const settings = objectSettings(input as Partial<PutObjectCommandInput>);
        verifyContentMd5(input.ContentMD5, body);
        const checksums = verifiedChecksums(input, body);
        const encryption = await encryptionOf(this.context, bucket.encryption, input, by);
        checkWrite(bucket, key, input);
        const object = this.store(bucket, {
            key,
            body,
            etag: entityTag(body),
            settings,
            encryption,
            checksums,
            ...(Object.keys(checksums).length > 0 && { checksumType: "FULL_OBJECT" }),
        });
        return { ...describedObject(object), Size: body.length };
    }

    /** @throws AwsError NoSuchKey (404), or AccessDenied (403) for want of `s3:ListBucket`; NotModified (304); InvalidRange (416) */
    async GetObject(input: GetObjectCommandInput, by?: Caller): Promise<ReadObject & { Body: Buffer }> {
        refuseOverrides(input, by);
        const { object, range } = this.read(input, by);
        await useKmsKey(this.context, by, object.encryption, "kms:Decrypt");
        return { ...readObject(object, range), Body: object.body.subarray(range.start, range.end) };
    }

    /**
     * As GetObject; that HTTP leaves the error's body out is the wire's business. Only a checksum takes the object's key (AWS: S3
     * API Reference, HeadObject, `ChecksumMode`).
     */
    async HeadObject(input: HeadObjectCommandInput, by?: Caller): Promise<ReadObject> {
        refuseOverrides(input, by);
        const { object, range } = this.read(input, by);
        if (input.ChecksumMode === "ENABLED" && Object.keys(object.checksums).length > 0) {
            await useKmsKey(this.context, by, object.encryption, "kms:Decrypt");
        }
        return readObject(object, range);
    }

    async CopyObject(
        input: CopyObjectCommandInput,
        by?: Caller,
    ): Promise<Omit<Described, "ETag"> & { CopyObjectResult: { ETag: string; LastModified: Date } }> {
        const { object: source } = this.read(copySource(input.CopySource), by);
        await useKmsKey(this.context, by, source.encryption, "kms:Decrypt");
        const bucket = this.bucket(input);
        const key = checkKey(input.Key);
        const replaced = input.MetadataDirective === "REPLACE";
        const settings = objectSettings(input as Partial<PutObjectCommandInput>);
        const encryption = await encryptionOf(this.context, bucket.encryption, input, by);
        checkWrite(bucket, key, input);
        if (source === bucket.objects.get(key) && !replaced && input.ServerSideEncryption === undefined) {
            throw new AwsError(
                "InvalidRequest",
                "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
            );
        }
        const { body, checksums } = source;
        const object = this.store(bucket, {
            key,
            body,
            etag: entityTag(body),
            settings: replaced ? settings : source.settings,
            encryption,
            checksums: source.checksumType === "COMPOSITE" ? {} : checksums,
            ...(source.checksumType === "FULL_OBJECT" && { checksumType: "FULL_OBJECT" }),
        });
        const { ETag, ...described } = describedObject(object);
        return { ...described, CopyObjectResult: { ETag, LastModified: object.lastModified } };
    }

    /** Deleting what is not there is no error. */
    async DeleteObject(input: DeleteObjectCommandInput): Promise<object> {
        refuseVersion(input.VersionId);
        if (input.IfMatch !== undefined) throw notImplemented("If-Match of DeleteObject");
        this.bucket(input).objects.delete(checkKey(input.Key));
        return Promise.resolve({});
    }

    /** What cannot be deleted is told key by key; the rest is deleted. */
    async DeleteObjects(input: DeleteObjectsCommandInput, by?: Caller): Promise<DeletedObjects> {
        const bucket = this.bucket(input);
        const objects = input.Delete?.Objects ?? [];
        if (objects.length === 0 || objects.length > 1000) {
            const message = "The XML you provided was not well-formed or did not validate against our published schema";
            throw new AwsError("MalformedXML", message);
        }
        const Deleted: { Key: string }[] = [];
        const Errors: { Key: string; Code: string; Message: string }[] = [];
        for (const { Key = "", VersionId } of objects) {
            try {
                const permission = { action: "s3:DeleteObject", resource: objectArn(this.context, { ...input, Key }) };
                this.context.access.require(by, permission, accessDenied);
                refuseVersion(VersionId);
                bucket.objects.delete(checkKey(Key));
                Deleted.push({ Key });
            } catch (error) {
                if (!(error instanceof AwsError)) throw error;
                Errors.push({ Key, Code: error.code, Message: error.message });
            }
        }
        return Promise.resolve({
            ...(Deleted.length > 0 && !input.Delete?.Quiet && { Deleted }),
            ...(Errors.length > 0 && { Errors }),
        });
    }

    async ListObjectsV2(input: ListObjectsV2CommandInput): Promise<ObjectListing> {
        return Promise.resolve(listObjects(this.bucket(input).objects.values(), input));
    }

    /**
     * That an object is missing is told to those who may list its bucket. The request has no `s3:prefix`, so a grant that asks for
     * one does not help (inferred).
     */
    private read(input: GetObjectCommandInput, by: Caller | undefined): { object: StoredObject; range: ByteRange } {
        const bucket = this.bucket(input);
        const key = checkKey(input.Key);
        refuseVersion(input.VersionId);
        if (input.PartNumber !== undefined) throw notImplemented("PartNumber of GetObject and HeadObject");
        const object = bucket.objects.get(key);
        if (!object) {
            this.context.access.require(by, { action: "s3:ListBucket", resource: bucket.arn }, accessDenied);
            throw noSuchKey(key);
        }
        checkPreconditions(object, input);
        return { object, range: byteRange(input.Range, object.body.length) };
    }

    protected store(bucket: Bucket, object: Omit<StoredObject, "lastModified">): StoredObject {
        const stored = { ...object, lastModified: this.context.clock.date() };
        bucket.objects.set(stored.key, stored);
        return stored;
    }
}

/** Conditional writes (AWS: S3 User Guide, "How to prevent object overwrites with conditional writes"). */
export function checkWrite(
    bucket: Bucket,
    key: string,
    { IfMatch, IfNoneMatch }: { IfMatch?: string | undefined; IfNoneMatch?: string | undefined },
): void {
    const existing = bucket.objects.get(key);
    if (IfNoneMatch !== undefined && IfNoneMatch !== "*") throw notImplemented("If-None-Match other than * on a write");
    if (IfNoneMatch !== undefined && existing) throw preconditionFailed("If-None-Match");
    if (IfMatch === undefined) return;
    if (!existing) throw noSuchKey(key);
    if (existing.etag.replaceAll('"', "") !== IfMatch.replaceAll('"', "")) throw preconditionFailed("If-Match");
}

function readObject(object: StoredObject, range: ByteRange): ReadObject {
    return {
        ETag: object.etag,
        ...object.encryption,
        // A checksum of the whole would not fit a part of it.
        ...(range.contentRange === undefined && describedObject(object)),
        ContentType: "binary/octet-stream",
        ...object.settings,
        LastModified: object.lastModified,
        ContentLength: range.end - range.start,
        AcceptRanges: "bytes",
        ...(range.contentRange !== undefined && { ContentRange: range.contentRange }),
    };
}

/**
 * Who does not say who he is reads an object as it was written (AWS: S3 API Reference, GetObject, "Overriding response header
 * values": the request must be signed).
 */
function refuseOverrides(input: object, by: Caller | undefined): void {
    if (by?.principal.kind !== "anonymous") return;
    if (!Object.entries(input).some(([member, value]) => member.startsWith("Response") && value !== undefined)) return;
    const message = "Request specific response headers cannot be used for anonymous GET requests.";
    throw new AwsError("InvalidRequest", message);
}

function refuseVersion(versionId: string | undefined): void {
    if (versionId !== undefined && versionId !== "null") throw notImplemented("versions of S3 objects");
}

function noSuchKey(key: string): AwsError {
    return new AwsError("NoSuchKey", "The specified key does not exist.", 404, { Key: key });
}

function preconditionFailed(condition: string): AwsError {
    const message = "At least one of the pre-conditions you specified did not hold";
    return new AwsError("PreconditionFailed", message, 412, { Condition: condition });
}

function notImplemented(what: string): AwsError {
    return new AwsError("NotImplemented", `The laptop AWS does not implement ${what}.`, 501);
}
