import {
    type CreateBucketCommandInput,
    type LifecycleRule,
    type ObjectOwnership,
    type PublicAccessBlockConfiguration,
    type ServerSideEncryptionRule,
    type Tag,
} from "@aws-sdk/client-s3";

import { AwsError } from "../awsError";
import { checkBucketName } from "./bucketName";
import { restricted } from "./bucketPolicy";
import { type Context } from "../context";
import { type MultipartUpload } from "./multipartUpload";
import { type StoredObject } from "./storedObject";

/** A bucket: what lies in it and what was configured. */
export interface Bucket {
    readonly name: string;
    readonly arn: string;
    readonly created: Date;
    readonly objects: Map<string, StoredObject>;
    readonly uploads: Map<string, MultipartUpload>;
    publicAccessBlock: PublicAccessBlockConfiguration | undefined;
    ownership: ObjectOwnership | undefined;
    encryption: readonly ServerSideEncryptionRule[];
    policy: string | undefined;
    /** Whether its policy makes it so. */
    isPublic: boolean;
    lifecycle: readonly LifecycleRule[] | undefined;
    tags: readonly Tag[] | undefined;
}

/** How every bucket is encrypted unless told otherwise (AWS: S3 User Guide, since January 2023). */
export const defaultEncryption: readonly ServerSideEncryptionRule[] = [
    { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false },
];

/** Names a bucket, as the input of almost every operation does. */
export interface OfBucket {
    Bucket: string | undefined;
    ExpectedBucketOwner?: string | undefined;
}

/** The buckets of one account: made, listed, deleted. */
export abstract class Buckets {
    private readonly buckets = new Map<string, Bucket>();

    constructor(protected readonly context: Context) {}

    /**
     * A new bucket is private and owns its objects (AWS: S3 User Guide, since April 2023).
     * One that exists already is answered with success in us-east-1 only (AWS: S3 API Reference, BucketAlreadyOwnedByYou).
     */
    async CreateBucket(input: CreateBucketCommandInput): Promise<{ Location: string; BucketArn: string }> {
        const name = checkBucketName(input.Bucket);
        this.checkLocation(input.CreateBucketConfiguration?.LocationConstraint);
        if (input.ObjectLockEnabledForBucket) {
            throw new AwsError("NotImplemented", "The laptop AWS does not implement S3 Object Lock.", 501);
        }
        const arn = `arn:${this.context.partition}:s3:::${name}`;
        const made = { Location: `/${name}`, BucketArn: arn };
        if (this.buckets.has(name)) {
            if (this.context.region === "us-east-1") return Promise.resolve(made);
            const message = "Your previous request to create the named bucket succeeded and you already own it.";
            throw new AwsError("BucketAlreadyOwnedByYou", message, 409, { BucketName: name });
        }
        this.buckets.set(name, {
            name,
            arn,
            created: this.context.clock.date(),
            objects: new Map(),
            uploads: new Map(),
            publicAccessBlock: {
                BlockPublicAcls: true,
                IgnorePublicAcls: true,
                BlockPublicPolicy: true,
                RestrictPublicBuckets: true,
            },
            ownership: input.ObjectOwnership ?? "BucketOwnerEnforced",
            encryption: defaultEncryption,
            policy: undefined,
            isPublic: false,
            lifecycle: undefined,
            tags: input.CreateBucketConfiguration?.Tags,
        });
        return Promise.resolve(made);
    }

    async HeadBucket(input: OfBucket): Promise<{ BucketRegion: string; BucketArn: string }> {
        return Promise.resolve({ BucketRegion: this.context.region, BucketArn: this.bucket(input).arn });
    }

    /** Uploads that were never completed go with the bucket. */
    async DeleteBucket(input: OfBucket): Promise<object> {
        const bucket = this.bucket(input);
        if (bucket.objects.size > 0) {
            const message = "The bucket you tried to delete is not empty";
            throw new AwsError("BucketNotEmpty", message, 409, { BucketName: bucket.name });
        }
        this.buckets.delete(bucket.name);
        return Promise.resolve({});
    }

    async ListBuckets(
        input: { Prefix?: string | undefined } = {},
    ): Promise<{ Buckets: { Name: string; CreationDate: Date; BucketArn: string }[]; Owner: { ID: string } }> {
        const Buckets = [...this.buckets.values()]
            .filter(({ name }) => name.startsWith(input.Prefix ?? ""))
            .map(({ name, arn, created }) => ({ Name: name, CreationDate: created, BucketArn: arn }))
            .sort((a, b) => (a.Name < b.Name ? -1 : 1));
        return Promise.resolve({ Buckets, Owner: { ID: this.context.accountId } });
    }

    /** `LocationConstraint` is absent in us-east-1 (AWS: S3 API Reference, GetBucketLocation). */
    async GetBucketLocation(input: OfBucket): Promise<{ LocationConstraint?: string }> {
        this.bucket(input);
        const { region } = this.context;
        return Promise.resolve(region === "us-east-1" ? {} : { LocationConstraint: region });
    }

    /**
     * A bucket's policy as requests are judged by it; undefined where there is none. Not an operation of AWS.
     */
    policyOf(bucket: string): string | undefined {
        const found = this.buckets.get(bucket);
        if (!found?.isPublic || !found.publicAccessBlock?.RestrictPublicBuckets) return found?.policy;
        return restricted(found.policy as string, this.context.accountId);
    }

    inventory(): string[] {
        return [...this.buckets.values()].flatMap(({ arn, objects, uploads }) => [
            arn,
            ...[...objects.keys()].map((key) => `${arn}/${key}`),
            ...[...uploads.values()].map(({ key, id }) => `${arn}/${key}?uploadId=${id}`),
        ]);
    }

    /** @throws AwsError NoSuchBucket (404), AccessDenied (403) when it is expected to be another account's */
    protected bucket({ Bucket: name, ExpectedBucketOwner: owner }: OfBucket): Bucket {
        const found = this.buckets.get(name ?? "");
        if (!found) {
            const message = "The specified bucket does not exist";
            throw new AwsError("NoSuchBucket", message, 404, { BucketName: name ?? "" });
        }
        if (owner !== undefined && owner !== this.context.accountId) {
            throw new AwsError("AccessDenied", "Access Denied", 403);
        }
        return found;
    }

    private checkLocation(constraint: string | undefined): void {
        const { region } = this.context;
        if (constraint === "us-east-1") {
            const message = "The specified location-constraint is not valid";
            throw new AwsError("InvalidLocationConstraint", message, 400, { LocationConstraint: constraint });
        }
        if ((constraint ?? "us-east-1") === region) return;
        throw new AwsError(
            "IllegalLocationConstraintException",
            `The ${constraint ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
        );
    }
}
