import { type BucketOwnershipControlsArgs } from "@pulumi/aws/s3";
import { type ObjectOwnership } from "@aws-sdk/client-s3";

import { defineResource, unlessGone } from "./defineResource";
import { block, regional, type Takes, text } from "./property";

const ownerships = ["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"] satisfies ObjectOwnership[];

const properties = {
    bucket: text({ required: true }),
    rule: block({ objectOwnership: text({ required: true, oneOf: ownerships }) }, { required: true }),
    ...regional,
} satisfies Takes<BucketOwnershipControlsArgs>;

export const bucketOwnershipControls = defineResource({
    type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    properties,
    async create({ bucket, rule }, { call }) {
        await call("s3", "PutBucketOwnershipControls", {
            Bucket: bucket,
            OwnershipControls: { Rules: [{ ObjectOwnership: rule.objectOwnership as ObjectOwnership }] },
        });
        return { id: bucket };
    },
    async delete({ id }, { call }) {
        const deletion = call("s3", "DeleteBucketOwnershipControls", { Bucket: id });
        await unlessGone(deletion, "NoSuchBucket", "OwnershipControlsNotFoundError");
    },
});
