import assert from "node:assert/strict";

import { type ScheduledActionArgs, type TargetArgs } from "@pulumi/aws/appautoscaling";
import fc from "fast-check";

import { analyze, output } from "../../testing/analyze";
import { anything, known } from "../../testing/anything";
import { deferrals, violations } from "../../testing/violations";
import { endpointConfigurationType } from "../notificationTopic";
import { scheduledActionType } from "../scheduledAction";
import { configuration, configurationWith } from "../testing/configuration";
import { minCapacityIsZero, targetType } from "./minCapacityIsZero";

const good: TargetArgs = {
    serviceNamespace: "sagemaker",
    scalableDimension: "sagemaker:variant:DesiredInstanceCount",
    resourceId: output("endpoint/summaries/variant/primary"),
    minCapacity: 0,
    maxCapacity: 5,
};

const untold = (found: string, wanted: string): string =>
    `${found}, so it cannot be told whether this target scales a SageMaker variant. ` +
    `Write a literal: "${wanted}" if it does.`;
const untoldService = (found: string): string => untold(`serviceNamespace ${found}`, "sagemaker");
const untoldDimension = (found: string): string =>
    untold(`scalableDimension ${found}`, "sagemaker:variant:DesiredInstanceCount");

const table: { what: string; change: object; says: string[] }[] = [
    { what: "0 passes", change: {}, says: [] },
    { what: "1 is refused", change: { minCapacity: 1 }, says: ["minCapacity is 1. Set it to 0."] },
    { what: "-1 is refused", change: { minCapacity: -1 }, says: ["minCapacity is -1. Set it to 0."] },
    { what: "0.5 is refused", change: { minCapacity: 0.5 }, says: ["minCapacity is 0.5. Set it to 0."] },
    {
        what: "a missing one is refused",
        change: { minCapacity: undefined },
        says: ["minCapacity is not set. Set it to 0."],
    },
    { what: "null is refused", change: { minCapacity: null }, says: ["minCapacity is null. Set it to 0."] },
    { what: '"" is refused', change: { minCapacity: "" }, says: ["minCapacity is an empty string. Set it to 0."] },
    {
        what: '"0" is refused',
        change: { minCapacity: "0" },
        says: ["minCapacity is a string, not a number. Set it to 0."],
    },
    {
        what: "false is refused",
        change: { minCapacity: false },
        says: ["minCapacity is a boolean, not a number. Set it to 0."],
    },
    { what: "a list is refused", change: { minCapacity: [0] }, says: ["minCapacity is a list. Set it to 0."] },
    { what: "a block is refused", change: { minCapacity: {} }, says: ["minCapacity is a block. Set it to 0."] },
    {
        what: "another service's target is not concerned",
        change: { serviceNamespace: "ecs", scalableDimension: "ecs:service:DesiredCount", minCapacity: 2 },
        says: [],
    },
    {
        what: "another service's target is not concerned even if its dimension is unknown",
        change: {
            serviceNamespace: "dynamodb",
            scalableDimension: output("dynamodb:table:ReadCapacityUnits"),
            minCapacity: 5,
        },
        says: [],
    },
    {
        what: "another dimension is not concerned even if its service is unknown",
        change: {
            serviceNamespace: output("dynamodb"),
            scalableDimension: "dynamodb:table:ReadCapacityUnits",
            minCapacity: 5,
        },
        says: [],
    },
    {
        what: "SageMaker's serverless concurrency is not concerned",
        change: { scalableDimension: "sagemaker:variant:DesiredProvisionedConcurrency", minCapacity: 1 },
        says: [],
    },
    {
        what: "a missing service is refused",
        change: { serviceNamespace: undefined },
        says: [untoldService("is not set")],
    },
    { what: "a null service is refused", change: { serviceNamespace: null }, says: [untoldService("is null")] },
    {
        what: "an empty service is refused",
        change: { serviceNamespace: "" },
        says: [untoldService("is an empty string")],
    },
    {
        what: "a service that is a number is refused",
        change: { serviceNamespace: 7 },
        says: [untoldService("is a number")],
    },
    {
        what: "a doubtful target is asked to be clear first",
        change: { serviceNamespace: null, minCapacity: 1 },
        says: [untoldService("is null")],
    },
    {
        what: "a missing dimension is refused",
        change: { scalableDimension: undefined },
        says: [untoldDimension("is not set")],
    },
    { what: "a null dimension is refused", change: { scalableDimension: null }, says: [untoldDimension("is null")] },
    {
        what: "an empty dimension is refused",
        change: { scalableDimension: "" },
        says: [untoldDimension("is an empty string")],
    },
    {
        what: "a dimension that is a list is refused",
        change: { scalableDimension: [] },
        says: [untoldDimension("is a list")],
    },
    {
        what: "a dimension that contradicts the service is refused",
        change: { serviceNamespace: "ecs" },
        says: [untoldService("is another service's")],
    },
];

