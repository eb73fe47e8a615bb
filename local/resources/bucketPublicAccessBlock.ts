import { type BucketPublicAccessBlockArgs } from "@pulumi/aws/s3";

import { defineResource, unlessGone } from "./defineResource";
import { boolean, regional, type Takes, text } from "./property";

const properties = {
    bucket: text({ required: true }),
    blockPublicAcls: boolean({ default: false }),
    blockPublicPolicy: boolean({ default: false }),
    ignorePublicAcls: boolean({ default: false }),
    restrictPublicBuckets: boolean({ default: false }),
    ...regional,
} satisfies Takes<BucketPublicAccessBlockArgs>;

export const bucketPublicAccessBlock = defineResource({
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    properties,
    async create(inputs, { call }) {
        await call("s3", "PutPublicAccessBlock", {
            Bucket: inputs.bucket,
            PublicAccessBlockConfiguration: {
                BlockPublicAcls: inputs.blockPublicAcls,
                BlockPublicPolicy: inputs.blockPublicPolicy,
                IgnorePublicAcls: inputs.ignorePublicAcls,
                RestrictPublicBuckets: inputs.restrictPublicBuckets,
            },
        });
        return { id: inputs.bucket };
    },
    async delete({ id }, { call }) {
        const deletion = call("s3", "DeletePublicAccessBlock", { Bucket: id });
        await unlessGone(deletion, "NoSuchBucket", "NoSuchPublicAccessBlockConfiguration");
    },
});
