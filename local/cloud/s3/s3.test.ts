import assert from "node:assert/strict";

import fc from "fast-check";

import { AwsError } from "../awsError";
import { SimulatedClock } from "../clock";
import { Cloud } from "../cloud";
import { type ObjectListing } from "./objectListing";

const start = new Date("2026-01-01T00:00:00Z");
const Bucket = "articles";

function cloudIn(region = "us-east-1"): Cloud {
    const containers = { start: () => Promise.reject(new Error("no containers in this test")) };
    return new Cloud({ clock: new SimulatedClock(start), containers, region });
}

async function withBucket(): Promise<Cloud> {
    const cloud = cloudIn();
    await cloud.call("s3", "CreateBucket", { Bucket });
    return cloud;
}

const refused = (code: string, message?: string) => (error: unknown) => {
    assert.ok(error instanceof AwsError, String(error));
    assert.equal(error.code, code);
    if (message !== undefined) assert.equal(error.message, message);
    return true;
};

describe("S3", () => {
    describe("buckets", () => {
        it("a name that keeps the rules is taken", async () => {
            for (const name of ["abc", "a.b-c.1", "0123456789".repeat(6) + "abc"]) {
                await cloudIn().call("s3", "CreateBucket", { Bucket: name });
            }
        });

        for (const name of [
            "ab",
            "a".repeat(64),
            "Articles",
            "under_score",
            "-dash",
            "dash-",
            "a..b",
            "192.168.5.4",
            "xn--name",
            "sthree-name",
            "amzn-s3-demo-name",
            "name-s3alias",
            "name--ol-s3",
        ]) {
            it(`the name ${name} is refused`, async () => {
                const create = cloudIn().call("s3", "CreateBucket", { Bucket: name });
                await assert.rejects(create, refused("InvalidBucketName", "The specified bucket is not valid."));
            });
        }

        it("one's own bucket again is success in us-east-1 and keeps what is in it, an error elsewhere", async () => {
            const cloud = await withBucket();
            await cloud.call("s3", "PutObject", { Bucket, Key: "x", Body: Buffer.from("x") });
            await cloud.call("s3", "CreateBucket", { Bucket });
            assert.deepEqual(cloud.inventory(), ["arn:aws:s3:::articles", "arn:aws:s3:::articles/x"]);

            const frankfurt = cloudIn("eu-central-1");
            const input = { Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-central-1" } } as const;
            await frankfurt.call("s3", "CreateBucket", input);
            await assert.rejects(frankfurt.call("s3", "CreateBucket", input), refused("BucketAlreadyOwnedByYou"));
            const location = await frankfurt.call("s3", "GetBucketLocation", { Bucket });
            assert.deepEqual(location, { LocationConstraint: "eu-central-1" });
        });

        it("a bucket lies in the region that is asked", async () => {
            const there = cloudIn("eu-central-1").call("s3", "CreateBucket", { Bucket });
            await assert.rejects(
                there,
                refused(
                    "IllegalLocationConstraintException",
                    "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.",
                ),
            );
            const here = { Bucket, CreateBucketConfiguration: { LocationConstraint: "us-east-1" as never } };
            await assert.rejects(cloudIn().call("s3", "CreateBucket", here), refused("InvalidLocationConstraint"));
        });

        it("a new bucket is private, encrypted, and owns its objects", async () => {
            const cloud = await withBucket();
            const { PublicAccessBlockConfiguration } = await cloud.call("s3", "GetPublicAccessBlock", { Bucket });
            assert.deepEqual(Object.values(PublicAccessBlockConfiguration), [true, true, true, true]);
            const { OwnershipControls } = await cloud.call("s3", "GetBucketOwnershipControls", { Bucket });
            assert.deepEqual(OwnershipControls, { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] });
            const { ServerSideEncryptionConfiguration } = await cloud.call("s3", "GetBucketEncryption", { Bucket });
            assert.equal(
                ServerSideEncryptionConfiguration.Rules[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
                "AES256",
            );
        });

        it("what was deleted of its configuration is not found", async () => {
            const cloud = await withBucket();
            await cloud.call("s3", "DeletePublicAccessBlock", { Bucket });
            await cloud.call("s3", "DeleteBucketOwnershipControls", { Bucket });
            await assert.rejects(
                cloud.call("s3", "GetPublicAccessBlock", { Bucket }),
                refused("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found"),
            );
            await assert.rejects(
                cloud.call("s3", "GetBucketOwnershipControls", { Bucket }),
                refused("OwnershipControlsNotFoundError"),
            );
            await assert.rejects(
                cloud.call("s3", "GetBucketLifecycleConfiguration", { Bucket }),
                refused("NoSuchLifecycleConfiguration"),
            );
            await assert.rejects(cloud.call("s3", "GetBucketTagging", { Bucket }), refused("NoSuchTagSet"));
        });

        it("uploads in parts are left over until they are aborted or the bucket goes", async () => {
            const cloud = await withBucket();
            const { UploadId } = await cloud.call("s3", "CreateMultipartUpload", { Bucket, Key: "k" });
            const { Uploads } = await cloud.call("s3", "ListMultipartUploads", { Bucket });
            assert.deepEqual(Uploads, [{ Key: "k", UploadId, Initiated: start }]);
            assert.deepEqual(cloud.inventory(), [
                "arn:aws:s3:::articles",
                `arn:aws:s3:::articles/k?uploadId=${UploadId}`,
            ]);
            await cloud.call("s3", "DeleteBucket", { Bucket });
            assert.deepEqual(cloud.inventory(), []);
        });
    });

    describe("lifecycle rules", () => {
        const rule = { ID: "expire", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 7 } } as const;
        const put = async (...Rules: object[]) =>
            (await withBucket()).call("s3", "PutBucketLifecycleConfiguration", {
                Bucket,
                LifecycleConfiguration: { Rules: Rules as never },
            });

        it("a good one is kept", () => put(rule));

        for (const [name, rules, code] of [
            ["none", [], "MalformedXML"],
            ["one without filter", [{ ...rule, Filter: undefined }], "MalformedXML"],
            ["one with another status", [{ ...rule, Status: "On" }], "MalformedXML"],
            ["one without action", [{ ...rule, Expiration: undefined }], "InvalidRequest"],
            ["one after 0 days", [{ ...rule, Expiration: { Days: 0 } }], "InvalidArgument"],
            ["two of one ID", [rule, rule], "InvalidArgument"],
        ] as const) {
            it(`${name} is refused`, () => assert.rejects(put(...rules), refused(code)));
        }
    });

    describe("encryption", () => {
        it("an object has the bucket's key; without that key it can be neither put nor got", async () => {
            const cloud = await withBucket();
            const { KeyMetadata } = await cloud.call("kms", "CreateKey", {});
            const KMSMasterKeyID = String(KeyMetadata.Arn);
            await cloud.call("s3", "PutBucketEncryption", {
                Bucket,
                ServerSideEncryptionConfiguration: {
                    Rules: [
                        {
                            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID },
                            BucketKeyEnabled: true,
                        },
                    ],
                },
            });
            const object = { Bucket, Key: "x" };
            const put = () => cloud.call("s3", "PutObject", { ...object, Body: Buffer.from("x") });
            const { ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled } = await put();
            assert.deepEqual([ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled], ["aws:kms", KMSMasterKeyID, true]);

            await cloud.call("kms", "DisableKey", { KeyId: KMSMasterKeyID });
            const disabled = refused("KMS.DisabledException", `${KMSMasterKeyID} is disabled.`);
            await assert.rejects(put(), disabled);
            await assert.rejects(cloud.call("s3", "GetObject", object), disabled);
            await cloud.call("kms", "EnableKey", { KeyId: KMSMasterKeyID });
            await cloud.call("kms", "ScheduleKeyDeletion", { KeyId: KMSMasterKeyID });
            await assert.rejects(put(), refused("KMS.KMSInvalidStateException"));
        });

        it("a key that is not there is refused", async () => {
            const cloud = await withBucket();
            const put = cloud.call("s3", "PutObject", {
                Bucket,
                Key: "x",
                ServerSideEncryption: "aws:kms",
                SSEKMSKeyId: "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000",
            });
            await assert.rejects(put, refused("KMS.NotFoundException"));
        });
    });

    describe("objects", () => {
        it("a key is 1,024 bytes of UTF-8 at most", async () => {
            const cloud = await withBucket();
            const put = (Key: string) => cloud.call("s3", "PutObject", { Bucket, Key });
            await put("ü".repeat(512));
            await assert.rejects(put("ü".repeat(512) + "x"), refused("KeyTooLongError", "Your key is too long"));
        });

        it("If-Match writes only over what is known", async () => {
            const cloud = await withBucket();
            const put = (IfMatch?: string) =>
                cloud.call("s3", "PutObject", { Bucket, Key: "x", ...(IfMatch !== undefined && { IfMatch }) });
            await assert.rejects(put('"0"'), refused("NoSuchKey"));
            const { ETag } = await put();
            await put(ETag);
            await assert.rejects(put('"0"'), refused("PreconditionFailed"));
        });

        it("If-None-Match of what a reader has is not modified", async () => {
            const cloud = await withBucket();
            const { ETag } = await cloud.call("s3", "PutObject", { Bucket, Key: "x" });
            await assert.rejects(
                cloud.call("s3", "GetObject", { Bucket, Key: "x", IfNoneMatch: ETag }),
                refused("NotModified"),
            );
        });

        it("of many deletions, those that fail are told", async () => {
            const cloud = await withBucket();
            await cloud.call("s3", "PutObject", { Bucket, Key: "x" });
            const Objects = [{ Key: "x" }, { Key: "gone" }, { Key: "v", VersionId: "1" }];
            const deleted = await cloud.call("s3", "DeleteObjects", { Bucket, Delete: { Objects } });
            assert.deepEqual(deleted.Deleted, [{ Key: "x" }, { Key: "gone" }]);
            assert.deepEqual(
                deleted.Errors?.map(({ Key, Code }) => [Key, Code]),
                [["v", "NotImplemented"]],
            );
            const none = cloud.call("s3", "DeleteObjects", { Bucket, Delete: { Objects: [] } });
            await assert.rejects(none, refused("MalformedXML"));
        });
    });

    describe("listing", () => {
        it("pages of any size together are what a single one would be", async () => {
            const name = fc.string({
                unit: fc.constantFrom("a", "b", "/", "é", "𝒳", "\uffee"),
                minLength: 1,
                maxLength: 6,
            });
            await fc.assert(
                fc.asyncProperty(
                    fc.uniqueArray(name, { maxLength: 20 }),
                    fc.integer({ min: 1, max: 5 }),
                    fc.option(fc.constantFrom("a", "a/", "é"), { nil: undefined }),
                    fc.option(fc.constantFrom("/", "b", "é"), { nil: undefined }),
                    async (keys, MaxKeys, Prefix, Delimiter) => {
                        const cloud = await withBucket();
                        for (const Key of keys) await cloud.call("s3", "PutObject", { Bucket, Key });
                        const input = { Bucket, ...(Prefix && { Prefix }), ...(Delimiter && { Delimiter }) };
                        const whole = await cloud.call("s3", "ListObjectsV2", input);
                        const paged: ObjectListing[] = [];
                        let ContinuationToken: string | undefined;
                        do {
                            const next = { ...input, MaxKeys, ...(ContinuationToken && { ContinuationToken }) };
                            const page = await cloud.call("s3", "ListObjectsV2", next);
                            assert.ok(page.KeyCount <= MaxKeys);
                            assert.equal(page.IsTruncated, page.NextContinuationToken !== undefined);
                            paged.push(page);
                            ContinuationToken = page.NextContinuationToken;
                        } while (ContinuationToken !== undefined);
                        assert.deepEqual(
                            paged.flatMap((page) => page.Contents ?? []),
                            whole.Contents ?? [],
                        );
                        assert.deepEqual(
                            paged.flatMap((page) => page.CommonPrefixes ?? []),
                            whole.CommonPrefixes ?? [],
                        );

                        // Against the definition: every key under the prefix is listed, or lies under one common prefix.
                        const listed = (whole.Contents ?? []).map(({ Key }) => Key);
                        const rolled = (whole.CommonPrefixes ?? []).map((common) => common.Prefix);
                        assert.equal(new Set(rolled).size, rolled.length);
                        const expected = keys.filter((key) => key.startsWith(Prefix ?? ""));
                        for (const key of expected) {
                            const places = [
                                ...listed.filter((one) => one === key),
                                ...rolled.filter((one) => key.startsWith(one)),
                            ];
                            assert.equal(places.length, 1, key);
                        }
                        assert.ok(listed.every((key) => expected.includes(key)));
                    },
                ),
                { numRuns: 100 },
            );
        });

        it("names can be had URL-encoded, and listing can start after a key", async () => {
            const cloud = await withBucket();
            for (const Key of ["a b/c+d", "z"]) await cloud.call("s3", "PutObject", { Bucket, Key });
            const list = (input: object) => cloud.call("s3", "ListObjectsV2", { Bucket, ...input });
            const encoded = await list({ EncodingType: "url" });
            assert.deepEqual(
                encoded.Contents?.map(({ Key }) => Key),
                ["a+b/c%2Bd", "z"],
            );
            assert.deepEqual(
                (await list({ StartAfter: "a b/c+d" })).Contents?.map(({ Key }) => Key),
                ["z"],
            );
            assert.equal((await list({ MaxKeys: 0 })).IsTruncated, false);
            await assert.rejects(list({ MaxKeys: -1 }), refused("InvalidArgument"));
        });
    });
});
