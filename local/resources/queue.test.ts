import assert from "node:assert/strict";

import { queue } from "./queue";
import { checkContext } from "./testing/recordingTarget";

describe("queue", () => {
    it("refuses two kinds of encryption at once", () => {
        const inputs = { sqsManagedSseEnabled: true, kmsMasterKeyId: "arn:key" };
        assert.throws(() => queue.check(inputs, checkContext), {
            message:
                "aws:sqs/queue:Queue resource 'it' has a problem: \"sqsManagedSseEnabled\": conflicts with kmsMasterKeyId. Examine values at 'it.sqsManagedSseEnabled'.",
        });
    });

    it("refuses to be first-in-first-out, which the laptop AWS has not", () => {
        assert.throws(
            () => queue.check({ fifoQueue: true }, checkContext),
            /does not implement the property "fifoQueue"/,
        );
    });
});
