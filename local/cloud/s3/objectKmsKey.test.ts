import { deepEqual, equal, rejects } from "node:assert/strict";

import { type Call } from "../context";
import { anonymous, type Caller, overPlainHttp } from "../iam/principal";
import { account, administered, GuardedCloud, sessionArn } from "../testing/guardedCloud";
import { awsError } from "../testing/messagingFixture";

const Bucket = "articles";
const object = { Bucket, Key: "x" };
const allow = (Action: string | string[], Resource: string, more: object = {}) => ({
    Effect: "Allow",
    Action,
    Resource,
    ...more,
});
const everything = allow("s3:*", "*");

describe("The key of an S3 object", () => {
    let fixture: GuardedCloud;
    let call: Call;
    let key: string;
    const may = async (name: string, ...actions: string[]): Promise<Call> => {
        const use = actions.length > 0 ? [allow(actions, key)] : [];
        return fixture.cloud.as(await fixture.role(name, everything, ...use));
    };
    const denied = (name: string, action: string, arn = key, side = "identity") =>
        awsError(
            "AccessDenied",
            `User: ${sessionArn(name)} is not authorized to perform: ${action} on resource: ${arn} because no ${side}-based policy allows the ${action} action`,
            403,
        );
    const encrypt = (bucket: string, KMSMasterKeyID?: string) =>
        call("s3", "PutBucketEncryption", {
            Bucket: bucket,
            ServerSideEncryptionConfiguration: {
                Rules: [
                    {
                        ApplyServerSideEncryptionByDefault: {
                            SSEAlgorithm: "aws:kms",
                            ...(KMSMasterKeyID !== undefined && { KMSMasterKeyID }),
                        },
                    },
                ],
            },
        });

    beforeEach(async () => {
        fixture = new GuardedCloud();
        call = fixture.cloud.call;
        key = await fixture.key(administered);
        await call("s3", "CreateBucket", { Bucket });
        await encrypt(Bucket, key);
        await call("s3", "PutObject", { ...object, Body: Buffer.from("text") });
    });

    it("takes kms:GenerateDataKey to write and kms:Decrypt to read", async () => {
        const writer = await may("writer", "kms:GenerateDataKey");
        equal((await writer("s3", "PutObject", object)).SSEKMSKeyId, key);
        await rejects(writer("s3", "GetObject", object), denied("writer", "kms:Decrypt"));
        const reader = await may("reader", "kms:Decrypt");
        await reader("s3", "GetObject", object);
        await rejects(reader("s3", "PutObject", object), denied("reader", "kms:GenerateDataKey"));
    });

    it("is used through S3, which a policy can ask for", async () => {
        const through = (via: string) =>
            allow("kms:*", key, { Condition: { StringEquals: { "kms:ViaService": via } } });
        const here = await fixture.role("here", everything, through("s3.us-east-1.amazonaws.com"));
        await fixture.cloud.as(here)("s3", "GetObject", object);
        const elsewhere = await fixture.role("elsewhere", everything, through("sns.us-east-1.amazonaws.com"));
        await rejects(fixture.cloud.as(elsewhere)("s3", "GetObject", object), denied("elsewhere", "kms:Decrypt"));
    });

    it("has to agree: leave by an identity policy is not enough where its own policy is silent", async () => {
        const own = await fixture.key({ ...administered, Action: "kms:PutKeyPolicy" });
        const reader = fixture.cloud.as(await fixture.role("reader", everything, allow("kms:*", "*")));
        const put = { ...object, ServerSideEncryption: "aws:kms", SSEKMSKeyId: own } as const;
        await rejects(reader("s3", "PutObject", put), denied("reader", "kms:GenerateDataKey", own, "resource"));
    });

    it("is opened by a grant, until it is revoked", async () => {
        const reader = await may("reader");
        await rejects(reader("s3", "GetObject", object), denied("reader", "kms:Decrypt"));
        const { GrantId } = await call("kms", "CreateGrant", {
            KeyId: key,
            GranteePrincipal: `arn:aws:iam::${account}:role/reader`,
            Operations: ["Decrypt"],
        });
        await reader("s3", "GetObject", object);
        await rejects(reader("s3", "PutObject", object), denied("reader", "kms:GenerateDataKey"));
        await call("kms", "RevokeGrant", { KeyId: key, GrantId });
        await rejects(reader("s3", "GetObject", object), denied("reader", "kms:Decrypt"));
    });

    it("of an alias is the key behind it", async () => {
        await call("kms", "CreateAlias", { AliasName: "alias/articles", TargetKeyId: key });
        const put = { ...object, ServerSideEncryption: "aws:kms", SSEKMSKeyId: "alias/articles" } as const;
        await rejects((await may("nobody"))("s3", "PutObject", put), denied("nobody", "kms:GenerateDataKey"));
        equal((await (await may("writer", "kms:GenerateDataKey"))("s3", "PutObject", put)).SSEKMSKeyId, key);
    });

    it("is not used to tell of an object, except of its checksum", async () => {
        const reader = await may("reader");
        const plain = await reader("s3", "HeadObject", { ...object, ChecksumMode: "ENABLED" });
        equal(plain.ContentLength, 4);
        await call("s3", "PutObject", { ...object, Body: Buffer.from("x"), ChecksumCRC32: "jNwWgw==" });
        equal((await reader("s3", "HeadObject", object)).ContentLength, 1);
        const checked = reader("s3", "HeadObject", { ...object, ChecksumMode: "ENABLED" });
        await rejects(checked, denied("reader", "kms:Decrypt"));
    });

    it("comes after leave of S3, and its state before leave to use it", async () => {
        const nobody = fixture.cloud.as(await fixture.role("nobody"));
        await call("kms", "DisableKey", { KeyId: key });
        const arn = "arn:aws:s3:::articles/x";
        await rejects(
            nobody("s3", "GetObject", object),
            awsError(
                "AccessDenied",
                `User: ${sessionArn("nobody")} is not authorized to perform: s3:GetObject on resource: "${arn}" because no identity-based policy allows the s3:GetObject action`,
                403,
            ),
        );
        const keyless = await may("keyless");
        await rejects(keyless("s3", "GetObject", object), awsError("KMS.DisabledException", `${key} is disabled.`));
        await rejects(keyless("s3", "PutObject", object), awsError("KMS.DisabledException", `${key} is disabled.`));
    });

    it("that AWS manages is open to its own account", async () => {
        await call("s3", "CreateBucket", { Bucket: "managed" });
        await encrypt("managed");
        const there = { Bucket: "managed", Key: "x" };
        const nobody = await may("nobody");
        equal((await nobody("s3", "PutObject", there)).ServerSideEncryption, "aws:kms");
        await nobody("s3", "GetObject", there);
        const Principal = { AWS: "arn:aws:iam::210987654321:root" };
        const Policy = JSON.stringify({ Statement: [allow("s3:*", "arn:aws:s3:::managed/*", { Principal })] });
        await call("s3", "PutBucketPolicy", { Bucket: "managed", Policy });
        const stranger = fixture.cloud.as(fixture.cloud.identities.stranger.caller);
        await rejects(stranger("s3", "GetObject", there), { code: "AccessDenied", statusCode: 403 });
    });

    it("is for signed requests over TLS only", async () => {
        const words = "Requests specifying Server Side Encryption with AWS KMS managed keys";
        const insecure = awsError("InvalidArgument", `${words} must be made over a secure connection.`);
        const reader: Caller = await fixture.role("reader", everything, allow("kms:*", "*"));
        const open = fixture.cloud.as(overPlainHttp(reader));
        await rejects(open("s3", "GetObject", object), insecure);
        await rejects(open("s3", "PutObject", object), insecure);
        await open("s3", "PutObject", { ...object, ServerSideEncryption: "AES256" });
        await open("s3", "GetObject", object);

        await fixture.cloud.as(reader)("s3", "PutObject", object);
        await call("s3", "DeletePublicAccessBlock", { Bucket });
        const Statement = [allow("s3:GetObject", "arn:aws:s3:::articles/*", { Principal: "*" })];
        await call("s3", "PutBucketPolicy", { Bucket, Policy: JSON.stringify({ Statement }) });
        await rejects(
            fixture.cloud.as(anonymous)("s3", "GetObject", object),
            awsError("InvalidArgument", `${words} require AWS Signature Version 4.`),
        );
    });

    it("of a copy is that of the source to read and that of the target to write", async () => {
        const other = await fixture.key(administered);
        await call("s3", "CreateBucket", { Bucket: "copies" });
        await encrypt("copies", other);
        const input = { Bucket: "copies", Key: "x", CopySource: "articles/x" };
        const role = async (name: string, ...statements: object[]) =>
            fixture.cloud.as(await fixture.role(name, everything, ...statements))("s3", "CopyObject", input);
        const [reads, writes] = [allow("kms:Decrypt", key), allow("kms:GenerateDataKey", other)];
        await rejects(role("writer", writes), denied("writer", "kms:Decrypt"));
        await rejects(role("reader", reads), denied("reader", "kms:GenerateDataKey", other));
        equal((await role("both", reads, writes)).SSEKMSKeyId, other);
    });

    describe("of an upload in parts", () => {
        const part = { ...object, PartNumber: 1, Body: Buffer.from("part") };
        const start = async (by: Call) => (await by("s3", "CreateMultipartUpload", object)).UploadId;
        const complete = (by: Call, UploadId: string, ETag: string) =>
            by("s3", "CompleteMultipartUpload", {
                ...object,
                UploadId,
                MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
            });

        it("takes kms:GenerateDataKey to start", async () => {
            await rejects(start(await may("nobody", "kms:Decrypt")), denied("nobody", "kms:GenerateDataKey"));
            await start(await may("starter", "kms:GenerateDataKey"));
        });

        it("takes kms:Decrypt for each part, their list and the end", async () => {
            const UploadId = await start(call);
            const { ETag } = await call("s3", "UploadPart", { ...part, UploadId });
            const starter = await may("starter", "kms:GenerateDataKey");
            const refused = denied("starter", "kms:Decrypt");
            await rejects(starter("s3", "UploadPart", { ...part, UploadId }), refused);
            await rejects(starter("s3", "ListParts", { ...object, UploadId }), refused);
            await rejects(complete(starter, UploadId, ETag), refused);
            const decrypter = await may("decrypter", "kms:Decrypt");
            await decrypter("s3", "UploadPart", { ...part, UploadId });
            equal((await decrypter("s3", "ListParts", { ...object, UploadId })).Parts.length, 1);
            equal((await complete(decrypter, UploadId, ETag)).SSEKMSKeyId, key);
        });

        it("is not needed to abort it", async () => {
            const UploadId = await start(call);
            await (
                await may("aborter")
            )("s3", "AbortMultipartUpload", { ...object, UploadId });
            deepEqual((await call("s3", "ListMultipartUploads", { Bucket })).Uploads, []);
        });
    });
});
