import assert from "node:assert/strict";

import {
    InvokeEndpointAsyncCommand,
    type InvokeEndpointAsyncCommandInput,
    InvokeEndpointCommand,
    SageMakerRuntimeClient,
    SageMakerRuntimeServiceException,
    ValidationError,
} from "@aws-sdk/client-sagemaker-runtime";

import { AwsError } from "../cloud/awsError";
import { startWire, type Wire } from "./server";
import { FakeCloud } from "./testing/fakeCloud";
import { credentials } from "./testing/laptopFixture";
import { signedFetch, type Unsigned } from "./testing/signing";

describe("SageMaker's runtime over HTTP, with the SDK's client", () => {
    let cloud: FakeCloud;
    let wire: Wire;
    let client: SageMakerRuntimeClient;
    let answer: (input: unknown) => unknown;

    beforeEach(async () => {
        answer = () => ({
            InferenceId: "load-1",
            OutputLocation: "s3://output/1.out",
            FailureLocation: "s3://output/fehlgeschlagen/ü.out",
        });
        cloud = new FakeCloud({ "sagemaker-runtime InvokeEndpointAsync": (input) => answer(input) });
        wire = await startWire(cloud);
        client = new SageMakerRuntimeClient({ endpoint: wire.url, region: "us-east-1", credentials, maxAttempts: 1 });
    });
    afterEach(async () => {
        client.destroy();
        await wire.close();
    });
    const signed = (path: string, request: Unsigned = {}): Promise<Response> =>
        signedFetch(wire.url, { method: "POST", path, ...request }, { service: "sagemaker" });
    const invoke = (input: Partial<InvokeEndpointAsyncCommandInput>) =>
        client.send(new InvokeEndpointAsyncCommand({ EndpointName: "summarizer", ...input }));

    it("every member of the input arrives", async () => {
        const input = {
            EndpointName: "summarizer",
            InputLocation: "s3://input/an article.json",
            ContentType: "application/json",
            Accept: "application/json",
            CustomAttributes: "trace=1",
            InferenceId: "load-1",
            RequestTTLSeconds: 3600,
            InvocationTimeoutSeconds: 60,
            S3OutputPathExtension: "today/",
            Filename: "one.json",
        };
        await invoke(input);
        assert.deepEqual(cloud.inputs, [input]);
    });

    it("an inline body arrives byte by byte", async () => {
        await invoke({ Body: Buffer.from([0, 255, 10]), ContentType: "application/octet-stream" });
        assert.deepEqual(cloud.inputs, [
            { EndpointName: "summarizer", ContentType: "application/octet-stream", Body: Buffer.from([0, 255, 10]) },
        ]);
    });

    it("the answer is 202 with its locations", async () => {
        const output = await invoke({ InputLocation: "s3://input/a" });
        assert.equal(output.$metadata.httpStatusCode, 202);
        assert.equal(output.InferenceId, "load-1");
        assert.equal(output.OutputLocation, "s3://output/1.out");
        assert.equal(output.FailureLocation, "s3://output/fehlgeschlagen/ü.out");
    });

    it("an unknown endpoint is a ValidationError", async () => {
        const message = "Endpoint summarizer of account 123456789012 not found.";
        answer = () => {
            throw new AwsError("ValidationError", message);
        };
        await assert.rejects(invoke({ InputLocation: "s3://input/a" }), (error: unknown) => {
            assert.ok(error instanceof ValidationError);
            assert.equal(error.Message ?? error.message, message);
            assert.equal(error.$metadata.httpStatusCode, 400);
            return true;
        });
    });

    it("throttling is HTTP 400 with a message of null", async () => {
        answer = () => {
            throw new AwsError("ThrottlingException", "");
        };
        await assert.rejects(invoke({ InputLocation: "s3://input/a" }), (error: unknown) => {
            assert.ok(error instanceof SageMakerRuntimeServiceException);
            assert.equal(error.name, "ThrottlingException");
            assert.equal(error.$metadata.httpStatusCode, 400);
            return true;
        });
        const raw = await signed("/endpoints/summarizer/async-invocations");
        assert.equal(raw.status, 400);
        assert.equal(raw.headers.get("x-amzn-errortype"), "ThrottlingException");
        assert.equal(await raw.text(), '{"message":null}');
    });

    it("a synchronous invocation is not implemented, and says so", async () => {
        const call = new InvokeEndpointCommand({ EndpointName: "summarizer", Body: "{}" });
        await assert.rejects(client.send(call), (error: unknown) => {
            assert.ok(error instanceof SageMakerRuntimeServiceException);
            assert.equal(error.name, "NotImplemented");
            assert.equal(error.message, "The laptop AWS does not implement sagemaker-runtime InvokeEndpoint.");
            assert.equal(error.$metadata.httpStatusCode, 501);
            return true;
        });
    });

    it("a number that is none, and a path that is none, are refused", async () => {
        const headers = { "x-amzn-sagemaker-requestttlseconds": "soon" };
        const path = "/endpoints/summarizer/async-invocations";
        const ttl = await signed(path, { headers });
        assert.equal(ttl.status, 400);
        assert.deepEqual(await ttl.json(), { message: "RequestTTLSeconds must be a whole number, not 'soon'." });
        assert.equal((await signed("/endpoints/x/else")).status, 404);
        assert.equal((await signed(path, { method: "GET" })).status, 404);
        assert.deepEqual(cloud.inputs, []);
    });
});
