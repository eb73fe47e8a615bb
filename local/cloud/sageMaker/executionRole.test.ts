import assert from "node:assert/strict";

import { asExecution, EndpointWithRole, executionRoleArn, topicArn } from "../testing/endpointWithRole";
import { partBytes } from "./resultUpload";

const realFetch = globalThis.fetch;
const because = (action: string): string => `because no identity-based policy allows the ${action} action`;

describe("an endpoint acts as its execution role", () => {
    let endpoint: EndpointWithRole;

    beforeEach(async () => {
        endpoint = new EndpointWithRole();
        globalThis.fetch = endpoint.containers.fetch as typeof fetch;
        await endpoint.deploy();
    });

    afterEach(async () => {
        await endpoint.cloud.close();
        globalThis.fetch = realFetch;
    });

    async function keyOf(location: string | undefined): Promise<string> {
        const { pathname } = new URL(String(location));
        const Key = pathname.slice(1);
        return (await endpoint.call("s3", "GetObject", { Bucket: "results", Key })).Body.toString("utf8");
    }

    it("and all that it needs is enough", async () => {
        const { OutputLocation } = await endpoint.summarize("a");
        assert.deepEqual(endpoint.ended("a"), { status: "Completed" });
        assert.equal(await keyOf(OutputLocation), '[{"summary_text":"short"}]');
        assert.deepEqual(endpoint.notices(), [{ topic: "success", status: "Completed", reason: undefined }]);
        assert.equal(await endpoint.metric("InvocationsProcessed"), 1);
        assert.equal(await endpoint.metric("InvocationFailures"), undefined);
        assert.deepEqual(endpoint.of("undelivered"), []);
        assert.deepEqual(endpoint.of("unmeasured"), []);
    });

    it("when it reads the input", async () => {
        await endpoint.roleMay({ ReadInput: undefined });
        const { FailureLocation } = await endpoint.summarize("a");
        const reason = `ClientError: Unable to download from the input location s3://articles/a.json: ${asExecution} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::articles/a.json" ${because("s3:GetObject")}`;
        assert.deepEqual(endpoint.ended("a"), { status: "Failed", reason });
        assert.deepEqual(endpoint.notices(), [{ topic: "error", status: "Failed", reason }]);
        assert.equal(await keyOf(FailureLocation), JSON.stringify({ message: reason }));
        assert.equal(await endpoint.metric("RequestDownloadFailures"), 1);
        assert.equal(await endpoint.metric("InvocationFailures"), 1);
    });

    it("when it writes the result, and the failure", async () => {
        await endpoint.roleMay({ Write: undefined });
        const { OutputLocation } = await endpoint.summarize("a");
        const resource = OutputLocation.replace("s3://", "arn:aws:s3:::");
        const reason = `ClientError: Unable to upload to ${OutputLocation}: ${asExecution} is not authorized to perform: s3:PutObject on resource: "${resource}" ${because("s3:PutObject")}`;
        assert.deepEqual(endpoint.ended("a"), { status: "Failed", reason });
        assert.deepEqual(endpoint.notices(), [{ topic: "error", status: "Failed", reason }]);
        assert.deepEqual(await endpoint.keys(), []);
        assert.equal(await endpoint.metric("ResponseUploadFailures"), 2);
    });

    it("when it encrypts the result", async () => {
        await endpoint.roleMay({ Encrypt: undefined });
        const { OutputLocation } = await endpoint.summarize("a");
        const { status, reason } = endpoint.ended("a") ?? {};
        assert.equal(status, "Failed");
        assert.equal(
            reason,
            `ClientError: Unable to upload to ${OutputLocation}: ${asExecution} is not authorized to perform: kms:GenerateDataKey on resource: ${endpoint.keyArn} ${because("kms:GenerateDataKey")}`,
        );
    });

    it("when it tells a topic", async () => {
        await endpoint.roleMay({ Notify: { Action: "sns:Publish", Resource: topicArn("error") } });
        await endpoint.summarize("a");
        assert.deepEqual(endpoint.ended("a"), { status: "Completed" });
        assert.deepEqual(endpoint.notices(), []);
        assert.deepEqual(
            endpoint.of("undelivered").map(({ topicArn: arn, reason }) => ({ arn, reason })),
            [
                {
                    arn: topicArn("success"),
                    reason: `${asExecution} is not authorized to perform: SNS:Publish on resource: ${topicArn("success")} ${because("SNS:Publish")}`,
                },
            ],
        );
        assert.equal(await endpoint.metric("NotificationFailures"), 1);
    });

    for (const [what, Measure] of [
        ["a statement", undefined],
        [
            "the namespace",
            {
                Action: "cloudwatch:PutMetricData",
                Resource: "*",
                Condition: { StringEquals: { "cloudwatch:namespace": "/aws/sagemaker/Endpoints" } },
            },
        ],
    ] as const) {
        it(`when it counts requests: without ${what} they are missing, those of the queue are not`, async () => {
            await endpoint.roleMay({ Measure });
            await endpoint.summarize("a");
            await endpoint.summarize("b");
            await endpoint.clock.advance(60);
            assert.deepEqual(endpoint.ended("b"), { status: "Completed" });
            assert.equal(await endpoint.metric("InvocationsProcessed"), undefined);
            assert.equal(await endpoint.metric("ApproximateBacklogSize", ["EndpointName"]), 0);
            assert.deepEqual(
                endpoint.of("unmeasured").map(({ endpointName, reason }) => ({ endpointName, reason })),
                [
                    {
                        endpointName: "Endpoint",
                        reason: `${asExecution} is not authorized to perform: cloudwatch:PutMetricData ${because("cloudwatch:PutMetricData")}`,
                    },
                ],
            );
        });
    }

    it("which it assumes each time", async () => {
        await endpoint.trust({ Principal: { Service: "ec2.amazonaws.com" } });
        await endpoint.summarize("a");
        const { status, reason } = endpoint.ended("a") ?? {};
        assert.equal(status, "Failed");
        assert.equal(
            reason,
            `ClientError: Unable to download from the input location s3://articles/a.json: User: sagemaker.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${executionRoleArn} because no role trust policy allows the sts:AssumeRole action`,
        );
        assert.deepEqual(endpoint.notices(), []);
        await endpoint.trust({});
        await endpoint.summarize("b");
        assert.deepEqual(endpoint.ended("b"), { status: "Completed" });
    });

    for (const sourceArn of ["endpoint/endpoint", "endpoint/*", "model/model"]) {
        it(`which a trust for ${sourceArn} does not let it assume`, async () => {
            const arn = `arn:aws:sagemaker:us-east-1:123456789012:${sourceArn}`;
            await endpoint.trust({ Condition: { ArnLike: { "aws:SourceArn": arn } } });
            await endpoint.summarize("a");
            assert.equal(endpoint.ended("a")?.status, "Failed");
        });
    }
});

