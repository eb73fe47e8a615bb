import assert from "node:assert/strict";

import { type TargetArgs } from "@pulumi/aws/appautoscaling";
import fc from "fast-check";

import { analyze, output } from "../../testing/analyze";
import { anything, known } from "../../testing/anything";
import { violations } from "../../testing/violations";
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
});
