import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";

import {
    AbortMultipartUploadCommand,
    CompleteMultipartUploadCommand,
    CopyObjectCommand,
    CreateBucketCommand,
    CreateMultipartUploadCommand,
    DeleteBucketCommand,
    DeleteBucketEncryptionCommand,
    DeleteBucketLifecycleCommand,
    DeleteBucketOwnershipControlsCommand,
    DeleteBucketPolicyCommand,
    DeleteBucketTaggingCommand,
    DeleteObjectCommand,
    DeleteObjectsCommand,
    DeletePublicAccessBlockCommand,
    GetBucketAclCommand,
    GetBucketEncryptionCommand,
    GetBucketLifecycleConfigurationCommand,
    GetBucketLocationCommand,
    GetBucketOwnershipControlsCommand,
    GetBucketPolicyCommand,
    GetBucketTaggingCommand,
    GetObjectCommand,
    GetPublicAccessBlockCommand,
    HeadBucketCommand,
    HeadObjectCommand,
    ListBucketsCommand,
    ListObjectsV2Command,
    ListPartsCommand,
    NoSuchBucket,
    NoSuchKey,
    NotFound,
    paginateListObjectsV2,
    PutBucketEncryptionCommand,
    PutBucketLifecycleConfigurationCommand,
    PutBucketOwnershipControlsCommand,
    PutBucketPolicyCommand,
    PutBucketTaggingCommand,
    PutObjectCommand,
    PutPublicAccessBlockCommand,
    S3Client,
    S3ServiceException,
    UploadPartCommand,
    waitUntilObjectExists,
} from "@aws-sdk/client-s3";

import { laptopFixture, start } from "./testing/laptopFixture";

const Bucket = "articles-123456789012";
const mebibyte = 1024 * 1024;

