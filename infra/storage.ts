import * as pulumi from "@pulumi/pulumi";

import { type Named } from "../contract/names";
import { PrivateBucket, type PrivateBucketArgs } from "./privateBucket";

export interface StorageArgs extends Omit<PrivateBucketArgs, "bucket"> {
    /** Holds the articles. */
    inputBucket: Named;
    /** Holds the summaries and the failures. */
    outputBucket: Named;
}

/** Articles and summaries in buckets of their own: who may write articles need not be able to change summaries. */
export class Storage extends pulumi.ComponentResource {
    constructor(name: string, args: StorageArgs, opts?: pulumi.ComponentResourceOptions) {
        super("summarizer:index:Storage", name, args, opts);
        const { inputBucket, outputBucket, ...both } = args;
        new PrivateBucket("input", { ...both, bucket: inputBucket }, { parent: this });
        new PrivateBucket("output", { ...both, bucket: outputBucket }, { parent: this });
        this.registerOutputs();
    }
}
