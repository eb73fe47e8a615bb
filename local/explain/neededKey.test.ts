import assert from "node:assert/strict";

import { SimulatedClock } from "../cloud/clock";
import { Cloud } from "../cloud/cloud";
import { service } from "../cloud/iam/principal";
import { InProcessHost } from "../container/inProcessHost";
import { type KeyPermission, neededOfKey } from "./neededKey";

const here = "us-east-1:123456789012";
const bucket = "arn:aws:s3:::articles";
const topic = `arn:aws:sns:${here}:told`;
const queue = `arn:aws:sqs:${here}:inbox`;
const QueueUrl = "https://sqs.us-east-1.amazonaws.com/123456789012/inbox";

describe("neededOfKey", () => {
    let cloud: Cloud;
    let key: string;
    beforeEach(async () => {
        const clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
        cloud = new Cloud({ clock, containers: new InProcessHost(), region: "us-east-1" });
        key = (await cloud.call("kms", "CreateKey", {})).KeyMetadata.Arn;
        await cloud.call("kms", "CreateAlias", { AliasName: "alias/articles", TargetKeyId: key });
        await makeAll(key);
    });
    afterEach(() => cloud.close());

    /** A bucket, a topic and a queue, encrypted by one key or by AWS alone. */
    async function makeAll(keyId?: string): Promise<void> {
        const KmsMasterKeyId = keyId;
        const attributes = { ...(KmsMasterKeyId !== undefined && { Attributes: { KmsMasterKeyId } }) };
        await cloud.call("s3", "CreateBucket", { Bucket: "articles" });
        await cloud.call("sns", "CreateTopic", { Name: "told", ...attributes });
        await cloud.call("sqs", "CreateQueue", { QueueName: "inbox", ...attributes });
        if (keyId !== undefined) await encryptBucket(keyId);
    }

    async function encryptBucket(KMSMasterKeyID: string): Promise<void> {
        const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: "aws:kms", KMSMasterKeyID } as const;
        await cloud.call("s3", "PutBucketEncryption", {
            Bucket: "articles",
            ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault }] },
        });
    }

    const needed = (action: string, resource: string): Promise<KeyPermission[]> =>
        neededOfKey(cloud, cloud.identities.administrator.caller, { action, resource });

    /** What the laptop AWS asks of the key when the operation is really called. */
    async function asked(operate: () => Promise<unknown>): Promise<KeyPermission[]> {
        const found: KeyPermission[] = [];
        const end = cloud.access.watch(({ permission: { action, resource, keys = {} } }) => {
            if (!action.startsWith("kms:")) return;
            const values = Object.entries(keys).map(([name, value]) => [name, [value ?? []].flat()] as const);
            found.push({ action, resource, keys: Object.fromEntries(values) });
        });
        await operate().finally(end);
        return found;
    }

    it("says what the laptop AWS asks when it is done", async () => {
        const call = cloud.as(cloud.identities.administrator.caller);
        const object = { Bucket: "articles", Key: "x" };
        const operations: [action: string, resource: string, operate: () => Promise<unknown>, count: number][] = [
            ["s3:PutObject", `${bucket}/x`, () => call("s3", "PutObject", { ...object, Body: Buffer.from("x") }), 1],
            ["s3:GetObject", `${bucket}/x`, () => call("s3", "GetObject", object), 1],
            ["sns:Publish", topic, () => call("sns", "Publish", { TopicArn: topic, Message: "x" }), 2],
            ["sqs:SendMessage", queue, () => call("sqs", "SendMessage", { QueueUrl, MessageBody: "x" }), 2],
            ["sqs:ReceiveMessage", queue, () => call("sqs", "ReceiveMessage", { QueueUrl, WaitTimeSeconds: 0 }), 1],
            ["s3:DeleteObject", `${bucket}/x`, () => call("s3", "DeleteObject", object), 0],
            ["sqs:GetQueueAttributes", queue, () => call("sqs", "GetQueueAttributes", { QueueUrl }), 0],
        ];
        for (const [action, resource, operate, count] of operations) {
            const told = await needed(action, resource);
            assert.equal(told.length, count, action);
            assert.deepEqual(told, await asked(operate), action);
        }
    });

    it("finds the key behind an alias, and takes an action in any case", async () => {
        await encryptBucket("alias/articles");
        assert.deepEqual(await needed("S3:getobject", `${bucket}/deep/x`), [
            { action: "kms:Decrypt", resource: key, keys: { "kms:ViaService": ["s3.us-east-1.amazonaws.com"] } },
        ]);
    });

    it("lets a service use the key directly", async () => {
        const sns = service("sns.amazonaws.com", topic, "123456789012");
        assert.deepEqual(await neededOfKey(cloud, sns, { action: "sqs:SendMessage", resource: queue }), [
            { action: "kms:GenerateDataKey", resource: key, keys: {} },
            { action: "kms:Decrypt", resource: key, keys: {} },
        ]);
    });

    it("needs nothing of a key that AWS manages", async () => {
        await encryptBucket("alias/aws/s3");
        assert.deepEqual(await needed("s3:GetObject", `${bucket}/x`), []);
    });

    for (const [what, action, resource] of [
        ["a bucket", "s3:GetObject", "arn:aws:s3:::none/x"],
        ["a topic", "sns:Publish", `arn:aws:sns:${here}:none`],
        ["a queue", "sqs:SendMessage", `arn:aws:sqs:${here}:none`],
    ] as const) {
        it(`needs nothing for ${what} that does not exist`, async () => {
            assert.deepEqual(await needed(action, resource), []);
        });
    }

    it("needs nothing where no key of the account encrypts", async () => {
        await cloud.call("sqs", "DeleteQueue", { QueueUrl });
        await cloud.call("sns", "DeleteTopic", { TopicArn: topic });
        await cloud.call("s3", "DeleteBucket", { Bucket: "articles" });
        await makeAll();
        for (const [action, resource] of [
            ["s3:GetObject", `${bucket}/x`],
            ["sns:Publish", topic],
            ["sqs:SendMessage", queue],
        ] as const) {
            assert.deepEqual(await needed(action, resource), [], action);
        }
    });
});
