import { type BucketArgs } from "@pulumi/aws/s3";
import { type DeleteObjectsOutput } from "@aws-sdk/client-s3";

import { AwsError } from "../cloud/awsError";
import { defineResource, unlessGone } from "./defineResource";
import { boolean, type Takes, taggedAndRegional, text } from "./property";
import { type Target } from "./resource";
import { toTags } from "./sdkShape";

const properties = {
    bucket: text({ autoname: (automatic) => automatic.toLowerCase() }),
    forceDestroy: boolean({ default: false }),
    ...taggedAndRegional,
} satisfies Takes<BucketArgs>;

/** An S3 bucket; all that can be said of it besides its name has a resource type of its own. */
export const bucket = defineResource({
    type: "aws:s3/bucket:Bucket",
    properties,
    async create({ bucket: name, tags }, { call, region, partition }, undo) {
        await call("s3", "CreateBucket", {
            Bucket: name,
            // S3 refuses us-east-1 as a location constraint (AWS: S3 API Reference, CreateBucket).
            ...(region === "us-east-1"
                ? {}
                : { CreateBucketConfiguration: { LocationConstraint: region as "eu-west-1" } }),
        });
        undo(() => call("s3", "DeleteBucket", { Bucket: name }));
        if (tags) await call("s3", "PutBucketTagging", { Bucket: name, Tagging: { TagSet: toTags(tags) } });
        const dnsSuffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
        return {
            id: name,
            // What a new bucket is (AWS: S3 User Guide). `hostedZoneId` and the website outputs are missing: nothing serves websites.
            outputs: {
                arn: `arn:${partition}:s3:::${name}`,
                bucketDomainName: `${name}.s3.${dnsSuffix}`,
                bucketRegionalDomainName: `${name}.s3.${region}.${dnsSuffix}`,
                bucketRegion: region,
                bucketNamespace: "global",
                bucketPrefix: "",
                accelerationStatus: "",
                corsRules: [],
                grants: [],
                lifecycleRules: [],
                objectLockEnabled: false,
                policy: "",
                requestPayer: "BucketOwner",
                serverSideEncryptionConfiguration: {
                    rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, bucketKeyEnabled: false },
                },
                versioning: { enabled: false, mfaDelete: false },
            },
        };
    },
    async delete({ id, outputs: { forceDestroy } }, target) {
        const remove = () => unlessGone(target.call("s3", "DeleteBucket", { Bucket: id }), "NoSuchBucket");
        try {
            await remove();
        } catch (error) {
            if (!forceDestroy || !(error instanceof AwsError) || error.code !== "BucketNotEmpty") throw error;
            await empty(id, target);
            await remove();
        }
    },
});

/** Deletes a page of objects at a time: a page holds as many as DeleteObjects takes, 1,000. */
async function empty(Bucket: string, { call }: Target): Promise<void> {
    let ContinuationToken: string | undefined;
    do {
        const page = await call("s3", "ListObjectsV2", { Bucket, ...(ContinuationToken ? { ContinuationToken } : {}) });
        const Objects = (page.Contents ?? []).map(({ Key }) => ({ Key }));
        if (Objects.length > 0) {
            const deletion = { Bucket, Delete: { Objects, Quiet: true } };
            const { Errors } = (await call("s3", "DeleteObjects", deletion)) as DeleteObjectsOutput;
            const [failed] = Errors ?? [];
            if (failed) throw new AwsError(String(failed.Code), `${String(failed.Key)}: ${String(failed.Message)}`);
        }
        ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
}
