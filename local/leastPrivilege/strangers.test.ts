import assert from "node:assert/strict";
import { resolve } from "node:path";

import { AnsweringHost } from "./answeringHost";
import { type Attempt, attemptsOn, type Targets, targetsOf } from "./attempts";
import { type Call } from "../cloud/context";
import { anonymous, type Caller, overPlainHttp, roleSession } from "../cloud/iam/principal";
import { policiesOf } from "./grants";
import { otherThanRefused } from "./refusals";
import { DeployedStack } from "../testing/deployedStack";

const root = resolve(__dirname, "../..");

describe("whoever was given no leave", function () {
    this.timeout(60_000);
    let stack: DeployedStack;
    let targets: Targets;
    let atFirst: string[];
    let made = 0;

    before(async () => {
        stack = await DeployedStack.deploy(root, { containers: new AnsweringHost() });
        targets = await targetsOf(stack);
        const { call } = stack.cloud;
        for (const Bucket of targets.buckets) {
            for (const Key of targets.keys.filter((key) => key.includes("there"))) {
                await call("s3", "PutObject", { Bucket, Key, Body: Buffer.from("{}") });
            }
        }
        // Things of the same account that are not the program's.
        await call("s3", "CreateBucket", { Bucket: "payroll-123456789012" });
        await call("s3", "PutObject", {
            Bucket: "payroll-123456789012",
            Key: "articles/there.json",
            Body: Buffer.from("{}"),
        });
        // SNS's default policy opens a topic to the whole account; this one says nothing, so that only IAM lets anybody in.
        await call("sns", "CreateTopic", { Name: "payroll", Attributes: { Policy: denyAnonymous("payroll") } });
        await call("sqs", "CreateQueue", { QueueName: "payroll" });
        atFirst = await everything(stack);
    });

    after(async () => {
        await stack.close();
        console.log(`      ${String(made)} attempts, all refused`);
    });

    /** Makes every attempt and demands that each is refused for want of leave. */
    async function refused(
        who: Caller,
        attempts: readonly Attempt[],
        how = (caller: Caller): Call => stack.cloud.as(caller),
    ) {
        const through: string[] = [];
        for (const { what, make } of attempts) {
            made++;
            const instead = await otherThanRefused(make(how(who)));
            if (instead !== undefined) through.push(`${what}: ${instead}`);
        }
        assert.deepEqual(through, []);
    }

    it("is refused everything as another account", async () => {
        await refused(stack.cloud.identities.stranger.caller, attemptsOn(targets, stack));
    });

    it("is refused everything without a signature", async () => {
        await refused(anonymous, attemptsOn(targets, stack));
    });

    it("is refused everything as a role of this account that has no policy", async () => {
        await refused(roleSession("arn:aws:iam::123456789012:role/other", "somebody"), attemptsOn(targets, stack));
    });

    it("is refused all but putting articles, invoking and reading results as a caller", async () => {
        const { inputBucketName, outputBucketName, endpointName } = stack.outputs;
        const own = new Set([
            `PutObject ${inputBucketName}/articles/there.json`,
            `CreateMultipartUpload ${inputBucketName}/articles/there.json`,
            ...["summaries/there.out", "failures/there-error.out"].flatMap((key) => [
                `GetObject ${outputBucketName}/${key}`,
                `HeadObject ${outputBucketName}/${key}`,
            ]),
            `InvokeEndpointAsync ${endpointName}`,
        ]);
        const attempts = attemptsOn(targets, stack);
        const others = attempts.filter(({ what }) => !own.has(what));
        assert.equal(attempts.length - others.length, own.size);
        await refused(stack.cloud.identities.caller.caller, others);
    });

    it("is refused all but its own work as the endpoint's role", async () => {
        const { inputBucketName, outputBucketName } = stack.outputs;
        const role = roleSession(stack.outputs.executionRoleArn, "SageMaker");
        const own = new Set([
            `GetObject ${inputBucketName}/articles/there.json`,
            `HeadObject ${inputBucketName}/articles/there.json`,
            `ListObjectsV2 ${inputBucketName}`,
            ...["summaries/there.out", "failures/there-error.out"].flatMap((key) => [
                `PutObject ${outputBucketName}/${key}`,
                `CreateMultipartUpload ${outputBucketName}/${key}`,
            ]),
            ...["success", "error"].map((use) => `Publish arn:aws:sns:us-east-1:123456789012:summarizer-dev-${use}`),
        ]);
        const elsewhere: Targets = {
            ...targets,
            buckets: [...targets.buckets, "payroll-123456789012"],
            topics: [...targets.topics, "arn:aws:sns:us-east-1:123456789012:payroll"],
            queues: [...targets.queues, targets.queues[0]?.replace(/[^/]+$/, "payroll") ?? ""],
        };
        const attempts = attemptsOn(elsewhere, stack);
        const others = attempts.filter(({ what }) => !own.has(what));
        assert.equal(attempts.length - others.length, own.size);
        await refused(role, others);
    });

    it("is refused over plain HTTP what is allowed over TLS, even as the account's administrator", async () => {
        const withPolicy = attemptsOn(targets, stack).filter(({ what }) =>
            /^(GetObject|HeadObject|PutObject|DeleteObject|CreateMultipartUpload|ListObjectsV2|ListMultipartUploads|GetBucketPolicy|Delete(BucketPolicy|PublicAccessBlock|BucketEncryption|Bucket) |Publish|SendMessage|ReceiveMessage|GetQueueAttributes|SetQueueAttributes|PurgeQueue|DeleteQueue)/.test(
                what,
            ),
        );
        await refused(overPlainHttp(stack.cloud.identities.administrator.caller), withPolicy);
    });

    it("is refused over plain HTTP by each policy that says so, and by nothing else", async () => {
        const plain = stack.cloud.as(overPlainHttp(stack.cloud.identities.administrator.caller));
        const tried: string[] = [];
        for (const { name, read, write } of await policiesOf(stack)) {
            const make = harmless(name);
            const document = await read();
            if (!make || !document.includes("DenyInsecureTransport")) continue;
            tried.push(name);
            assert.equal(await otherThanRefused(make(plain)), undefined, name);
            // Something else is denied instead: a policy needs a statement.
            await write(
                document.replaceAll("aws:SecureTransport", "aws:PrincipalIsAWSService").replaceAll('"false"', '"true"'),
            );
            assert.equal(await otherThanRefused(make(plain)), "was let through", name);
            await write(document);
        }
        assert.equal(tried.length, 10);
    });

    it("leaves everything as it was", async () => {
        assert.deepEqual(await everything(stack), atFirst);
        assert.ok(made >= 200, String(made));
    });
});

