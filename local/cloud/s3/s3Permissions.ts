import { type Permission } from "../iam/access";
import { nothing, type Place, type ServicePermissions } from "../iam/operationPermissions";
import { accessDenied } from "./accessDenied";
import { type OfBucket } from "./buckets";
import { copySource } from "./copySource";

type OfObject = Pick<OfBucket, "Bucket"> & { Key: string | undefined };

/** What a write says of itself that policies ask for. */
interface Written {
    ACL?: string | undefined;
    ServerSideEncryption?: string | undefined;
    SSEKMSKeyId?: string | undefined;
}

export function bucketArn({ partition }: { partition: string }, bucket: string | undefined): string {
    return `arn:${partition}:s3:::${bucket ?? ""}`;
}

export function objectArn(place: { partition: string }, { Bucket, Key }: OfObject): string {
    return `${bucketArn(place, Bucket)}/${Key ?? ""}`;
}

function onBucket(action: string): (input: Pick<OfBucket, "Bucket">, place: Place) => readonly Permission[] {
    return ({ Bucket }, place) => [{ action: `s3:${action}`, resource: bucketArn(place, Bucket) }];
}

function onObject(action: string): (input: OfObject, place: Place) => readonly Permission[] {
    return (input, place) => [{ action: `s3:${action}`, resource: objectArn(place, input) }];
}

/** A canned ACL takes leave of its own (AWS: S3 API Reference, PutObject, "Permissions"). */
function written(input: OfObject & Written, place: Place): readonly Permission[] {
    const resource = objectArn(place, input);
    const keys = {
        "s3:x-amz-acl": input.ACL,
        "s3:x-amz-server-side-encryption": input.ServerSideEncryption,
        "s3:x-amz-server-side-encryption-aws-kms-key-id": input.SSEKMSKeyId,
    };
    const put = { action: "s3:PutObject", resource, keys };
    return input.ACL === undefined ? [put] : [put, { action: "s3:PutObjectAcl", resource, keys }];
}

/**
 * AWS: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3"; S3 User Guide, "Required permissions
 * for Amazon S3 API operations". What a part of an upload says of encryption is inferred: nothing, it was said for the upload.
 */
export const s3Permissions: ServicePermissions<"s3"> = {
    operations: {
        ListBuckets: () => [{ action: "s3:ListAllMyBuckets", resource: "*" }],
        CreateBucket: ({ Bucket, ObjectOwnership }, place) => {
            const resource = bucketArn(place, Bucket);
            const create = { action: "s3:CreateBucket", resource };
            // AWS: S3 API Reference, CreateBucket, "Permissions".
            return ObjectOwnership === undefined
                ? [create]
                : [create, { action: "s3:PutBucketOwnershipControls", resource }];
        },
        HeadBucket: onBucket("ListBucket"),
        DeleteBucket: onBucket("DeleteBucket"),
        GetBucketLocation: onBucket("GetBucketLocation"),
        GetBucketVersioning: onBucket("GetBucketVersioning"),

        PutPublicAccessBlock: onBucket("PutBucketPublicAccessBlock"),
        GetPublicAccessBlock: onBucket("GetBucketPublicAccessBlock"),
        DeletePublicAccessBlock: onBucket("PutBucketPublicAccessBlock"),
        PutBucketOwnershipControls: onBucket("PutBucketOwnershipControls"),
        GetBucketOwnershipControls: onBucket("GetBucketOwnershipControls"),
        DeleteBucketOwnershipControls: onBucket("PutBucketOwnershipControls"),
        PutBucketEncryption: onBucket("PutEncryptionConfiguration"),
        GetBucketEncryption: onBucket("GetEncryptionConfiguration"),
        DeleteBucketEncryption: onBucket("PutEncryptionConfiguration"),
        PutBucketPolicy: onBucket("PutBucketPolicy"),
        GetBucketPolicy: onBucket("GetBucketPolicy"),
        DeleteBucketPolicy: onBucket("DeleteBucketPolicy"),
        PutBucketLifecycleConfiguration: onBucket("PutLifecycleConfiguration"),
        GetBucketLifecycleConfiguration: onBucket("GetLifecycleConfiguration"),
        DeleteBucketLifecycle: onBucket("PutLifecycleConfiguration"),
        PutBucketTagging: onBucket("PutBucketTagging"),
        GetBucketTagging: onBucket("GetBucketTagging"),
        DeleteBucketTagging: onBucket("PutBucketTagging"),

        // A parameter that is not sent is no key of the request (inferred); `prefix=` is one, and empty.
        ListObjectsV2: ({ Bucket, Prefix, Delimiter, MaxKeys }, place) => [
            {
                action: "s3:ListBucket",
                resource: bucketArn(place, Bucket),
                keys: {
                    "s3:prefix": Prefix,
                    "s3:delimiter": Delimiter,
                    "s3:max-keys": MaxKeys === undefined ? undefined : String(MaxKeys),
                },
            },
        ],
        PutObject: written,
        GetObject: onObject("GetObject"),
        HeadObject: onObject("GetObject"),
        CopyObject: (input, place) => [
            ...onObject("GetObject")(copySource(input.CopySource), place),
            ...written(input, place),
        ],
        DeleteObject: onObject("DeleteObject"),
        // S3 asks for each key, and tells of those that may not be deleted.
        DeleteObjects: nothing,

        CreateMultipartUpload: written,
        UploadPart: onObject("PutObject"),
        CompleteMultipartUpload: onObject("PutObject"),
        AbortMultipartUpload: onObject("AbortMultipartUpload"),
        ListParts: onObject("ListMultipartUploadParts"),
        ListMultipartUploads: onBucket("ListBucketMultipartUploads"),
    },
    refusal: accessDenied,
};