describe("S3 over HTTP, with the SDK's client", () => {
    const fixture = laptopFixture();
    let client: S3Client;

    before(async () => {
        client = new S3Client(fixture.config);
        await client.send(new CreateBucketCommand({ Bucket }));
    });
    after(() => client.destroy());

    const refused = (name: string, status: number, message?: string) => (error: unknown) => {
        assert.ok(error instanceof S3ServiceException, String(error));
        assert.equal(error.name, name);
        assert.equal(error.$metadata.httpStatusCode, status);
        if (message !== undefined) assert.equal(error.message, message);
        return true;
    };
    const textOf = async (Key: string): Promise<string | undefined> =>
        (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

    describe("objects", () => {
        it("a buffer comes back as it was put, with its settings, in simulated time", async () => {
            const Body = Buffer.from([0, 1, 2, 254, 255]);
            const put = await client.send(
                new PutObjectCommand({
                    Bucket,
                    Key: "in/binary",
                    Body,
                    ContentType: "application/json",
                    Metadata: { run: "7" },
                    CacheControl: "no-store",
                }),
            );
            const etag = `"${createHash("md5").update(Body).digest("hex")}"`;
            assert.equal(put.ETag, etag);
            assert.equal(put.ServerSideEncryption, "AES256");
            const got = await client.send(new GetObjectCommand({ Bucket, Key: "in/binary" }));
            assert.deepEqual(Buffer.from((await got.Body?.transformToByteArray()) ?? []), Body);
            assert.equal(got.ETag, etag);
            assert.equal(got.ContentType, "application/json");
            assert.equal(got.CacheControl, "no-store");
            assert.deepEqual(got.Metadata, { run: "7" });
            assert.equal(got.ContentLength, 5);
            assert.equal(got.ContentEncoding, undefined);
            assert.deepEqual(got.LastModified, start);
        });

        it("the checksum that was put is verified by the client that gets", async () => {
            await client.send(new PutObjectCommand({ Bucket, Key: "checked", Body: "hello world" }));
            const head = await client.send(new HeadObjectCommand({ Bucket, Key: "checked", ChecksumMode: "ENABLED" }));
            assert.equal(head.ChecksumCRC32, "DUoRhQ==");
            assert.equal(await textOf("checked"), "hello world");
        });

        it("a stream's chunks are taken apart, and its trailing checksum verified", async () => {
            const Body = Readable.from([Buffer.from("hello "), Buffer.from("world")]);
            await client.send(new PutObjectCommand({ Bucket, Key: "streamed", Body, ContentLength: 11 }));
            const got = await client.send(new GetObjectCommand({ Bucket, Key: "streamed" }));
            assert.equal(await got.Body?.transformToString(), "hello world");
            assert.equal(got.ChecksumCRC32, "DUoRhQ==");
            assert.equal(got.ContentEncoding, undefined);
        });

        it("a body that waits for 100-continue arrives", async () => {
            const Body = Buffer.alloc(3 * mebibyte, "x");
            await client.send(new PutObjectCommand({ Bucket, Key: "large", Body }));
            assert.equal((await textOf("large"))?.length, Body.length);
        });

        for (const [name, input, code] of [
            ["a wrong CRC32", { ChecksumCRC32: "NSRBwg==" }, "BadDigest"],
            ["a wrong SHA-256", { ChecksumSHA256: createHash("sha256").update("y").digest("base64") }, "BadDigest"],
            ["a wrong MD5", { ContentMD5: createHash("md5").update("y").digest("base64") }, "BadDigest"],
            ["a CRC32 that is none", { ChecksumCRC32: "abc" }, "InvalidRequest"],
            ["an MD5 that is none", { ContentMD5: "abc" }, "InvalidDigest"],
        ] as const) {
            it(`${name} is refused, and nothing is stored`, async () => {
                const put = client.send(new PutObjectCommand({ Bucket, Key: "wrong", Body: "x", ...input }));
                await assert.rejects(put, refused(code, 400));
                await assert.rejects(textOf("wrong"), NoSuchKey);
            });
        }

        it("If-None-Match keeps what is there", async () => {
            const put = (Body: string) =>
                client.send(new PutObjectCommand({ Bucket, Key: "once", Body, IfNoneMatch: "*" }));
            await put("first");
            await assert.rejects(put("second"), (error: S3ServiceException & { Condition?: string }) => {
                assert.equal(error.Condition, "If-None-Match");
                return refused("PreconditionFailed", 412)(error);
            });
            assert.equal(await textOf("once"), "first");
        });

        it("a range is a part, without the checksum of the whole", async () => {
            await client.send(new PutObjectCommand({ Bucket, Key: "ranged", Body: "hello world" }));
            const get = (Range: string) => client.send(new GetObjectCommand({ Bucket, Key: "ranged", Range }));
            const part = await get("bytes=6-8");
            assert.equal(await part.Body?.transformToString(), "wor");
            assert.equal(part.ContentRange, "bytes 6-8/11");
            assert.equal(part.ContentLength, 3);
            assert.equal(part.ChecksumCRC32, undefined);
            assert.equal(part.$metadata.httpStatusCode, 206);
            await assert.rejects(get("bytes=11-"), refused("InvalidRange", 416));
        });

        it("a missing object is NoSuchKey to get and NotFound to head", async () => {
            await assert.rejects(textOf("missing"), (error: NoSuchKey & { Key?: string }) => {
                assert.ok(error instanceof NoSuchKey);
                assert.equal(error.Key, "missing");
                assert.equal(error.message, "The specified key does not exist.");
                return true;
            });
            await assert.rejects(client.send(new HeadObjectCommand({ Bucket, Key: "missing" })), NotFound);
        });

        it("a missing object is 403 where the caller may not list", async () => {
            await client.send(new CreateBucketCommand({ Bucket: "secretive" }));
            const secretive = { Bucket: "secretive" };
            const deny = {
                Effect: "Deny",
                Principal: "*",
                Action: "s3:ListBucket",
                Resource: "arn:aws:s3:::secretive",
            };
            const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [deny] });
            await client.send(new PutBucketPolicyCommand({ ...secretive, Policy }));
            await client.send(new PutObjectCommand({ ...secretive, Key: "there", Body: "x" }));
            await client.send(new HeadObjectCommand({ ...secretive, Key: "there" }));
            const missing = { ...secretive, Key: "missing" };
            await assert.rejects(client.send(new GetObjectCommand(missing)), refused("AccessDenied", 403));
            await assert.rejects(client.send(new HeadObjectCommand(missing)), refused("Unknown", 403));
            await assert.rejects(client.send(new ListObjectsV2Command(secretive)), refused("AccessDenied", 403));
        });

        it("waitUntilObjectExists sees an object that comes late", async () => {
            const waiting = waitUntilObjectExists(
                { client, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.01 },
                { Bucket, Key: "late" },
            );
            await client.send(new PutObjectCommand({ Bucket, Key: "late", Body: "now" }));
            assert.equal((await waiting).state, "SUCCESS");
        });

        it("an object is copied, and not onto itself unchanged", async () => {
            await client.send(new PutObjectCommand({ Bucket, Key: "a b+c", Body: "x", Metadata: { run: "7" } }));
            const CopySource = `${Bucket}/${encodeURIComponent("a b+c")}`;
            await client.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource }));
            const head = await client.send(new HeadObjectCommand({ Bucket, Key: "copy" }));
            assert.deepEqual(head.Metadata, { run: "7" });
            assert.equal(await textOf("copy"), "x");
            const self = new CopyObjectCommand({ Bucket, Key: "a b+c", CopySource });
            await assert.rejects(client.send(self), refused("InvalidRequest", 400));
        });

        it("what would be lost is refused: storage classes, versions, tags, unknown headers", async () => {
            const put = (input: object) =>
                client.send(new CreateMultipartUploadCommand({ Bucket, Key: "x", ...input }));
            await assert.rejects(put({ StorageClass: "GLACIER" }), refused("NotImplemented", 501));
            await assert.rejects(put({ Tagging: "a=b" }), refused("NotImplemented", 501));
            await assert.rejects(put({ GrantRead: "id=1" }), refused("NotImplemented", 501));
            const versioned = new GetObjectCommand({ Bucket, Key: "x", VersionId: "3" });
            await assert.rejects(client.send(versioned), refused("NotImplemented", 501));
        });

        it("a body longer than memory should hold is EntityTooLarge", async () => {
            const put = new PutObjectCommand({ Bucket, Key: "huge", Body: Buffer.alloc(64 * mebibyte + 1) });
            await assert.rejects(
                client.send(put),
                refused("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size"),
            );
        });
    });

    describe("listing", () => {
        const keys = [
            "a b",
            "a%20b",
            "a+b",
            "é/ü",
            "日本/語",
            "q?x=1&y",
            "<&>'\"",
            "tab\tcr\rlf\nend",
            "../up",
            "//slashes",
            "#",
            "𝒳",
        ];

        before(async () => {
            await client.send(new CreateBucketCommand({ Bucket: "odd-keys" }));
            for (const Key of keys) await client.send(new PutObjectCommand({ Bucket: "odd-keys", Key, Body: Key }));
        });

        it("odd keys come back as they were put, page by page, in the order of their bytes", async () => {
            const listed: string[] = [];
            const pages = paginateListObjectsV2({ client, pageSize: 5 }, { Bucket: "odd-keys" });
            let count = 0;
            for await (const page of pages) {
                count++;
                listed.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ""));
            }
            assert.equal(count, 3);
            assert.deepEqual(
                listed,
                [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
            );
        });

        it("each odd key can be got and deleted", async () => {
            for (const Key of keys) {
                const got = await client.send(new GetObjectCommand({ Bucket: "odd-keys", Key }));
                assert.equal(await got.Body?.transformToString(), Key);
            }
            await client.send(new DeleteObjectCommand({ Bucket: "odd-keys", Key: "a b" }));
            const Objects = keys.map((Key) => ({ Key }));
            const deleted = await client.send(new DeleteObjectsCommand({ Bucket: "odd-keys", Delete: { Objects } }));
            assert.deepEqual(
                deleted.Deleted?.map(({ Key }) => Key),
                keys,
            );
            const left = await client.send(new ListObjectsV2Command({ Bucket: "odd-keys" }));
            assert.equal(left.KeyCount, 0);
            assert.equal(left.IsTruncated, false);
            assert.equal(left.Contents, undefined);
        });

        it("a prefix narrows and a delimiter rolls up", async () => {
            for (const Key of ["d/1", "d/e/2", "d/e/3", "f"]) {
                await client.send(new PutObjectCommand({ Bucket: "odd-keys", Key, Body: "four" }));
            }
            const page = await client.send(
                new ListObjectsV2Command({ Bucket: "odd-keys", Prefix: "d/", Delimiter: "/" }),
            );
            assert.deepEqual(
                page.Contents?.map(({ Key, Size }) => [Key, Size]),
                [["d/1", 4]],
            );
            assert.deepEqual(page.CommonPrefixes, [{ Prefix: "d/e/" }]);
            assert.equal(page.KeyCount, 2);
            assert.deepEqual(page.Contents[0]?.LastModified, start);
        });

        it("a wrong token is InvalidArgument", async () => {
            const list = new ListObjectsV2Command({ Bucket: "odd-keys", ContinuationToken: "nonsense" });
            const message = "The continuation token provided is incorrect";
            await assert.rejects(client.send(list), refused("InvalidArgument", 400, message));
        });
    });

    describe("multipart uploads", () => {
        const Key = "in/parts";
        const begin = async () =>
            (await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: "CRC32" }))).UploadId;
        const upload = async (UploadId: string | undefined, PartNumber: number, Body: Buffer | string) => {
            const part = new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body });
            const { ETag, ChecksumCRC32 } = await client.send(part);
            return { ETag, ChecksumCRC32, PartNumber };
        };
        const complete = (UploadId: string | undefined, Parts: object[]) =>
            client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));

        it("parts become one object whose entity tag counts them", async () => {
            const UploadId = await begin();
            const first = Buffer.alloc(5 * mebibyte, "a");
            const parts = [await upload(UploadId, 2, "tail"), await upload(UploadId, 1, first)].reverse();
            const listed = await client.send(new ListPartsCommand({ Bucket, Key, UploadId }));
            assert.deepEqual(
                listed.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size]),
                [
                    [1, first.length],
                    [2, 4],
                ],
            );
            const done = await complete(UploadId, parts);
            assert.match(done.ETag ?? "", /^"[0-9a-f]{32}-2"$/);
            assert.match(done.ChecksumCRC32 ?? "", /^.{8}-2$/);
            const got = await client.send(new GetObjectCommand({ Bucket, Key }));
            assert.equal((await got.Body?.transformToString())?.slice(-6), "aatail");
            await assert.rejects(complete(UploadId, parts), refused("NoSuchUpload", 404));
        });

        it("a part too small that is not the last is refused", async () => {
            const UploadId = await begin();
            const parts = [await upload(UploadId, 1, "a"), await upload(UploadId, 2, "b")];
            await assert.rejects(complete(UploadId, parts), refused("EntityTooSmall", 400));
        });

        it("parts out of order, and parts that were not uploaded, are refused", async () => {
            const UploadId = await begin();
            const part = await upload(UploadId, 2, "a");
            await assert.rejects(
                complete(UploadId, [part, { ...part, PartNumber: 1 }]),
                refused("InvalidPartOrder", 400),
            );
            await assert.rejects(complete(UploadId, [{ ...part, ETag: '"other"' }]), refused("InvalidPart", 400));
            await assert.rejects(upload(UploadId, 10_001, "a"), refused("InvalidArgument", 400));
        });

        it("what was aborted is gone", async () => {
            const UploadId = await begin();
            await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
            await assert.rejects(upload(UploadId, 1, "a"), refused("NoSuchUpload", 404));
        });
    });

    describe("buckets", () => {
        const missing = { Bucket: "missing-bucket" };

        it("a missing bucket is NoSuchBucket", async () => {
            await assert.rejects(client.send(new ListObjectsV2Command(missing)), NoSuchBucket);
            await assert.rejects(client.send(new HeadBucketCommand(missing)), NotFound);
            const put = new PutObjectCommand({ ...missing, Key: "x", Body: "x" });
            await assert.rejects(client.send(put), NoSuchBucket);
        });

        it("a bucket is listed, located, and deleted only when it is empty", async () => {
            const named = { Bucket: "short-lived" };
            await client.send(new CreateBucketCommand(named));
            const { Buckets } = await client.send(new ListBucketsCommand({}));
            assert.deepEqual(Buckets?.find(({ Name }) => Name === "short-lived")?.CreationDate, start);
            assert.equal((await client.send(new HeadBucketCommand(named))).BucketRegion, "us-east-1");
            assert.equal((await client.send(new GetBucketLocationCommand(named))).LocationConstraint, undefined);
            await client.send(new PutObjectCommand({ ...named, Key: "x", Body: "x" }));
            await assert.rejects(client.send(new DeleteBucketCommand(named)), refused("BucketNotEmpty", 409));
            await client.send(new DeleteObjectCommand({ ...named, Key: "x" }));
            await client.send(new DeleteBucketCommand(named));
            await assert.rejects(client.send(new HeadBucketCommand(named)), NotFound);
        });

        it("an account that is not the owner is denied", async () => {
            const head = new ListObjectsV2Command({ Bucket, ExpectedBucketOwner: "210987654321" });
            await assert.rejects(client.send(head), refused("AccessDenied", 403));
        });

        it("what is not implemented says so, with the operation's name", async () => {
            const message = "The laptop AWS does not implement s3 GetBucketAcl.";
            await assert.rejects(
                client.send(new GetBucketAclCommand({ Bucket })),
                refused("NotImplemented", 501, message),
            );
        });

        it("its configuration comes back as it was put", async () => {
            const block = {
                BlockPublicAcls: true,
                IgnorePublicAcls: false,
                BlockPublicPolicy: true,
                RestrictPublicBuckets: false,
            };
            await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: block }));
            const { PublicAccessBlockConfiguration } = await client.send(new GetPublicAccessBlockCommand({ Bucket }));
            assert.deepEqual(PublicAccessBlockConfiguration, block);

            const OwnershipControls = { Rules: [{ ObjectOwnership: "ObjectWriter" as const }] };
            await client.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
            const ownership = await client.send(new GetBucketOwnershipControlsCommand({ Bucket }));
            assert.deepEqual(ownership.OwnershipControls, OwnershipControls);

            const encryption = {
                Rules: [
                    {
                        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const },
                        BucketKeyEnabled: true,
                    },
                ],
            };
            await client.send(
                new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: encryption }),
            );
            const encrypted = await client.send(new GetBucketEncryptionCommand({ Bucket }));
            assert.deepEqual(encrypted.ServerSideEncryptionConfiguration, encryption);

            const Rules = [
                { ID: "all", Status: "Enabled" as const, Filter: { Prefix: "" }, Expiration: { Days: 7 } },
                {
                    ID: "tagged",
                    Status: "Disabled" as const,
                    Filter: { And: { Prefix: "in/", Tags: [{ Key: "a", Value: "b" }] } },
                    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
                },
            ];
            await client.send(
                new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
            );
            const lifecycle = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
            assert.deepEqual(lifecycle.Rules, Rules);

            const TagSet = [
                { Key: "one", Value: "1" },
                { Key: "two", Value: "" },
            ];
            await client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
            assert.deepEqual((await client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet, TagSet);
        });

        it("a policy is kept, a malformed one refused", async () => {
            await assert.rejects(
                client.send(new GetBucketPolicyCommand({ Bucket })),
                refused("NoSuchBucketPolicy", 404, "The bucket policy does not exist"),
            );
            const put = (Policy: string) => client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
            await assert.rejects(put("{"), refused("MalformedPolicy", 400, "This policy contains invalid Json"));
            const Policy = JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                    {
                        Effect: "Deny",
                        Principal: "*",
                        Action: "s3:*",
                        Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
                        Condition: { Bool: { "aws:SecureTransport": "false" } },
                    },
                ],
            });
            await put(Policy);
            assert.equal((await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy, Policy);
        });

        it("a bucket without a setting says so, and without tags; it is never without encryption", async () => {
            for (const [deletion, question, code] of [
                [DeletePublicAccessBlockCommand, GetPublicAccessBlockCommand, "NoSuchPublicAccessBlockConfiguration"],
                [
                    DeleteBucketOwnershipControlsCommand,
                    GetBucketOwnershipControlsCommand,
                    "OwnershipControlsNotFoundError",
                ],
                [DeleteBucketPolicyCommand, GetBucketPolicyCommand, "NoSuchBucketPolicy"],
                [DeleteBucketLifecycleCommand, GetBucketLifecycleConfigurationCommand, "NoSuchLifecycleConfiguration"],
                [DeleteBucketTaggingCommand, GetBucketTaggingCommand, "NoSuchTagSet"],
            ] as const) {
                await client.send(new deletion({ Bucket }));
                const asked = client.send(new question({ Bucket }) as GetBucketPolicyCommand);
                await assert.rejects(asked, refused(code, 404));
            }
            await client.send(new DeleteBucketEncryptionCommand({ Bucket }));
            const { ServerSideEncryptionConfiguration } = await client.send(new GetBucketEncryptionCommand({ Bucket }));
            assert.deepEqual(ServerSideEncryptionConfiguration?.Rules, [
                { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false },
            ]);
        });
    });
});
