import assert from "node:assert/strict";

import fc from "fast-check";

import { analyze, output } from "../../testing/analyze";
import { anything, known } from "../../testing/anything";
import { deferrals, violations } from "../../testing/violations";
import { scalingPolicyType } from "../scaling";
import { having } from "../testing/asyncStack";
import { cooldownsFitTheWork } from "./cooldownsFitTheWork";

const tracking = "targetTrackingScalingPolicyConfiguration";
const stepping = "stepScalingPolicyConfiguration";
const adjustment = `${stepping}.stepAdjustments[0].scalingAdjustment`;

const changed = (name: string, path: string, value: unknown): object =>
    having(name, path, value).find((resource) => resource.name === name)?.props ?? assert.fail();
const tracks = (path: string, value: unknown): object => changed("backlog", `${tracking}.${path}`, value);
const steps = (path: string, value: unknown): object => changed("wake-up", `${stepping}.${path}`, value);
const scaleIn = (cooldown: unknown): object => ({
    ...steps("cooldown", cooldown),
    [stepping]: { cooldown, stepAdjustments: [{ metricIntervalUpperBound: "0", scalingAdjustment: -1 }] },
});

const judge = (props: object, preview: boolean, config: object = {}): Promise<string[]> =>
    violations(cooldownsFitTheWork, scalingPolicyType, props, { preview, config: { ...config } });

const least = "Write at least 900 seconds.";
const most = "Write at most 300 seconds.";
const untold = "so it cannot be told whether instances are added or removed. Write steps.";

/** Judged alike in a first preview and once all is known. */
const table: { what: string; props: object; config?: object; said: string[] }[] = [
    { what: "900 and 120 seconds pass", props: tracks("targetValue", 5), said: [] },
    { what: "more than 900 pass", props: tracks("scaleInCooldown", 3600), said: [] },
    {
        what: "899 are refused",
        props: tracks("scaleInCooldown", 899),
        said: [`${tracking}.scaleInCooldown is 899. ${least}`],
    },
    {
        what: "0 are refused",
        props: tracks("scaleInCooldown", 0),
        said: [`${tracking}.scaleInCooldown is 0. ${least}`],
    },
    {
        what: "none to scale in are refused",
        props: tracks("scaleInCooldown", undefined),
        said: [`${tracking}.scaleInCooldown is not set. ${least}`],
    },
    {
        what: "null to scale in is refused",
        props: tracks("scaleInCooldown", null),
        said: [`${tracking}.scaleInCooldown is null. ${least}`],
    },
    {
        what: "a text is refused",
        props: tracks("scaleInCooldown", "900"),
        said: [`${tracking}.scaleInCooldown is a string. ${least}`],
    },
    {
        what: "what never scales in needs none",
        props: changed("backlog", tracking, { disableScaleIn: true }),
        said: [],
    },
    {
        what: "what scales in needs one",
        props: changed("backlog", tracking, { disableScaleIn: false }),
        said: [`${tracking}.scaleInCooldown is not set. ${least}`],
    },
    {
        what: "120 pass where an environment says so",
        props: tracks("scaleInCooldown", 120),
        config: { minScaleInCooldownSeconds: 120 },
        said: [],
    },
    {
        what: "119 do not",
        props: tracks("scaleInCooldown", 119),
        config: { minScaleInCooldownSeconds: 120 },
        said: [`${tracking}.scaleInCooldown is 119. Write at least 120 seconds.`],
    },
    { what: "300 to scale out pass", props: tracks("scaleOutCooldown", 300), said: [] },
    { what: "0 to scale out pass", props: tracks("scaleOutCooldown", 0), said: [] },
    {
        what: "301 are refused",
        props: tracks("scaleOutCooldown", 301),
        said: [`${tracking}.scaleOutCooldown is 301. ${most}`],
    },
    {
        what: "-1 is refused",
        props: tracks("scaleOutCooldown", -1),
        said: [`${tracking}.scaleOutCooldown is -1. ${most}`],
    },
    { what: "none to scale out are AWS's 300", props: tracks("scaleOutCooldown", undefined), said: [] },
    {
        what: "which may be too many",
        props: tracks("scaleOutCooldown", undefined),
        config: { maxScaleOutCooldownSeconds: 120 },
        said: [`${tracking}.scaleOutCooldown is not set, which means 300 seconds. Write at most 120 seconds.`],
    },
    {
        what: "a blank configuration is refused",
        props: changed("backlog", tracking, ""),
        said: [`${tracking} is an empty string. Write a block with cooldowns.`],
    },
    {
        what: "a policy without a configuration is not concerned",
        props: changed("backlog", tracking, undefined),
        said: [],
    },
    { what: "a step that adds after 300 seconds passes", props: steps("cooldown", 300), said: [] },
    {
        what: "a step that adds after 301 is refused",
        props: steps("cooldown", 301),
        said: [`${stepping}.cooldown is 301. ${most}`],
    },
    { what: "a step that adds may leave it to AWS", props: steps("cooldown", undefined), said: [] },
    { what: "a step that removes after 900 seconds passes", props: scaleIn(900), said: [] },
    {
        what: "a step that removes after 300 is refused",
        props: scaleIn(300),
        said: [`${stepping}.cooldown is 300. ${least}`],
    },
    {
        what: "a step that removes may not leave it to AWS",
        props: scaleIn(undefined),
        said: [`${stepping}.cooldown is not set. ${least}`],
    },
    {
        what: "no steps are refused",
        props: steps("stepAdjustments", undefined),
        said: [`${stepping}.stepAdjustments is not set, ${untold}`],
    },
    {
        what: "an empty list of steps is refused",
        props: steps("stepAdjustments", []),
        said: [`${stepping}.stepAdjustments is an empty list, ${untold}`],
    },
    {
        what: "a step without an adjustment is refused",
        props: changed("wake-up", adjustment, undefined),
        said: [`${adjustment} is not set. Write a whole number.`],
    },
    {
        what: "another service's policy is not concerned",
        props: {
            ...tracks("scaleInCooldown", 0),
            serviceNamespace: "ecs",
            scalableDimension: "ecs:service:DesiredCount",
        },
        said: [],
    },
];

