import assert from "node:assert/strict";

import { AwsError } from "../cloud/awsError";
import { recordingTarget } from "./testing/recordingTarget";
import { topic } from "./topic";

const arn = "arn:aws:sns:eu-west-1:111122223333:t";

/** As SNS tells it. */
const attributes = (Policy: string) => ({ GetTopicAttributes: { Attributes: { DisplayName: "", Policy } } });

describe("topic", () => {
    it("is deleted again when one of its attributes is refused", async () => {
        const refused = new AwsError("InvalidParameter", "Invalid parameter: Policy");
        const target = recordingTarget({
            CreateTopic: { TopicArn: "arn:t" },
            SetTopicAttributes: [{}, refused],
            DeleteTopic: {},
        });
        await assert.rejects(topic.create({ name: "t", displayName: "T", policy: "{}" }, target), refused);
        assert.deepEqual(
            target.calls.map(([, operation]) => operation),
            ["CreateTopic", "SetTopicAttributes", "SetTopicAttributes", "DeleteTopic"],
        );
    });

    it("is no other topic because a TopicPolicy replaced its policy", async () => {
        const created = await topic.create({ name: "t" }, recordingTarget({ CreateTopic: { TopicArn: arn } }));
        const found = await topic.read(arn, recordingTarget(attributes('{"Version":"2012-10-17"}')), { name: "t" });
        assert.deepEqual(found, { ...created, inputs: { name: "t" } });
    });

    it("is another topic where its own policy was replaced", async () => {
        const known = { name: "t", policy: "{}" };
        const found = await topic.read(arn, recordingTarget(attributes('{"Id":"1"}')), known);
        assert.equal(found?.outputs["policy"], '{"Id":"1"}');
        assert.deepEqual(topic.diff(found.inputs, known), [{ path: "policy", kind: "update", replaces: false }]);
    });

    it("is told only what changed, and that a name or a key is no more", async () => {
        const target = recordingTarget({ SetTopicAttributes: {} });
        const inputs = { name: "t", displayName: "T", kmsMasterKeyId: "k", policy: "{}" };
        await topic.update({ id: arn, inputs, outputs: {} }, { name: "t", policy: "{}" }, target);
        const told = target.calls.map(([, , input]) => input);
        assert.deepEqual(told, [
            { TopicArn: arn, AttributeName: "DisplayName", AttributeValue: "" },
            { TopicArn: arn, AttributeName: "KmsMasterKeyId", AttributeValue: "" },
        ]);
    });

    it("keeps its policy when the program no longer gives one, as the provider does", () => {
        assert.deepEqual(topic.diff({ name: "t", policy: "{}" }, { name: "t" }), []);
    });

    it("has new tags without a word to SNS, and all else as it was", async () => {
        const inputs = { name: "t", displayName: "T", tags: { a: "1" } };
        const target = recordingTarget({ CreateTopic: { TopicArn: arn }, SetTopicAttributes: {} });
        const created = await topic.create(inputs, target);
        const { outputs } = await topic.update(
            { ...created, inputs },
            { ...inputs, tags: { a: "2" } },
            recordingTarget({}),
        );
        assert.deepEqual(outputs, { ...created.outputs, tags: { a: "2" }, tagsAll: { a: "2" } });
    });
});