const unknowns: { what: string; change: object; says: string[] }[] = [
    {
        what: "an unknown minCapacity",
        change: { minCapacity: output(0) },
        says: ["minCapacity is known only after deployment, so it cannot be checked. Write the number 0."],
    },
    {
        what: "an unknown service",
        change: { serviceNamespace: output("sagemaker") },
        says: [untoldService("is known only after deployment")],
    },
    {
        what: "an unknown dimension",
        change: { scalableDimension: output("sagemaker:variant:DesiredInstanceCount") },
        says: [untoldDimension("is known only after deployment")],
    },
    {
        what: "a service and dimension both unknown",
        change: {
            serviceNamespace: output("sagemaker"),
            scalableDimension: output("sagemaker:variant:DesiredInstanceCount"),
        },
        says: [untoldService("is known only after deployment"), untoldDimension("is known only after deployment")],
    },
];

const action = {
    ...{ serviceNamespace: "sagemaker", scalableDimension: "sagemaker:variant:DesiredInstanceCount" },
    resourceId: output("endpoint/summaries/variant/primary"),
    schedule: "cron(0 8 ? * MON-FRI *)",
    scalableTargetAction: { minCapacity: 0, maxCapacity: 5 },
} satisfies ScheduledActionArgs;
const ecs = { serviceNamespace: "ecs", scalableDimension: "ecs:service:DesiredCount" };

const minimum = "scalableTargetAction.minCapacity";
const writeZero = "Write the number 0 as minCapacity, or leave it out.";
const having = (minCapacity: unknown): object => ({ scalableTargetAction: { minCapacity, maxCapacity: 5 } });
const actions: { what: string; change: object; says: string[] }[] = [
    { what: "0", change: {}, says: [] },
    { what: '"0"', change: having("0"), says: [] },
    { what: "none", change: having(undefined), says: [] },
    { what: "null", change: having(null), says: [] },
    { what: "no block", change: { scalableTargetAction: undefined }, says: [] },
    { what: "a null block", change: { scalableTargetAction: null }, says: [] },
    { what: "1", change: having(1), says: [`${minimum} is 1. ${writeZero}`] },
    { what: '"1"', change: having("1"), says: [`${minimum} is "1". ${writeZero}`] },
    { what: "-1", change: having(-1), says: [`${minimum} is -1. ${writeZero}`] },
    { what: "0.5", change: having(0.5), says: [`${minimum} is 0.5. ${writeZero}`] },
    { what: '""', change: having(""), says: [`${minimum} is an empty string. ${writeZero}`] },
    { what: "a text", change: having("none"), says: [`${minimum} is a string, not a number. ${writeZero}`] },
    { what: "false", change: having(false), says: [`${minimum} is a boolean, not a number. ${writeZero}`] },
    { what: "a list", change: having([0]), says: [`${minimum} is a list. ${writeZero}`] },
    {
        what: "a list of blocks",
        change: { scalableTargetAction: [{ minCapacity: 0 }] },
        says: [`scalableTargetAction is a list. ${writeZero}`],
    },
    { what: "another service's 1", change: { ...having(1), ...ecs }, says: [] },
    { what: "another dimension's 1", change: { ...having(1), scalableDimension: ecs.scalableDimension }, says: [] },
    {
        what: "another service's 1 whose dimension is unknown",
        change: { ...having(1), ...ecs, scalableDimension: output(ecs.scalableDimension) },
        says: [],
    },
    {
        what: "serverless concurrency's 1",
        change: { ...having(1), scalableDimension: "sagemaker:variant:DesiredProvisionedConcurrency" },
        says: [],
    },
    {
        what: "1 for a service that is not set",
        change: { ...having(1), serviceNamespace: undefined },
        says: [`${minimum} is 1. ${writeZero}`],
    },
    {
        what: "1 for a dimension that contradicts its service",
        change: { ...having(1), serviceNamespace: "ecs" },
        says: [`${minimum} is 1. ${writeZero}`],
    },
];

