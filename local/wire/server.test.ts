import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";

import { NoSuchKey, S3Client, GetObjectCommand } from "@aws-sdk/client-s3";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import fc from "fast-check";

import { AwsError } from "../cloud/awsError";
import { SimulatedClock } from "../cloud/clock";
import { Cloud } from "../cloud/cloud";
import { startWire, type Wire } from "./server";
import { FakeCloud } from "./testing/fakeCloud";
import { credentials, laptopFixture, start } from "./testing/laptopFixture";
import { authorizationOf, presignedUrl, signedFetch, uriEncoded } from "./testing/signing";

/** A promise that a test resolves. */
function gate<T = void>(): { promise: Promise<T>; open: (value: T) => void } {
    let open!: (value: T) => void;
    const promise = new Promise<T>((resolve) => (open = resolve));
    return { promise, open };
}

/** Whether simulated time can move now. */
async function timePasses(clock: SimulatedClock): Promise<boolean> {
    let passed = false;
    void clock.advance(1).then(() => (passed = true));
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    return passed;
}

describe("the wire", () => {
    describe("time", () => {
        let cloud: FakeCloud;
        let wire: Wire;
        const post = async (target: string, init: RequestInit = {}) => {
            const head = { method: "POST", path: "/", query: new URLSearchParams() };
            const headers = { host: new URL(wire.url).host, "x-amz-date": "20260101T000000Z", "x-amz-target": target };
            const service = target.startsWith("AmazonSQS") ? "sqs" : "sagemaker";
            const hash = createHash("sha256").update("{}").digest("hex");
            const authorization = authorizationOf({ ...head, headers }, hash, service);
            return fetch(wire.url, { method: "POST", headers: { ...headers, authorization }, body: "{}", ...init });
        };

        beforeEach(async () => {
            cloud = new FakeCloud();
            wire = await startWire(cloud);
        });
        afterEach(() => wire.close());

        it("stands still from the headers of a request until its answer", async () => {
            const called = gate();
            const answer = gate();
            cloud.operations["sagemaker ListEndpoints"] = async () => {
                called.open();
                await answer.promise;
                return { Endpoints: [] };
            };
            const response = post("SageMaker.ListEndpoints");
            await called.promise;
            assert.equal(await timePasses(cloud.clock), false);
            answer.open();
            await (await response).text();
            assert.equal(await timePasses(cloud.clock), true);
        });

        it("stands still while a body is on its way, and goes on when its client gave up", async () => {
            const request = httpRequest(wire.url, { method: "PUT", headers: { "content-length": 10 }, path: "/b/k" });
            request.on("error", () => undefined);
            request.write("half");
            // It arrives when it arrives; without a hold it would never be seen.
            for (let look = 1; await timePasses(cloud.clock); look++) assert.ok(look < 1000, "time never stood still");
            const gone = cloud.clock.advance(1);
            request.destroy();
            await gone;
        });

        it("passes while a receiver waits, and the receiver learns that its client has gone", async () => {
            const waiting = gate<AbortSignal>();
            cloud.operations["sqs ReceiveMessage"] = ({ abortSignal }: { abortSignal: AbortSignal }) => {
                waiting.open(abortSignal);
                return new Promise(() => undefined);
            };
            const client = new AbortController();
            const received = post("AmazonSQS.ReceiveMessage", { signal: client.signal });
            const signal = await waiting.promise;
            assert.equal(await timePasses(cloud.clock), true);
            assert.equal(signal.aborted, false);
            client.abort();
            await assert.rejects(received);
            await new Promise((resolve) => signal.addEventListener("abort", resolve));
            assert.equal(await timePasses(cloud.clock), true);
        });

        it("is told in every answer's Date, and the answer has an id", async () => {
            await cloud.clock.advance(3600);
            const response = await post("SageMaker.Nothing");
            assert.equal(response.status, 501);
            assert.equal(response.headers.get("date"), "Thu, 01 Jan 2026 01:00:00 GMT");
            assert.match(response.headers.get("x-amzn-requestid") ?? "", /^[0-9a-f-]{36}$/);
        });

        it("far from the wall clock does not make the SDK repeat what failed", async () => {
            let calls = 0;
            cloud.operations["s3 GetObject"] = () => {
                calls++;
                throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
            };
            const client = new S3Client({ endpoint: wire.url, region: "us-east-1", credentials });
            for (let expected = 1; expected <= 3; expected++) {
                await assert.rejects(client.send(new GetObjectCommand({ Bucket: "b", Key: "k" })), NoSuchKey);
                assert.equal(calls, expected);
            }
            client.destroy();
        });

        it("a message that comes ends a real wait", async () => {
            const containers = { start: () => Promise.reject(new Error("none")) };
            const real = new Cloud({ clock: new SimulatedClock(start), containers, region: "us-east-1" });
            const realWire = await startWire(real);
            const sqs = new SQSClient({ endpoint: realWire.url, region: "us-east-1", credentials });
            const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "inbox" }));
            const received = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
            await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "hello" }));
            assert.equal((await received).Messages?.[0]?.Body, "hello");
            sqs.destroy();
            await realWire.close();
            await real.close();
        });
    });

    describe("callers", () => {
        const fixture = laptopFixture();
        const status = (headers: Record<string, string>, path = "/"): Promise<number | undefined> =>
            new Promise((resolve, reject) => {
                const request = httpRequest(`${fixture.wire.url}/`, { headers, path }, (response) => {
                    response.resume();
                    resolve(response.statusCode);
                });
                request.on("error", reject).end();
            });

        const signed = (headers: { host: string }): Record<string, string> => {
            const all = { ...headers, "x-amz-date": "20260101T000000Z", "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
            const head = { method: "GET", path: "/", query: new URLSearchParams(), headers: all };
            return { ...all, authorization: authorizationOf(head, "UNSIGNED-PAYLOAD", "s3") };
        };

        it("who calls this machine by its own name is served", async () => {
            assert.equal(await status(signed({ host: "127.0.0.1:4566" })), 200);
            assert.equal(await status(signed({ host: "LOCALHOST" })), 200);
        });

        it("another host name, and a web page, are refused", async () => {
            assert.equal(await status(signed({ host: "attacker.example" })), 403);
            assert.equal(await status(signed({ host: "127.0.0.1.attacker.example:80" })), 403);
            assert.equal(await status(signed({ host: "articles.localhost" })), 403);
            assert.equal(await status({ ...signed({ host: "localhost" }), origin: "http://localhost:3000" }), 403);
        });

        it("a request to a proxy is refused", async () => {
            assert.equal(await status({}, "http://attacker.example/"), 400);
        });

        it("an unknown service is 501 with its operation's name", async () => {
            const headers = { "x-amz-target": "DynamoDB_20120810.ListTables" };
            const request = { method: "POST", headers, body: "{}" };
            const response = await signedFetch(fixture.wire.url, request, { service: "dynamodb" });
            assert.equal(response.status, 501);
            assert.deepEqual(await response.json(), {
                __type: "NotImplemented",
                message: "The laptop AWS does not implement dynamodb ListTables.",
            });
        });

        it("a protocol that is not spoken is 501 with its operation's name", async () => {
            const path = "/service/GraniteServiceVersion20100801/operation/DescribeAlarms";
            const request = { method: "POST", path, headers: { "smithy-protocol": "rpc-v2-cbor" } };
            const response = await signedFetch(fixture.wire.url, request, { service: "monitoring" });
            assert.equal(response.status, 501);
            assert.equal(
                ((await response.json()) as { message: string }).message,
                "The laptop AWS does not implement monitoring (RPC v2 CBOR protocol) DescribeAlarms.",
            );
        });

        it("a presigned URL is signed in its query", async () => {
            const { url } = fixture.wire;
            const signer = { service: "s3" };
            await fixture.cloud.call("s3", "CreateBucket", { Bucket: "presigned" });
            const path = "/presigned/key";
            // As the SDK presigns a PUT: with the checksum of the body it does not have yet.
            const bodiless = { "x-amz-checksum-crc32": "AAAAAA==", "x-amz-sdk-checksum-algorithm": "CRC32" };
            const putting = { method: "PUT", path, query: { ...bodiless, "x-id": "PutObject" } };
            const put = await presignedUrl(url, putting, signer);
            assert.equal((await fetch(put, { method: "PUT", body: "hello" })).status, 200);
            const query = { "x-amz-checksum-mode": "ENABLED", "response-content-type": "text/plain" };
            const got = await fetch(await presignedUrl(url, { path, query }, signer));
            assert.equal(await got.text(), "hello");
            assert.equal(got.headers.get("content-type"), "text/plain");
        });

        it("a body too long for a JSON service is refused", async () => {
            const headers = { "x-amz-target": "SageMaker.ListEndpoints" };
            const body = new Uint8Array(8 * 1024 * 1024 + 1);
            const response = await fetch(fixture.wire.url, { method: "POST", headers, body });
            assert.equal(response.status, 413);
            assert.equal(((await response.json()) as { __type: string }).__type, "RequestEntityTooLarge");
        });
    });

    it("an error that no service meant is a 500 with its reason, and is told", async () => {
        const defect = new TypeError("x is not a function");
        const defects: unknown[] = [];
        const cloud = new FakeCloud({
            "sagemaker ListEndpoints": () => {
                throw defect;
            },
        });
        const wire = await startWire(cloud, { onDefect: (error) => defects.push(error) });
        const headers = { "x-amz-target": "SageMaker.ListEndpoints" };
        const response = await signedFetch(wire.url, { method: "POST", headers }, { service: "sagemaker" });
        assert.equal(response.status, 500);
        assert.deepEqual(await response.json(), {
            __type: "InternalFailure",
            message: "The laptop AWS failed: x is not a function",
        });
        assert.deepEqual(defects, [defect]);
        await wire.close();
    });

    describe("nonsense", () => {
        const fixture = laptopFixture();

        /** Sends bytes, closes the sending side, and returns all that comes back. */
        const exchange = (bytes: Uint8Array | string): Promise<string> =>
            new Promise((resolve) => {
                const port = Number(new URL(fixture.wire.url).port);
                const chunks: Buffer[] = [];
                const socket = connect({ port, host: "127.0.0.1" }, () => socket.end(bytes));
                socket.on("data", (chunk) => chunks.push(chunk));
                socket.on("error", () => undefined);
                socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
            });

        it("bytes that are no HTTP get an answer of 400", async () => {
            await fc.assert(
                fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
                    const answer = await exchange(bytes);
                    assert.match(answer, /^HTTP\/1\.1 400 Bad Request\r\n/);
                    assert.match(answer, /x-amzn-requestid: /);
                }),
                { numRuns: 50 },
            );
            assert.match(
                await exchange("CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
                /^HTTP\/1\.1 400 /,
            );
        });

        it("any path, query, headers and body get an answer that is no 500", async () => {
            const word = fc.string({ unit: fc.constantFrom(..."abcXYZ019-_.:/%+&=<>\"' {}[]") });
            const services = [
                "s3",
                "sqs",
                "sns",
                "iam",
                "sts",
                "kms",
                "sagemaker",
                "monitoring",
                "application-autoscaling",
                "else",
            ];
            const actions = [
                "AmazonSQS.SendMessage",
                "AmazonSQS.ReceiveMessage",
                "SageMaker.CreateModel",
                "SageMaker.DescribeEndpoint",
                "GraniteServiceVersion20100801.DescribeAlarms",
                "TrentService.DescribeKey",
            ];
            const names = [
                "range",
                "if-match",
                "x-amz-meta-a",
                "x-amz-copy-source",
                "content-md5",
                "x-amz-checksum-crc32",
                "x-amz-decoded-content-length",
                "x-amz-trailer",
                "x-amzn-sagemaker-inputlocation",
                "content-type",
            ];
            const queries = [
                "list-type=2",
                "max-keys=-1",
                "uploads",
                "uploadId=x",
                "partNumber=0&uploadId=x",
                "delete",
                "policy",
                "lifecycle",
                "tagging",
                "encryption",
                "publicAccessBlock",
                "ownershipControls",
                "continuation-token=%00",
            ];
            const bodies = fc.oneof(
                fc.json(),
                fc.string(),
                fc.constantFrom(
                    "<Delete><Object><Key>a</Key></Object></Delete>",
                    "<Tagging><TagSet/></Tagging>",
                    "<a><b></a>",
                    "Action=Publish&Version=2010-03-31&TopicArn.member.1=x",
                    "Action=CreateRole&Version=2010-05-08",
                ),
            );
            await fixture.cloud.call("s3", "CreateBucket", { Bucket: "fuzzed" });
            await fc.assert(
                fc.asyncProperty(
                    fc.constantFrom("GET", "PUT", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS"),
                    fc.oneof(
                        fc.constantFrom("/", "/fuzzed", "/fuzzed/key", "/endpoints/a/async-invocations"),
                        word.map((text) => `/${text.replaceAll(/[\s"<>{}]/g, "%")}`),
                    ),
                    fc.oneof(fc.constantFrom(...queries), word.map(encodeURIComponent)),
                    fc.constantFrom(...services),
                    fc.option(fc.constantFrom(...actions)),
                    fc.dictionary(fc.constantFrom(...names), word),
                    fc.boolean(),
                    bodies,
                    async (method, path, query, service, target, extra, streaming, body) => {
                        const unsigned = streaming ? "STREAMING-UNSIGNED-PAYLOAD-TRAILER" : "UNSIGNED-PAYLOAD";
                        const headers: Record<string, string> = {
                            host: "127.0.0.1",
                            "x-amz-date": "20260101T000000Z",
                            "x-amz-content-sha256": unsigned,
                            ...(target === null ? {} : { "x-amz-target": target }),
                            ...extra,
                        };
                        const [bare = "", ...inPath] = `${path}?${query}`.split("?");
                        const head = { method, path: bare, query: new URLSearchParams(inPath.join("?")), headers };
                        const hash = createHash("sha256").update(body).digest("hex");
                        const payload = service === "s3" ? unsigned : hash;
                        const lines = [
                            `${method} ${path}?${query} HTTP/1.1`,
                            "connection: close",
                            `authorization: ${authorizationOf(head, payload, service)}`,
                            ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
                            `content-length: ${String(Buffer.byteLength(body))}`,
                        ];
                        const answer = await exchange(`${lines.join("\r\n")}\r\n\r\n${body}`);
                        const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);
                        assert.ok(
                            status >= 200 && status < 600 && status !== 500,
                            `${lines.join("\n")}\n\n${body}\n\n${answer}`,
                        );
                        // Or it would be refused for what no test means, unless it is signed for another service than it names.
                        if (!/Credential should be scoped to correct service/.test(answer)) {
                            assert.doesNotMatch(answer, /SignatureDoesNotMatch|InvalidSignatureException/);
                        }
                    },
                ),
                { numRuns: 400 },
            );
        });

        it("an object of any bytes under any key comes back", async () => {
            await fixture.cloud.call("s3", "CreateBucket", { Bucket: "round-trips" });
            const key = fc
                .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
                .filter((text) => text !== "." && text !== "..");
            await fc.assert(
                fc.asyncProperty(key, fc.uint8Array({ maxLength: 300 }), async (name, bytes) => {
                    const path = `/round-trips/${uriEncoded(name)}`;
                    const url = await presignedUrl(fixture.wire.url, { method: "PUT", path }, { service: "s3" });
                    const put = await fetch(url, { method: "PUT", body: bytes });
                    assert.equal(put.status, 200);
                    const got = await signedFetch(fixture.wire.url, { path }, { service: "s3" });
                    assert.deepEqual(new Uint8Array(await got.arrayBuffer()), bytes);
                }),
                { numRuns: 100 },
            );
        });

        it("the server still serves", async () => {
            assert.equal((await signedFetch(fixture.wire.url, {}, { service: "s3" })).status, 200);
            assert.equal(await exchange(randomBytes(0)), "");
        });
    });
});
