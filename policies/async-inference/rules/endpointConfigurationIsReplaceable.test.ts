import assert from "node:assert/strict";

import { analyze, output, type StackResource } from "../../testing/analyze";
import { stackDeferrals, stackViolations, violations } from "../../testing/violations";
import { endpointConfigurationType } from "../notificationTopic";
import { asyncStack, having, madeOf } from "../testing/asyncStack";
import { configuration, configurationWith, judged, neverThrows, staysRefused } from "../testing/configuration";
import { staysRefused as stackStaysRefused } from "../testing/invariants";
import { endpointConfigurationIsReplaceable, modelType } from "./endpointConfigurationIsReplaceable";

const rule = endpointConfigurationIsReplaceable;
const leaveOut = "Leave it out: Pulumi then chooses another one for each replacement.";
const fixed = `name is fixed. ${leaveOut}`;
const untold = `name is known only after deployment, so it cannot be told whether a replacement has another. ${leaveOut}`;
const deletedFirst = "deleteBeforeReplace is true. Leave it out, so that the new one is made before the old one goes.";
const named = (name: unknown, namePrefix?: string): object => configurationWith({ name, namePrefix });

const table: [string, object, string[]][] = [
    ["the name that Pulumi chose passes", configuration, []],
    ["no name passes", named(undefined), []],
    ["null is no name", named(null), []],
    ["a prefix passes", named(undefined, "summaries-"), []],
    ["and so does what the provider made of it", named("summaries-20261127204947123400000001", "summaries-"), []],
    [
        "a real-time configuration may have a name",
        configurationWith({ name: "summaries", asyncInferenceConfig: null }),
        [],
    ],
    ["a fixed name is refused", named("summaries"), [fixed]],
    ["the resource's own name is refused", named("under-test"), [fixed]],
    ["a version behind it is refused", named("under-test-v2"), [fixed]],
    ["another resource's automatic name is refused", named("other-1a2b3c4"), [fixed]],
    ["a name under a prefix of which it was not made is refused", named("summaries-1", "summaries-"), [fixed]],
    ["a blank is refused", named(" "), [fixed]],
    ["a number is refused", named(7), [fixed]],
    ['"" is refused', named(""), [`name is an empty string. ${leaveOut}`]],
    ["a list is refused", named(["summaries"]), [`name is a list. ${leaveOut}`]],
    ["a block is refused", named({}), [`name is a block. ${leaveOut}`]],
];

const model = (props: object, options: StackResource["options"] = {}): StackResource => ({
    type: modelType,
    name: "model",
    props,
    options,
});
/** The async stack with a model that its configuration runs, by dependency and, once known, by name. */
const running = (props: object, options?: StackResource["options"]): StackResource[] =>
    madeOf(
        "configuration",
        "productionVariants",
        ["model"],
        [...having("configuration", "productionVariants[0].modelName", output("model-1a2b3c4")), model(props, options)],
    );
const literal = (modelName: string, props: object): StackResource[] => [
    ...having("configuration", "productionVariants[0].modelName", modelName),
    model(props),
];
const says = (stack: readonly StackResource[], preview: boolean): Promise<string[]> =>
    stackViolations(rule, stack, { preview });

const stacks: [string, StackResource[], string[]][] = [
    ["a model with an automatic name passes", running({ name: "model-1a2b3c4" }), []],
    ["a model without one passes", running({}), []],
    ["a model with a fixed name is refused", running({ name: "summaries" }), [`model: ${fixed}`]],
    ["a model whose name is empty is refused", running({ name: "" }), [`model: name is an empty string. ${leaveOut}`]],
    ["a model deleted first is refused", running({}, { deleteBeforeReplace: true }), [`model: ${deletedFirst}`]],
    ["a model named by a literal is refused", literal("summaries", { name: "summaries" }), [`model: ${fixed}`]],
    ["a model that nothing runs is not concerned", literal("other", { name: "summaries" }), []],
    [
        "a model of a real-time configuration is not concerned",
        having("configuration", "asyncInferenceConfig", undefined, running({ name: "summaries" })),
        [],
    ],
];

describe("endpoint-configuration-is-replaceable", () => {
    for (const [what, props, said] of table) {
        it(what, async () => {
            for (const preview of [true, false]) assert.deepEqual(await judged(rule, props, preview), said);
        });
    }

    it("a name that is an output is refused in a preview, and judged once it is known", async () => {
        assert.deepEqual(await judged(rule, named(output("under-test-1a2b3c4")), true), [untold]);
        assert.deepEqual(await judged(rule, named(output("under-test-1a2b3c4")), false), []);
        assert.deepEqual(await judged(rule, named(output("summaries")), false), [fixed]);
    });

    for (const [deleteBeforeReplace, said] of [
        [true, [deletedFirst]],
        [false, []],
    ] as const) {
        it(`deleteBeforeReplace ${String(deleteBeforeReplace)} ${deleteBeforeReplace ? "is refused" : "passes"}`, async () => {
            const mode = { preview: true, options: { deleteBeforeReplace } };
            assert.deepEqual(await violations(rule, endpointConfigurationType, configuration, mode), said);
        });
    }

    it("knows names by another pattern where pulumi:autonaming sets one", async () => {
        const config = { automaticName: "${project}-${name}-${alphanum(4)}" };
        assert.deepEqual(await judged(rule, named("summarizer-under-test-zz09"), true, config), []);
        assert.deepEqual(await judged(rule, configuration, true, config), [fixed]);
    });

    for (const [what, stack, said] of stacks) {
        it(what, async () => {
            for (const preview of [true, false]) assert.deepEqual(await says(stack, preview), said);
        });
    }

    it("a model's name that is an output is refused", async () => {
        assert.deepEqual(await says(running({ name: output("summaries") }), true), [`model: ${untold}`]);
    });

    it("a model that nothing surely runs is judged once that is known, if something is wrong with it", async () => {
        const stack = [
            ...having("configuration", "productionVariants[0].modelName", output("summaries")),
            model({ name: "summaries" }),
        ];
        assert.deepEqual(await says(stack, true), []);
        assert.deepEqual(await stackDeferrals(rule, stack, { preview: true }), [
            "productionVariants is known only after deployment",
        ]);
        assert.deepEqual(await says(stack, false), [`model: ${fixed}`]);
        assert.deepEqual(await stackDeferrals(rule, running({}), { preview: true }), []);
    });

    it("resources of other types are not concerned", async () => {
        const endpoint = { name: "summaries" };
        assert.deepEqual(await analyze(rule, "aws:sagemaker/endpoint:Endpoint", endpoint, { preview: true }), []);
        assert.deepEqual(await says(asyncStack, true), []);
    });

    it("an unknown anywhere never lets a fixed name pass", async () => {
        await staysRefused(rule, named("summaries"));
        await stackStaysRefused(rule, running({ name: "summaries" }));
        await stackStaysRefused(rule, literal("summaries", { name: "summaries" }));
    });

    it("nothing makes the rule throw", () => neverThrows(rule, "under-test-1a2b3c4"));
});
