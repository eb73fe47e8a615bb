import assert from "node:assert/strict";

import { type LogGroupArgs } from "@pulumi/aws/cloudwatch";
import fc from "fast-check";

import { analyze, output } from "../../testing/analyze";
import { anything, known } from "../../testing/anything";
import { saysAlways, saysWhileUnknown } from "../../testing/judged";
import { violations } from "../../testing/violations";
import { logGroupType, logsExpire as rule } from "./logsExpire";

const good = { name: "/aws/sagemaker/Endpoints/summaries", retentionInDays: 30 } satisfies LogGroupArgs;
const mend = "Set it to a number of days from 1 to 731.";

const table: [unknown, string | undefined][] = [
    [1, undefined],
    [30, undefined],
    [731, undefined],
    [1096, "is 1096"],
    [0, "is 0"],
    [-1, "is -1"],
    [30.5, "is 30.5"],
    [undefined, "is not set"],
    [null, "is null"],
    ["", "is an empty string"],
    ["30", "is a string"],
    [true, "is true"],
    [[30], "is a list"],
    [{}, "is a block"],
];

describe("logs-expire", () => {
    for (const [retentionInDays, found] of table) {
        it(`${JSON.stringify(retentionInDays) ?? "no retention"} ${found === undefined ? "passes" : "is refused"}`, () =>
            saysAlways(
                rule,
                logGroupType,
                { ...good, retentionInDays },
                found === undefined ? [] : [`retentionInDays ${found}. ${mend}`],
            ));
    }

    it("an environment sets its own bounds", async () => {
        const config = { minRetentionInDays: 90, maxRetentionInDays: 90 };
        await saysAlways(rule, logGroupType, { ...good, retentionInDays: 90 }, [], { config });
        await saysAlways(
            rule,
            logGroupType,
            good,
            ["retentionInDays is 30. Set it to a number of days from 90 to 90."],
            {
                config,
            },
        );
    });

    it("an unknown retention is refused in a preview", () =>
        saysWhileUnknown(rule, logGroupType, { ...good, retentionInDays: output(30) }, [
            `retentionInDays is known only after deployment, so it cannot be checked. ${mend}`,
        ]));

    it("whatever stands there, only a number of days passes and nothing makes the rule throw", async () => {
        await fc.assert(
            fc.asyncProperty(anything(30, 731, 732), fc.boolean(), async (retentionInDays, preview) => {
                const said = await violations(rule, logGroupType, { ...good, retentionInDays }, { preview });
                const days = known(retentionInDays, { preview });
                const passes = Number.isInteger(days) && Number(days) >= 1 && Number(days) <= 731;
                assert.equal(said.length, passes ? 0 : 1);
            }),
            { numRuns: 100 },
        );
    });

    it("resources of other types are not concerned", async () => {
        assert.deepEqual(await analyze(rule, "aws:cloudwatch/logStream:LogStream", {}, { preview: true }), []);
    });
});
