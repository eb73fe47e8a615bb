import assert from "node:assert/strict";

import { logGroup } from "./logGroup";
import { checkContext, recordingTarget } from "./testing/recordingTarget";

const type = "aws:cloudwatch/logGroup:LogGroup";

describe("a log group", () => {
    it("keeps its events for ever unless it is told otherwise, and is made by one call then", async () => {
        const inputs = logGroup.check({ name: "/containers" }, checkContext);
        assert.deepEqual(inputs, { name: "/containers", retentionInDays: 0, skipDestroy: false });
        const target = recordingTarget({ CreateLogGroup: {} });
        await logGroup.create(inputs, target);
        assert.deepEqual(target.calls, [["logs", "CreateLogGroup", { logGroupName: "/containers" }]]);
    });

    it("refuses a retention that CloudWatch Logs does not know", () => {
        assert.throws(() => logGroup.check({ retentionInDays: 31 }, checkContext), {
            name: "CheckError",
            message: `${type} resource 'it' has a problem: expected retentionInDays to be one of [0 1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653], got 31. Examine values at 'it.retentionInDays'.`,
        });
    });

    it("is unmade when its retention cannot be set", async () => {
        const denied = new Error("You may not.");
        const target = recordingTarget({ CreateLogGroup: {}, PutRetentionPolicy: denied, DeleteLogGroup: {} });
        const inputs = logGroup.check({ name: "/containers", retentionInDays: 14 }, checkContext);
        await assert.rejects(logGroup.create(inputs, target), denied);
        assert.deepEqual(target.calls.at(-1), ["logs", "DeleteLogGroup", { logGroupName: "/containers" }]);
    });

    it("stays where its deletion is to be skipped", async () => {
        const target = recordingTarget({});
        await logGroup.delete({ id: "/containers", outputs: { skipDestroy: true } }, target);
        assert.deepEqual(target.calls, []);
    });
});