const count = "productionVariants[0].managedInstanceScaling.minInstanceCount";
const writeCount = "Write the number 0 as minInstanceCount, or leave it out.";
const managed = (minInstanceCount: unknown): Record<string, unknown> => ({
    "productionVariants[0].managedInstanceScaling": { status: "ENABLED", minInstanceCount, maxInstanceCount: 5 },
});
const configurations: { what: string; change: Record<string, unknown>; says: string[] }[] = [
    { what: "no managed instance scaling", change: {}, says: [] },
    { what: "null", change: { "productionVariants[0].managedInstanceScaling": null }, says: [] },
    { what: "one without a minimum", change: managed(undefined), says: [] },
    { what: "a null minimum", change: managed(null), says: [] },
    { what: "0", change: managed(0), says: [] },
    { what: '"0"', change: managed("0"), says: [] },
    { what: "1", change: managed(1), says: [`${count} is 1. ${writeCount}`] },
    { what: '"2"', change: managed("2"), says: [`${count} is "2". ${writeCount}`] },
    {
        what: "1, though disabled",
        change: { "productionVariants[0].managedInstanceScaling": { status: "DISABLED", minInstanceCount: 1 } },
        says: [`${count} is 1. ${writeCount}`],
    },
    {
        what: "1 of the second variant",
        change: {
            productionVariants: [
                ...configuration.productionVariants,
                { managedInstanceScaling: { minInstanceCount: 1 } },
            ],
        },
        says: [`${count.replace("[0]", "[1]")} is 1. ${writeCount}`],
    },
    {
        what: "a list",
        change: { "productionVariants[0].managedInstanceScaling": [{ minInstanceCount: 1 }] },
        says: [`productionVariants[0].managedInstanceScaling is a list. ${writeCount}`],
    },
    { what: "1 of a real-time configuration", change: { ...managed(1), asyncInferenceConfig: undefined }, says: [] },
    { what: "no variants", change: { productionVariants: undefined }, says: [] },
    { what: "a variant that is none", change: { "productionVariants[0]": "primary" }, says: [] },
];

const wholly = (block: string, what: string): string =>
    `${block} is known as a whole only after deployment, so ${what} cannot be checked. ` +
    "Write the block as a literal; only the values in it may be outputs.";
const later = (path: string): string => `${path} is known only after deployment, so it cannot be checked.`;
const variants: unknown = configuration.productionVariants;
/** Each right once it is known. */
const unknownMinima: { what: string; type: string; props: object; says: string[] }[] = [
    {
        ...{ what: "a scheduled minCapacity", type: scheduledActionType },
        ...{ props: { ...action, ...having(output(0)) }, says: [`${later(minimum)} ${writeZero}`] },
    },
    {
        ...{ what: "a scalableTargetAction", type: scheduledActionType },
        props: { ...action, scalableTargetAction: output({ minCapacity: 0 }) },
        says: [wholly("scalableTargetAction", minimum)],
    },
    {
        ...{ what: "a minInstanceCount", type: endpointConfigurationType },
        ...{ props: configurationWith(managed(output(0))), says: [`${later(count)} ${writeCount}`] },
    },
    {
        ...{ what: "a managedInstanceScaling", type: endpointConfigurationType },
        props: configurationWith({ "productionVariants[0].managedInstanceScaling": output({ minInstanceCount: 0 }) }),
        says: [wholly("productionVariants[0].managedInstanceScaling", count)],
    },
    {
        ...{ what: "a variant", type: endpointConfigurationType },
        props: configurationWith({ "productionVariants[0]": output({ variantName: "primary" }) }),
        says: [wholly("productionVariants[0]", "managedInstanceScaling.minInstanceCount")],
    },
    {
        ...{ what: "a list of variants", type: endpointConfigurationType },
        props: configurationWith({ productionVariants: output(variants) }),
        says: [wholly("productionVariants", "managedInstanceScaling.minInstanceCount")],
    },
];

