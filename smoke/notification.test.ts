import assert from "node:assert/strict";

import fc from "fast-check";

import { parseMessage } from "./notification";

/** As AWS documents it: SageMaker Developer Guide, asynchronous inference, "Check prediction results". */
const completed = {
    awsRegion: "us-east-1",
    eventTime: "2026-01-25T22:46:00.608Z",
    receivedTime: "2026-01-25T22:46:00.455Z",
    invocationStatus: "Completed",
    requestParameters: { contentType: "application/json", endpointName: "e", inputLocation: "s3://in/a.json" },
    responseParameters: { contentType: "application/json", outputLocation: "s3://out/b.out" },
    inferenceId: "smoke-1-summary",
    eventVersion: "1.0",
    eventSource: "aws:sagemaker",
    eventName: "InferenceResult",
};
const failed = {
    ...completed,
    responseParameters: undefined,
    invocationStatus: "Failed",
    failureReason: "ClientError: no",
};

function notificationIn(body: unknown): Record<string, unknown> {
    const parsed = parseMessage(JSON.stringify(body));
    assert.equal(parsed.kind, "result");
    return { ...(parsed.kind === "result" && parsed.notification) };
}

describe("message of the inbox", () => {
    it("of a completed request is read", () => {
        assert.deepEqual(notificationIn(completed), {
            inferenceId: "smoke-1-summary",
            invocationStatus: "Completed",
            outputLocation: "s3://out/b.out",
            eventTime: new Date("2026-01-25T22:46:00.608Z"),
        });
    });

    it("of a failed request is read with the failure location at either place, or none", () => {
        const failureLocation = "s3://out/f.out";
        assert.equal(notificationIn({ ...failed, failureLocation })["failureLocation"], failureLocation);
        const nested = notificationIn({ ...failed, responseParameters: { failureLocation } });
        assert.equal(nested["failureLocation"], failureLocation);
        assert.deepEqual(notificationIn(failed), {
            inferenceId: "smoke-1-summary",
            invocationStatus: "Failed",
            failureReason: "ClientError: no",
            eventTime: new Date("2026-01-25T22:46:00.608Z"),
        });
    });

    it("in SNS's envelope is read, and names its topic", () => {
        const Message = JSON.stringify(completed);
        const read = notificationIn({ Type: "Notification", TopicArn: "arn:aws:sns:::t", Message });
        assert.equal(read["topicArn"], "arn:aws:sns:::t");
        assert.equal(read["inferenceId"], "smoke-1-summary");
    });

    it("that tests the topics is told apart, with and without envelope", () => {
        const test = JSON.stringify({
            eventVersion: "1.0",
            eventSource: "aws:sagemaker",
            eventName: "TestNotification",
        });
        const enveloped = JSON.stringify({ Type: "Notification", Message: test });
        assert.deepEqual([parseMessage(test), parseMessage(enveloped)], [{ kind: "test" }, { kind: "test" }]);
    });

    it("that is something else is unreadable, and nothing makes it throw", () => {
        const nameless = { ...completed, inferenceId: undefined };
        for (const body of [
            undefined,
            "",
            "{",
            "[]",
            "null",
            "7",
            JSON.stringify(nameless),
            '{"Type":"Notification"}',
        ]) {
            assert.deepEqual(parseMessage(body), { kind: "unreadable" }, body);
        }
        fc.assert(
            fc.property(fc.oneof(fc.json(), fc.string()), (body) => {
                assert.ok(["unreadable", "test", "result"].includes(parseMessage(body).kind));
            }),
        );
    });

    it("without a readable time has none", () => {
        assert.equal("eventTime" in notificationIn({ ...completed, eventTime: "yesterday" }), false);
    });
});
