import assert from "node:assert/strict";

import { output, type StackResource } from "../../testing/analyze";
import { stackDeferrals, stackViolations } from "../../testing/violations";
import { asyncStack, having, madeOf, without } from "../testing/asyncStack";
import { neverThrows, staysRefused } from "../testing/invariants";
import { everyVariantIsScaled } from "./everyVariantIsScaled";

const says = (stack: readonly StackResource[], preview: boolean): Promise<string[]> =>
    stackViolations(everyVariantIsScaled, stack, { preview });
const defers = (stack: readonly StackResource[]): Promise<string[]> =>
    stackDeferrals(everyVariantIsScaled, stack, { preview: true });

const mend =
    'Add an aws.appautoscaling.Target with serviceNamespace "sagemaker", scalableDimension ' +
    '"sagemaker:variant:DesiredInstanceCount" and resourceId "endpoint/<endpoint>/variant/<variant>".';
const unscaled = `endpoint: No scalable target is there for its production variant "primary". ${mend}`;

const literal = "endpoint/summaries/variant/primary";
const variant = (variantName: unknown): object => ({ variantName, modelName: "m", instanceType: "ml.m5.xlarge" });
const twoVariants = having("configuration", "productionVariants", [variant("primary"), variant("blue")]);
const known = having("target", "resourceId", literal);
const second = (resourceId: unknown, sources: string[]): StackResource => ({
    type: "aws:appautoscaling/target:Target",
    name: "second",
    props: { serviceNamespace: "sagemaker", scalableDimension: "sagemaker:variant:DesiredInstanceCount", resourceId },
    propertyDependencies: { resourceId: sources },
});

/** Judged alike in a first preview and once all is known. */
const table: { what: string; stack: readonly StackResource[]; said: string[] }[] = [
    { what: "a literal resourceId passes", stack: known, said: [] },
    { what: "an async endpoint without a target is refused", stack: without("target"), said: [unscaled] },
    {
        what: "another service's target does not count",
        stack: having("target", "serviceNamespace", "ecs"),
        said: [unscaled],
    },
    {
        what: "a target of provisioned concurrency does not count",
        stack: having("target", "scalableDimension", "sagemaker:variant:DesiredProvisionedConcurrency"),
        said: [unscaled],
    },
    ...[undefined, null, "", 7, [], "summaries", "endpoint/summaries", "endpoint/other/variant/primary"].map(
        (resourceId) => ({
            what: `a target of ${JSON.stringify(resourceId) ?? "nothing"} does not count`,
            stack: having("target", "resourceId", resourceId),
            said: [unscaled],
        }),
    ),
    {
        what: "a target of another variant does not count",
        stack: having("target", "resourceId", "endpoint/summaries/variant/blue"),
        said: [unscaled],
    },
    {
        what: "an endpoint whose name only ends alike is another",
        stack: having("target", "resourceId", "endpoint/old-summaries/variant/primary"),
        said: [unscaled],
    },
    {
        what: "each variant needs a target",
        stack: having("target", "resourceId", literal, twoVariants),
        said: [unscaled.replace('"primary"', '"blue"')],
    },
    {
        what: "two variants with a target each pass",
        stack: [...having("target", "resourceId", literal, twoVariants), second("endpoint/summaries/variant/blue", [])],
        said: [],
    },
    {
        what: "two variants without a target are refused once",
        stack: without("target", twoVariants),
        said: [unscaled.replace('variant "primary"', 'variants "primary" and "blue"')],
    },
    {
        what: "two endpoints with one configuration need a target each",
        stack: [
            ...known,
            {
                type: "aws:sagemaker/endpoint:Endpoint",
                name: "copy",
                props: { name: "copy", endpointConfigName: output("summaries-1a2b3c4") },
                propertyDependencies: { endpointConfigName: ["configuration"] },
            },
        ],
        said: [unscaled.replace("endpoint:", "copy:")],
    },
    {
        what: "a real-time endpoint is not concerned",
        stack: without("target", having("configuration", "asyncInferenceConfig", undefined)),
        said: [],
    },
    {
        what: "an endpoint whose configuration is elsewhere is not concerned",
        stack: madeOf(
            "endpoint",
            "endpointConfigName",
            [],
            without("target", having("endpoint", "endpointConfigName", "of-another-stack")),
        ),
        said: [],
    },
    { what: "a configuration that no endpoint has is not concerned", stack: without("endpoint"), said: [] },
    { what: "a stack without any of it is not concerned", stack: [], said: [] },
    {
        what: "no variants are refused",
        stack: having("configuration", "productionVariants", undefined),
        said: ["configuration: productionVariants is not set. Write a list of variants."],
    },
    {
        what: "an empty list of variants is refused",
        stack: having("configuration", "productionVariants", []),
        said: ["configuration: productionVariants is an empty list. Write a list of variants."],
    },
    ...[
        [undefined, "is not set"],
        [null, "is null"],
        ["", "is an empty string"],
        [{}, "is a block"],
    ].map(([name, found]) => ({
        what: `a variant whose name ${String(found)} is refused`,
        stack: having("configuration", "productionVariants[0].variantName", name),
        said: [
            `configuration: productionVariants[0].variantName ${String(found)}. ` +
                "Write a name, for the resourceId of the variant's scalable target.",
        ],
    })),
];

