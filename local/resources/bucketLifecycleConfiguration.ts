import { type BucketLifecycleConfigurationArgs } from "@pulumi/aws/s3";
import { type input as inputs } from "@pulumi/aws/types";
import { type LifecycleRule } from "@aws-sdk/client-s3";

import { defineResource, unlessGone } from "./defineResource";
import { block, blocks, number, regional, type Takes, text } from "./property";
import { toSdkShape } from "./sdkShape";

const rule = {
    id: text({ required: true, member: "ID" }),
    status: text({ required: true, oneOf: ["Enabled", "Disabled"] }),
    filter: block({ prefix: text() } satisfies Takes<inputs.s3.BucketLifecycleConfigurationRuleFilter>),
    expiration: block({ days: number() } satisfies Takes<inputs.s3.BucketLifecycleConfigurationRuleExpiration>),
    abortIncompleteMultipartUpload: block({
        daysAfterInitiation: number(),
    } satisfies Takes<inputs.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload>),
    noncurrentVersionExpiration: block({
        noncurrentDays: number({ required: true }),
    } satisfies Takes<inputs.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpiration>),
} satisfies Takes<inputs.s3.BucketLifecycleConfigurationRule>;

const properties = {
    bucket: text({ required: true }),
    rules: blocks(rule, { required: true }),
    ...regional,
} satisfies Takes<BucketLifecycleConfigurationArgs>;

export const bucketLifecycleConfiguration = defineResource({
    type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    properties,
    async create({ bucket, rules }, { call }) {
        await call("s3", "PutBucketLifecycleConfiguration", {
            Bucket: bucket,
            LifecycleConfiguration: {
                // S3 wants a filter in every rule; an empty prefix is the whole bucket.
                Rules: rules.map(
                    (values) => ({ Filter: { Prefix: "" }, ...toSdkShape(rule, values) }) as unknown as LifecycleRule,
                ),
            },
        });
        return {
            id: bucket,
            outputs: {
                expectedBucketOwner: "",
                transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
            },
        };
    },
    async delete({ id }, { call }) {
        const deletion = call("s3", "DeleteBucketLifecycle", { Bucket: id });
        await unlessGone(deletion, "NoSuchBucket", "NoSuchLifecycleConfiguration");
    },
});