describe("a large result", () => {
    const parts = [partBytes, partBytes, 7];
    const large = "x".repeat(parts.reduce((sum, size) => sum + size));
    let endpoint: EndpointWithRole;

    beforeEach(async () => {
        endpoint = new EndpointWithRole();
        globalThis.fetch = endpoint.containers.fetch as typeof fetch;
        endpoint.containers.answer = () => new Response(large);
        await endpoint.deploy();
    });

    afterEach(async () => {
        await endpoint.cloud.close();
        globalThis.fetch = realFetch;
    });

    /** Switches the key off as soon as it is decided whether the second part may be written. */
    function disableKeyDuringSecondPart(): () => void {
        let written = 0;
        return endpoint.cloud.access.watch(({ permission: { action, resource } }) => {
            if (action !== "s3:PutObject" || !resource.includes("/summaries/")) return;
            // The first is for the upload as a whole.
            if (++written === 3) void endpoint.call("kms", "DisableKey", { KeyId: endpoint.keyArn });
        });
    }

    async function uploads(): Promise<number> {
        return (await endpoint.call("s3", "ListMultipartUploads", { Bucket: "results" })).Uploads.length;
    }

    it("goes up in parts", async () => {
        const { OutputLocation } = await endpoint.summarize("a");
        const object = { Bucket: "results", Key: new URL(OutputLocation).pathname.slice(1) };
        const { Body, ETag } = await endpoint.call("s3", "GetObject", object);
        assert.deepEqual(endpoint.ended("a"), { status: "Completed" });
        assert.equal(Body.length, large.length);
        assert.match(ETag, /-3"$/);
        assert.equal(await uploads(), 0);
    });

    it("of just one part's size goes up at once", async () => {
        endpoint.containers.answer = () => new Response("x".repeat(partBytes));
        const { OutputLocation } = await endpoint.summarize("a");
        const object = { Bucket: "results", Key: new URL(OutputLocation).pathname.slice(1) };
        assert.match((await endpoint.call("s3", "HeadObject", object)).ETag, /^"[0-9a-f]{32}"$/);
    });

    it("needs leave to decrypt, since its parts are put together", async () => {
        await endpoint.roleMay({ Decrypt: undefined });
        await endpoint.summarize("a");
        assert.match(
            String(endpoint.ended("a")?.reason),
            /kms:Decrypt on resource: .*no identity-based policy allows the kms:Decrypt action$/,
        );
        assert.equal(await uploads(), 0);
    });

    it("that cannot be written to its end leaves nothing behind", async () => {
        const end = disableKeyDuringSecondPart();
        await endpoint.summarize("a");
        end();
        assert.equal(endpoint.ended("a")?.status, "Failed");
        assert.equal(await uploads(), 0);
    });

    it("leaves its parts behind where the role may not abort", async () => {
        await endpoint.roleMay({ Abort: undefined });
        const end = disableKeyDuringSecondPart();
        await endpoint.summarize("a");
        end();
        const { status, reason } = endpoint.ended("a") ?? {};
        assert.equal(status, "Failed");
        assert.doesNotMatch(String(reason), /AbortMultipartUpload/);
        assert.equal(await uploads(), 1);
    });
});
