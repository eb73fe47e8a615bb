import assert from "node:assert/strict";

import { AwsError } from "../cloud/awsError";
import { bucket } from "./bucket";
import { type Properties } from "./resource";
import { checkContext, recordingTarget } from "./testing/recordingTarget";

const notEmpty = new AwsError("BucketNotEmpty", "The bucket you tried to delete is not empty", 409);

describe("bucket", () => {
    it("is named automatically in lower case, as S3 wants it", () => {
        const checked = bucket.check({}, { name: "Articles", autoname: () => "Articles-0a1b2c3" });
        assert.deepEqual(checked, { bucket: "articles-0a1b2c3", forceDestroy: false });
    });

    it("has no location constraint in us-east-1", async () => {
        const target = { ...recordingTarget({}), region: "us-east-1" };
        const recording = recordingTarget({ CreateBucket: {} });
        await bucket.create({ bucket: "b", forceDestroy: false }, { ...target, call: recording.call });
        assert.deepEqual(recording.calls, [["s3", "CreateBucket", { Bucket: "b" }]]);
    });

    it("is deleted again when its tags are refused", async () => {
        const refused = new AwsError("InvalidTag", "The TagKey you have provided is invalid");
        const target = recordingTarget({ CreateBucket: {}, PutBucketTagging: refused, DeleteBucket: {} });
        const inputs = bucket.check({ tags: { "": "news" } }, checkContext);
        await assert.rejects(bucket.create(inputs, target), refused);
        assert.deepEqual(target.calls.at(-1), ["s3", "DeleteBucket", { Bucket: "it-0a1b2c3" }]);
    });

    it("is not deleted while it holds objects", async () => {
        const target = recordingTarget({ DeleteBucket: notEmpty });
        await assert.rejects(bucket.delete({ id: "b", outputs: { forceDestroy: false } }, target), notEmpty);
        assert.equal(target.calls.length, 1);
    });

    it("is emptied page by page before it is deleted, when forceDestroy says so", async () => {
        const target = recordingTarget({
            DeleteBucket: [notEmpty, {}],
            ListObjectsV2: [
                { Contents: [{ Key: "a" }, { Key: "b" }], NextContinuationToken: "more" },
                { Contents: [{ Key: "c" }] },
            ],
            DeleteObjects: {},
        });
        await bucket.delete({ id: "b", outputs: { forceDestroy: true } }, target);
        assert.deepEqual(target.calls, [
            ["s3", "DeleteBucket", { Bucket: "b" }],
            ["s3", "ListObjectsV2", { Bucket: "b" }],
            ["s3", "DeleteObjects", { Bucket: "b", Delete: { Objects: [{ Key: "a" }, { Key: "b" }], Quiet: true } }],
            ["s3", "ListObjectsV2", { Bucket: "b", ContinuationToken: "more" }],
            ["s3", "DeleteObjects", { Bucket: "b", Delete: { Objects: [{ Key: "c" }], Quiet: true } }],
            ["s3", "DeleteBucket", { Bucket: "b" }],
        ]);
    });

    it("is not deleted when one of its objects cannot be", async () => {
        const target = recordingTarget({
            DeleteBucket: notEmpty,
            ListObjectsV2: { Contents: [{ Key: "a" }] },
            DeleteObjects: { Errors: [{ Key: "a", Code: "AccessDenied", Message: "Access Denied" }] },
        });
        await assert.rejects(bucket.delete({ id: "b", outputs: { forceDestroy: true } }, target), {
            code: "AccessDenied",
            message: "a: Access Denied",
        });
        assert.equal(target.calls.length, 3);
    });

    it("has no tags where S3 knows of no tag set", async () => {
        const GetBucketTagging = new AwsError("NoSuchTagSet", "The TagSet does not exist", 404);
        const inputs = bucket.check({}, checkContext);
        const read = await bucket.read("it-0a1b2c3", recordingTarget({ GetBucketTagging }), inputs);
        assert.deepEqual(read?.inputs, inputs);
    });

    /** What an update asks of S3 where the bucket has some tags by now. */
    const updated = async (live: Record<string, string>, before: Properties, after: Properties): Promise<unknown> => {
        const GetBucketTagging = { TagSet: Object.entries(live).map(([Key, Value]) => ({ Key, Value })) };
        const target = recordingTarget({ GetBucketTagging, PutBucketTagging: {}, DeleteBucketTagging: {} });
        const existing = { id: "b", inputs: bucket.check(before, checkContext), outputs: {} };
        await bucket.update(existing, bucket.check(after, checkContext), target);
        return target.calls.at(-1)?.slice(1);
    };

    it("keeps tags that somebody else gave it", async () => {
        const live = { mine: "1", removed: "1", theirs: "1" };
        assert.deepEqual(await updated(live, { tags: { mine: "1", removed: "1" } }, { tags: { mine: "2" } }), [
            "PutBucketTagging",
            {
                Bucket: "b",
                Tagging: {
                    TagSet: [
                        { Key: "theirs", Value: "1" },
                        { Key: "mine", Value: "2" },
                    ],
                },
            },
        ]);
    });

    it("loses its tag set with its last tag", async () => {
        const deletion = ["DeleteBucketTagging", { Bucket: "b" }];
        assert.deepEqual(await updated({ mine: "1" }, { tags: { mine: "1" } }, {}), deletion);
    });

    it("asks nothing of S3 when it may be emptied from now on", async () => {
        assert.equal(await updated({}, {}, { forceDestroy: true }), undefined);
    });

    it("is made in the one region only", async () => {
        const target = recordingTarget({});
        const inputs = bucket.check({ region: "us-west-2" }, checkContext);
        await assert.rejects(bucket.create(inputs, target), {
            name: "AwsError",
            message: "The laptop AWS is one region, eu-west-1: it has no us-west-2.",
        });
        assert.deepEqual(target.calls, []);
    });
});
