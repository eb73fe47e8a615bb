import assert from "node:assert/strict";

import { exemptionsSchema } from "../../contract/exemption";
import { withProject } from "../testing/temporaryProject";
import { ConfigurationError, exemptionsOf, packConfiguration, withoutExemptions } from "./packConfiguration";
import { type PackInfo, type RuleInfo } from "./packInfo";

const rule = (name: string, more: Partial<RuleInfo> = {}): RuleInfo => ({
    name,
    description: "",
    remediationSteps: "",
    url: "",
    level: "mandatory",
    parameters: {},
    required: [],
    ...more,
});

const info: PackInfo = {
    name: "sample",
    version: "1.0.0",
    rules: [
        rule("max-capacity", {
            parameters: {
                ceiling: { type: "integer", minimum: 1, default: 10 },
                unit: { enum: ["instances", "copies"], default: "instances" },
                exemptions: exemptionsSchema,
            },
        }),
        rule("topic-is-set", { level: "advisory" }),
    ],
    initial: new Map(),
};
const exemption = { resource: "aws:sqs/queue:Queue::smoke", reason: "it is emptied daily", expires: "2027-01-31" };

/** What the configuration of stack dev makes of a pack. */
async function configured(content: unknown, pack = info) {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    return withProject({ "sample/config/dev.json": text }, (root) =>
        Promise.resolve(packConfiguration(`${root}/sample`, "dev", pack)),
    );
}

async function refusal(content: unknown, pack = info): Promise<string[]> {
    try {
        await configured(content, pack);
    } catch (error) {
        assert.ok(error instanceof ConfigurationError);
        return error.message.split("\n");
    }
    return assert.fail("it was not refused");
}

