import {
    type LifecycleRule,
    type ObjectOwnership,
    type PublicAccessBlockConfiguration,
    type PutBucketEncryptionCommandInput,
    type PutBucketLifecycleConfigurationCommandInput,
    type PutBucketOwnershipControlsCommandInput,
    type PutBucketPolicyCommandInput,
    type PutBucketTaggingCommandInput,
    type PutPublicAccessBlockCommandInput,
    type ServerSideEncryptionRule,
    type Tag,
} from "@aws-sdk/client-s3";

import { AwsError } from "../awsError";
import { anonymous, type Caller, nameOf } from "../iam/principal";
import { accessDenied } from "./accessDenied";
import { isPublic, parseBucketPolicy } from "./bucketPolicy";
import { Buckets, defaultEncryption, type OfBucket } from "./buckets";
import { checkLifecycleRules } from "./lifecycleRules";

/**
 * What can be said of a bucket besides its name. Kept as given; lifecycle rules, which AWS runs once a day, are not carried out.
 */
export abstract class BucketConfiguration extends Buckets {
    async PutPublicAccessBlock(input: PutPublicAccessBlockCommandInput): Promise<object> {
        const given = input.PublicAccessBlockConfiguration;
        if (!given) throw malformedXml();
        this.bucket(input).publicAccessBlock = {
            BlockPublicAcls: given.BlockPublicAcls ?? false,
            IgnorePublicAcls: given.IgnorePublicAcls ?? false,
            BlockPublicPolicy: given.BlockPublicPolicy ?? false,
            RestrictPublicBuckets: given.RestrictPublicBuckets ?? false,
        };
        return Promise.resolve({});
    }

    async GetPublicAccessBlock(
        input: OfBucket,
    ): Promise<{ PublicAccessBlockConfiguration: PublicAccessBlockConfiguration }> {
        const { publicAccessBlock } = this.bucket(input);
        if (publicAccessBlock) return Promise.resolve({ PublicAccessBlockConfiguration: publicAccessBlock });
        const message = "The public access block configuration was not found";
        throw notFound("NoSuchPublicAccessBlockConfiguration", message, input);
    }

    async DeletePublicAccessBlock(input: OfBucket): Promise<object> {
        this.bucket(input).publicAccessBlock = undefined;
        return Promise.resolve({});
    }

    async PutBucketOwnershipControls(input: PutBucketOwnershipControlsCommandInput): Promise<object> {
        const [rule, ...others] = input.OwnershipControls?.Rules ?? [];
        const known = ["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"];
        if (!rule || others.length > 0 || !known.includes(String(rule.ObjectOwnership))) throw malformedXml();
        this.bucket(input).ownership = rule.ObjectOwnership;
        return Promise.resolve({});
    }