describe("min-capacity-is-zero", () => {
    for (const { what, change, says } of table) {
        it(what, async () => {
            for (const preview of [true, false]) {
                const props = { ...good, ...change };
                assert.deepEqual(await violations(minCapacityIsZero, targetType, props, { preview }), says);
            }
        });
    }

    for (const { what, change, says } of unknowns) {
        it(`${what} is refused in a preview, and passes once it is known to be right`, async () => {
            const props = { ...good, ...change };
            assert.deepEqual(await violations(minCapacityIsZero, targetType, props, { preview: true }), says);
            assert.deepEqual(await violations(minCapacityIsZero, targetType, props, { preview: false }), []);
        });
    }

    it("resources of other types are not concerned", async () => {
        const bad = { ...good, minCapacity: 1 };
        assert.deepEqual(await analyze(minCapacityIsZero, "aws:ecs/service:Service", bad, { preview: true }), []);
    });

    it("whatever stands there, only the number 0 passes and nothing makes the rule throw", async () => {
        await fc.assert(
            fc.asyncProperty(anything(0), fc.boolean(), async (minCapacity, preview) => {
                const said = await violations(minCapacityIsZero, targetType, { ...good, minCapacity }, { preview });
                assert.equal(said.length, known(minCapacity, { preview }) === 0 ? 0 : 1);
            }),
        );
    });

    it("a capacity that is not 0 passes only in a target that certainly scales something else", async () => {
        const service = fc.constantFrom<unknown>("sagemaker", "ecs", "", null, undefined, 1, {}, output("ecs"));
        const dimension = fc.constantFrom<unknown>(
            good.scalableDimension,
            "ecs:service:DesiredCount",
            "",
            null,
            undefined,
            [],
            output("ecs:service:DesiredCount"),
        );
        await fc.assert(
            fc.asyncProperty(service, dimension, async (serviceNamespace, scalableDimension) => {
                const props = { ...good, serviceNamespace, scalableDimension, minCapacity: 1 };
                const said = await violations(minCapacityIsZero, targetType, props, { preview: true });
                const other =
                    scalableDimension === "ecs:service:DesiredCount" ||
                    (serviceNamespace === "ecs" && scalableDimension !== good.scalableDimension);
                assert.equal(said.length > 0, !other);
            }),
        );
    });

    const rows = [
        ...actions.map((row) => ({ ...row, type: scheduledActionType, props: { ...action, ...row.change } })),
        ...configurations.map((row) => {
            return { ...row, type: endpointConfigurationType, props: configurationWith(row.change) };
        }),
    ];
    for (const { what, type, props, says } of rows) {
        it(`${type.split(":").at(-1) ?? ""}: ${what} ${says.length === 0 ? "passes" : "is refused"}`, async () => {
            for (const preview of [true, false]) {
                assert.deepEqual(await violations(minCapacityIsZero, type, props, { preview }), says);
            }
        });
    }

    for (const { what, type, props, says } of unknownMinima) {
        it(`${what} that is an output is refused in a preview, and passes once it is known to be right`, async () => {
            assert.deepEqual(await violations(minCapacityIsZero, type, props, { preview: true }), says);
            assert.deepEqual(await violations(minCapacityIsZero, type, props, { preview: false }), []);
        });
    }

    it("a scheduled 1 whose service and dimension are its target's outputs is judged once they are known", async () => {
        for (const [names, service, dimension] of [
            ["serviceNamespace is", output("sagemaker"), action.scalableDimension],
            ["scalableDimension is", "sagemaker", output(action.scalableDimension)],
            ["serviceNamespace, scalableDimension are", output("sagemaker"), output(action.scalableDimension)],
        ] as const) {
            const props = { ...action, ...having(1), serviceNamespace: service, scalableDimension: dimension };
            const preview = { preview: true };
            assert.deepEqual(await violations(minCapacityIsZero, scheduledActionType, props, preview), []);
            assert.deepEqual(await deferrals(minCapacityIsZero, scheduledActionType, props, preview), [
                `${names} known only after deployment`,
            ]);
            assert.equal(
                (await violations(minCapacityIsZero, scheduledActionType, props, { preview: false })).length,
                1,
            );
            const right = { ...props, ...having(0) };
            assert.deepEqual(await analyze(minCapacityIsZero, scheduledActionType, right, preview), []);
        }
    });

    it("whatever a scheduled action sets, only nothing and 0 pass", async () => {
        await fc.assert(
            fc.asyncProperty(anything(0, "0"), fc.boolean(), async (minCapacity, preview) => {
                const props = { ...action, ...having(minCapacity) };
                const said = await violations(minCapacityIsZero, scheduledActionType, props, { preview });
                const found = known(minCapacity, { preview });
                const passes = found === undefined || found === null || found === 0 || /^-?0+$/.test(text(found));
                assert.equal(said.length, passes ? 0 : 1);
            }),
        );
    });
});

function text(value: unknown): string {
    return typeof value === "string" ? value : "";
}
