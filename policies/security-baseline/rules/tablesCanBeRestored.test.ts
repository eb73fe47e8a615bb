import assert from "node:assert/strict";

import { type TableArgs } from "@pulumi/aws/dynamodb";
import fc from "fast-check";

import { analyze, output } from "../../testing/analyze";
import { anything, known } from "../../testing/anything";
import { saysAlways, saysWhileUnknown } from "../../testing/judged";
import { violations } from "../../testing/violations";
import { tablesCanBeRestored as rule, tableType } from "./tablesCanBeRestored";

const good = {
    name: "summaries",
    pointInTimeRecovery: { enabled: true },
    deletionProtectionEnabled: true,
} satisfies TableArgs;

const dev = { config: { requireDeletionProtection: false } };
const literal = "Write the block as a literal; only the values in it may be outputs.";

describe("tables-can-be-restored", () => {
    for (const [what, change, says] of [
        ["backups and protection pass", {}, []],
        [
            "no backups are refused",
            { pointInTimeRecovery: undefined },
            ["pointInTimeRecovery is not set. Set it to true."],
        ],
        ["a null block is refused", { pointInTimeRecovery: null }, ["pointInTimeRecovery is null. Set it to true."]],
        [
            "true for the block is refused",
            { pointInTimeRecovery: true },
            ["pointInTimeRecovery is a boolean. Set it to true."],
        ],
        [
            "an empty block is refused",
            { pointInTimeRecovery: {} },
            ["pointInTimeRecovery.enabled is not set. Set it to true."],
        ],
        [
            "backups that are off are refused",
            { pointInTimeRecovery: { enabled: false } },
            ["pointInTimeRecovery.enabled is false. Set it to true."],
        ],
        [
            '"true" is refused',
            { pointInTimeRecovery: { enabled: "true" } },
            ["pointInTimeRecovery.enabled is a string. Set it to true."],
        ],
        [
            "a recovery period alone is refused",
            { pointInTimeRecovery: { recoveryPeriodInDays: 7 } },
            ["pointInTimeRecovery.enabled is not set. Set it to true."],
        ],
        [
            "no protection is refused",
            { deletionProtectionEnabled: undefined },
            ["deletionProtectionEnabled is not set. Set it to true."],
        ],
        [
            "protection that is off is refused",
            { deletionProtectionEnabled: false },
            ["deletionProtectionEnabled is false. Set it to true."],
        ],
    ] as [string, object, string[]][]) {
        it(what, () => saysAlways(rule, tableType, { ...good, ...change }, says));
    }

    it("protection need not be where an environment does without", async () => {
        for (const deletionProtectionEnabled of [false, undefined, output(true)]) {
            await saysAlways(rule, tableType, { ...good, deletionProtectionEnabled }, [], dev);
        }
        const both = { pointInTimeRecovery: {}, deletionProtectionEnabled: false };
        await saysAlways(rule, tableType, both, ["pointInTimeRecovery.enabled is not set. Set it to true."], dev);
    });

    it("outputs are refused in a preview", async () => {
        await saysWhileUnknown(rule, tableType, { ...good, pointInTimeRecovery: output({ enabled: true }) }, [
            `pointInTimeRecovery is known as a whole only after deployment, so pointInTimeRecovery.enabled cannot be checked. ${literal}`,
        ]);
        await saysWhileUnknown(rule, tableType, { ...good, pointInTimeRecovery: { enabled: output(true) } }, [
            "pointInTimeRecovery.enabled is known only after deployment, so it cannot be checked. Set it to true.",
        ]);
        await saysWhileUnknown(rule, tableType, { ...good, deletionProtectionEnabled: output(true) }, [
            "deletionProtectionEnabled is known only after deployment, so it cannot be checked. Set it to true.",
        ]);
    });

    it("whatever stands there, only true passes and nothing makes the rule throw", async () => {
        await fc.assert(
            fc.asyncProperty(anything(true, { enabled: true }), fc.boolean(), async (value, preview) => {
                const wrong = known(value, { preview }) === true ? 0 : 1;
                const judge = async (change: object): Promise<number> =>
                    (await violations(rule, tableType, { ...good, ...change }, { preview })).length;
                assert.equal(await judge({ deletionProtectionEnabled: value }), wrong);
                assert.equal(await judge({ pointInTimeRecovery: { enabled: value } }), wrong);
                await judge({ pointInTimeRecovery: value });
            }),
            { numRuns: 60 },
        );
    });

    it("resources of other types are not concerned", async () => {
        assert.deepEqual(await analyze(rule, "aws:dynamodb/tableItem:TableItem", {}, { preview: true }), []);
    });
});
