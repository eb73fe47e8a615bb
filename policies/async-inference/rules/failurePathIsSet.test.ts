import assert from "node:assert/strict";

import fc from "fast-check";

import { analyze, output } from "../../testing/analyze";
import { deferrals } from "../../testing/violations";
import { endpointConfigurationType } from "../notificationTopic";
import { configurationWith, judged, neverThrows, staysRefused } from "../testing/configuration";
import { failurePathIsSet } from "./failurePathIsSet";

const block = "asyncInferenceConfig.outputConfig";
const failure = `${block}.s3FailurePath`;
const outputs = `${block}.s3OutputPath`;
const mend = `. Set ${failure} and ${outputs} to s3://bucket/prefix, each with a prefix of its own.`;
const form = (path: string): string => `${path} is not of the form s3://bucket/prefix${mend}`;
const beside = (relation: string): string =>
    `${failure} is ${relation} ${outputs}. Write failures to a prefix beside it.`;
const literal = (path: string): string =>
    `${path} is known as a whole only after deployment, so the failure path cannot be checked. ` +
    "Write the block as a literal; only the values in it may be outputs.";

/** Failure path and output path. */
const pair = (s3FailurePath: unknown, s3OutputPath: unknown = "s3://summaries/summaries"): object =>
    configurationWith({ [failure]: s3FailurePath, [outputs]: s3OutputPath });

const table: [string, object, string[]][] = [
    ["a prefix beside the results passes", pair("s3://summaries/failures"), []],
    ["another bucket passes, with the same prefix", pair("s3://failures/summaries"), []],
    ["whole buckets pass when they are two", pair("s3://failures", "s3://summaries"), []],
    ["a prefix that only begins alike passes", pair("s3://summaries/summaries-failed"), []],
    ["a prefix that differs in case passes", pair("s3://summaries/Summaries"), []],
    ["siblings two levels down pass", pair("s3://summaries/out/failures", "s3://summaries/out/results"), []],
    ["a real-time configuration is not concerned", configurationWith({ asyncInferenceConfig: undefined }), []],
    ["nor is one whose asyncInferenceConfig is null", configurationWith({ asyncInferenceConfig: null }), []],
    ["no failure path is refused", pair(undefined), [`${failure} is not set${mend}`]],
    ["null is refused", pair(null), [`${failure} is null${mend}`]],
    ['"" is refused', pair(""), [`${failure} is an empty string${mend}`]],
    ["a list is refused", pair(["s3://summaries/failures"]), [`${failure} is a list${mend}`]],
    ["a block is refused", pair({}), [`${failure} is a block${mend}`]],
    ["a number is refused", pair(7), [form(failure)]],
    ["a blank is refused", pair(" "), [form(failure)]],
    ["a prefix without a bucket is refused", pair("failures"), [form(failure)]],
    ["a bucket's name alone is refused", pair("summaries/failures"), [form(failure)]],
    ["no bucket is refused", pair("s3:///failures"), [form(failure)]],
    ["an ARN is refused", pair("arn:aws:s3:::summaries/failures"), [form(failure)]],
    ["https is refused", pair("https://summaries.s3.us-east-1.amazonaws.com/failures"), [form(failure)]],
    ["the results' own prefix is refused", pair("s3://summaries/summaries"), [beside("the same as")]],
    ["slashes at the end make no other prefix", pair("s3://summaries/summaries//"), [beside("the same as")]],
    ["one whole bucket for both is refused", pair("s3://summaries/", "s3://summaries"), [beside("the same as")]],
    ["a prefix inside the results is refused", pair("s3://summaries/summaries/failures"), [beside("inside")]],
    [
        "a whole bucket of results leaves no place beside",
        pair("s3://summaries/a", "s3://summaries"),
        [beside("inside")],
    ],
    ["a prefix around the results is refused", pair("s3://summaries/a", "s3://summaries/a/b"), [beside("around")]],
    ["the whole bucket is refused", pair("s3://summaries"), [beside("around")]],
    ["no output path is refused", configurationWith({ [outputs]: undefined }), [`${outputs} is not set${mend}`]],
    ["an output path in https is refused", pair("s3://summaries/f", "https://s"), [form(outputs)]],
    [
        "both are named when both are missing",
        pair(null, null),
        [`${failure} is null${mend}`, `${outputs} is null${mend}`],
    ],
    ["no outputConfig is one problem", configurationWith({ [block]: undefined }), [`${block} is not set${mend}`]],
    ["a list of them is one problem", configurationWith({ [block]: [] }), [`${block} is a list${mend}`]],
    [
        "an empty asyncInferenceConfig is refused",
        configurationWith({ asyncInferenceConfig: {} }),
        [`${block} is not set${mend}`],
    ],
];

