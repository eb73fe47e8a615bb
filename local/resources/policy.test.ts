import assert from "node:assert/strict";

import { policy } from "./policy";
import { recordingTarget } from "./testing/recordingTarget";

const arn = "arn:aws:iam::111122223333:policy/caller";

/** Versions as IAM lists them, the newest first; of the same time, as on a clock that stands still, where they are not said to be older. */
function versions(...ids: string[]): { Versions: object[] } {
    return {
        Versions: ids.map((VersionId) => ({
            VersionId,
            IsDefaultVersion: VersionId === "v1",
            CreateDate: new Date(VersionId === "v5" ? "2025-01-01T00:00:00Z" : "2026-01-01T00:00:00Z"),
        })),
    };
}

describe("policy", () => {
    for (const [what, listed, deleted] of [
        ["the oldest that is not in force makes room for a sixth version", ["v6", "v5", "v4", "v3", "v1"], ["v5"]],
        ["the last listed, of those of one time", ["v6", "v4", "v3", "v2", "v1"], ["v2"]],
        ["none has to make room for a fifth", ["v4", "v3", "v2", "v1"], []],
    ] as const) {
        it(`is changed by a new version: ${what}`, async () => {
            const target = recordingTarget({
                ListPolicyVersions: versions(...listed),
                DeletePolicyVersion: {},
                CreatePolicyVersion: {},
            });
            const inputs = { name: "caller", path: "/", policy: "{}" };
            const outputs = { ...inputs, arn, attachmentCount: 2 };
            const document = '{"Id":"1"}';
            const updated = await policy.update({ id: arn, inputs, outputs }, { ...inputs, policy: document }, target);
            assert.deepEqual(target.calls, [
                ["iam", "ListPolicyVersions", { PolicyArn: arn }],
                ...deleted.map((VersionId) => ["iam", "DeletePolicyVersion", { PolicyArn: arn, VersionId }]),
                ["iam", "CreatePolicyVersion", { PolicyArn: arn, PolicyDocument: document, SetAsDefault: true }],
            ]);
            assert.deepEqual(updated.outputs, { ...outputs, policy: document, tagsAll: {} });
        });
    }

    it("is deleted after all its versions but the one in force", async () => {
        const target = recordingTarget({
            ListPolicyVersions: versions("v3", "v2", "v1"),
            DeletePolicyVersion: {},
            DeletePolicy: {},
        });
        await policy.delete({ id: arn, outputs: {} }, target);
        assert.deepEqual(target.calls.slice(1), [
            ["iam", "DeletePolicyVersion", { PolicyArn: arn, VersionId: "v2" }],
            ["iam", "DeletePolicyVersion", { PolicyArn: arn, VersionId: "v3" }],
            ["iam", "DeletePolicy", { PolicyArn: arn }],
        ]);
    });
});
