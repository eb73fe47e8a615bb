import assert from "node:assert/strict";

import { AwsError } from "../cloud/awsError";
import { recordingTarget } from "./testing/recordingTarget";
import { topic } from "./topic";

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
});
