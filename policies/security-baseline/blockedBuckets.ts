import { type PolicyResource } from "@pulumi/policy";

import { readLeaf } from "../reading";
import { grouped } from "../relations";

/** Type tokens: a bucket, and the same under its name in version 6 of the AWS provider. */
export const bucketTypes: ReadonlySet<string> = new Set(["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"]);

export const publicAccessBlockType = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

/**
 * Buckets that no public access block names, in the order of `resources`.
 *
 * A block belongs to the bucket whose name it gives. Where that name is an output not yet known (first preview), it
 * belongs to the one bucket that the output comes from: property dependencies are complete in a preview too. An output
 * mixed from several buckets belongs to none, since it cannot be told which of them it will name.
 */
export function unblockedBuckets(resources: readonly PolicyResource[]): PolicyResource[] {
    const buckets = resources.filter(({ type }) => bucketTypes.has(type));
    const named = grouped(buckets, (bucket) => {
        const name = nameOf(bucket);
        return name === undefined ? [] : [name];
    });
    const blocked = new Set<PolicyResource>();
    for (const block of resources) {
        if (block.type !== publicAccessBlockType) continue;
        const name = nameOf(block);
        const sources = new Set(
            (block.propertyDependencies["bucket"] ?? []).filter(({ type }) => bucketTypes.has(type)),
        );
        const targets = name !== undefined ? (named.get(name) ?? []) : sources.size === 1 ? sources : [];
        for (const bucket of targets) blocked.add(bucket);
    }
    return buckets.filter((bucket) => !blocked.has(bucket));
}

/** The bucket's name where it is known; both types call this property `bucket`. */
function nameOf({ props }: PolicyResource): string | undefined {
    const name = readLeaf(props, ["bucket"]);
    return name.state === "set" && name.known && typeof name.value === "string" ? name.value : undefined;
}
