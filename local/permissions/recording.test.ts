import assert from "node:assert/strict";

import { type Decided, type Permission } from "../cloud/iam/access";
import { roleSession, service, user } from "../cloud/iam/principal";
import { Recording } from "./recording";

const deployer = roleSession("arn:aws:iam::111122223333:role/deployer", "laptop");

/** What tells of decisions, and a way to make one. */
function decisions() {
    const watchers = new Set<(decided: Decided) => void>();
    const decide = (caller: Decided["caller"], permission: Permission, allowed = true): void => {
        const decision = { allowed, reason: allowed ? "allowed" : "not allowed", statements: [], missing: [] } as const;
        for (const watcher of watchers) watcher({ caller, permission, decision });
    };
    const watch = (watcher: (decided: Decided) => void) => {
        watchers.add(watcher);
        return () => watchers.delete(watcher);
    };
    return { decide, watch };
}

const key = "arn:aws:kms:eu-west-1:111122223333:key/1";

describe("a recording", () => {
    it("has what one identity was asked leave for, allowed or not, each thing once", () => {
        const { decide, watch } = decisions();
        const recording = new Recording({ watch }, deployer);
        decide(deployer, { action: "s3:GetObject", resource: "arn:aws:s3:::b/k" });
        decide(deployer, { action: "s3:GetObject", resource: "arn:aws:s3:::b/k" }, false);
        decide(deployer, { action: "s3:GetObject", resource: "arn:aws:s3:::b/l" }, false);
        assert.deepEqual(recording.take(), [
            { action: "s3:GetObject", resource: "arn:aws:s3:::b/k", conditions: {} },
            { action: "s3:GetObject", resource: "arn:aws:s3:::b/l", conditions: {} },
        ]);
    });

    it("counts every session of its role, and nobody else", () => {
        const { decide, watch } = decisions();
        const recording = new Recording({ watch }, deployer);
        decide(roleSession("arn:aws:iam::111122223333:role/deployer", "another"), { action: "a:B", resource: "*" });
        decide(roleSession("arn:aws:iam::111122223333:role/preview", "laptop"), { action: "a:C", resource: "*" });
        decide(user("arn:aws:iam::111122223333:user/deployer"), { action: "a:D", resource: "*" });
        decide(service("sns.amazonaws.com", "arn:x", "111122223333"), { action: "a:E", resource: "*" });
        assert.deepEqual(
            recording.take().map(({ action }) => action),
            ["a:B"],
        );
    });

    it("keeps the keys that narrow a wide resource, and no others", () => {
        const { decide, watch } = decisions();
        const recording = new Recording({ watch }, deployer);
        const keys = { "kms:ViaService": "s3.eu-west-1.amazonaws.com", "kms:GrantIsForAWSResource": undefined };
        decide(deployer, { action: "kms:Decrypt", resource: key, keys: { ...keys, "s3:prefix": "a" } });
        assert.deepEqual(recording.take(), [
            {
                action: "kms:Decrypt",
                resource: key,
                conditions: { "kms:ViaService": ["s3.eu-west-1.amazonaws.com"] },
            },
        ]);
    });

    it("is empty after it was taken, and hears nothing once it has ended", () => {
        const { decide, watch } = decisions();
        const recording = new Recording({ watch }, deployer);
        decide(deployer, { action: "a:B", resource: "*" });
        recording.take();
        assert.deepEqual(recording.take(), []);
        recording.end();
        decide(deployer, { action: "a:B", resource: "*" });
        assert.deepEqual(recording.take(), []);
    });
});
