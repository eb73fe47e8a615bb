import assert from "node:assert/strict";

import { analyze, output, type StackResource } from "../../testing/analyze";
import { deferrals, stackDeferrals, stackViolations, violations } from "../../testing/violations";
import { asyncStack, having, madeOf, without } from "../testing/asyncStack";
import { neverThrows, staysRefused } from "../testing/invariants";
import { scalableTargetType } from "../scaling";
import { scheduledActionType } from "../scheduledAction";
import { maxCapacityIsAffordable } from "./maxCapacityIsAffordable";

const rule = maxCapacityIsAffordable;
const write = "Write a whole number from 1 to 10.";
const good = {
    serviceNamespace: "sagemaker",
    scalableDimension: "sagemaker:variant:DesiredInstanceCount",
    resourceId: output("endpoint/summaries/variant/primary"),
    minCapacity: 0,
    maxCapacity: 5,
};
const judged = (change: object, preview: boolean, config: Record<string, unknown> = {}): Promise<string[]> =>
    violations(rule, scalableTargetType, { ...good, ...change }, { preview, config });

const targets: [string, object, string[]][] = [
    ["5 passes", {}, []],
    ["1 passes", { maxCapacity: 1 }, []],
    ["the ceiling passes", { maxCapacity: 10 }, []],
    ["as many as at least passes", { minCapacity: 5 }, []],
    ["above the ceiling is refused", { maxCapacity: 11 }, [`maxCapacity is 11. ${write}`]],
    ["0 is refused", { maxCapacity: 0 }, [`maxCapacity is 0. ${write}`]],
    ["-1 is refused", { maxCapacity: -1 }, [`maxCapacity is -1. ${write}`]],
    ["1.5 is refused", { maxCapacity: 1.5 }, [`maxCapacity is 1.5. ${write}`]],
    ["none is refused", { maxCapacity: undefined }, [`maxCapacity is not set. ${write}`]],
    ["null is refused", { maxCapacity: null }, [`maxCapacity is null. ${write}`]],
    ['"" is refused', { maxCapacity: "" }, [`maxCapacity is an empty string. ${write}`]],
    ['"5" is refused', { maxCapacity: "5" }, [`maxCapacity is a string, not a number. ${write}`]],
    ["true is refused", { maxCapacity: true }, [`maxCapacity is a boolean, not a number. ${write}`]],
    ["a list is refused", { maxCapacity: [5] }, [`maxCapacity is a list. ${write}`]],
    [
        "less than at least is refused",
        { minCapacity: 6 },
        ["minCapacity is 6, more than maxCapacity, which is 5. Write at most that."],
    ],
    ["a minimum that is no number is another rule's business", { minCapacity: "6" }, []],
    [
        "another service's target is not concerned",
        { serviceNamespace: "ecs", scalableDimension: "ecs:service:DesiredCount", maxCapacity: 99 },
        [],
    ],
    [
        "nor is provisioned concurrency",
        { scalableDimension: "sagemaker:variant:DesiredProvisionedConcurrency", maxCapacity: 99 },
        [],
    ],
    ["a target without a service is", { serviceNamespace: null, maxCapacity: 99 }, [`maxCapacity is 99. ${write}`]],
    [
        "a target without service and dimension is",
        { serviceNamespace: null, scalableDimension: null, maxCapacity: 99 },
        [`maxCapacity is 99. ${write}`],
    ],
];

const action = { ...good, minCapacity: undefined, maxCapacity: undefined, schedule: "at(2027-01-04T08:00:00)" };
const scheduled = (
    maxCapacity: unknown,
    change: object = {},
    preview = true,
    config: Record<string, unknown> = {},
): Promise<string[]> =>
    violations(
        rule,
        scheduledActionType,
        { ...action, scalableTargetAction: { minCapacity: 0, maxCapacity }, ...change },
        { preview, config },
    );
const maximum = "scalableTargetAction.maxCapacity";
const writeMaximum = "Write a whole number from 1 to 10 as maxCapacity, or leave it out.";
const ecs = { serviceNamespace: "ecs", scalableDimension: "ecs:service:DesiredCount" };

