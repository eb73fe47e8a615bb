import assert from "node:assert/strict";

import { answered, refuseBacklog, refuseServed, type Served } from "./guards";
import { runProgram } from "./testing/programRun";

/** An endpoint as AWS would describe it; what no test expects to be asked throws. */
function served(answers: { backlog?: number | undefined; endpointConfigName?: string | undefined }): Served {
    const answer =
        <K extends keyof typeof answers>(name: K) =>
        async () => {
            if (!(name in answers)) throw new Error(`${name} was asked for`);
            return Promise.resolve(answers[name]);
        };
    return { backlog: answer("backlog"), endpointConfigName: answer("endpointConfigName") };
}

describe("refuseBacklog", () => {
    it("refuses while requests are waiting, and says what to do", async () => {
        await assert.rejects(refuseBacklog("summarizer-dev", served({ backlog: 3 })), {
            message:
                "Endpoint summarizer-dev has 3 requests queued or in process, which would be lost. Wait until its backlog is 0, or run `pulumi config set guardDeletes false` and `pulumi up` first.",
        });
    });

    for (const [what, backlog] of [
        ["nothing is waiting", 0],
        ["there is no datapoint, or no endpoint", undefined],
    ] as const) {
        it(`lets pass when ${what}`, async () => {
            await refuseBacklog("summarizer-dev", served({ backlog }));
        });
    }
});

describe("refuseServed", () => {
    it("refuses the configuration that the endpoint serves, and says what to do", async () => {
        await assert.rejects(
            refuseServed("summarizer-dev", "endpoint-1", served({ endpointConfigName: "endpoint-1" })),
            {
                message:
                    "Endpoint summarizer-dev still serves the configuration endpoint-1: SageMaker rolled the update back. It is kept. See why with `aws sagemaker describe-endpoint --endpoint-name summarizer-dev`, mend that, and run `pulumi up --refresh`.",
            },
        );
    });

    for (const [what, endpointConfigName] of [
        ["the endpoint serves another", "endpoint-2"],
        ["there is no endpoint", undefined],
    ] as const) {
        it(`lets pass when ${what}`, async () => {
            await refuseServed("summarizer-dev", "endpoint-1", served({ endpointConfigName }));
        });
    }
});

describe("a question that AWS does not answer", () => {
    it("keeps what was to be deleted, and says what to do", async () => {
        const denied = () => Promise.reject(new Error("You may not look."));
        const guarded = answered("summarizer-dev", { backlog: denied, endpointConfigName: denied });
        const message =
            "AWS was asked whether endpoint summarizer-dev is still needed, and answered: You may not look. Nothing is deleted. Whoever deploys needs sagemaker:DescribeEndpoint and cloudwatch:GetMetricStatistics; without the guard: `pulumi config set guardDeletes false` and `pulumi up`.";
        await assert.rejects(refuseBacklog("summarizer-dev", guarded), { message });
        await assert.rejects(refuseServed("summarizer-dev", "endpoint-1", guarded), { message });
    });

    it("changes no answer", async () => {
        const guarded = answered("summarizer-dev", served({ backlog: 3, endpointConfigName: "endpoint-1" }));
        assert.deepEqual([await guarded.backlog(), await guarded.endpointConfigName()], [3, "endpoint-1"]);
    });
});

describe("the program's guards", () => {
    async function bound(guardDeletes: boolean): Promise<Record<string, string[]>> {
        const { resources } = await runProgram({ config: { guardDeletes } });
        return Object.fromEntries(
            resources
                .filter(({ beforeDelete }) => beforeDelete.length > 0)
                .map(({ type, name, beforeDelete }) => [`${type}::${name}`, beforeDelete]),
        );
    }

    it("are bound to the endpoint and its configuration, and to nothing else", async () => {
        assert.deepEqual(await bound(true), {
            "aws:sagemaker/endpointConfiguration:EndpointConfiguration::endpoint": ["keep-served-configuration"],
            "aws:sagemaker/endpoint:Endpoint::endpoint": ["keep-endpoint-with-backlog"],
        });
    });

    it("are not there when the stack does without", async () => {
        assert.deepEqual(await bound(false), {});
    });
});