/** Something that changes nothing, of the kind that a policy decides about. */
function harmless(policy: string): ((by: Call) => Promise<unknown>) | undefined {
    const [, kind, name = ""] = /^policy of (bucket|topic|queue) (.*)$/.exec(policy) ?? [];
    switch (kind) {
        case "bucket":
            return (by) => by("s3", "HeadBucket", { Bucket: name });
        case "topic":
            return (by) =>
                by("sns", "Publish", { TopicArn: `arn:aws:sns:us-east-1:123456789012:${name}`, Message: "{}" });
        case "queue":
            return async (by) => {
                const { QueueUrl } = await by("sqs", "GetQueueUrl", { QueueName: name });
                return QueueUrl;
            };
        case undefined:
        default:
            return undefined;
    }
}

function denyAnonymous(topic: string): string {
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Deny",
                Principal: "*",
                Action: "sns:Publish",
                Resource: `arn:aws:sns:us-east-1:123456789012:${topic}`,
                Condition: { StringEquals: { "aws:PrincipalType": "Anonymous" } },
            },
        ],
    });
}

/** All there is, and what its policies say. */
async function everything(stack: DeployedStack): Promise<string[]> {
    const policies = (await policiesOf(stack)).map(async ({ name, read }) => `${name}: ${await read()}`);
    return [...stack.cloud.inventory(), ...(await Promise.all(policies))];
}