const scheduledActions: [string, unknown, object, string[]][] = [
    ["5 passes", 5, {}, []],
    ['"5" passes', "5", {}, []],
    ["1 passes", 1, {}, []],
    ["the ceiling passes", 10, {}, []],
    ["none passes", undefined, {}, []],
    ["null passes", null, {}, []],
    ["no block passes", 99, { scalableTargetAction: undefined }, []],
    ["above the ceiling is refused", 11, {}, [`${maximum} is 11. ${writeMaximum}`]],
    ["its text is refused", "11", {}, [`${maximum} is "11". ${writeMaximum}`]],
    ["0 is refused", 0, {}, [`${maximum} is 0. ${writeMaximum}`]],
    ['"0" is refused', "0", {}, [`${maximum} is "0". ${writeMaximum}`]],
    ["-1 is refused", -1, {}, [`${maximum} is -1. ${writeMaximum}`]],
    ["1.5 is refused", 1.5, {}, [`${maximum} is 1.5. ${writeMaximum}`]],
    ["a text is refused", "1e1", {}, [`${maximum} is a string, not a number. ${writeMaximum}`]],
    ["true is refused", true, {}, [`${maximum} is a boolean, not a number. ${writeMaximum}`]],
    ["another service's is not concerned", 99, ecs, []],
    [
        "nor is provisioned concurrency's",
        99,
        { scalableDimension: "sagemaker:variant:DesiredProvisionedConcurrency" },
        [],
    ],
    ["one without a service is", 99, { serviceNamespace: null }, [`${maximum} is 99. ${writeMaximum}`]],
];

const usd = (sum: string, cost: string, budget: string): string =>
    `maxCapacity costs too much: (${sum}) × 730 hours is $${cost} in the worst month, more than the budget of $${budget}. ` +
    "Lower maxCapacity, choose a smaller instance type, or raise the rule's monthlyBudgetUsd.";
const at = "productionVariants[0].instanceType";
const writeType = 'Write a hosting instance type, such as "ml.m5.xlarge".';
const typed = (instanceType: unknown): StackResource[] => having("configuration", at, instanceType);

/** Another endpoint of the same kind beside the first. */
const twice = (maxCapacity: number): StackResource[] => [
    ...asyncStack,
    ...asyncStack.slice(0, 3).map((resource) => ({
        ...resource,
        name: `${resource.name}-2`,
        props: {
            ...resource.props,
            ...(resource.name === "configuration" && { name: "other-1a2b3c4" }),
            ...(resource.name === "endpoint" && { name: "other", endpointConfigName: output("other-1a2b3c4") }),
            ...(resource.name === "target" && { resourceId: output("endpoint/other/variant/primary"), maxCapacity }),
        },
        propertyDependencies: Object.fromEntries(
            Object.entries(resource.propertyDependencies ?? {}).map(([property, names]) => [
                property,
                names.map((name) => `${name}-2`),
            ]),
        ),
    })),
];
const variant = (variantName: unknown, instanceType: string): object => ({
    variantName,
    modelName: "m",
    instanceType,
    initialInstanceCount: 1,
});
/** One endpoint with a variant and a target for each capacity. */
const several = (...capacities: number[]): StackResource[] => [
    ...having(
        "configuration",
        "productionVariants",
        capacities.map((_, index) => variant(`variant-${String(index)}`, "ml.m5.xlarge")),
        without("target"),
    ),
    ...capacities.map((maxCapacity, index) => ({
        type: scalableTargetType,
        name: `target-${String(index)}`,
        props: { ...good, maxCapacity, resourceId: `endpoint/summaries/variant/variant-${String(index)}` },
    })),
];
const term = (maxCapacity: number): string => `${String(maxCapacity)} × ml.m5.xlarge × $0.23`;
const literal = having("target", "resourceId", "endpoint/summaries/variant/primary");

