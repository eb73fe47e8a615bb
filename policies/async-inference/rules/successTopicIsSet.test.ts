import assert from "node:assert/strict";

import { analyze, output } from "../../testing/analyze";
import { deferrals } from "../../testing/violations";
import { endpointConfigurationType } from "../notificationTopic";
import { configurationWith, judged } from "../testing/configuration";
import { successTopicIsSet } from "./successTopicIsSet";

const topic = "asyncInferenceConfig.outputConfig.notificationConfig.successTopic";
const polling = { polling: true };

/** What else it says is tested for both topics in notificationTopic.test.ts. */
describe("success-topic-is-set, by its parameter", () => {
    const without = configurationWith({ [topic]: undefined });
    const said = [`${topic} is not set. Set ${topic} to the ARN of an SNS topic.`];

    for (const [what, config, expected] of [
        ["asks for a topic by default", {}, said],
        ["asks for one when callers do not poll", { polling: false }, said],
        ["asks for none when callers poll", polling, []],
    ] as const) {
        it(what, async () => {
            for (const preview of [true, false]) {
                assert.deepEqual(await judged(successTopicIsSet, without, preview, config), expected);
            }
        });
    }

    it("leaves nothing for later when callers poll", async () => {
        const props = configurationWith({ [topic]: output("arn:aws:sns:us-east-1:123456789012:success") });
        const type = endpointConfigurationType;
        assert.deepEqual(await deferrals(successTopicIsSet, type, props, { preview: true, config: polling }), []);
        assert.deepEqual(await deferrals(successTopicIsSet, type, props, { preview: true }), [
            `${topic} is known only after deployment`,
        ]);
    });

    it("still concerns endpoint configurations only", async () => {
        assert.deepEqual(await analyze(successTopicIsSet, "aws:sagemaker/model:Model", without, { preview: true }), []);
    });
});
