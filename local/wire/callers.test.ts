import assert from "node:assert/strict";

import {
    GetObjectCommand,
    HeadObjectCommand,
    ListBucketsCommand,
    PutObjectCommand,
    S3Client,
    S3ServiceException,
} from "@aws-sdk/client-s3";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { ListEndpointsCommand, SageMakerClient } from "@aws-sdk/client-sagemaker";
import { InvokeEndpointAsyncCommand, SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { CreateTopicCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import { accessKeys, type IdentityName } from "../cloud/iam/identities";
import { credentialScope } from "./credentialScope";
import { parseXml } from "./xml";
import { laptopFixture } from "./testing/laptopFixture";
import { presignedUrl, signedFetch, type Unsigned } from "./testing/signing";

type Credentials = (typeof accessKeys)[IdentityName] & { sessionToken?: string };

interface Client {
    send(command: unknown): Promise<unknown>;
    destroy(): void;
}

const Bucket = "articles-123456789012";
const topicArn = "arn:aws:sns:us-east-1:123456789012:results";
const keyArn = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000";

describe("who calls over HTTP", () => {
    const fixture = laptopFixture();

    /** One call with one service's client. */
    async function send(Service: new (config: object) => object, command: object, credentials: Credentials) {
        const config = { ...fixture.config, credentials, maxAttempts: 1 };
        const client = new Service(config) as Client;
        try {
            return await client.send(command);
        } finally {
            client.destroy();
        }
    }

    before(async () => {
        const { call } = fixture.cloud;
        await call("s3", "CreateBucket", { Bucket });
        await call("s3", "PutObject", { Bucket, Key: "in/one", Body: Buffer.from("hello") });
        await call("sns", "CreateTopic", { Name: "results" });
        await call("sqs", "CreateQueue", { QueueName: "inbox" });
    });

    describe("is whose key signed", () => {
        for (const [identity, Account, Arn] of [
            ["administrator", "123456789012", "arn:aws:iam::123456789012:user/laptop"],
            ["deployer", "123456789012", "arn:aws:sts::123456789012:assumed-role/deployer/laptop"],
            ["preview", "123456789012", "arn:aws:sts::123456789012:assumed-role/preview/laptop"],
            ["caller", "123456789012", "arn:aws:sts::123456789012:assumed-role/caller/laptop"],
            ["stranger", "210987654321", "arn:aws:iam::210987654321:user/stranger"],
        ] as const) {
            it(`the ${identity}`, async () => {
                const answer = await send(STSClient, new GetCallerIdentityCommand({}), accessKeys[identity]);
                const { Account: account, Arn: arn } = answer as { Account: string; Arn: string };
                assert.deepEqual({ account, arn }, { account: Account, arn: Arn });
            });
        }
    });

    describe("may do what a policy allows", () => {
        it("the administrator everything", async () => {
            const { Buckets } = (await send(S3Client, new ListBucketsCommand({}), accessKeys.administrator)) as {
                Buckets: { Name: string }[];
            };
            assert.deepEqual(
                Buckets.map(({ Name }) => Name),
                [Bucket],
            );
        });

        it("everybody, if a bucket says so, and then only that", async () => {
            const { call } = fixture.cloud;
            const url = `${fixture.wire.url}/${Bucket}/in/one`;
            assert.equal((await fetch(url)).status, 403);
            const Statement = [
                { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/in/*` },
            ];
            // AWS keeps a new bucket from being public, and so does the laptop.
            await call("s3", "DeletePublicAccessBlock", { Bucket });
            const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
            await call("s3", "PutBucketPolicy", { Bucket, Policy });
            const got = await fetch(url);
            assert.equal(got.status, 200);
            assert.equal(await got.text(), "hello");
            assert.equal((await fetch(url, { method: "DELETE" })).status, 403);
            await call("s3", "DeleteBucketPolicy", { Bucket });
            assert.equal((await fetch(url)).status, 403);
        });

        it("nobody over plain HTTP, if a bucket says so", async () => {
            const { call } = fixture.cloud;
            const Statement = [
                {
                    Effect: "Deny",
                    Principal: "*",
                    Action: "s3:*",
                    Resource: [`arn:aws:s3:::${Bucket}/*`],
                    Condition: { Bool: { "aws:SecureTransport": "false" } },
                },
            ];
            const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
            await call("s3", "PutBucketPolicy", { Bucket, Policy });
            const get = (headers: Record<string, string>) =>
                signedFetch(fixture.wire.url, { path: `/${Bucket}/in/one`, headers }, { service: "s3" });
            assert.equal((await get({})).status, 200);
            const plain = await get({ "x-forwarded-proto": "http" });
            assert.equal(plain.status, 403);
            assert.match(await plain.text(), /with an explicit deny in a resource-based policy/);
            await call("s3", "DeleteBucketPolicy", { Bucket });
        });
    });

    describe("and may not is refused in the service's words", () => {
        const who = "User: arn:aws:sts::123456789012:assumed-role/caller/laptop is not authorized to perform";
        const because = (action: string): string => `because no identity-based policy allows the ${action} action`;
        const invocation = { EndpointName: "Summarizer", InputLocation: "s3://in/a" };
        const endpointArn = "arn:aws:sagemaker:us-east-1:123456789012:endpoint/summarizer";
        for (const [what, Service, command, name, status, message] of [
            [
                "S3",
                S3Client,
                () => new PutObjectCommand({ Bucket, Key: "in/two", Body: "x" }),
                "AccessDenied",
                403,
                `${who}: s3:PutObject on resource: "arn:aws:s3:::${Bucket}/in/two" ${because("s3:PutObject")}`,
            ],
            [
                "SNS",
                SNSClient,
                // A topic that exists is open to its account, until it has a policy of its own.
                () => new CreateTopicCommand({ Name: "other" }),
                "AuthorizationErrorException",
                403,
                `${who}: SNS:CreateTopic on resource: arn:aws:sns:us-east-1:123456789012:other ${because("SNS:CreateTopic")}`,
            ],
            [
                "SQS",
                SQSClient,
                () => new GetQueueAttributesCommand({ QueueUrl: `${fixture.wire.url}/123456789012/inbox` }),
                "AccessDenied",
                403,
                `${who}: sqs:getqueueattributes on resource: arn:aws:sqs:us-east-1:123456789012:inbox ${because("sqs:getqueueattributes")}`,
            ],
            [
                "IAM",
                IAMClient,
                () => new ListRolesCommand({}),
                "AccessDenied",
                403,
                `${who}: iam:ListRoles on resource: arn:aws:iam::123456789012:role/ ${because("iam:ListRoles")}`,
            ],
            [
                "KMS",
                KMSClient,
                () => new DescribeKeyCommand({ KeyId: keyArn }),
                "AccessDeniedException",
                400,
                `${who}: kms:DescribeKey on resource: ${keyArn} ${because("kms:DescribeKey")}`,
            ],
            [
                "SageMaker",
                SageMakerClient,
                () => new ListEndpointsCommand({}),
                "AccessDeniedException",
                400,
                `${who}: sagemaker:ListEndpoints ${because("sagemaker:ListEndpoints")}`,
            ],
            [
                "SageMaker Runtime",
                SageMakerRuntimeClient,
                () => new InvokeEndpointAsyncCommand(invocation),
                "AccessDeniedException",
                403,
                `${who}: sagemaker:InvokeEndpointAsync on resource: ${endpointArn} ${because("sagemaker:InvokeEndpointAsync")}`,
            ],
        ] as const) {
            it(what, async () => {
                const sent = send(Service as never, command(), accessKeys.caller);
                await assert.rejects(sent, errorOf(name, status, message));
            });
        }

        it("and without a body where the answer has none", async () => {
            const head = new HeadObjectCommand({ Bucket, Key: "in/one" });
            await assert.rejects(send(S3Client, head, accessKeys.caller), (error: unknown) => {
                assert.ok(error instanceof S3ServiceException);
                assert.equal(error.$metadata.httpStatusCode, 403);
                return true;
            });
            const raw = await signedFetch(
                fixture.wire.url,
                { method: "HEAD", path: `/${Bucket}/in/one` },
                { service: "s3", credentials: accessKeys.caller },
            );
            assert.deepEqual([raw.status, await raw.text()], [403, ""]);
        });
    });

    const commands = {
        S3: [S3Client, () => new GetObjectCommand({ Bucket, Key: "in/one" })],
        SNS: [SNSClient, () => new PublishCommand({ TopicArn: topicArn, Message: "x" })],
        SQS: [SQSClient, () => new GetQueueAttributesCommand({ QueueUrl: `${fixture.wire.url}/123456789012/inbox` })],
        IAM: [IAMClient, () => new ListRolesCommand({})],
        KMS: [KMSClient, () => new DescribeKeyCommand({ KeyId: keyArn })],
        SageMaker: [SageMakerClient, () => new ListEndpointsCommand({})],
        "SageMaker Runtime": [
            SageMakerRuntimeClient,
            () => new InvokeEndpointAsyncCommand({ EndpointName: "e", InputLocation: "s3://in/a" }),
        ],
    } as const;

    describe("with a key that nobody has is told so by", () => {
        const invalid = "The security token included in the request is invalid.";
        for (const [service, name, status, message] of [
            ["S3", "InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records."],
            ["SNS", "InvalidClientTokenId", 403, invalid],
            ["SQS", "InvalidClientTokenId", 403, invalid],
            ["IAM", "InvalidClientTokenId", 403, invalid],
            ["KMS", "UnrecognizedClientException", 400, invalid],
            ["SageMaker", "UnrecognizedClientException", 400, invalid],
            ["SageMaker Runtime", "UnrecognizedClientException", 403, invalid],
        ] as const) {
            it(service, async () => {
                const [Service, command] = commands[service];
                const sent = send(Service as never, command(), { accessKeyId: "AKIAOTHER", secretAccessKey: "laptop" });
                await assert.rejects(sent, errorOf(name, status, message));
            });
        }
    });

    describe("with another secret is told so by", () => {
        const words =
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
        const s3Words =
            "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
        for (const [service, name, status, begins] of [
            ["S3", "SignatureDoesNotMatch", 403, s3Words],
            ["SNS", "SignatureDoesNotMatch", 403, words],
            ["SQS", "SignatureDoesNotMatch", 403, words],
            ["IAM", "SignatureDoesNotMatch", 403, words],
            ["KMS", "InvalidSignatureException", 400, words],
            ["SageMaker", "InvalidSignatureException", 400, words],
            ["SageMaker Runtime", "InvalidSignatureException", 403, words],
        ] as const) {
            it(service, async () => {
                const [Service, command] = commands[service];
                const sent = send(Service as never, command(), { accessKeyId: "laptop", secretAccessKey: "another" });
                await assert.rejects(sent, (error: Error & { $metadata?: { httpStatusCode?: number } }) => {
                    assert.equal(error.name, name);
                    assert.equal(error.$metadata?.httpStatusCode, status);
                    assert.equal(error.message.split("\n")[0], begins);
                    return true;
                });
            });
        }

        it("S3 with all that one needs to find out why", async () => {
            const credentials = { accessKeyId: "laptop", secretAccessKey: "another" };
            const answer = await signedFetch(
                fixture.wire.url,
                { path: `/${Bucket}/a b` },
                { service: "s3", credentials },
            );
            const error = parseXml(await answer.text(), "Error") as Record<string, string>;
            assert.equal(error["AWSAccessKeyId"], "laptop");
            assert.match(
                String(error["StringToSign"]),
                /^AWS4-HMAC-SHA256\n\d{8}T\d{6}Z\n\d{8}\/us-east-1\/s3\/aws4_request\n[0-9a-f]{64}$/,
            );
            assert.match(String(error["SignatureProvided"]), /^[0-9a-f]{64}$/);
            assert.match(
                String(error["CanonicalRequest"]),
                new RegExp(`^GET\n/${Bucket}/a%20b\n\nhost:127\\.0\\.0\\.1:\\d+\n`),
            );
        });
    });

    describe("with a session token, which belongs to no key here, is told so by", () => {
        for (const [service, name, status] of [
            ["S3", "InvalidToken", 400],
            ["SNS", "InvalidClientTokenId", 403],
            ["SageMaker", "UnrecognizedClientException", 400],
        ] as const) {
            it(service, async () => {
                const [Service, command] = commands[service];
                const sent = send(Service as never, command(), { ...accessKeys.administrator, sessionToken: "t" });
                await assert.rejects(sent, errorOf(name, status));
            });
        }
    });

    /** A request as it is, and its answer: status, code, words. */
    async function answered(
        path: string,
        init: RequestInit,
    ): Promise<[number, string | undefined, string | undefined]> {
        const response = await fetch(fixture.wire.url + path, init);
        const text = await response.text();
        const code = /<Code>(.*?)<\/Code>/.exec(text)?.[1] ?? /"__type":"(.*?)"/.exec(text)?.[1];
        const words = /<Message>(.*?)<\/Message>/.exec(text)?.[1] ?? /"message":"(.*?)"/i.exec(text)?.[1];
        return [response.status, response.headers.get("x-amzn-errortype") ?? code, words];
    }
    const form = { "content-type": "application/x-www-form-urlencoded" };

    describe("without a signature is nobody:", () => {
        const missing = "Missing Authentication Token";
        it("refused by what may be open to everybody, and is not", async () => {
            assert.deepEqual(await answered(`/${Bucket}/in/one`, {}), [403, "AccessDenied", "Access Denied"]);
            const publish = `Action=Publish&Version=2010-03-31&Message=x&TopicArn=${encodeURIComponent(topicArn)}`;
            const [status, code] = await answered("/", { method: "POST", headers: form, body: publish });
            assert.deepEqual([status, code], [403, "AuthorizationError"]);
            const headers = { "x-amz-target": "AmazonSQS.GetQueueUrl" };
            const sqs = await answered("/", { method: "POST", headers, body: '{"QueueName":"inbox"}' });
            assert.deepEqual(sqs.slice(0, 2), [403, "com.amazon.coral.service#AccessDeniedException"]);
        });

        it("not heard by all others", async () => {
            const post = (target: string) =>
                answered("/", { method: "POST", headers: { "x-amz-target": target }, body: "{}" });
            assert.deepEqual(await post("TrentService.ListAliases"), [
                400,
                "MissingAuthenticationTokenException",
                missing,
            ]);
            assert.deepEqual(await post("SageMaker.ListModels"), [400, "MissingAuthenticationTokenException", missing]);
            assert.deepEqual(await post("GraniteServiceVersion20100801.DescribeAlarms"), [
                403,
                "com.amazon.coral.service#MissingAuthenticationTokenException",
                missing,
            ]);
            const body = "Action=ListRoles&Version=2010-05-08";
            assert.deepEqual(await answered("/", { method: "POST", headers: form, body }), [
                403,
                "MissingAuthenticationToken",
                missing,
            ]);
            assert.deepEqual(await answered("/endpoints/e/async-invocations", { method: "POST" }), [
                403,
                "MissingAuthenticationTokenException",
                missing,
            ]);
        });
    });

    describe("with a signature for one service", () => {
        const roles = { method: "POST", path: "/", headers: form, body: "Action=ListRoles&Version=2010-05-08" };

        it("is not heard by another one that speaks the same protocol", async () => {
            for (const service of ["sns", "sts", "sqs", "monitoring"]) {
                const response = await signedFetch(fixture.wire.url, roles, { service });
                assert.equal(response.status, 403);
                const { Error: error } = parseXml(await response.text(), "ErrorResponse") as { Error: object };
                assert.deepEqual(error, {
                    Type: "Sender",
                    Code: "SignatureDoesNotMatch",
                    Message: "Credential should be scoped to correct service: 'iam'.",
                });
            }
            assert.equal((await signedFetch(fixture.wire.url, roles, { service: "iam" })).status, 200);
        });

        it("is not led to another one by a second credential that nobody verifies", () => {
            const verified = "Credential=laptop/20260101/us-east-1/sns/aws4_request";
            for (const decoy of [
                "XCredential=laptop/20260101/us-east-1/s3/aws4_request, ",
                "Credential=laptop/20260101/us-east-1/s3/aws4_request, ",
            ]) {
                const headers = {
                    authorization: `AWS4-HMAC-SHA256\t${decoy}${verified}, SignedHeaders=host, Signature=0`,
                };
                const head = { id: "1", method: "GET", path: "/", query: new URLSearchParams(), headers };
                assert.equal(credentialScope(head)?.service, "sns");
            }
        });
    });

    describe("with a signature of another kind is not nobody:", () => {
        for (const [authorization, code, words] of [
            ["Basic YTpi", "InvalidArgument", "Unsupported Authorization Type"],
            ["Bearer t", "InvalidArgument", "Unsupported Authorization Type"],
            [
                "AWS laptop:c2lnbmF0dXJl",
                "InvalidRequest",
                "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
            ],
            [
                "AWS4-HMAC-SHA256 Credential=laptop",
                "AccessDenied",
                "AWS authentication requires a valid Date or x-amz-date header",
            ],
        ] as const) {
            it(`S3 and ${authorization}`, async () => {
                const answer = await answered(`/${Bucket}/in/one`, { headers: { authorization } });
                assert.deepEqual(answer, [code === "AccessDenied" ? 403 : 400, code, words]);
            });
        }

        it("S3 and half a signature", async () => {
            const headers = { authorization: "AWS4-HMAC-SHA256 Credential=laptop", "x-amz-date": "20260101T000000Z" };
            assert.deepEqual(await answered("/", { headers }), [
                400,
                "AuthorizationHeaderMalformed",
                "The authorization header is malformed; the authorization header requires three components: Credential, SignedHeaders, and Signature.",
            ]);
        });

        it("all others", async () => {
            const authorization = "Basic YTpi";
            const body = "Action=ListRoles&Version=2010-05-08";
            const query = await answered("/", { method: "POST", headers: { ...form, authorization }, body });
            assert.deepEqual(query.slice(0, 2), [400, "IncompleteSignature"]);
            const headers = { "x-amz-target": "SageMaker.ListModels", authorization };
            const [status, code, words] = await answered("/", { method: "POST", headers, body: "{}" });
            assert.deepEqual([status, code], [400, "IncompleteSignatureException"]);
            assert.doesNotMatch(String(words), /YTpi/);
            const rest = await answered("/endpoints/e/async-invocations", {
                method: "POST",
                headers: { authorization },
            });
            assert.deepEqual(rest.slice(0, 2), [403, "IncompleteSignatureException"]);
        });
    });

    describe("by a presigned URL", () => {
        const one = `/${Bucket}/in/presigned`;
        const s3 = { service: "s3" };
        const presigned = (request: Unsigned, signer: Partial<Parameters<typeof presignedUrl>[2]> = {}) =>
            presignedUrl(fixture.wire.url, request, { ...s3, ...signer });

        it("is who made it, for PUT and for GET", async () => {
            const put = await fetch(await presigned({ method: "PUT", path: one }), {
                method: "PUT",
                body: "presigned",
            });
            assert.equal(put.status, 200, await put.text());
            assert.equal(await (await fetch(await presigned({ path: one }))).text(), "presigned");
            const url = await presigned({ path: one }, { credentials: accessKeys.caller });
            assert.equal((await fetch(url)).status, 403);
        });

        it("may do nothing else", async () => {
            const url = await presigned({ path: one });
            for (const [changed, init] of [
                [url, { method: "DELETE" }],
                [url.replace("presigned?", "one?"), {}],
                [`${url}&response-content-type=text%2Fhtml`, {}],
                [url.replace("X-Amz-Expires=60", "X-Amz-Expires=600"), {}],
            ] as const) {
                const response = await fetch(changed, init);
                assert.equal(response.status, 403);
                assert.match(await response.text(), /<Code>SignatureDoesNotMatch<\/Code>/);
            }
        });

        it("sends the headers that were signed, and no other of S3's", async () => {
            const headers = { "x-amz-meta-a": "b" };
            const url = await presigned({ method: "PUT", path: one, headers });
            assert.equal((await fetch(url, { method: "PUT", body: "x", headers })).status, 200);
            const without = await fetch(url, { method: "PUT", body: "x" });
            assert.match(await without.text(), /<Code>SignatureDoesNotMatch<\/Code>/);
            const more = await fetch(url, {
                method: "PUT",
                body: "x",
                headers: { ...headers, "x-amz-acl": "private" },
            });
            assert.equal(more.status, 403);
            const error = parseXml(await more.text(), "Error") as Record<string, string>;
            assert.equal(error["Code"], "AccessDenied");
            assert.equal(error["Message"], "There were headers present in the request which were not signed");
            assert.equal(error["HeadersNotSigned"], "x-amz-acl");
        });

        it("comes too late when it has expired", async () => {
            const date = new Date(Date.now() - 61_000);
            const response = await fetch(await presigned({ path: one }, { date }));
            assert.equal(response.status, 403);
            const error = parseXml(await response.text(), "Error") as Record<string, string>;
            assert.equal(error["Code"], "AccessDenied");
            assert.equal(error["Message"], "Request has expired");
            assert.equal(error["X-Amz-Expires"], "60");
            const signedAt = Math.floor(date.getTime() / 1000) * 1000;
            assert.equal(error["Expires"], new Date(signedAt + 60_000).toISOString());
        });

        it("is not good from a day on that is yet to come", async () => {
            const date = new Date(Date.now() + 3_600_000);
            const response = await fetch(await presigned({ path: one }, { date }));
            assert.equal(response.status, 403);
            const error = parseXml(await response.text(), "Error") as Record<string, string>;
            assert.deepEqual([error["Code"], error["Message"]], ["AccessDenied", "Request is not valid yet"]);
            const query = { Action: "GetCallerIdentity", Version: "2011-06-15" };
            const url = await presignedUrl(fixture.wire.url, { query }, { service: "sts", date });
            assert.match(
                await (await fetch(url)).text(),
                /<Message>Signature not yet current: \d{8}T\d{6}Z is still later/,
            );
        });

        it("needs all of it", async () => {
            const url = (await presigned({ path: one })).replace(/X-Amz-Expires=60&/, "");
            const answer = await answered(url.slice(fixture.wire.url.length), {});
            assert.deepEqual(answer, [
                400,
                "AuthorizationQueryParametersError",
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
            ]);
        });

        it("may ask other services, too", async () => {
            const query = { Action: "GetCallerIdentity", Version: "2011-06-15" };
            const url = await presignedUrl(fixture.wire.url, { query }, { service: "sts" });
            assert.match(await (await fetch(url)).text(), /<Arn>arn:aws:iam::123456789012:user\/laptop<\/Arn>/);
        });
    });

    it("is not heard when the body is another than the one that was signed", async () => {
        const { url } = fixture.wire;
        const put = await tampered("s3", { method: "PUT", path: `/${Bucket}/in/three`, body: "sent" });
        assert.equal(put.status, 400);
        const error = parseXml(await put.text(), "Error") as Record<string, string>;
        assert.equal(error["Code"], "XAmzContentSHA256Mismatch");
        assert.equal(error["Message"], "The provided 'x-amz-content-sha256' header does not match what was computed.");
        const sent = await signedFetch(url, { path: `/${Bucket}/in/three` }, { service: "s3" });
        assert.equal(sent.status, 404);
        const body = "Action=DeleteTopic&Version=2010-03-31&TopicArn=x";
        const query = await tampered("sns", { method: "POST", headers: form, body });
        assert.equal(query.status, 403);
        assert.match(await query.text(), /<Code>SignatureDoesNotMatch<\/Code>/);
    });

    /** Sends another body than the one that was signed. */
    async function tampered(service: string, request: Unsigned & { body: string }): Promise<Response> {
        const original = globalThis.fetch;
        globalThis.fetch = (input, init) => original(input, { ...init, body: request.body.replace(/.$/, "!") });
        try {
            return await signedFetch(fixture.wire.url, request, { service });
        } finally {
            globalThis.fetch = original;
        }
    }
});

function errorOf(name: string, status: number, message?: string) {
    return (error: Error & { $metadata?: { httpStatusCode?: number } }): boolean => {
        const found = [error.name, error.$metadata?.httpStatusCode, ...(message === undefined ? [] : [error.message])];
        assert.deepEqual(found, [name, status, ...(message === undefined ? [] : [message])]);
        return true;
    };
}