const stacks: [string, readonly StackResource[], Record<string, unknown>, string[]][] = [
    ["five ml.m5.xlarge are within the default", asyncStack, {}, []],
    ["a budget of exactly the cost passes", asyncStack, { monthlyBudgetUsd: 839.5 }, []],
    [
        "a cent less is refused",
        asyncStack,
        { monthlyBudgetUsd: 839.49 },
        [`target: ${usd("5 × ml.m5.xlarge × $0.23", "839.50", "839.49")}`],
    ],
    ["five ml.g4dn.xlarge are within the default", typed("ml.g4dn.xlarge"), {}, []],
    [
        "five ml.p3.2xlarge are not",
        typed("ml.p3.2xlarge"),
        {},
        [`target: ${usd("5 × ml.p3.2xlarge × $3.825", "13961.25", "6000.00")}`],
    ],
    [
        "a literal resourceId is the same",
        having("configuration", at, "ml.p3.2xlarge", literal),
        {},
        [`target: ${usd("5 × ml.p3.2xlarge × $3.825", "13961.25", "6000.00")}`],
    ],
    [
        "a type without a known price is refused",
        typed("ml.p4d.24xlarge"),
        {},
        [
            `configuration: ${at} is ml.p4d.24xlarge, whose price is not known here. Set the rule's unknownPriceUsdPerHour to its list price, or choose another type.`,
        ],
    ],
    ["a price that is given counts", typed("ml.m6i.xlarge"), { unknownPriceUsdPerHour: 0.242 }, []],
    [
        "and may be too much",
        typed("ml.p4d.24xlarge"),
        { unknownPriceUsdPerHour: 25.25 },
        [`target: ${usd("5 × ml.p4d.24xlarge × $25.25", "92162.50", "6000.00")}`],
    ],
    ["it does not replace a known one", typed("ml.m5.xlarge"), { unknownPriceUsdPerHour: 99 }, []],
    ["no type is refused", typed(undefined), {}, [`configuration: ${at} is not set. ${writeType}`]],
    ["a null type is refused", typed(null), {}, [`configuration: ${at} is null. ${writeType}`]],
    [
        "EC2's name is refused",
        typed("m5.xlarge"),
        {},
        [`configuration: ${at} is no hosting instance type. ${writeType}`],
    ],
    ["two endpoints share the budget", twice(5), { monthlyBudgetUsd: 1679 }, []],
    [
        "and are refused together, at the dearer",
        twice(8),
        { monthlyBudgetUsd: 1679 },
        [`target-2: ${usd("5 × ml.m5.xlarge × $0.23 + 8 × ml.m5.xlarge × $0.23", "2182.70", "1679.00")}`],
    ],
    [
        "three variants are told one by one",
        several(3, 8, 5),
        { monthlyBudgetUsd: 1000 },
        [`target-1: ${usd([3, 8, 5].map(term).join(" + "), "2686.40", "1000.00")}`],
    ],
    [
        "of more than three, the dearest are",
        several(3, 8, 5, 6, 4),
        { monthlyBudgetUsd: 1000 },
        [`target-1: ${usd(`${[8, 6, 5].map(term).join(" + ")} and 2 more`, "4365.40", "1000.00")}`],
    ],
    [
        "a target pays for its own variant only",
        having(
            "configuration",
            "productionVariants",
            [variant("blue", "ml.p3.2xlarge"), variant("primary", "ml.m5.xlarge")],
            literal,
        ),
        {},
        [],
    ],
    ["a variant without a target is another rule's business", without("target"), {}, []],
    ["so is a target of no variant", having("target", "resourceId", "endpoint/summaries/variant/other"), {}, []],
    [
        "an endpoint that is not in the stack cannot be priced",
        having("target", "resourceId", "endpoint/else/variant/primary"),
        { monthlyBudgetUsd: 1 },
        [],
    ],
    [
        "nor can one whose configuration is not",
        having("endpoint", "endpointConfigName", "elsewhere"),
        { monthlyBudgetUsd: 1 },
        [],
    ],
    [
        "a real-time endpoint is not concerned",
        having("configuration", "asyncInferenceConfig", undefined),
        { monthlyBudgetUsd: 1 },
        [],
    ],
    [
        "another service's target is not concerned",
        having("target", "scalableDimension", "ecs:service:DesiredCount"),
        { monthlyBudgetUsd: 1 },
        [],
    ],
    [
        "an unusable maxCapacity is said of the target alone",
        having("target", "maxCapacity", null),
        { monthlyBudgetUsd: 1 },
        [],
    ],
];

const says = (
    stack: readonly StackResource[],
    preview: boolean,
    config: Record<string, unknown> = {},
): Promise<string[]> => stackViolations(rule, stack, { preview, config });
const defers = (stack: readonly StackResource[], config: Record<string, unknown> = {}): Promise<string[]> =>
    stackDeferrals(rule, stack, { preview: true, config });

