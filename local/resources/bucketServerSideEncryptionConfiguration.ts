import { type BucketServerSideEncryptionConfigurationArgs } from "@pulumi/aws/s3";
import { type input as inputs } from "@pulumi/aws/types";
import { type ServerSideEncryption, type ServerSideEncryptionRule } from "@aws-sdk/client-s3";

import { defineResource, unlessGone } from "./defineResource";
import { block, blocks, boolean, regional, type Takes, text } from "./property";
import { toSdkShape } from "./sdkShape";

const algorithms = ["AES256", "aws:kms", "aws:kms:dsse"] satisfies ServerSideEncryption[];

const byDefault = {
    sseAlgorithm: text({ required: true, oneOf: algorithms, member: "SSEAlgorithm" }),
    kmsMasterKeyId: text({ member: "KMSMasterKeyID" }),
} satisfies Takes<inputs.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefault>;

const rule = {
    applyServerSideEncryptionByDefault: block(byDefault),
    bucketKeyEnabled: boolean(),
} satisfies Takes<inputs.s3.BucketServerSideEncryptionConfigurationRule>;

const properties = {
    bucket: text({ required: true }),
    rules: blocks(rule, { required: true }),
    ...regional,
} satisfies Takes<BucketServerSideEncryptionConfigurationArgs>;

export const bucketServerSideEncryptionConfiguration = defineResource({
    type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    properties,
    async create({ bucket, rules }, { call }) {
        await call("s3", "PutBucketEncryption", {
            Bucket: bucket,
            ServerSideEncryptionConfiguration: {
                Rules: rules.map((values) => toSdkShape(rule, values) as ServerSideEncryptionRule),
            },
        });
        return { id: bucket };
    },
    async delete({ id }, { call }) {
        const deletion = call("s3", "DeleteBucketEncryption", { Bucket: id });
        await unlessGone(deletion, "NoSuchBucket", "ServerSideEncryptionConfigurationNotFoundError");
    },
});