/** What waits in a first preview, and what is said of it once it is known. */
const waiting: { what: string; stack: readonly StackResource[]; waits: string; said: string[] }[] = [
    {
        what: "a target's resourceId made of the endpoint",
        stack: asyncStack,
        waits: "resourceId is",
        said: [],
    },
    {
        what: "a resourceId that turns out to be another's",
        stack: having("target", "resourceId", output("endpoint/other/variant/primary")),
        waits: "resourceId is",
        said: [unscaled],
    },
    {
        what: "a resourceId made of nothing in the stack",
        stack: madeOf("target", "resourceId", []),
        waits: "resourceId is",
        said: [],
    },
    {
        what: "an unknown variant name",
        stack: having("configuration", "productionVariants[0].variantName", output("primary")),
        waits: "productionVariants.variantName is",
        said: [],
    },
    {
        what: "an unknown endpoint name beside a known resourceId",
        stack: having("endpoint", "name", output("summaries"), known),
        waits: "name is",
        said: [],
    },
    {
        what: "an endpoint whose configuration is unknown",
        stack: madeOf("endpoint", "endpointConfigName", [], without("target")),
        waits: "endpointConfigName is",
        said: [unscaled],
    },
    {
        what: "a configuration without a known name beside a literal one",
        stack: having(
            "configuration",
            "name",
            output("summaries-1a2b3c4"),
            madeOf(
                "endpoint",
                "endpointConfigName",
                [],
                having("endpoint", "endpointConfigName", "summaries-1a2b3c4", without("target")),
            ),
        ),
        waits: "endpointConfigName is",
        said: [unscaled],
    },
    {
        what: "two variants, two targets made of the endpoint",
        stack: [...twoVariants, second(output("endpoint/summaries/variant/blue"), ["endpoint"])],
        waits: "resourceId is",
        said: [],
    },
];

describe("every-variant-is-scaled", () => {
    for (const { what, stack, said } of table) {
        it(what, async () => {
            assert.deepEqual(await says(stack, true), said);
            assert.deepEqual(await says(stack, false), said);
        });
    }

    for (const { what, stack, waits, said } of waiting) {
        it(`${what} waits in a first preview and is judged once it is known`, async () => {
            assert.deepEqual(await says(stack, true), []);
            assert.deepEqual(await defers(stack), [`${waits} known only after deployment`]);
            assert.deepEqual(await says(stack, false), said);
        });
    }

    it("one target for two variants is refused in a first preview already", async () => {
        assert.deepEqual(await says(twoVariants, true), [
            `endpoint: Only 1 scalable target is there for its production variants "primary" and "blue". ${mend}`,
        ]);
    });

    it("a target made of another endpoint does not count in a first preview either", async () => {
        const other = { type: "aws:sagemaker/endpoint:Endpoint", name: "other", props: { name: "other" } };
        const stack = madeOf("target", "resourceId", ["other"], [...asyncStack, other]);
        assert.deepEqual(await says(stack, true), [unscaled]);
    });

    it("variants as one output are refused", async () => {
        const stack = having("configuration", "productionVariants", output([variant("primary")]));
        assert.deepEqual(await says(stack, true), [
            "configuration: productionVariants is known as a whole only after deployment, so its variants cannot be checked. " +
                "Write the block as a literal; only the values in it may be outputs.",
        ]);
        assert.deepEqual(await says(stack, false), []);
    });

    it("a variant as one output is refused", async () => {
        const stack = having("configuration", "productionVariants[0]", output(variant("primary")));
        assert.deepEqual(await says(stack, true), [
            "configuration: productionVariants[0] is known as a whole only after deployment, so " +
                "productionVariants[0].variantName cannot be checked. " +
                "Write the block as a literal; only the values in it may be outputs.",
        ]);
        assert.deepEqual(await says(stack, false), []);
    });

    it("an asyncInferenceConfig that is one output, or left out by a preview, makes the endpoint async", async () => {
        const output_ = having("configuration", "asyncInferenceConfig", output({}), without("target"));
        assert.deepEqual(await says(output_, true), [unscaled]);
        const absent = having("configuration", "asyncInferenceConfig", undefined, without("target"));
        assert.deepEqual(await says(madeOf("configuration", "asyncInferenceConfig", ["endpoint"], absent), true), [
            unscaled,
        ]);
    });

    it("an unknown service or dimension of the target is refused", async () => {
        for (const path of ["serviceNamespace", "scalableDimension"]) {
            assert.deepEqual(await says(having("target", path, output("sagemaker")), true), [unscaled]);
        }
    });

    it("what is refused is refused or left for later with an output anywhere in it", async () => {
        for (const bad of [
            without("target"),
            having("target", "resourceId", "endpoint/other/variant/primary"),
            having("target", "serviceNamespace", "ecs"),
            having("target", "resourceId", literal, twoVariants),
            madeOf(
                "endpoint",
                "endpointConfigName",
                [],
                having("endpoint", "endpointConfigName", "summaries-1a2b3c4", without("target")),
            ),
        ]) {
            await staysRefused(everyVariantIsScaled, bad);
        }
    });

    it("nothing makes the rule throw", () => neverThrows(everyVariantIsScaled, literal, "sagemaker"));
});