    async GetBucketOwnershipControls(
        input: OfBucket,
    ): Promise<{ OwnershipControls: { Rules: { ObjectOwnership: ObjectOwnership }[] } }> {
        const { ownership } = this.bucket(input);
        if (ownership) return Promise.resolve({ OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } });
        throw notFound("OwnershipControlsNotFoundError", "The bucket ownership controls were not found", input);
    }

    async DeleteBucketOwnershipControls(input: OfBucket): Promise<object> {
        this.bucket(input).ownership = undefined;
        return Promise.resolve({});
    }

    async PutBucketEncryption(input: PutBucketEncryptionCommandInput): Promise<object> {
        const rules = input.ServerSideEncryptionConfiguration?.Rules ?? [];
        const [rule, ...others] = rules;
        if (!rule || others.length > 0) throw malformedXml();
        const { SSEAlgorithm: algorithm, KMSMasterKeyID: key } = rule.ApplyServerSideEncryptionByDefault ?? {};
        if (!["AES256", "aws:kms", "aws:kms:dsse", undefined].includes(algorithm)) throw malformedXml();
        if (key !== undefined && !algorithm?.startsWith("aws:kms")) {
            const message =
                "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse";
            throw new AwsError("InvalidArgument", message, 400, { ArgumentName: "ApplyServerSideEncryptionByDefault" });
        }
        this.bucket(input).encryption = rules;
        return Promise.resolve({});
    }

    async GetBucketEncryption(
        input: OfBucket,
    ): Promise<{ ServerSideEncryptionConfiguration: { Rules: ServerSideEncryptionRule[] } }> {
        const Rules = [...this.bucket(input).encryption];
        return Promise.resolve({ ServerSideEncryptionConfiguration: { Rules } });
    }

    /** Back to encryption with keys of S3: a bucket is never without. */
    async DeleteBucketEncryption(input: OfBucket): Promise<object> {
        this.bucket(input).encryption = defaultEncryption;
        return Promise.resolve({});
    }

    /** @throws AwsError MalformedPolicy (400); AccessDenied (403) for a public policy where BlockPublicPolicy is on */
    async PutBucketPolicy(input: Pick<PutBucketPolicyCommandInput, "Policy"> & OfBucket, by?: Caller): Promise<object> {
        this.refuseOtherAccounts(by);
        const bucket = this.bucket(input);
        const opens = isPublic(parseBucketPolicy(input.Policy, bucket.arn));
        if (bucket.publicAccessBlock?.BlockPublicPolicy && opens) throw publicPolicyPrevented(bucket.arn, by);
        bucket.policy = input.Policy;
        bucket.isPublic = opens;
        return Promise.resolve({});
    }

    async GetBucketPolicy(input: OfBucket, by?: Caller): Promise<{ Policy: string }> {
        this.refuseOtherAccounts(by);
        const { policy } = this.bucket(input);
        if (policy !== undefined) return Promise.resolve({ Policy: policy });
        throw notFound("NoSuchBucketPolicy", "The bucket policy does not exist", input);
    }

    async DeleteBucketPolicy(input: OfBucket, by?: Caller): Promise<object> {
        this.refuseOtherAccounts(by);
        const bucket = this.bucket(input);
        bucket.policy = undefined;
        bucket.isPublic = false;
        return Promise.resolve({});
    }

    async PutBucketLifecycleConfiguration(input: PutBucketLifecycleConfigurationCommandInput): Promise<object> {
        const bucket = this.bucket(input);
        bucket.lifecycle = checkLifecycleRules(input.LifecycleConfiguration?.Rules);
        return Promise.resolve({});
    }

    async GetBucketLifecycleConfiguration(input: OfBucket): Promise<{ Rules: LifecycleRule[] }> {
        const { lifecycle } = this.bucket(input);
        if (lifecycle) return Promise.resolve({ Rules: [...lifecycle] });
        throw notFound("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", input);
    }

    async DeleteBucketLifecycle(input: OfBucket): Promise<object> {
        this.bucket(input).lifecycle = undefined;
        return Promise.resolve({});
    }

    async PutBucketTagging(input: PutBucketTaggingCommandInput): Promise<object> {
        const tags = input.Tagging?.TagSet;
        if (!tags) throw malformedXml();
        if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
            throw new AwsError("InvalidTag", "Cannot provide multiple Tags with the same key");
        }
        this.bucket(input).tags = tags;
        return Promise.resolve({});
    }

    async GetBucketTagging(input: OfBucket): Promise<{ TagSet: Tag[] }> {
        const { tags } = this.bucket(input);
        if (tags && tags.length > 0) return Promise.resolve({ TagSet: [...tags] });
        throw notFound("NoSuchTagSet", "The TagSet does not exist", input);
    }

    async DeleteBucketTagging(input: OfBucket): Promise<object> {
        this.bucket(input).tags = undefined;
        return Promise.resolve({});
    }

    /** No bucket here is versioned: there is no PutBucketVersioning. */
    async GetBucketVersioning(input: OfBucket): Promise<object> {
        this.bucket(input);
        return Promise.resolve({});
    }

    /**
     * A bucket's policy is its own account's business, whatever it says (AWS: S3 API Reference, PutBucketPolicy, "Permissions": "an
     * identity that belongs to the bucket owner's account"). Nobody and services are no such identity.
     */
    private refuseOtherAccounts(by: Caller | undefined): void {
        if (by === undefined) return;
        const { principal } = by;
        if (principal.kind === "identity" && principal.accountId === this.context.accountId) return;
        const message = "The specified method is not allowed against this resource.";
        throw new AwsError("MethodNotAllowed", message, 405);
    }
}

function publicPolicyPrevented(arn: string, by: Caller = anonymous): AwsError {
    const reason = "because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.";
    const action = "s3:PutBucketPolicy";
    return accessDenied(
        `User: ${nameOf(by.principal)} is not authorized to perform: ${action} on resource: ${arn} ${reason}`,
        by,
    );
}

function notFound(code: string, message: string, { Bucket }: OfBucket): AwsError {
    return new AwsError(code, message, 404, { BucketName: Bucket ?? "" });
}

function malformedXml(): AwsError {
    const message = "The XML you provided was not well-formed or did not validate against our published schema";
    return new AwsError("MalformedXML", message);
}
