import { type BucketPolicyArgs } from "@pulumi/aws/s3";

import { defineResource, unlessGone } from "./defineResource";
import { json, regional, type Takes, text } from "./property";

const properties = {
    bucket: text({ required: true }),
    policy: json({ required: true }),
    ...regional,
} satisfies Takes<BucketPolicyArgs>;

export const bucketPolicy = defineResource({
    type: "aws:s3/bucketPolicy:BucketPolicy",
    properties,
    async create({ bucket, policy }, { call }) {
        await call("s3", "PutBucketPolicy", { Bucket: bucket, Policy: policy });
        return { id: bucket };
    },
    async delete({ id }, { call }) {
        await unlessGone(call("s3", "DeleteBucketPolicy", { Bucket: id }), "NoSuchBucket", "NoSuchBucketPolicy");
    },
});
