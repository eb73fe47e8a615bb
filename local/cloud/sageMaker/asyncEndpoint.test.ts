import assert from "node:assert/strict";

import fc from "fast-check";

import { AwsError } from "../awsError";
import { type EndpointBehaviour } from "./endpointBehaviour";
import { AsyncEndpointFixture } from "../testing/asyncEndpointFixture";

const realFetch = globalThis.fetch;

async function deployed(behaviour: Partial<EndpointBehaviour> = {}, concurrency = 2): Promise<AsyncEndpointFixture> {
    const fixture = new AsyncEndpointFixture(behaviour);
    globalThis.fetch = fixture.containers.fetch as typeof fetch;
    await fixture.deploy({ concurrency });
    return fixture;
}

describe("AsyncEndpoint", () => {
    afterEach(() => {
        globalThis.fetch = realFetch;
    });

    it("writes the answer to the location it named, then tells the success topic in the documented form", async () => {
        const fixture = await deployed();
        const { OutputLocation } = await fixture.invoke("a");
        await fixture.clock.advance(4);
        assert.match(OutputLocation, /^s3:\/\/output\/summaries\/[0-9a-f-]{36}\.out$/);
        assert.equal(fixture.objects.get(OutputLocation), '[{"summary_text":"short"}]');
        assert.deepEqual(fixture.results(), [
            {
                topic: "success",
                message: {
                    awsRegion: "us-east-1",
                    eventTime: "2026-01-01T00:04:04.000Z",
                    receivedTime: "2026-01-01T00:04:00.000Z",
                    invocationStatus: "Completed",
                    requestParameters: {
                        contentType: "application/json",
                        endpointName: "endpoint",
                        inputLocation: "s3://input/a.json",
                    },
                    responseParameters: { contentType: "text/plain;charset=UTF-8", outputLocation: OutputLocation },
                    inferenceId: "a",
                    eventVersion: "1.0",
                    eventSource: "aws:sagemaker",
                    eventName: "InferenceResult",
                },
            },
        ]);
    });

    it("gives the model the caller's content type and the payload", async () => {
        const fixture = await deployed();
        let seen: [string, string | null] | undefined;
        fixture.containers.answer = (payload, headers) => {
            seen = [payload, headers.get("content-type")];
            return new Response("[]");
        };
        await fixture.invoke("a");
        await fixture.clock.advance(4);
        assert.deepEqual(seen, ['{"inputs":"article a"}', "application/json"]);
    });

    it("works on as many requests at a time as an instance has slots, first come first served", async () => {
        const fixture = await deployed({ modelLatencySeconds: 10 });
        for (const id of ["a", "b", "c", "d", "e"]) await fixture.invoke(id);
        const started = (): string[] =>
            fixture
                .of("request")
                .filter(({ status }) => status === "Started")
                .map(({ inferenceId }) => inferenceId);
        assert.deepEqual(started(), ["a", "b"]);
        await fixture.clock.advance(10);
        assert.deepEqual(started(), ["a", "b", "c", "d"]);
        await fixture.clock.advance(20);
        assert.equal(fixture.results().length, 5);
    });

    it("puts a model error where failures go and tells the error topic; it never retries", async () => {
        const fixture = await deployed();
        let calls = 0;
        fixture.containers.answer = () => {
            calls++;
            return new Response('{"code":400,"message":"no inputs"}', { status: 400 });
        };
        const { FailureLocation, OutputLocation } = await fixture.invoke("a");
        await fixture.clock.advance(3600);
        assert.equal(calls, 1);
        assert.equal(fixture.objects.get(String(FailureLocation)), '{"code":400,"message":"no inputs"}');
        assert.equal(fixture.objects.has(OutputLocation), false);
        const [result] = fixture.results();
        assert.equal(result?.topic, "error");
        assert.equal(result?.message["invocationStatus"], "Failed");
        assert.equal(result?.message["failureLocation"], FailureLocation);
        assert.match(
            String(result?.message["failureReason"]),
            /^ClientError: Received client error \(400\) from model/,
        );
        const names = fixture.metrics.map(({ name }) => name);
        assert.ok(names.includes("Invocation4XXErrors") && names.includes("InvocationFailures"));
        assert.ok(!names.includes("Invocation5XXErrors"));
    });

    it("fails a request whose input is gone", async () => {
        const fixture = await deployed();
        await fixture.runtime.InvokeEndpointAsync({
            EndpointName: "endpoint",
            InferenceId: "a",
            InputLocation: "s3://input/none",
        });
        await fixture.clock.advance(1);
        assert.equal(fixture.results()[0]?.topic, "error");
        assert.ok(
            fixture.metrics.some(
                ({ name, dimensions }) => name === "RequestDownloadFailures" && dimensions.length === 2,
            ),
        );
    });

    it("fails a request that takes longer than its timeout, when the timeout is over", async () => {
        const fixture = await deployed({ modelLatencySeconds: 100 });
        await fixture.invoke("a", { InvocationTimeoutSeconds: 30 });
        await fixture.clock.advance(29);
        assert.equal(fixture.results().length, 0);
        await fixture.clock.advance(1);
        assert.match(
            String(fixture.results()[0]?.message["failureReason"]),
            /timed out while waiting .* \(30 seconds\)/,
        );
    });

    it("expires a request that waited longer than its TTL", async () => {
        const fixture = await deployed();
        await fixture.scale(0);
        await fixture.clock.advance(60);
        await fixture.invoke("a", { RequestTTLSeconds: 60 });
        await fixture.clock.advance(60);
        assert.equal(fixture.results()[0]?.message["invocationStatus"], "Expired");
        assert.ok(fixture.metrics.some(({ name }) => name === "ExpiredRequests"));
    });

    it("does not expire a request that is being worked on", async () => {
        const fixture = await deployed({ modelLatencySeconds: 120 });
        await fixture.invoke("a", { RequestTTLSeconds: 60 });
        await fixture.clock.advance(120);
        assert.equal(fixture.results()[0]?.message["invocationStatus"], "Completed");
    });

    it("reports a failure and replaces the instance when a container is dead", async () => {
        const fixture = await deployed();
        fixture.containers.answer = () => {
            throw new TypeError("fetch failed");
        };
        const { FailureLocation } = await fixture.invoke("a");
        await fixture.clock.advance(1);
        assert.equal(fixture.results()[0]?.topic, "error");
        assert.match(String(fixture.objects.get(String(FailureLocation))), /server error \(0\)/);
        assert.deepEqual(
            fixture.of("capacity").map(({ instances }) => instances),
            [1, 0],
        );
        await fixture.clock.advance(240);
        assert.deepEqual(
            fixture.of("capacity").map(({ instances }) => instances),
            [1, 0, 1],
        );
    });

    it("counts a notification it may not publish, says so, and loses nothing else", async () => {
        const fixture = await deployed();
        fixture.answers["sns Publish"] = () => {
            throw new AwsError("AuthorizationError", "not authorized", 403);
        };
        const { OutputLocation } = await fixture.invoke("a");
        await fixture.clock.advance(4);
        assert.ok(fixture.objects.has(OutputLocation));
        assert.ok(fixture.metrics.some(({ name }) => name === "NotificationFailures"));
        assert.equal(fixture.of("undelivered")[0]?.reason, "not authorized");
    });

    it("turns an output that cannot be written into a failure", async () => {
        const fixture = await deployed();
        const put = fixture.answers["s3 PutObject"] as (input: never) => unknown;
        fixture.answers["s3 PutObject"] = (input: never) => {
            if ((input as { Key: string }).Key.startsWith("summaries/"))
                throw new AwsError("AccessDenied", "Access Denied", 403);
            return put(input);
        };
        const { FailureLocation } = await fixture.invoke("a");
        await fixture.clock.advance(4);
        assert.equal(fixture.results()[0]?.topic, "error");
        assert.match(String(fixture.objects.get(String(FailureLocation))), /Unable to upload .* Access Denied/);
        assert.ok(fixture.metrics.some(({ name }) => name === "ResponseUploadFailures"));
    });

    it("publishes the queue metrics every full minute with EndpointName only, zeros while idle", async () => {
        const fixture = await deployed();
        await fixture.clock.advance(60);
        const queue = fixture.metrics.filter(({ at }) => at === Date.parse("2026-01-01T00:05:00Z"));
        assert.deepEqual(
            queue.map(({ name, value, dimensions }) => [name, value, dimensions]),
            [
                ["ApproximateBacklogSize", 0, ["EndpointName"]],
                ["ApproximateBacklogSizePerInstance", 0, ["EndpointName"]],
                ["ApproximateAgeOfOldestRequest", 0, ["EndpointName"]],
                ["HasBacklogWithoutCapacity", 0, ["EndpointName"]],
            ],
        );
    });

    it("shows a backlog without capacity, and the backlog itself as the backlog per instance, at zero instances", async () => {
        const fixture = await deployed();
        await fixture.scale(0);
        await fixture.clock.advance(60);
        for (const id of ["a", "b", "c"]) await fixture.invoke(id);
        await fixture.clock.advance(60);
        const latest = (wanted: string): number | undefined =>
            fixture.metrics.filter(({ name }) => name === wanted).at(-1)?.value;
        assert.equal(latest("HasBacklogWithoutCapacity"), 1);
        assert.equal(latest("ApproximateBacklogSizePerInstance"), 3);
        assert.equal(latest("ApproximateAgeOfOldestRequest"), 60);
    });

    for (const [scaleInDrains, starts] of [
        [true, 1],
        [false, 2],
    ] as const) {
        it(`${scaleInDrains ? "finishes" : "puts back"} what an instance works on when it is scaled in`, async () => {
            const fixture = await deployed({ scaleInDrains, modelLatencySeconds: 600 });
            await fixture.invoke("a");
            await fixture.scale(0);
            await fixture.clock.advance(60);
            assert.equal(fixture.of("capacity").at(-1)?.instances, 0);
            await fixture.scale(1);
            await fixture.clock.advance(1200);
            assert.equal(fixture.of("request").filter(({ status }) => status === "Started").length, starts);
            assert.equal(fixture.results().length, 1);
            assert.equal(fixture.containers.started - fixture.containers.stopped, 1);
        });
    }

    it("expires a request that was put back, once its TTL is over", async () => {
        const fixture = await deployed({ scaleInDrains: false, modelLatencySeconds: 600 });
        await fixture.invoke("a", { RequestTTLSeconds: 300 });
        await fixture.scale(0);
        await fixture.clock.advance(299);
        assert.equal(fixture.results().length, 0);
        await fixture.clock.advance(1);
        assert.equal(fixture.results()[0]?.message["invocationStatus"], "Expired");
    });

    it("answers a request that is done at the very moment at which its instance goes", async () => {
        const fixture = await deployed({ scaleInDrains: false, scaleInSeconds: 60, modelLatencySeconds: 4 });
        await fixture.scale(0);
        await fixture.clock.advance(56);
        await fixture.invoke("a");
        await fixture.clock.advance(4);
        assert.deepEqual(
            fixture.of("request").map(({ status }) => status),
            ["Queued", "Started", "Completed"],
        );
        assert.equal(fixture.of("capacity").at(-1)?.instances, 0);
    });

    it("loses and doubles nothing, whatever happens in which order", async () => {
        const step = fc.oneof(
            fc.record({ invoke: fc.integer({ min: 1, max: 5 }) }),
            fc.record({ scale: fc.integer({ min: 0, max: 4 }) }),
            fc.record({ advance: fc.integer({ min: 1, max: 400 }) }),
        );
        await fc.assert(
            fc.asyncProperty(
                fc.array(step, { maxLength: 12 }),
                fc.boolean(),
                fc.boolean(),
                async (steps, scaleInDrains, failing) => {
                    const fixture = await deployed({ scaleInDrains, modelLatencySeconds: 90 });
                    if (failing)
                        fixture.containers.answer = (payload) =>
                            new Response("[]", { status: payload.length % 2 ? 400 : 200 });
                    let sent = 0;
                    for (const action of steps) {
                        if ("invoke" in action)
                            for (let i = 0; i < action.invoke; i++) await fixture.invoke(`r${String(sent++)}`);
                        else if ("scale" in action) await fixture.scale(action.scale).catch(() => undefined);
                        else await fixture.clock.advance(action.advance);
                    }
                    await fixture.clock.advance(400);
                    await fixture.scale(2);
                    await fixture.clock.advance(25_000);
                    const ids = fixture.results().map(({ message }) => String(message["inferenceId"]));
                    assert.deepEqual(ids.sort(), Array.from({ length: sent }, (_, i) => `r${String(i)}`).sort());
                    assert.equal(fixture.containers.started - fixture.containers.stopped, 2);
                },
            ),
            { numRuns: 30 },
        );
    }).timeout(20_000);
});