describe("max-capacity-is-affordable", () => {
    for (const [what, change, said] of targets) {
        it(what, async () => {
            for (const preview of [true, false]) assert.deepEqual(await judged(change, preview), said);
        });
    }

    it("takes its ceiling from the environment", async () => {
        assert.deepEqual(await judged({ maxCapacity: 40 }, true, { maxCapacityCeiling: 40 }), []);
        assert.deepEqual(await judged({ maxCapacity: 4 }, true, { maxCapacityCeiling: 3 }), [
            "maxCapacity is 4. Write a whole number from 1 to 3.",
        ]);
    });

    for (const [argument, said] of [
        ["maxCapacity", `maxCapacity is known only after deployment, so it cannot be checked. ${write}`],
        [
            "minCapacity",
            "minCapacity is known only after deployment, so it cannot be compared with maxCapacity. Write a number.",
        ],
    ] as const) {
        it(`a ${argument} that is an output is refused in a preview, and passes once it is known`, async () => {
            assert.deepEqual(await judged({ [argument]: output(1) }, true), [said]);
            assert.deepEqual(await judged({ [argument]: output(1) }, false), []);
        });
    }

    for (const [what, maxCapacity, change, said] of scheduledActions) {
        it(`of a scheduled action, ${what}`, async () => {
            for (const preview of [true, false]) assert.deepEqual(await scheduled(maxCapacity, change, preview), said);
        });
    }

    it("holds a scheduled action to the environment's ceiling", async () => {
        assert.deepEqual(await scheduled(40, {}, true, { maxCapacityCeiling: 40 }), []);
        assert.deepEqual(await scheduled(4, {}, true, { maxCapacityCeiling: 3 }), [
            `${maximum} is 4. Write a whole number from 1 to 3 as maxCapacity, or leave it out.`,
        ]);
    });

    it("a scheduled maxCapacity that is an output is refused in a preview, and passes once it is known", async () => {
        assert.deepEqual(await scheduled(output(5)), [
            `${maximum} is known only after deployment, so it cannot be checked. ${writeMaximum}`,
        ]);
        assert.deepEqual(await scheduled(output(5), {}, false), []);
        const block = { scalableTargetAction: output({ maxCapacity: 5 }) };
        assert.deepEqual(await scheduled(5, block), [
            `scalableTargetAction is known as a whole only after deployment, so ${maximum} cannot be checked. ` +
                "Write the block as a literal; only the values in it may be outputs.",
        ]);
        assert.deepEqual(await scheduled(5, block, false), []);
    });

    it("a scheduled action whose dimension is its target's output is judged once it is known", async () => {
        const change = { scalableDimension: output(good.scalableDimension) };
        const props = { ...action, ...change, scalableTargetAction: { maxCapacity: 99 } };
        assert.deepEqual(await scheduled(99, change), []);
        assert.deepEqual(await deferrals(rule, scheduledActionType, props, { preview: true }), [
            "scalableDimension is known only after deployment",
        ]);
        assert.deepEqual(await scheduled(99, change, false), [`${maximum} is 99. ${writeMaximum}`]);
        assert.deepEqual(await scheduled(99, { ...ecs, scalableDimension: output(ecs.scalableDimension) }), []);
    });

    for (const [what, stack, config, said] of stacks) {
        it(what, async () => {
            for (const preview of [true, false]) assert.deepEqual(await says(stack, preview, config), said);
        });
    }

    it("an instance type that is an output is refused in a preview", async () => {
        assert.deepEqual(await says(typed(output("ml.m5.xlarge")), true), [
            `configuration: ${at} is known only after deployment, so it cannot be checked. ${writeType}`,
        ]);
        assert.deepEqual(await says(typed(output("ml.m5.xlarge")), false), []);
    });

    it("a target whose endpoint nothing tells is judged once it is known, if it may cost too much", async () => {
        const stack = madeOf("target", "resourceId", []);
        assert.deepEqual(await says(stack, true, { monthlyBudgetUsd: 1 }), []);
        assert.deepEqual(await defers(stack, { monthlyBudgetUsd: 1 }), ["resourceId is known only after deployment"]);
        assert.deepEqual(await defers(stack), []);
    });

    it("variants of which the target scales one are judged once it is known, if one may cost too much", async () => {
        const stack = having("configuration", "productionVariants", [
            variant("primary", "ml.m5.xlarge"),
            variant("blue", "ml.p3.2xlarge"),
        ]);
        assert.deepEqual(await says(stack, true), []);
        assert.deepEqual(await defers(stack), ["variantName is known only after deployment"]);
        assert.deepEqual(await says(stack, false), []);
    });

    it("variants that a preview leaves out are judged once they are known", async () => {
        for (const left of [undefined, output([])]) {
            const stack = having("configuration", "productionVariants", left);
            assert.deepEqual(await defers(stack), ["productionVariants is known only after deployment"]);
        }
    });

    it("a queue that a preview leaves out is still one", async () => {
        const stack = madeOf(
            "configuration",
            "asyncInferenceConfig",
            ["target"],
            having("configuration", "asyncInferenceConfig", undefined),
        );
        assert.equal((await says(stack, true, { monthlyBudgetUsd: 1 })).length, 1);
    });

    it("resources of other types are not concerned", async () => {
        assert.deepEqual(
            await analyze(rule, "aws:sagemaker/endpoint:Endpoint", { maxCapacity: 99 }, { preview: true }),
            [],
        );
        assert.deepEqual(await says([], true), []);
    });

    it("an unknown anywhere never lets what costs too much pass", async () => {
        await staysRefused(rule, typed("ml.p3.2xlarge"));
        await staysRefused(rule, typed("ml.p4d.24xlarge"));
        await staysRefused(rule, asyncStack, { monthlyBudgetUsd: 1 });
    });

    it("nothing makes the rule throw", () =>
        neverThrows(rule, 5, "ml.m5.xlarge", "endpoint/summaries/variant/primary"));
});
