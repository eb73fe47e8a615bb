import { type BucketArgs } from "@pulumi/aws/s3";
import { type DeleteObjectsOutput } from "@aws-sdk/client-s3";

import { AwsError } from "../cloud/awsError";
import { defineResource, unlessGone } from "./defineResource";
import { boolean, map, regional, type Takes, text } from "./property";
import { type Properties, type Target } from "./resource";
import { fromTags, toTags } from "./sdkShape";

const properties = {
    bucket: text({ autoname: (automatic) => automatic.toLowerCase() }),
    forceDestroy: boolean({ default: false, stateOnly: true }),
    ...regional,
    tags: map(),
} satisfies Takes<BucketArgs>;

/** An S3 bucket; all that can be said of it besides its name has a resource type of its own. */
export const bucket = defineResource({
    type: "aws:s3/bucket:Bucket",
    properties,
    gone: ["NoSuchBucket"],
    async create({ bucket: name, tags }, target, undo) {
        const { call, region } = target;
        await call("s3", "CreateBucket", {
            Bucket: name,
            // S3 refuses us-east-1 as a location constraint (AWS: S3 API Reference, CreateBucket).
            ...(region === "us-east-1"
                ? {}
                : { CreateBucketConfiguration: { LocationConstraint: region as "eu-west-1" } }),
        });
        undo(() => call("s3", "DeleteBucket", { Bucket: name }));
        if (tags) await call("s3", "PutBucketTagging", { Bucket: name, Tagging: { TagSet: toTags(tags) } });
        return { id: name, outputs: outputs(name, target) };
    },
    async read(id, target) {
        return { inputs: { bucket: id, tags: await tagsOf(id, target) }, outputs: outputs(id, target) };
    },
    /** S3 takes all tags at once. Those that neither the old inputs nor the new ones name are somebody else's, and stay. */
    async update({ id, inputs: before }, { tags }, target) {
        const live = Object.entries(await tagsOf(id, target)).filter(([key]) => !(key in (before.tags ?? {})));
        const TagSet = toTags({ ...Object.fromEntries(live), ...tags });
        if (TagSet.length === 0) await target.call("s3", "DeleteBucketTagging", { Bucket: id });
        else await target.call("s3", "PutBucketTagging", { Bucket: id, Tagging: { TagSet } });
    },
    async delete({ id, outputs: { forceDestroy } }, target) {
        const remove = () => target.call("s3", "DeleteBucket", { Bucket: id });
        try {
            await remove();
        } catch (error) {
            if (!forceDestroy || !(error instanceof AwsError) || error.code !== "BucketNotEmpty") throw error;
            await empty(id, target);
            await remove();
        }
    },
});

async function tagsOf(Bucket: string, { call }: Target): Promise<Record<string, string>> {
    const tagged = await unlessGone(call("s3", "GetBucketTagging", { Bucket }), ["NoSuchTagSet"]);
    return fromTags(tagged?.TagSet ?? []);
}

/**
 * What a new bucket is (AWS: S3 User Guide), and stays here: its settings are outputs of their own resource types.
 * `hostedZoneId` and the website outputs are missing: nothing serves websites.
 */
function outputs(name: string, { region, partition }: Target): Properties {
    const dnsSuffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    return {
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
    };
}

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
