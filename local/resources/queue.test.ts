import assert from "node:assert/strict";

import { queue } from "./queue";
import { queuePolicy } from "./queuePolicy";
import { checkContext, recordingTarget } from "./testing/recordingTarget";

const url = "http://127.0.0.1:4566/111122223333/inbox";

/** As SQS tells a queue of its defaults. */
const told = {
    DelaySeconds: "0",
    MaximumMessageSize: "262144",
    MessageRetentionPeriod: "345600",
    ReceiveMessageWaitTimeSeconds: "0",
    VisibilityTimeout: "30",
    SqsManagedSseEnabled: "true",
};

describe("queue", () => {
    it("refuses two kinds of encryption at once", () => {
        const inputs = { sqsManagedSseEnabled: true, kmsMasterKeyId: "arn:key" };
        assert.throws(() => queue.check(inputs, checkContext), {
            message:
                "aws:sqs/queue:Queue resource 'it' has a problem: \"sqsManagedSseEnabled\": conflicts with kmsMasterKeyId. Examine values at 'it.sqsManagedSseEnabled'.",
        });
    });

    const inputs = queue.check({ name: "inbox" }, checkContext);

    it("is found again as it was made, whatever policy a QueuePolicy put there", async () => {
        const created = await queue.create(inputs, recordingTarget({ CreateQueue: { QueueUrl: url } }));
        for (const others of [{}, { Policy: "{}" }]) {
            const target = recordingTarget({ GetQueueAttributes: { Attributes: { ...told, ...others } } });
            assert.deepEqual(await queue.read(url, target, inputs), { ...created, inputs });
        }
    });

    it("shows what was changed behind its back", async () => {
        const known = { ...inputs, policy: "{}", sqsManagedSseEnabled: true };
        const Attributes = { ...told, Policy: '{"Id":"1"}', VisibilityTimeout: "60", SqsManagedSseEnabled: "false" };
        const found = await queue.read(url, recordingTarget({ GetQueueAttributes: { Attributes } }), known);
        assert.deepEqual(
            queue.diff(found?.inputs ?? {}, known).map(({ path }) => path),
            ["visibilityTimeoutSeconds", "policy", "sqsManagedSseEnabled"],
        );
        assert.equal(found?.outputs["policy"], '{"Id":"1"}');
    });

    it("is told all that changed at once, and then asked what it has become", async () => {
        const target = recordingTarget({
            SetQueueAttributes: {},
            GetQueueAttributes: {
                Attributes: { ...told, KmsMasterKeyId: "k", SqsManagedSseEnabled: "false", VisibilityTimeout: "60" },
            },
        });
        const before = { id: url, inputs: { ...inputs, redrivePolicy: "{}" }, outputs: { sqsManagedSseEnabled: true } };
        const after = { ...inputs, kmsMasterKeyId: "k", visibilityTimeoutSeconds: 60 };
        const { outputs } = await queue.update(before, after, target);
        assert.deepEqual(target.calls[0], [
            "sqs",
            "SetQueueAttributes",
            { QueueUrl: url, Attributes: { KmsMasterKeyId: "k", VisibilityTimeout: "60" } },
        ]);
        assert.equal(outputs["sqsManagedSseEnabled"], false);
        assert.equal(outputs["kmsMasterKeyId"], "k");
    });

    it("refuses to be first-in-first-out, which the laptop AWS has not", () => {
        assert.throws(
            () => queue.check({ fifoQueue: true }, checkContext),
            /does not implement the property "fifoQueue"/,
        );
    });
});

describe("queuePolicy", () => {
    it("is gone when its queue has no policy", async () => {
        const target = recordingTarget({ GetQueueAttributes: { Attributes: {} } });
        assert.equal(await queuePolicy.read(url, target, { queueUrl: url, policy: "{}" }), undefined);
    });
});
