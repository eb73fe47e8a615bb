import { type BucketPublicAccessBlockArgs } from "@pulumi/aws/s3";

import { defineResource } from "./defineResource";
import { boolean, regional, type Takes, text, type Values } from "./property";
import { type Target } from "./resource";
import { fromSdkShape, toSdkShape } from "./sdkShape";

const configuration = {
    blockPublicAcls: boolean({ default: false }),
    blockPublicPolicy: boolean({ default: false }),
    ignorePublicAcls: boolean({ default: false }),
    restrictPublicBuckets: boolean({ default: false }),
} satisfies Takes<BucketPublicAccessBlockArgs>;

const properties = {
    bucket: text({ required: true }),
    ...configuration,
    ...regional,
} satisfies Takes<BucketPublicAccessBlockArgs>;

export const bucketPublicAccessBlock = defineResource({
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    properties,
    gone: ["NoSuchBucket", "NoSuchPublicAccessBlockConfiguration"],
    async create(inputs, target) {
        await put(inputs, target);
        return { id: inputs.bucket };
    },
    async read(id, { call }) {
        const { PublicAccessBlockConfiguration } = await call("s3", "GetPublicAccessBlock", { Bucket: id });
        return { inputs: { bucket: id, ...fromSdkShape(configuration, PublicAccessBlockConfiguration) } };
    },
    async update(_existing, inputs, target) {
        await put(inputs, target);
    },
    async delete({ id }, { call }) {
        await call("s3", "DeletePublicAccessBlock", { Bucket: id });
    },
});

async function put(inputs: Values<typeof properties>, { call }: Target): Promise<void> {
    const PublicAccessBlockConfiguration = toSdkShape(configuration, inputs);
    await call("s3", "PutPublicAccessBlock", { Bucket: inputs.bucket, PublicAccessBlockConfiguration });
}
