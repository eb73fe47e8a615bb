import {
    Bucket,
    BucketLifecycleConfiguration,
    BucketOwnershipControls,
    BucketPolicy,
    BucketPublicAccessBlock,
    BucketServerSideEncryptionConfiguration,
} from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";

import { type Named } from "../contract/names";
import { denyInsecureTransport, policyDocument } from "./policyDocument";

export interface PrivateBucketArgs {
    bucket: Named;
    /** Key that encrypts the objects. */
    keyArn: pulumi.Input<string>;
    /** Days after which an object is deleted. */
    expirationDays: number;
    /** Whether a bucket that still holds objects may be deleted. */
    forceDestroy: boolean;
    /** Whether Pulumi refuses to delete the bucket. */
    protect: boolean;
}

/** A bucket that nobody outside the account reads, encrypted, over TLS only, and that empties itself. */
export class PrivateBucket extends pulumi.ComponentResource {
    constructor(name: string, args: PrivateBucketArgs, opts?: pulumi.ComponentResourceOptions) {
        super("summarizer:index:PrivateBucket", name, args, opts);
        const child = { parent: this };
        const { bucket } = new Bucket(
            name,
            { bucket: args.bucket.name, forceDestroy: args.forceDestroy },
            { ...child, protect: args.protect },
        );
        const publicAccessBlock = new BucketPublicAccessBlock(
            name,
            {
                bucket,
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            },
            child,
        );
        new BucketOwnershipControls(name, { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } }, child);
        new BucketServerSideEncryptionConfiguration(
            name,
            {
                bucket,
                rules: [
                    {
                        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: args.keyArn },
                        // One call of KMS for many objects instead of one for each.
                        bucketKeyEnabled: true,
                    },
                ],
            },
            child,
        );
        new BucketLifecycleConfiguration(
            name,
            {
                bucket,
                rules: [
                    {
                        id: "expire-objects",
                        status: "Enabled",
                        filter: { prefix: "" },
                        expiration: { days: args.expirationDays },
                    },
                    {
                        id: "abort-multipart-uploads",
                        status: "Enabled",
                        filter: { prefix: "" },
                        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
                    },
                ],
            },
            child,
        );
        new BucketPolicy(
            name,
            {
                bucket,
                policy: policyDocument(denyInsecureTransport("s3:*", [args.bucket.arn, `${args.bucket.arn}/*`])),
            },
            // S3 refuses to change both at the same time (OperationAborted).
            { ...child, dependsOn: publicAccessBlock },
        );
        this.registerOutputs();
    }
}
