import assert from "node:assert/strict";

import { AwsError } from "../cloud/awsError";
import { key } from "./key";
import { checkContext, recordingTarget } from "./testing/recordingTarget";

const made = { KeyMetadata: { KeyId: "1234", Arn: "arn:key", Description: "", KeyState: "Enabled" } };

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

    /** As KMS describes a key that nothing was said about. */
    const described = {
        DescribeKey: made,
        GetKeyPolicy: { Policy: '{"Version":"2012-10-17"}' },
        GetKeyRotationStatus: { KeyRotationEnabled: false },
    };

    it("has what KMS chooses for it as outputs only", async () => {
        const inputs = key.check({}, checkContext);
        assert.deepEqual((await key.read("1234", recordingTarget(described), inputs))?.inputs, inputs);
    });

    it("keeps the period that it would be rotated in", async () => {
        const inputs = key.check({ rotationPeriodInDays: 90 }, checkContext);
        const read = await key.read("1234", recordingTarget(described), inputs);
        assert.deepEqual([read?.inputs, read?.outputs["rotationPeriodInDays"]], [inputs, 0]);
    });

    const rotated = { enableKeyRotation: true, rotationPeriodInDays: 90 };
    for (const [what, before, after, asked] of [
        ["begins", {}, { enableKeyRotation: true }, [["EnableKeyRotation", { KeyId: "1234" }]]],
        ["ends", rotated, { ...rotated, enableKeyRotation: false }, [["DisableKeyRotation", { KeyId: "1234" }]]],
        [
            "becomes more frequent",
            { enableKeyRotation: true },
            rotated,
            [["EnableKeyRotation", { KeyId: "1234", RotationPeriodInDays: 90 }]],
        ],
        ["is planned, but not on", {}, { rotationPeriodInDays: 90 }, []],
        ["keeps its period, of which nothing is said any more", rotated, { enableKeyRotation: true }, []],
    ] as const) {
        it(`is changed in place where its rotation ${what}`, async () => {
            const target = recordingTarget({ ...described, EnableKeyRotation: {}, DisableKeyRotation: {} });
            const existing = { id: "1234", inputs: key.check(before, checkContext), outputs: {} };
            await key.update(existing, key.check(after, checkContext), target);
            const changes = target.calls.map(([, ...call]) => call).filter(([operation]) => operation.includes("able"));
            assert.deepEqual(changes, asked);
        });
    }

    it("asks nothing of KMS when the window of its deletion changes", async () => {
        const outputs = { arn: "arn:key", region: "eu-west-1" };
        const existing = { id: "1234", inputs: key.check({ deletionWindowInDays: 7 }, checkContext), outputs };
        const inputs = key.check({ deletionWindowInDays: 30 }, checkContext);
        const updated = await key.update(existing, inputs, recordingTarget({}));
        assert.deepEqual(updated.outputs, { ...outputs, ...inputs, tagsAll: {} });
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
