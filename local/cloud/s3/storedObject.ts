import { createHash } from "node:crypto";

import { type PutObjectCommandInput } from "@aws-sdk/client-s3";

import { AwsError } from "../awsError";
import { type Checksums } from "./checksum";

/** What is said of an object besides its body, and answered with it. */
const settings = [
    "CacheControl",
    "ContentDisposition",
    "ContentEncoding",
    "ContentLanguage",
    "ContentType",
    "Metadata",
] as const;

export type ObjectSettings = Pick<PutObjectCommandInput, (typeof settings)[number]>;

export interface ObjectEncryption {
    ServerSideEncryption: "AES256" | "aws:kms" | "aws:kms:dsse";
    /** ARN of the key; absent for AES256 and for the key that AWS manages. */
    SSEKMSKeyId?: string;
    BucketKeyEnabled?: boolean;
}

export interface StoredObject {
    readonly key: string;
    readonly body: Buffer;
    /** With its quotes, as S3 writes it. */
    readonly etag: string;
    readonly lastModified: Date;
    readonly settings: ObjectSettings;
    readonly encryption: ObjectEncryption;
    readonly checksums: Checksums;
    readonly checksumType?: "COMPOSITE" | "FULL_OBJECT";
}

/** Bytes of keys and values together (AWS: S3 User Guide, "User-defined object metadata"). */
const maximumMetadataBytes = 2048;
const maximumKeyBytes = 1024;

/** Further members of PutObject that would change what is stored, and that nothing here carries out. */
const notImplemented = [
    "ACL",
    "GrantFullControl",
    "GrantRead",
    "GrantReadACP",
    "GrantWriteACP",
    "ObjectLockMode",
    "ObjectLockLegalHoldStatus",
    "ObjectLockRetainUntilDate",
    "SSECustomerAlgorithm",
    "SSEKMSEncryptionContext",
    "StorageClass",
    "Tagging",
    "WebsiteRedirectLocation",
    "WriteOffsetBytes",
    "ChecksumCRC64NVME",
    "Expires",
] as const;

/**
 * The settings among the members of PutObject, CreateMultipartUpload or CopyObject.
 *
 * @throws AwsError MetadataTooLarge (400), NotImplemented (501) for a member that would be lost
 */
export function objectSettings(input: Partial<PutObjectCommandInput>): ObjectSettings {
    for (const member of notImplemented) {
        const value = input[member];
        // These two are what S3 does anyway.
        if (value === undefined || value === "STANDARD" || value === "bucket-owner-full-control") continue;
        throw new AwsError("NotImplemented", `The laptop AWS does not implement ${member} of S3 objects.`, 501);
    }
    const size = Object.entries(input.Metadata ?? {}).reduce(
        (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
        0,
    );
    if (size > maximumMetadataBytes) {
        const message = "Your metadata headers exceed the maximum allowed metadata size";
        throw new AwsError("MetadataTooLarge", message, 400, {
            Size: String(size),
            MaxSizeAllowed: String(maximumMetadataBytes),
        });
    }
    return Object.fromEntries(
        settings.flatMap((member) => (input[member] === undefined ? [] : [[member, input[member]]])),
    );
}

/** @throws AwsError KeyTooLongError (400) */
export function checkKey(key: string | undefined): string {
    if (!key) throw new AwsError("InvalidRequest", "A key must be specified.");
    const size = Buffer.byteLength(key);
    if (size <= maximumKeyBytes) return key;
    throw new AwsError("KeyTooLongError", "Your key is too long", 400, {
        Size: String(size),
        MaxSizeAllowed: String(maximumKeyBytes),
    });
}

/** What PutObject, GetObject, HeadObject and others say of a stored object. */
export function describedObject(object: StoredObject) {
    return {
        ETag: object.etag,
        ...object.encryption,
        ...object.checksums,
        ...(object.checksumType && { ChecksumType: object.checksumType }),
    };
}

/** Entity tag of a body that was put at once. S3's is no MD5 where a KMS key encrypts; nobody may rely on it. */
export function entityTag(body: Buffer): string {
    return `"${createHash("md5").update(body).digest("hex")}"`;
}
