import assert from "node:assert/strict";

import { AwsError } from "../cloud/awsError";
import { key } from "./key";
import { checkContext, recordingTarget } from "./testing/recordingTarget";

const made = { KeyMetadata: { KeyId: "1234", Arn: "arn:key" } };

describe("key", () => {
    it("is not rotated unless that is asked for", async () => {
        const target = recordingTarget({ CreateKey: made });
        const created = await key.create(key.check({}, checkContext), target);
        assert.equal(target.calls.length, 1);
        assert.equal(created.outputs["rotationPeriodInDays"], 0);
    });

    it("is rotated as often as is asked for", async () => {
        const target = recordingTarget({ CreateKey: made, EnableKeyRotation: {} });
        await key.create(key.check({ enableKeyRotation: true, rotationPeriodInDays: 90 }, checkContext), target);
        assert.deepEqual(target.calls[1], ["kms", "EnableKeyRotation", { KeyId: "1234", RotationPeriodInDays: 90 }]);
    });

    it("is scheduled for deletion when its rotation cannot be enabled", async () => {
        const refused = new AwsError("UnsupportedOperationException", "No.");
        const target = recordingTarget({ CreateKey: made, EnableKeyRotation: refused, ScheduleKeyDeletion: {} });
        await assert.rejects(key.create(key.check({ enableKeyRotation: true }, checkContext), target), refused);
        assert.deepEqual(target.calls.at(-1), [
            "kms",
            "ScheduleKeyDeletion",
            { KeyId: "1234", PendingWindowInDays: 7 },
        ]);
    });

    it("waits 30 days for its deletion unless the program says otherwise", async () => {
        const target = recordingTarget({ ScheduleKeyDeletion: {} });
        await key.delete({ id: "1234", outputs: {} }, target);
        assert.deepEqual(target.calls, [["kms", "ScheduleKeyDeletion", { KeyId: "1234", PendingWindowInDays: 30 }]]);
    });

    it("may have been scheduled for deletion already", async () => {
        const pending = new AwsError("KMSInvalidStateException", "arn:key is pending deletion.");
        await key.delete({ id: "1234", outputs: {} }, recordingTarget({ ScheduleKeyDeletion: pending }));
    });

    it("refuses a deletion window that KMS does not have", () => {
        assert.throws(() => key.check({ deletionWindowInDays: 3 }, checkContext), {
            message:
                "aws:kms/key:Key resource 'it' has a problem: expected deletionWindowInDays to be in the range (7 - 30), got 3. Examine values at 'it.deletionWindowInDays'.",
        });
    });
});
