import assert from "node:assert/strict";

import { runProgram } from "./testing/programRun";

const logGroup = "aws:cloudwatch/logGroup:LogGroup";

describe("EndpointLogs", () => {
    it("keeps the containers' output for as long as the stack says", async () => {
        const run = await runProgram({ config: { logRetentionDays: 14 } });
        assert.deepEqual(run.only(logGroup).inputs, {
            name: "/aws/sagemaker/Endpoints/summarizer-dev",
            retentionInDays: 14,
        });
    });

    it("has the group that SageMaker writes to, also for an endpoint that is taken over", async () => {
        const run = await runProgram({ config: { endpointName: "Legacy-Endpoint" } });
        assert.equal(run.only(logGroup).inputs.name, "/aws/sagemaker/Endpoints/Legacy-Endpoint");
    });

    it("is there before the endpoint, which would else make a group that never forgets", async () => {
        const run = await runProgram();
        const { dependencies } = run.only("aws:sagemaker/endpoint:Endpoint");
        assert.ok(dependencies.includes(`${logGroup}::logs`));
    });
});
