import assert from "node:assert/strict";

import { AwsError } from "../cloud/awsError";
import { recordingTarget } from "./testing/recordingTarget";
import { topicSubscription } from "./topicSubscription";

const email = { topic: "arn:t", protocol: "email", endpoint: "a@example.com", rawMessageDelivery: false };

describe("topicSubscription", () => {
    it("stays pending for e-mail, and is told by its ARN all the same", async () => {
        const target = recordingTarget({ Subscribe: { SubscriptionArn: "arn:t:1" } });
        const created = await topicSubscription.create(email, target);
        assert.equal(created.id, "arn:t:1");
        assert.equal(created.outputs["pendingConfirmation"], true);
        assert.equal(created.outputs["filterPolicyScope"], "");
        assert.deepEqual(target.calls, [
            [
                "sns",
                "Subscribe",
                {
                    TopicArn: "arn:t",
                    Protocol: "email",
                    Endpoint: "a@example.com",
                    Attributes: {},
                    ReturnSubscriptionArn: true,
                },
            ],
        ]);
    });

    it("is left to SNS when it is deleted while pending", async () => {
        const pending = new AwsError(
            "InvalidParameter",
            "Invalid parameter: Cannot unsubscribe a subscription that is pending confirmation",
        );
        const target = recordingTarget({ Unsubscribe: pending });
        await topicSubscription.delete({ id: "arn:t:1", outputs: email }, target);
        assert.equal(target.calls.length, 1);
    });

    it("passes other invalid parameters on when it is deleted", async () => {
        const invalid = new AwsError("InvalidParameter", "Invalid parameter: SubscriptionArn");
        const target = recordingTarget({ Unsubscribe: invalid });
        await assert.rejects(topicSubscription.delete({ id: "?", outputs: email }, target), invalid);
    });
});