describe("the configuration of a pack", () => {
    it("is the pack's own where a stack sets nothing", async () => {
        await withProject({ "sample/index.js": "" }, (root) => {
            const { file, pack, settings } = packConfiguration(`${root}/sample`, "dev", info);
            assert.deepEqual([pack, file], ["sample", undefined]);
            assert.deepEqual(
                [...settings],
                [
                    [
                        "max-capacity",
                        { level: "mandatory", parameters: { ceiling: 10, unit: "instances", exemptions: [] } },
                    ],
                    ["topic-is-set", { level: "advisory", parameters: {} }],
                ],
            );
            return Promise.resolve();
        });
    });

    it("lays the file over what the pack was constructed with, and that over the schema; all goes before names", async () => {
        const initial = new Map([
            ["max-capacity", { level: "advisory" as const, parameters: { ceiling: 20, unit: "copies" } }],
        ]);
        const content = { all: "disabled", "max-capacity": { ceiling: 30 }, "topic-is-set": "mandatory" };
        const { file, settings } = await configured(content, { ...info, initial });
        assert.equal(file, "policies/sample/config/dev.json");
        assert.deepEqual(
            [...settings],
            [
                ["max-capacity", { level: "disabled", parameters: { ceiling: 30, unit: "copies", exemptions: [] } }],
                ["topic-is-set", { level: "mandatory", parameters: {} }],
            ],
        );
    });

    it("tells exemptions from the rest", async () => {
        const configuration = await configured({ "max-capacity": { exemptions: [exemption] } });
        assert.deepEqual(exemptionsOf(configuration), [{ ...exemption, rule: "max-capacity" }]);
        assert.deepEqual(withoutExemptions(configuration).get("max-capacity"), {
            level: "mandatory",
            parameters: { ceiling: 10, unit: "instances" },
        });
    });

    const faults: [string, unknown, string[]][] = [
        ["is no object", [], ["it holds no object, but must map rules to their settings"]],
        [
            "names a rule that is not there",
            { "max-capcity": "mandatory" },
            ['there is no rule "max-capcity". Did you mean "max-capacity"?'],
        ],
        [
            "gives a rule neither level nor object",
            { "topic-is-set": 1 },
            ["topic-is-set: must be an enforcement level or an object"],
        ],
        [
            "gives a level that is none",
            { "topic-is-set": "fatal" },
            ['topic-is-set: enforcementLevel is "fatal", but must be one of advisory, mandatory, disabled, remediate'],
        ],
        [
            "gives a level that is none among parameters",
            { "topic-is-set": { enforcementLevel: true } },
            ["topic-is-set: enforcementLevel is true, but must be one of advisory, mandatory, disabled, remediate"],
        ],
        ["gives parameters to all", { all: { ceiling: 1 } }, ['all: takes an enforcementLevel only, not "ceiling"']],
        [
            "names a property that is not there",
            { "max-capacity": { cieling: 3 } },
            ['max-capacity: there is no property "cieling". Did you mean "ceiling"?'],
        ],
        [
            "gives several bad values",
            { "max-capacity": { ceiling: 0.5, unit: "gpus" } },
            [
                "max-capacity: ceiling must be >= 1",
                "max-capacity: ceiling must be integer",
                "max-capacity: unit must be equal to one of the allowed values: instances, copies",
            ],
        ],
        [
            "exempts without a reason",
            { "max-capacity": { exemptions: [exemption, { ...exemption, reason: undefined }] } },
            ["max-capacity: exemptions[1] must have required property 'reason'"],
        ],
        [
            "exempts until a day that does not exist",
            { "max-capacity": { exemptions: [{ ...exemption, expires: "2027-02-30" }] } },
            ["max-capacity: exemptions[0].expires is no day: 2027-02-30"],
        ],
        [
            "exempts with a member too many",
            { "max-capacity": { exemptions: [{ ...exemption, until: "x" }] } },
            ['max-capacity: exemptions[0] has no property "until"'],
        ],
    ];
    for (const [what, content, said] of faults) {
        it(`is refused when it ${what}`, async () => {
            const expected = said.map((fault) => `policies/sample/config/dev.json: ${fault}`);
            assert.deepEqual((await refusal(content)).sort(), expected.sort());
        });
    }

    const required: PackInfo = {
        ...info,
        rules: info.rules.map((one) => ({ ...one, mandatoryEverywhere: one.name === "max-capacity" })),
    };
    const lowered = "max-capacity is required: it may not be set below mandatory. Exempt a resource instead.";
    for (const [what, content] of [
        ["lowers a required rule", { "max-capacity": "advisory" }],
        ["disables a required rule", { "max-capacity": { enforcementLevel: "disabled", ceiling: 3 } }],
        ["lowers all", { all: "advisory" }],
    ] as const) {
        it(`is refused when it ${what}, unless another project adopts the pack`, async () => {
            assert.deepEqual(await refusal(content, required), [`policies/sample/config/dev.json: ${lowered}`]);
            await withProject({ "sample/config/dev.json": JSON.stringify(content) }, (root) => {
                const { settings } = packConfiguration(`${root}/sample`, "dev", required, true);
                assert.notEqual(settings.get("max-capacity")?.level, "mandatory");
                return Promise.resolve();
            });
        });
    }

    it("may lower all if it keeps the required, and set what is not required as it likes", async () => {
        const content = { all: "disabled", "max-capacity": { enforcementLevel: "mandatory", exemptions: [exemption] } };
        const { settings } = await configured(content, required);
        assert.deepEqual(
            [...settings].map(([name, { level }]) => [name, level]),
            [
                ["max-capacity", "mandatory"],
                ["topic-is-set", "disabled"],
            ],
        );
    });

    it("is refused when a pack lowers its own required rule", async () => {
        const pack = { ...required, initial: new Map([["all", { level: "advisory" as const }]]) };
        await withProject({ "sample/index.js": "" }, (root) => {
            assert.throws(() => packConfiguration(`${root}/sample`, "dev", pack), {
                message: `the defaults of the policy pack sample: ${lowered}`,
            });
            return Promise.resolve();
        });
    });

    for (const [what, text] of [
        ["a rule", '{ "topic-is-set": "mandatory", "topic-is-set": "advisory" }'],
        ["a property", '{ "max-capacity": { "ceiling": 3, "ceiling": 4 } }'],
    ] as const) {
        it(`is refused when it has ${what} twice`, async () => {
            assert.deepEqual(await refusal(text), [
                "policies/sample/config/dev.json: it has a name twice in one block, of which only the last would count",
            ]);
        });
    }

    it("is refused when it is no JSON", async () => {
        const [said, ...more] = await refusal("{");
        assert.match(String(said), /^policies\/sample\/config\/dev\.json: it is no JSON: /);
        assert.deepEqual(more, []);
    });

    it("is refused without a file, when the pack wants something set", async () => {
        const pack = {
            ...info,
            rules: [rule("needs", { parameters: { budget: { type: "number" } }, required: ["budget"] })],
        };
        await withProject({ "sample/index.js": "" }, (root) => {
            assert.throws(() => packConfiguration(`${root}/sample`, "dev", pack), {
                message: "the defaults of the policy pack sample: needs: must have required property 'budget'",
            });
            return Promise.resolve();
        });
    });
});