const after = "is known only after deployment, so it cannot be checked.";
const whole = "is known as a whole only after deployment, so its cooldown cannot be checked.";
const literal = "Write the block as a literal; only the values in it may be outputs.";

const unknowns: [string, object, string][] = [
    ["scaleInCooldown", tracks("scaleInCooldown", output(900)), `${tracking}.scaleInCooldown ${after} ${least}`],
    ["scaleOutCooldown", tracks("scaleOutCooldown", output(120)), `${tracking}.scaleOutCooldown ${after} ${most}`],
    ["cooldown", steps("cooldown", output(300)), `${stepping}.cooldown ${after} ${most}`],
    ["adjustment", changed("wake-up", adjustment, output(1)), `${adjustment} ${after} Write a whole number.`],
    [
        "list of steps",
        steps("stepAdjustments", output([{ scalingAdjustment: 1 }])),
        `${stepping}.stepAdjustments ${whole} ${literal}`,
    ],
    [
        "configuration",
        changed("backlog", tracking, output({ scaleInCooldown: 900 })),
        `${tracking} ${whole} ${literal}`,
    ],
];

describe("cooldowns-fit-the-work", () => {
    for (const { what, props, config, said } of table) {
        it(what, async () => {
            assert.deepEqual(await judge(props, true, config), said);
            assert.deepEqual(await judge(props, false, config), said);
        });
    }

    for (const [what, props, problem] of unknowns) {
        it(`an unknown ${what} is refused, and passes once it is known`, async () => {
            assert.deepEqual(await judge(props, true), [problem]);
            assert.deepEqual(await judge(props, false), []);
        });
    }

    it("an unknown disableScaleIn is no excuse", async () => {
        const props = changed("backlog", tracking, { disableScaleIn: output(true) });
        assert.deepEqual(await judge(props, true), [`${tracking}.scaleInCooldown is not set. ${least}`]);
        assert.deepEqual(await judge(props, false), []);
    });

    it("what may be another service's is judged once that is known", async () => {
        const props = {
            ...tracks("scaleInCooldown", 0),
            scalableDimension: output("sagemaker:variant:DesiredInstanceCount"),
        };
        assert.deepEqual(await judge(props, true), []);
        assert.deepEqual(await deferrals(cooldownsFitTheWork, scalingPolicyType, props, { preview: true }), [
            "serviceNamespace is known only after deployment",
        ]);
        assert.equal((await judge(props, false)).length, 1);
    });

    it("resources of other types are not concerned", async () => {
        const bad = tracks("scaleInCooldown", 0);
        assert.deepEqual(
            await analyze(cooldownsFitTheWork, "aws:autoscaling/policy:Policy", bad, { preview: true }),
            [],
        );
    });

    it("whatever stands there, only a number in bounds passes and nothing makes the rule throw", async () => {
        const value = fc.oneof(fc.integer({ min: 0, max: 4000 }), anything(900, 300));
        await fc.assert(
            fc.asyncProperty(value, value, fc.boolean(), async (scaleInCooldown, scaleOutCooldown, preview) => {
                const props = changed("backlog", tracking, { targetValue: 5, scaleInCooldown, scaleOutCooldown });
                const [within, out] = [scaleInCooldown, scaleOutCooldown].map((given) => known(given, { preview }));
                const good = [
                    typeof within === "number" && within >= 900,
                    out === undefined || out === null || (typeof out === "number" && out >= 0 && out <= 300),
                ];
                assert.equal((await judge(props, preview)).length, good.filter((right) => !right).length);
            }),
        );
    });

    it("whatever stands for a block, nothing makes the rule throw", async () => {
        const path = fc.constantFrom("", ".cooldown", ".stepAdjustments", ".stepAdjustments[0]");
        await fc.assert(
            fc.asyncProperty(path, anything({ scalingAdjustment: 1 }), fc.boolean(), async (at, value, preview) => {
                await judge(changed("wake-up", `${stepping}${at}`, value), preview);
            }),
        );
    });
});
