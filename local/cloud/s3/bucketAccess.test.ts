import { deepEqual, equal, rejects } from "node:assert/strict";

import { type Call } from "../context";
import { anonymous, overPlainHttp, service } from "../iam/principal";
import { account, GuardedCloud, sessionArn } from "../testing/guardedCloud";
import { awsError, policy } from "../testing/messagingFixture";

const Bucket = "articles";
const bucket = "arn:aws:s3:::articles";
const there = { Bucket, Key: "there" };
const missing = { Bucket, Key: "missing" };
const stranger = "arn:aws:iam::210987654321:user/stranger";

const allow = (Action: string | string[], Resource: string, more: object = {}) => ({
    Effect: "Allow",
    Action,
    Resource,
    ...more,
});
const denied = (who: string, action: string, resource: string, why: string) =>
    awsError(
        "AccessDenied",
        `User: ${who} is not authorized to perform: ${action} on resource: "${resource}" ${why}`,
        403,
    );
const noIdentity = (role: string, action: string, resource: string) =>
    denied(sessionArn(role), action, resource, `because no identity-based policy allows the ${action} action`);
const noResource = (who: string, action: string, resource: string) =>
    denied(who, action, resource, `because no resource-based policy allows the ${action} action`);
const explicitly = (role: string, action: string, resource: string) =>
    denied(sessionArn(role), action, resource, "with an explicit deny in a resource-based policy");
const accessDenied = awsError("AccessDenied", "Access Denied", 403);
const noSuchKey = awsError("NoSuchKey", "The specified key does not exist.", 404);
const noSuchBucket = awsError("NoSuchBucket", "The specified bucket does not exist", 404);

