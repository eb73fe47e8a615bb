import { deepEqual } from "node:assert/strict";

import { holdToTable } from "../testing/askedPermissions";
import { s3Permissions } from "./s3Permissions";

const Bucket = "articles";
const bucket = "arn:aws-cn:s3:::articles";
const object = { Bucket, Key: "a b/c" };
const arn = `${bucket}/a b/c`;
const upload = { ...object, UploadId: "1" };
const unsaid = {
    "s3:x-amz-acl": undefined,
    "s3:x-amz-server-side-encryption": undefined,
    "s3:x-amz-server-side-encryption-aws-kms-key-id": undefined,
};
const unlisted = { "s3:prefix": undefined, "s3:delimiter": undefined, "s3:max-keys": undefined };
const PublicAccessBlockConfiguration = {};

describe("S3", () => {
    holdToTable(s3Permissions, [
        ["ListBuckets", {}, ["s3:ListAllMyBuckets", "*"]],
        ["CreateBucket", { Bucket }, ["s3:CreateBucket", bucket]],
        [
            "CreateBucket",
            { Bucket, ObjectOwnership: "ObjectWriter" },
            ["s3:CreateBucket", bucket],
            ["s3:PutBucketOwnershipControls", bucket],
        ],
        ["HeadBucket", { Bucket }, ["s3:ListBucket", bucket]],
        ["DeleteBucket", { Bucket }, ["s3:DeleteBucket", bucket]],
        ["GetBucketLocation", { Bucket }, ["s3:GetBucketLocation", bucket]],
        ["GetBucketVersioning", { Bucket }, ["s3:GetBucketVersioning", bucket]],
        ["PutPublicAccessBlock", { Bucket, PublicAccessBlockConfiguration }, ["s3:PutBucketPublicAccessBlock", bucket]],
        ["GetPublicAccessBlock", { Bucket }, ["s3:GetBucketPublicAccessBlock", bucket]],
        ["DeletePublicAccessBlock", { Bucket }, ["s3:PutBucketPublicAccessBlock", bucket]],
        [
            "PutBucketOwnershipControls",
            { Bucket, OwnershipControls: { Rules: [] } },
            ["s3:PutBucketOwnershipControls", bucket],
        ],
        ["GetBucketOwnershipControls", { Bucket }, ["s3:GetBucketOwnershipControls", bucket]],
        ["DeleteBucketOwnershipControls", { Bucket }, ["s3:PutBucketOwnershipControls", bucket]],
        [
            "PutBucketEncryption",
            { Bucket, ServerSideEncryptionConfiguration: { Rules: [] } },
            ["s3:PutEncryptionConfiguration", bucket],
        ],
        ["GetBucketEncryption", { Bucket }, ["s3:GetEncryptionConfiguration", bucket]],
        ["DeleteBucketEncryption", { Bucket }, ["s3:PutEncryptionConfiguration", bucket]],
        ["PutBucketPolicy", { Bucket, Policy: "{}" }, ["s3:PutBucketPolicy", bucket]],
        ["GetBucketPolicy", { Bucket }, ["s3:GetBucketPolicy", bucket]],
        ["DeleteBucketPolicy", { Bucket }, ["s3:DeleteBucketPolicy", bucket]],
        ["PutBucketLifecycleConfiguration", { Bucket }, ["s3:PutLifecycleConfiguration", bucket]],
        ["GetBucketLifecycleConfiguration", { Bucket }, ["s3:GetLifecycleConfiguration", bucket]],
        ["DeleteBucketLifecycle", { Bucket }, ["s3:PutLifecycleConfiguration", bucket]],
        ["PutBucketTagging", { Bucket, Tagging: { TagSet: [] } }, ["s3:PutBucketTagging", bucket]],
        ["GetBucketTagging", { Bucket }, ["s3:GetBucketTagging", bucket]],
        ["DeleteBucketTagging", { Bucket }, ["s3:PutBucketTagging", bucket]],
        ["ListObjectsV2", { Bucket }, ["s3:ListBucket", bucket, unlisted]],
        [
            "ListObjectsV2",
            { Bucket, Prefix: "", Delimiter: "/", MaxKeys: 0 },
            ["s3:ListBucket", bucket, { "s3:prefix": "", "s3:delimiter": "/", "s3:max-keys": "0" }],
        ],
        ["PutObject", object, ["s3:PutObject", arn, unsaid]],
        [
            "PutObject",
            { ...object, ServerSideEncryption: "aws:kms", SSEKMSKeyId: "alias/articles" },
            [
                "s3:PutObject",
                arn,
                {
                    ...unsaid,
                    "s3:x-amz-server-side-encryption": "aws:kms",
                    "s3:x-amz-server-side-encryption-aws-kms-key-id": "alias/articles",
                },
            ],
        ],
        [
            "PutObject",
            { ...object, ACL: "bucket-owner-full-control" },
            ["s3:PutObject", arn, { ...unsaid, "s3:x-amz-acl": "bucket-owner-full-control" }],
            ["s3:PutObjectAcl", arn, { ...unsaid, "s3:x-amz-acl": "bucket-owner-full-control" }],
        ],
        ["GetObject", object, ["s3:GetObject", arn]],
        ["HeadObject", object, ["s3:GetObject", arn]],
        [
            "CopyObject",
            { ...object, CopySource: "/drafts/a%20b" },
            ["s3:GetObject", "arn:aws-cn:s3:::drafts/a b"],
            ["s3:PutObject", arn, unsaid],
        ],
        ["DeleteObject", object, ["s3:DeleteObject", arn]],
        ["DeleteObjects", { Bucket, Delete: { Objects: [{ Key: "a" }] } }],
        ["CreateMultipartUpload", object, ["s3:PutObject", arn, unsaid]],
        [
            "CreateMultipartUpload",
            { ...object, ServerSideEncryption: "AES256" },
            ["s3:PutObject", arn, { ...unsaid, "s3:x-amz-server-side-encryption": "AES256" }],
        ],
        ["UploadPart", { ...upload, PartNumber: 1 }, ["s3:PutObject", arn]],
        ["CompleteMultipartUpload", upload, ["s3:PutObject", arn]],
        ["AbortMultipartUpload", upload, ["s3:AbortMultipartUpload", arn]],
        ["ListParts", upload, ["s3:ListMultipartUploadParts", arn]],
        ["ListMultipartUploads", { Bucket }, ["s3:ListBucketMultipartUploads", bucket]],
    ]);

    it("puts the resource of a refusal into quotation marks, whatever it is called", () => {
        const caller = {
            principal: { kind: "identity", arn: "a", identityArn: "a", accountId: "1" },
            secureTransport: true,
        } as const;
        const messages = [
            ["on resource: b/with x because y because no", 'on resource: "b/with x because y" because no'],
            ["on resource: b with an explicit deny", 'on resource: "b" with an explicit deny'],
            ["because no", "because no"],
        ].map(([given, told]) => [s3Permissions.refusal(`perform: c ${given as string} d`, caller).message, told]);
        deepEqual(
            messages.map(([message]) => message),
            messages.map(([, told]) => `perform: c ${told as string} d`),
        );
    });
});
