import assert from "node:assert/strict";

import { inEachEnvironment } from "./scenario";
import { assertServes, atCall, instanceTypeCalls, otherInstanceType, recover } from "./testing/instanceTypeChange";

inEachEnvironment("another instance type, when the engine is killed at a call of it", (stage) => {
    const { environment } = stage;
    before(() => stage.stack.goodUp());

    for (const call of instanceTypeCalls) {
        it(`${call.operation} (${String(call.nth)}): \`pulumi cancel\` and \`pulumi up --refresh\` heal`, async () => {
            const { stack } = stage;
            const type = await otherInstanceType(stage);
            // One step at a time: a state in a folder, unlike one in S3, can be torn by a kill while it is written.
            const up = stack.start(["up", "--yes", "--skip-preview", "--parallel", "1", "--stack", environment]);
            // AWS has done what it was asked for, and nobody hears of it.
            const kill = async (): Promise<void> => {
                up.kill();
                await up.ended;
            };
            stack.aws.interference = { after: atCall(call, kill) };
            const { code, output } = await up.ended;
            stack.aws.interference = {};
            assert.equal(code, 137, output);
            await stack.good(["cancel", "--yes", "--stack", environment]);
            await recover(stage);
            await assertServes(stage, type);
        });
    }

    it("left no process behind", () => {
        assert.deepEqual(stage.stack.orphans(), []);
    });

    it("lets what is unknown of interrupted creations be cleared", async () => {
        await stage.stack.good(["refresh", "--yes", "--clear-pending-creates", "--stack", environment]);
        const { output } = await stage.stack.good(["up", "--yes", "--stack", environment, "--expect-no-changes"]);
        assert.doesNotMatch(output, /pending operations/);
    });
});