describe("Who may do what in S3", () => {
    let fixture: GuardedCloud;
    let call: Call;
    const as = async (name: string, ...statements: object[]): Promise<Call> =>
        fixture.cloud.as(await fixture.role(name, ...statements));
    const setPolicy = (...statements: object[]) =>
        call("s3", "PutBucketPolicy", { Bucket, Policy: policy(...statements) });
    const keys = async () => ((await call("s3", "ListObjectsV2", { Bucket })).Contents ?? []).map(({ Key }) => Key);

    beforeEach(async () => {
        fixture = new GuardedCloud();
        call = fixture.cloud.call;
        await call("s3", "CreateBucket", { Bucket });
        await call("s3", "PutObject", { ...there, Body: Buffer.from("text") });
    });

    it("an identity policy of its own account is enough, for what it names", async () => {
        const reader = await as("reader", allow("s3:GetObject", `${bucket}/there`));
        equal((await reader("s3", "GetObject", there)).Body.toString(), "text");
        equal((await reader("s3", "HeadObject", there)).ContentLength, 4);
        await rejects(reader("s3", "PutObject", there), noIdentity("reader", "s3:PutObject", `${bucket}/there`));
        await rejects(reader("s3", "ListBuckets", {}), {
            message: `User: ${sessionArn("reader")} is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action`,
        });
    });

    it("a bucket policy is enough too", async () => {
        const reader = await as("reader");
        const Principal = { AWS: `arn:aws:iam::${account}:role/reader` };
        await setPolicy(allow("s3:GetObject", `${bucket}/*`, { Principal }));
        await reader("s3", "GetObject", there);
        await call("s3", "DeleteBucketPolicy", { Bucket });
        await rejects(reader("s3", "GetObject", there), noIdentity("reader", "s3:GetObject", `${bucket}/there`));
    });

    it("a bucket policy against plain HTTP stops those who may", async () => {
        const condition = { Condition: { Bool: { "aws:SecureTransport": "false" } } };
        await setPolicy({
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: [bucket, `${bucket}/*`],
            ...condition,
        });
        const reader = await fixture.role("reader", allow("s3:*", "*"));
        await fixture.cloud.as(reader)("s3", "GetObject", there);
        const open = fixture.cloud.as(overPlainHttp(reader));
        await rejects(open("s3", "GetObject", there), explicitly("reader", "s3:GetObject", `${bucket}/there`));
        await rejects(open("s3", "HeadBucket", { Bucket }), explicitly("reader", "s3:ListBucket", bucket));
    });

    describe("a missing object", () => {
        it("is told to those who may list the bucket", async () => {
            const reader = await as("reader", allow("s3:GetObject", `${bucket}/*`), allow("s3:ListBucket", bucket));
            await rejects(reader("s3", "GetObject", missing), noSuchKey);
            await rejects(reader("s3", "HeadObject", missing), noSuchKey);
        });

        for (const [who, statements] of [
            ["may not", []],
            [
                "may list its prefix",
                [allow("s3:ListBucket", bucket, { Condition: { StringLike: { "s3:prefix": "*" } } })],
            ],
            ["may list its keys as if they were buckets", [allow("s3:ListBucket", `${bucket}/*`)]],
        ] as const) {
            it(`is denied to those who ${who}`, async () => {
                const reader = await as("reader", allow("s3:GetObject", `${bucket}/*`), ...statements);
                await reader("s3", "GetObject", there);
                const refused = noIdentity("reader", "s3:ListBucket", bucket);
                await rejects(reader("s3", "GetObject", missing), refused);
                await rejects(reader("s3", "HeadObject", missing), refused);
            });
        }

        it("is denied where the bucket's policy denies the list", async () => {
            const reader = await as("reader", allow("s3:*", "*"));
            await setPolicy({ Effect: "Deny", Principal: "*", Action: "s3:ListBucket", Resource: bucket });
            await rejects(reader("s3", "GetObject", missing), explicitly("reader", "s3:ListBucket", bucket));
            await rejects(call("s3", "GetObject", missing), noSuchKey);
        });
    });

    describe("a list", () => {
        const list = async (condition: object, input: object) => {
            const by = await as("lister", allow("s3:ListBucket", bucket, { Condition: condition }));
            return by("s3", "ListObjectsV2", { Bucket, ...input });
        };
        const refused = noIdentity("lister", "s3:ListBucket", bucket);

        for (const [what, condition, good, bad] of [
            [
                "prefix",
                { StringLike: { "s3:prefix": "articles/*" } },
                { Prefix: "articles/a" },
                { Prefix: "summaries/" },
            ],
            ["delimiter", { StringEquals: { "s3:delimiter": "/" } }, { Delimiter: "/" }, {}],
            ["size", { NumericLessThanEquals: { "s3:max-keys": "10" } }, { MaxKeys: 10 }, { MaxKeys: 11 }],
        ] as const) {
            it(`can be limited by ${what}`, async () => {
                equal((await list(condition, good)).Name, Bucket);
                await fixture.cloud.call("iam", "DeleteRolePolicy", { RoleName: "lister", PolicyName: "test" });
                await fixture.cloud.call("iam", "DeleteRole", { RoleName: "lister" });
                await rejects(list(condition, bad), refused);
            });
        }

        it("without a prefix has none that could match", async () => {
            await rejects(list({ StringLike: { "s3:prefix": "*" } }, {}), refused);
        });
    });

    it("of many deletions, those of the keys that may be deleted are done", async () => {
        await call("s3", "PutObject", { Bucket, Key: "kept" });
        const cleaner = await as("cleaner", allow("s3:DeleteObject", `${bucket}/there`));
        const Delete = { Objects: [{ Key: "there" }, { Key: "kept" }] };
        deepEqual(await cleaner("s3", "DeleteObjects", { Bucket, Delete }), {
            Deleted: [{ Key: "there" }],
            Errors: [
                {
                    Key: "kept",
                    Code: "AccessDenied",
                    Message: `User: ${sessionArn("cleaner")} is not authorized to perform: s3:DeleteObject on resource: "${bucket}/kept" because no identity-based policy allows the s3:DeleteObject action`,
                },
            ],
        });
        deepEqual(await keys(), ["kept"]);
    });

    describe("a copy", () => {
        const copy = (by: Call) => by("s3", "CopyObject", { Bucket: "copies", Key: "x", CopySource: "articles/there" });
        const target = "arn:aws:s3:::copies/x";
        beforeEach(() => call("s3", "CreateBucket", { Bucket: "copies" }));

        it("takes leave to read there and to write here", async () => {
            const [reads, writes] = [allow("s3:GetObject", `${bucket}/there`), allow("s3:PutObject", target)];
            await rejects(copy(await as("reader", reads)), noIdentity("reader", "s3:PutObject", target));
            const unread = noIdentity("writer", "s3:GetObject", `${bucket}/there`);
            await rejects(copy(await as("writer", writes)), unread);
            await copy(await as("both", reads, writes));
            equal((await call("s3", "GetObject", { Bucket: "copies", Key: "x" })).Body.toString(), "text");
        });

        it("of what is missing tells those who may list the source", async () => {
            const copier = await as("copier", allow(["s3:GetObject", "s3:PutObject"], "*"));
            const input = { Bucket: "copies", Key: "x", CopySource: "articles/missing" };
            await rejects(copier("s3", "CopyObject", input), noIdentity("copier", "s3:ListBucket", bucket));
            await fixture.grant("copier", allow("s3:*", "*"));
            await rejects(copier("s3", "CopyObject", input), noSuchKey);
        });
    });

    it("a write can be asked to name its encryption, and takes more leave for an ACL", async () => {
        const condition = { Condition: { StringEquals: { "s3:x-amz-server-side-encryption": "AES256" } } };
        const writer = await as("writer", allow("s3:PutObject", `${bucket}/*`, condition));
        await writer("s3", "PutObject", { ...there, ServerSideEncryption: "AES256" });
        await rejects(writer("s3", "PutObject", there), noIdentity("writer", "s3:PutObject", `${bucket}/there`));
        const owned = { ...there, ServerSideEncryption: "AES256", ACL: "bucket-owner-full-control" } as const;
        await rejects(writer("s3", "PutObject", owned), noIdentity("writer", "s3:PutObjectAcl", `${bucket}/there`));
    });

    describe("another account", () => {
        const asStranger = () => fixture.cloud.as(fixture.cloud.identities.stranger.caller);
        const Principal = { AWS: "arn:aws:iam::210987654321:root" };

        it("is let in by the bucket's policy only", async () => {
            await rejects(
                asStranger()("s3", "GetObject", there),
                noResource(stranger, "s3:GetObject", `${bucket}/there`),
            );
            await setPolicy(allow("s3:GetObject", `${bucket}/*`, { Principal }));
            await asStranger()("s3", "GetObject", there);
            await rejects(asStranger()("s3", "GetObject", missing), noResource(stranger, "s3:ListBucket", bucket));
        });

        it("does not touch the bucket's policy, whatever it says", async () => {
            const all = allow("s3:*", bucket, { Principal });
            await setPolicy(all);
            const notAllowed = awsError(
                "MethodNotAllowed",
                "The specified method is not allowed against this resource.",
                405,
            );
            await rejects(asStranger()("s3", "GetBucketPolicy", { Bucket }), notAllowed);
            await rejects(asStranger()("s3", "DeleteBucketPolicy", { Bucket }), notAllowed);
            await rejects(asStranger()("s3", "PutBucketPolicy", { Bucket, Policy: policy(all) }), notAllowed);
            equal((await call("s3", "GetBucketPolicy", { Bucket })).Policy, policy(all));
        });

        it("is also nobody, where the bucket's policy is concerned", async () => {
            await call("s3", "DeletePublicAccessBlock", { Bucket });
            const all = policy(allow("s3:*", bucket, { Principal: "*" }));
            await call("s3", "PutBucketPolicy", { Bucket, Policy: all });
            const nobody = fixture.cloud.as(anonymous);
            const notAllowed = { code: "MethodNotAllowed" };
            await nobody("s3", "ListObjectsV2", { Bucket });
            await rejects(nobody("s3", "GetBucketPolicy", { Bucket }), notAllowed);
            await rejects(nobody("s3", "PutBucketPolicy", { Bucket, Policy: all }), notAllowed);
            await rejects(nobody("s3", "DeleteBucketPolicy", { Bucket }), notAllowed);
            equal((await call("s3", "GetBucketPolicy", { Bucket })).Policy, all);
        });

        it("makes no bucket here", async () => {
            await rejects(asStranger()("s3", "CreateBucket", { Bucket: "mine" }), { code: "AccessDenied" });
        });
    });

    describe("a public policy", () => {
        const open = allow("s3:GetObject", `${bucket}/*`, { Principal: "*" });
        const asNobody = () => fixture.cloud.as(anonymous);
        const block = (RestrictPublicBuckets: boolean) =>
            call("s3", "PutPublicAccessBlock", { Bucket, PublicAccessBlockConfiguration: { RestrictPublicBuckets } });

        it("lets anybody in where nothing restricts it", async () => {
            await rejects(asNobody()("s3", "GetObject", there), accessDenied);
            await block(false);
            await setPolicy(open);
            await asNobody()("s3", "GetObject", there);
            await rejects(asNobody()("s3", "GetObject", missing), accessDenied);
            await rejects(asNobody()("s3", "DeleteObject", there), accessDenied);
        });

        it("shows an object to nobody as another kind than it is", async () => {
            await block(false);
            await setPolicy(open);
            const asPage = { ...there, ResponseContentType: "text/html" };
            const message = "Request specific response headers cannot be used for anonymous GET requests.";
            await rejects(asNobody()("s3", "GetObject", asPage), awsError("InvalidRequest", message));
            await rejects(asNobody()("s3", "HeadObject", asPage), awsError("InvalidRequest", message));
            await (
                await as("somebody")
            )("s3", "GetObject", asPage);
        });

        it("may call a statement as S3's own restriction is called", async () => {
            await block(true);
            await setPolicy({ ...open, Sid: "RestrictPublicBuckets" });
            await rejects(asNobody()("s3", "GetObject", there), accessDenied);
            await (
                await as("nobody")
            )("s3", "GetObject", there);
        });

        it("lets in the own account and services where RestrictPublicBuckets is on", async () => {
            await block(true);
            const named = allow("s3:GetObject", `${bucket}/*`, {
                Principal: { AWS: "arn:aws:iam::210987654321:root" },
            });
            await setPolicy(open, named);
            await rejects(asNobody()("s3", "GetObject", there), accessDenied);
            const other = fixture.cloud.as(fixture.cloud.identities.stranger.caller);
            await rejects(
                other("s3", "GetObject", there),
                denied(stranger, "s3:GetObject", `${bucket}/there`, "with an explicit deny in a resource-based policy"),
            );
            await (
                await as("nobody")
            )("s3", "GetObject", there);
            const trail = service("cloudtrail.amazonaws.com", "arn:aws:cloudtrail:us-east-1:1:trail/t", "1");
            await fixture.cloud.as(trail)("s3", "GetObject", there);
            equal((await call("s3", "GetBucketPolicy", { Bucket })).Policy, policy(open, named));
            await setPolicy(named);
            await other("s3", "GetObject", there);
        });
    });

    describe("a bucket that does not exist", () => {
        it("is told to anybody, whatever is asked", async () => {
            for (const by of [fixture.cloud.as(anonymous), await as("nobody")]) {
                await rejects(by("s3", "GetObject", { Bucket: "gone", Key: "x" }), noSuchBucket);
                await rejects(by("s3", "HeadBucket", { Bucket: "gone" }), noSuchBucket);
                await rejects(by("s3", "DeleteObjects", { Bucket: "gone", Delete: { Objects: [] } }), noSuchBucket);
            }
        });

        it("is made by those who may", async () => {
            const maker = await as("maker", allow("s3:CreateBucket", "arn:aws:s3:::new-*"));
            await maker("s3", "CreateBucket", { Bucket: "new-1" });
            const refused = noIdentity("maker", "s3:CreateBucket", "arn:aws:s3:::old-1");
            await rejects(maker("s3", "CreateBucket", { Bucket: "old-1" }), refused);
        });
    });
});
