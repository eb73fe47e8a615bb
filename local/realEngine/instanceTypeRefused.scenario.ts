import assert from "node:assert/strict";

import { AwsError } from "../cloud/awsError";
import { inEachEnvironment } from "./scenario";
import { assertServes, atCall, instanceTypeCalls, otherInstanceType, recover } from "./testing/instanceTypeChange";

inEachEnvironment("another instance type, when AWS refuses a call of it", (stage) => {
    before(() => stage.stack.goodUp());

    for (const call of instanceTypeCalls) {
        it(`${call.operation} (${String(call.nth)}): the next \`pulumi up --refresh\` heals`, async () => {
            const { stack } = stage;
            const type = await otherInstanceType(stage);
            const refusal = new AwsError("AccessDeniedException", "You may not.", 403);
            stack.aws.interference = { before: atCall(call, () => Promise.reject(refusal)) };
            const { code, output } = await stack.up();
            stack.aws.interference = {};
            assert.notEqual(code, 0, output);
            assert.match(output, /AccessDenied(Exception)?: You may not\./);
            await recover(stage);
            await assertServes(stage, type);
        });
    }
});
