import assert from "node:assert/strict";

import { type EndpointConfigurationArgs } from "@pulumi/aws/sagemaker";
import fc from "fast-check";

import { analyze, isOutput, output } from "../testing/analyze";
import { anything, known } from "../testing/anything";
import { violations } from "../testing/violations";
import { endpointConfigurationType } from "./notificationTopic";
import { errorTopicIsSet } from "./rules/errorTopicIsSet";
import { successTopicIsSet } from "./rules/successTopicIsSet";

const arn = "arn:aws:sns:us-east-1:123456789012:summaries-dev-errors";
const block = "asyncInferenceConfig.outputConfig.notificationConfig";

const productionVariants = [{ modelName: output("summaries"), initialInstanceCount: 1, instanceType: "ml.m5.xlarge" }];

/** An asynchronous configuration whose notificationConfig is what is given. */
function configuration(notificationConfig: unknown): object {
    const outputConfig = { s3OutputPath: "s3://summaries/", notificationConfig: notificationConfig as never };
    return { productionVariants, asyncInferenceConfig: { outputConfig } } satisfies EndpointConfigurationArgs;
}

for (const [topic, rule] of [
    ["errorTopic", errorTopicIsSet],
    ["successTopic", successTopicIsSet],
] as const) {
    const other = topic === "errorTopic" ? "successTopic" : "errorTopic";
    const mend = `. Set ${block}.${topic} to the ARN of an SNS topic.`;
    const wrong = `${block}.${topic} is not the ARN of an SNS topic. Set it to one.`;
    const unverifiable = (path: string): string =>
        `${path} is known as a whole only after deployment, so ${topic} cannot be checked. ` +
        "Write the block as a literal; only the values in it may be outputs.";
    const judge = (props: object, preview: boolean): Promise<string[]> =>
        violations(rule, endpointConfigurationType, props, { preview });
    const whole = (config: unknown): object => ({ productionVariants, asyncInferenceConfig: config });

    const table: [string, object, string[]][] = [
        ["a topic's ARN passes", configuration({ [topic]: arn }), []],
        ["a topic of another partition passes", configuration({ [topic]: arn.replace("aws", "aws-us-gov") }), []],
        ["a real-time configuration is not concerned", whole(undefined), []],
        ["a configuration whose asyncInferenceConfig is null is real-time too", whole(null), []],
        ["the other topic does not count", configuration({ [other]: arn }), [`${block}.${topic} is not set${mend}`]],
        ["null is refused", configuration({ [topic]: null }), [`${block}.${topic} is null${mend}`]],
        ['"" is refused', configuration({ [topic]: "" }), [`${block}.${topic} is an empty string${mend}`]],
        ["a blank is refused", configuration({ [topic]: " " }), [wrong]],
        ["a topic's name is refused", configuration({ [topic]: "errors" }), [wrong]],
        ["a queue's ARN is refused", configuration({ [topic]: arn.replace("sns", "sqs") }), [wrong]],
        ["a subscription's ARN is refused", configuration({ [topic]: `${arn}:0bf3` }), [wrong]],
        ["a number is refused", configuration({ [topic]: 7 }), [wrong]],
        ["true is refused", configuration({ [topic]: true }), [wrong]],
        ["a list is refused", configuration({ [topic]: [arn] }), [`${block}.${topic} is a list${mend}`]],
        ["a block is refused", configuration({ [topic]: { arn } }), [`${block}.${topic} is a block${mend}`]],
        ["no notificationConfig is refused", configuration(undefined), [`${block} is not set${mend}`]],
        ["a null notificationConfig is refused", configuration(null), [`${block} is null${mend}`]],
        ["a list of notificationConfigs is refused", configuration([{ [topic]: arn }]), [`${block} is a list${mend}`]],
        ["no outputConfig is refused", whole({}), [`asyncInferenceConfig.outputConfig is not set${mend}`]],
        ["an empty asyncInferenceConfig is refused", whole(""), [`asyncInferenceConfig is an empty string${mend}`]],
        ["a list of asyncInferenceConfigs is refused", whole([]), [`asyncInferenceConfig is a list${mend}`]],
        ["false for asyncInferenceConfig is refused", whole(false), [`asyncInferenceConfig is a boolean${mend}`]],
    ];

    const blocks: [string, object][] = [
        [block, configuration(output({ [topic]: arn }))],
        [
            "asyncInferenceConfig.outputConfig",
            whole({ outputConfig: output({ notificationConfig: { [topic]: arn } }) }),
        ],
        ["asyncInferenceConfig", whole(output({ outputConfig: { notificationConfig: { [topic]: arn } } }))],
    ];

    describe(rule.name, () => {
        for (const [what, props, says] of table) {
            it(what, async () => {
                assert.deepEqual(await judge(props, true), says);
                assert.deepEqual(await judge(props, false), says);
            });
        }

        it("a topic made by the same program passes in the first preview and in the update", async () => {
            const props = configuration({ [topic]: output(arn) });
            assert.deepEqual(await judge(props, true), []);
            assert.deepEqual(await judge(props, false), []);
        });

        it("an output that turns out to be no topic is refused in the update", async () => {
            const props = configuration({ [topic]: output("") });
            assert.deepEqual(await judge(props, false), [`${block}.${topic} is an empty string${mend}`]);
        });

        for (const [path, props] of blocks) {
            it(`${path} as one output is refused in a preview, and passes once it is known`, async () => {
                assert.deepEqual(await judge(props, true), [unverifiable(path)]);
                assert.deepEqual(await judge(props, false), []);
            });
        }

        it("resources of other types are not concerned", async () => {
            const bad = configuration({});
            assert.deepEqual(await analyze(rule, "aws:sagemaker/endpoint:Endpoint", bad, { preview: true }), []);
        });

        it("whatever stands there, only a topic or an output passes and nothing makes the rule throw", async () => {
            await fc.assert(
                fc.asyncProperty(anything(arn), fc.boolean(), async (value, preview) => {
                    const said = await judge(configuration({ [topic]: value }), preview);
                    const passes = known(value, { preview }) === arn || (preview && isOutput(value));
                    assert.equal(said.length, passes ? 0 : 1);
                }),
            );
        });

        it("whatever stands for a block, only nothing at all passes and nothing makes the rule throw", async () => {
            await fc.assert(
                fc.asyncProperty(
                    anything(),
                    fc.integer({ min: 0, max: 2 }),
                    fc.boolean(),
                    async (value, depth, preview) => {
                        const [outer, inner] = [whole({ outputConfig: value }), configuration(value)];
                        const said = await judge([whole(value), outer, inner][depth] ?? {}, preview);
                        const realTime = depth === 0 && (known(value, { preview }) ?? null) === null;
                        assert.equal(said.length, realTime ? 0 : 1);
                    },
                ),
            );
        });
    });
}