describe("InvokeEndpointAsync", () => {
    const refusals: [string, object, string][] = [
        ["an unknown endpoint", { EndpointName: "other" }, "Endpoint other of account 123456789012 not found."],
        [
            "neither body nor location",
            { InputLocation: undefined },
            "Exactly one of Body and InputLocation must be given.",
        ],
        ["body and location", { Body: Buffer.from("x") }, "Exactly one of Body and InputLocation must be given."],
        [
            "a long body",
            { InputLocation: undefined, Body: Buffer.alloc(128_001) },
            "Body must be at most 128000 bytes.",
        ],
        [
            "a location that is none",
            { InputLocation: "bucket/key" },
            "InputLocation 'bucket/key' is not an S3 location of at most 1,024 characters.",
        ],
        [
            "an inference id of 65 characters",
            { InferenceId: "x".repeat(65) },
            "InferenceId must have 1 to 64 printable characters and not begin with a space.",
        ],
        ["a TTL of 59 seconds", { RequestTTLSeconds: 59 }, "RequestTTLSeconds must be from 60 to 21600, not 59."],
        [
            "a timeout of 3,601 seconds",
            { InvocationTimeoutSeconds: 3601 },
            "InvocationTimeoutSeconds must be from 1 to 3600, not 3601.",
        ],
    ];
    for (const [what, change, message] of refusals) {
        it(`refuses ${what}`, async () => {
            const fixture = await deployed();
            const good = { EndpointName: "endpoint", InputLocation: "s3://input/a" };
            await assert.rejects(fixture.runtime.InvokeEndpointAsync({ ...good, ...change }), {
                code: "ValidationError",
                message,
            });
        });
    }

    it("does not find an endpoint that is not in service yet", async () => {
        const fixture = new AsyncEndpointFixture();
        await fixture.deploy({ inService: false });
        await assert.rejects(fixture.invoke("a"), { message: "Endpoint endpoint of account 123456789012 not found." });
    });

    it("takes the same inference id twice: it is a label", async () => {
        const fixture = await deployed();
        await fixture.invoke("a");
        await fixture.invoke("a");
        await fixture.clock.advance(4);
        assert.equal(fixture.results().length, 2);
        globalThis.fetch = realFetch;
    });
});
