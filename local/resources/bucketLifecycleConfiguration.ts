import { type BucketLifecycleConfigurationArgs } from "@pulumi/aws/s3";
import { type input as inputs } from "@pulumi/aws/types";
import { type LifecycleRule } from "@aws-sdk/client-s3";

import { defineResource } from "./defineResource";
import { block, blocks, number, regional, type Takes, text, type Values } from "./property";
import { type Properties, type Target } from "./resource";
import { fromSdkShape, toSdkShape } from "./sdkShape";

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
    gone: ["NoSuchBucket", "NoSuchLifecycleConfiguration"],
    async create(inputs, target) {
        await put(inputs, target);
        return { id: inputs.bucket, outputs };
    },
    async read(id, { call }) {
        const { Rules } = await call("s3", "GetBucketLifecycleConfiguration", { Bucket: id });
        const rules = Rules.map((found) => fromSdkShape(rule, found) as Values<typeof rule>);
        return { inputs: { bucket: id, rules }, outputs };
    },
    async update(_existing, inputs, target) {
        await put(inputs, target);
    },
    async delete({ id }, { call }) {
        await call("s3", "DeleteBucketLifecycle", { Bucket: id });
    },
});

const outputs: Properties = {
    expectedBucketOwner: "",
    transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
};

async function put({ bucket, rules }: Values<typeof properties>, { call }: Target): Promise<void> {
    await call("s3", "PutBucketLifecycleConfiguration", {
        Bucket: bucket,
        LifecycleConfiguration: {
            // S3 wants a filter in every rule; an empty prefix is the whole bucket.
            Rules: rules.map(
                (values) => ({ Filter: { Prefix: "" }, ...toSdkShape(rule, values) }) as unknown as LifecycleRule,
            ),
        },
    });
}
