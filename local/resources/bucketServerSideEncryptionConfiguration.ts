import { type BucketServerSideEncryptionConfigurationArgs } from "@pulumi/aws/s3";
import { type input as inputs } from "@pulumi/aws/types";
import { type ServerSideEncryption, type ServerSideEncryptionRule } from "@aws-sdk/client-s3";

import { defineResource } from "./defineResource";
import { block, blocks, boolean, regional, type Takes, text, type Values } from "./property";
import { type Target } from "./resource";
import { fromSdkShape, toSdkShape } from "./sdkShape";

const algorithms = ["AES256", "aws:kms", "aws:kms:dsse"] satisfies ServerSideEncryption[];

const byDefault = {
    sseAlgorithm: text({ required: true, oneOf: algorithms, member: "SSEAlgorithm" }),
    kmsMasterKeyId: text({ member: "KMSMasterKeyID" }),
} satisfies Takes<inputs.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefault>;

const rule = {
    applyServerSideEncryptionByDefault: block(byDefault),
    // Sent as false where the program is silent, as the provider does: S3 says so in its answers.
    bucketKeyEnabled: boolean({ default: false }),
} satisfies Takes<inputs.s3.BucketServerSideEncryptionConfigurationRule>;

const properties = {
    bucket: text({ required: true }),
    rules: blocks(rule, { required: true }),
    ...regional,
} satisfies Takes<BucketServerSideEncryptionConfigurationArgs>;

export const bucketServerSideEncryptionConfiguration = defineResource({
    type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    properties,
    // A bucket is never without: S3 answers a deletion with the encryption that it begins with.
    gone: ["NoSuchBucket", "ServerSideEncryptionConfigurationNotFoundError"],
    async create(inputs, target) {
        await put(inputs, target);
        return { id: inputs.bucket };
    },
    async read(id, { call }) {
        const { ServerSideEncryptionConfiguration } = await call("s3", "GetBucketEncryption", { Bucket: id });
        const rules = ServerSideEncryptionConfiguration.Rules.map((found) => fromSdkShape(rule, found));
        return { inputs: { bucket: id, rules: rules as Values<typeof rule>[] } };
    },
    async update(_existing, inputs, target) {
        await put(inputs, target);
    },
    async delete({ id }, { call }) {
        await call("s3", "DeleteBucketEncryption", { Bucket: id });
    },
});

async function put({ bucket, rules }: Values<typeof properties>, { call }: Target): Promise<void> {
    await call("s3", "PutBucketEncryption", {
        Bucket: bucket,
        ServerSideEncryptionConfiguration: {
            Rules: rules.map((values) => toSdkShape(rule, values) as ServerSideEncryptionRule),
        },
    });
}
