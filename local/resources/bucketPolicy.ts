import { type BucketPolicyArgs } from "@pulumi/aws/s3";

import { defineResource } from "./defineResource";
import { json, regional, type Takes, text, type Values } from "./property";
import { type Target } from "./resource";

const properties = {
    bucket: text({ required: true }),
    policy: json({ required: true }),
    ...regional,
} satisfies Takes<BucketPolicyArgs>;

export const bucketPolicy = defineResource({
    type: "aws:s3/bucketPolicy:BucketPolicy",
    properties,
    gone: ["NoSuchBucket", "NoSuchBucketPolicy"],
    async create(inputs, target) {
        await put(inputs, target);
        return { id: inputs.bucket };
    },
    async read(id, { call }) {
        const { Policy } = await call("s3", "GetBucketPolicy", { Bucket: id });
        return { inputs: { bucket: id, policy: Policy } };
    },
    async update(_existing, inputs, target) {
        await put(inputs, target);
    },
    async delete({ id }, { call }) {
        await call("s3", "DeleteBucketPolicy", { Bucket: id });
    },
});

async function put({ bucket, policy }: Values<typeof properties>, { call }: Target): Promise<void> {
    await call("s3", "PutBucketPolicy", { Bucket: bucket, Policy: policy });
}
