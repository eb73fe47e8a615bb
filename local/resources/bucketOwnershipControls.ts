import { type BucketOwnershipControlsArgs } from "@pulumi/aws/s3";
import { type ObjectOwnership } from "@aws-sdk/client-s3";

import { defineResource } from "./defineResource";
import { block, regional, type Takes, text, type Values } from "./property";
import { type Target } from "./resource";

const ownerships = ["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"] satisfies ObjectOwnership[];

const properties = {
    bucket: text({ required: true }),
    rule: block({ objectOwnership: text({ required: true, oneOf: ownerships }) }, { required: true }),
    ...regional,
} satisfies Takes<BucketOwnershipControlsArgs>;

export const bucketOwnershipControls = defineResource({
    type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    properties,
    gone: ["NoSuchBucket", "OwnershipControlsNotFoundError"],
    async create(inputs, target) {
        await put(inputs, target);
        return { id: inputs.bucket };
    },
    async read(id, { call }) {
        const { OwnershipControls } = await call("s3", "GetBucketOwnershipControls", { Bucket: id });
        // S3 takes and gives exactly one rule.
        const [rule] = OwnershipControls.Rules;
        return rule && { inputs: { bucket: id, rule: { objectOwnership: rule.ObjectOwnership } } };
    },
    async update(_existing, inputs, target) {
        await put(inputs, target);
    },
    async delete({ id }, { call }) {
        await call("s3", "DeleteBucketOwnershipControls", { Bucket: id });
    },
});

async function put({ bucket, rule }: Values<typeof properties>, { call }: Target): Promise<void> {
    await call("s3", "PutBucketOwnershipControls", {
        Bucket: bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: rule.objectOwnership as ObjectOwnership }] },
    });
}