const unknowns: [string, object, string[]][] = [
    ["a failure path", pair(output("s3://summaries/failures")), [`${failure} is known only after deployment`]],
    ["an output path", pair("s3://s3s/f", output("s3://s3s/o")), [`${outputs} is known only after deployment`]],
    [
        "both",
        pair(output("s3://sss/f"), output("s3://sss/o")),
        [`${failure}, ${outputs} are known only after deployment`],
    ],
];

describe("failure-path-is-set", () => {
    for (const [what, props, says] of table) {
        it(what, async () => {
            for (const preview of [true, false]) assert.deepEqual(await judged(failurePathIsSet, props, preview), says);
        });
    }

    for (const [what, props, says] of unknowns) {
        it(`${what} that is an output is judged once it is known`, async () => {
            assert.deepEqual(await judged(failurePathIsSet, props, true), []);
            assert.deepEqual(
                await deferrals(failurePathIsSet, endpointConfigurationType, props, { preview: true }),
                says,
            );
            assert.deepEqual(await analyze(failurePathIsSet, endpointConfigurationType, props, { preview: false }), []);
        });
    }

    it("an output that turns out to be the results' prefix is refused then", async () => {
        const props = pair(output("s3://summaries/summaries"));
        assert.deepEqual(await judged(failurePathIsSet, props, false), [beside("the same as")]);
    });

    it("what is wrong already is said beside what is not known yet", async () => {
        assert.deepEqual(await judged(failurePathIsSet, pair("failures", output("s3://s/o")), true), [form(failure)]);
    });

    for (const path of ["asyncInferenceConfig", block]) {
        it(`${path} as one output is refused in a preview`, async () => {
            const props = configurationWith({ [path]: output({}) });
            assert.deepEqual(await judged(failurePathIsSet, props, true), [literal(path)]);
        });
    }

    it("resources of other types are not concerned", async () => {
        assert.deepEqual(
            await analyze(failurePathIsSet, "aws:sagemaker/endpoint:Endpoint", pair(7), { preview: true }),
            [],
        );
    });

    it("an unknown anywhere never lets a bad configuration pass", async () => {
        for (const bad of [pair("s3://summaries/summaries/f"), pair("failures"), pair(undefined)]) {
            await staysRefused(failurePathIsSet, bad);
        }
    });

    it("nothing makes the rule throw", () => neverThrows(failurePathIsSet, "s3://summaries/failures"));

    it("two locations overlap exactly when one is the beginning of the other", async () => {
        const keys = fc.array(fc.constantFrom("a", "b", "a-b"), { maxLength: 3 });
        await fc.assert(
            fc.asyncProperty(keys, keys, async (one, other) => {
                const path = (parts: string[]): string => ["s3://bucket", ...parts].join("/");
                const [a, b] = [`${path(one)}/`, `${path(other)}/`];
                const said = await judged(failurePathIsSet, pair(path(one), path(other)), false);
                assert.equal(said.length, a.startsWith(b) || b.startsWith(a) ? 1 : 0);
            }),
        );
    });
});
