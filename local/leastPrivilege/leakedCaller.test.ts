import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { AnsweringHost } from "./answeringHost";
import { attemptsOn, targetsOf } from "./attempts";
import { type Call } from "../cloud/context";
import { overPlainHttp } from "../cloud/iam/principal";
import { otherThanRefused } from "./refusals";
import { DeployedStack } from "../testing/deployedStack";

const root = resolve(__dirname, "../..");
const Body = Buffer.from(JSON.stringify({ inputs: "The tide came in." }));

/** Each test is a sentence of the README's section on security, and each sentence there is a test here. */
describe("Whoever has a caller's credentials", function () {
    this.timeout(60_000);
    let stack: DeployedStack;
    let leaked: Call;
    let input: string;
    let output: string;

    before(async () => {
        stack = await DeployedStack.deploy(root, { containers: new AnsweringHost() });
        leaked = stack.cloud.as(stack.cloud.identities.caller.caller);
        input = stack.outputs.inputBucketName;
        output = stack.outputs.outputBucketName;
        await stack.cloud.call("s3", "PutObject", { Bucket: input, Key: "articles/others.json", Body });
    });

    after(() => stack.close());

    const sentences: Readonly<Record<string, () => Promise<void>>> = {
        "can put articles under `articles/`, and replace those of other callers.": async () => {
            await leaked("s3", "PutObject", { Bucket: input, Key: "articles/own.json", Body });
            await leaked("s3", "PutObject", { Bucket: input, Key: "articles/others.json", Body });
            await refused([
                "s3:PutObject elsewhere",
                leaked("s3", "PutObject", { Bucket: input, Key: "other/own.json", Body }),
            ]);
        },
        "can have any article under `articles/` summarized, also one that another caller put there.": async () => {
            const { OutputLocation } = await invoke("articles/others.json");
            await done();
            assert.match(await read(OutputLocation), /summary_text/);
        },
        "can have the endpoint read nothing else: the request fails.": async () => {
            await stack.cloud.call("s3", "PutObject", { Bucket: input, Key: "secret.json", Body });
            for (const key of ["secret.json", "summaries/of-others.out"]) {
                const { FailureLocation, OutputLocation } = await invoke(key);
                await done();
                assert.match(await read(String(FailureLocation)), /not authorized to perform: s3:GetObject/);
                assert.equal(await stack.read(OutputLocation), undefined);
            }
        },
        "can read a summary or a failure whose name it knows; the names are random, and it cannot list them.":
            async () => {
                await stack.cloud.call("s3", "PutObject", { Bucket: output, Key: "summaries/of-others.out", Body });
                await leaked("s3", "GetObject", { Bucket: output, Key: "summaries/of-others.out" });
                await refused([
                    "s3:ListBucket",
                    leaked("s3", "ListObjectsV2", { Bucket: output, Prefix: "summaries/" }),
                ]);
            },
        "can queue as many requests as it likes, which costs at most `maxCapacity` instances and delays others.":
            async () => {
                for (let count = 0; count < 300; count++) await invoke("articles/others.json");
                await stack.cloud.clock.advance(3600);
                const { maxCapacity } = stack.outputs;
                assert.equal(Math.max(...stack.of("capacity").map(({ instances }) => instances)), maxCapacity);
            },
        "cannot read articles, not even its own.": async () => {
            await refused(["s3:GetObject", leaked("s3", "GetObject", { Bucket: input, Key: "articles/own.json" })]);
        },
        "cannot change or delete a result, nor delete an article.": async () => {
            await refused(
                ["s3:PutObject", leaked("s3", "PutObject", { Bucket: output, Key: "summaries/of-others.out", Body })],
                ["s3:DeleteObject", leaked("s3", "DeleteObject", { Bucket: output, Key: "summaries/of-others.out" })],
                ["s3:DeleteObject", leaked("s3", "DeleteObject", { Bucket: input, Key: "articles/others.json" })],
            );
        },
        "cannot use the key but through S3, for what S3 lets it read and write.": async () => {
            const asked = (action: string, via?: string) =>
                stack.cloud.access.decide(stack.cloud.identities.caller.caller, {
                    action,
                    resource: stack.outputs.keyArn,
                    keys: { "kms:ViaService": via },
                }).allowed;
            assert.deepEqual(
                ["kms:Decrypt", "kms:GenerateDataKey"].map((action) => [
                    asked(action, "s3.us-east-1.amazonaws.com"),
                    asked(action, "sns.us-east-1.amazonaws.com"),
                    asked(action),
                ]),
                [
                    [true, false, false],
                    [true, false, false],
                ],
            );
        },
        "cannot read, send or subscribe to notifications, and cannot see or change the endpoint, its policies, alarms and logs.":
            async () => {
                const attempts = attemptsOn(await targetsOf(stack), stack).filter(
                    ({ what }) => !/Object|Bucket|Multipart|Invoke/.test(what),
                );
                assert.ok(attempts.length > 50, String(attempts.length));
                await refused(...attempts.map(({ what, make }) => [what, make(leaked)] as const));
            },
        "cannot invoke another endpoint, nor use another stack's buckets.": async () => {
            await stack.cloud.call("s3", "CreateBucket", { Bucket: "summarizer-prod-output-123456789012" });
            const Bucket = "summarizer-prod-output-123456789012";
            await refused(
                ["another bucket", leaked("s3", "GetObject", { Bucket, Key: "summaries/x.out" })],
                [
                    "another endpoint",
                    leaked("sagemaker-runtime", "InvokeEndpointAsync", {
                        EndpointName: "summarizer-prod",
                        InputLocation: `s3://${input}/articles/own.json`,
                    }),
                ],
            );
        },
        "cannot put or read anything over plain HTTP.": async () => {
            const plain = stack.cloud.as(overPlainHttp(stack.cloud.identities.caller.caller));
            await refused(
                ["put", plain("s3", "PutObject", { Bucket: input, Key: "articles/own.json", Body })],
                ["get", plain("s3", "GetObject", { Bucket: output, Key: "summaries/of-others.out" })],
            );
        },
    };

    for (const [sentence, holds] of Object.entries(sentences)) it(sentence, holds);

    it("is described in the README by exactly these sentences", () => {
        const readme = readFileSync(resolve(root, "README.md"), "utf8");
        const listed = /<!-- leaked caller -->\n+([^]*?)\n\n/.exec(readme)?.[1] ?? "";
        const said = listed.split(/\n- |^- /).filter((text) => text !== "");
        assert.deepEqual(
            said.map((text) => text.replace(/\s+/g, " ").trim()),
            Object.keys(sentences),
        );
    });

    async function invoke(key: string) {
        return leaked("sagemaker-runtime", "InvokeEndpointAsync", {
            EndpointName: stack.outputs.endpointName,
            InputLocation: `s3://${input}/${key}`,
            ContentType: "application/json",
        });
    }

    /** Everything that was asked so far has an answer. */
    async function done(): Promise<void> {
        const count = (status: RegExp) => stack.of("request").filter((entry) => status.test(entry.status)).length;
        await stack.advanceUntil(() => count(/Queued/) === count(/Completed|Failed/), 30);
    }

    async function read(location: string): Promise<string> {
        const { host: Bucket, pathname } = new URL(location);
        const { Body: body } = await leaked("s3", "GetObject", { Bucket, Key: pathname.slice(1) });
        return body.toString("utf8");
    }
});

async function refused(...asked: (readonly [string, Promise<unknown>])[]): Promise<void> {
    const through: string[] = [];
    for (const [what, asking] of asked) {
        const instead = await otherThanRefused(asking);
        if (instead !== undefined) through.push(`${what}: ${instead}`);
    }
    assert.deepEqual(through, []);
}
