import assert from "node:assert/strict";

import { AwsError } from "../cloud/awsError";
import { type Properties } from "./resource";
import { checkContext, recordingTarget } from "./testing/recordingTarget";
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

    it("is found again as it was made while it is pending", async () => {
        const Attributes = {
            SubscriptionArn: "arn:t:1",
            TopicArn: "arn:t",
            Owner: "111122223333",
            Protocol: "email",
            Endpoint: "a@example.com",
            PendingConfirmation: "true",
            ConfirmationWasAuthenticated: "false",
            RawMessageDelivery: "false",
        };
        const created = await topicSubscription.create(
            email,
            recordingTarget({ Subscribe: { SubscriptionArn: "arn:t:1" } }),
        );
        const target = recordingTarget({ GetSubscriptionAttributes: { Attributes } });
        assert.deepEqual(await topicSubscription.read("arn:t:1", target, email), { ...created, inputs: email });
        assert.deepEqual((await topicSubscription.read("arn:t:1", target))?.inputs, email);
    });

    for (const [what, FilterPolicyScope, known, difference] of [
        ["the one that nobody need ask for", "MessageAttributes", undefined, []],
        ["the one that was asked for", "MessageAttributes", "MessageAttributes", []],
        ["another than was asked for", "MessageAttributes", "MessageBody", ["update"]],
        ["one that nobody asked for", "MessageBody", undefined, ["delete"]],
    ] as const) {
        it(`has a scope as it is known, when SNS has ${what}`, async () => {
            const filtered = { ...email, filterPolicy: "{}", ...(known && { filterPolicyScope: known }) };
            const Attributes = {
                TopicArn: "arn:t",
                Protocol: "email",
                Endpoint: "a@example.com",
                RawMessageDelivery: "false",
                FilterPolicy: "{}",
                FilterPolicyScope,
            };
            const target = recordingTarget({ GetSubscriptionAttributes: { Attributes } });
            const found = await topicSubscription.read("arn:t:1", target, filtered);
            assert.equal(found?.outputs["filterPolicyScope"], FilterPolicyScope);
            assert.deepEqual(
                topicSubscription.diff(found.inputs, filtered).map(({ kind }) => kind),
                difference,
            );
        });
    }

    it("refuses a scope of nothing, as the provider does", () => {
        assert.throws(
            () => topicSubscription.check({ ...email, filterPolicyScope: "MessageBody" }, checkContext),
            /filter_policy is required when filter_policy_scope is set/,
        );
    });

    const nested = { filterPolicy: '{"a":{"b":["x"]}}', filterPolicyScope: "MessageBody" };
    const flat = { filterPolicy: '{"a":["x"]}' };
    const redrive = { redrivePolicy: '{"deadLetterTargetArn":"arn:q"}' };
    const updates: [what: string, before: Properties, after: Properties, told: [string, string?][], scope: string][] = [
        [
            "a scope that takes every policy ahead of a policy that nests",
            flat,
            nested,
            [
                ["FilterPolicyScope", "MessageBody"],
                ["FilterPolicy", nested.filterPolicy],
            ],
            "MessageBody",
        ],
        [
            "the default scope behind a policy that does not nest",
            nested,
            flat,
            [
                ["FilterPolicy", flat.filterPolicy],
                ["FilterPolicyScope", "MessageAttributes"],
            ],
            "MessageAttributes",
        ],
        ["no filter any more, and the scope goes with it", nested, {}, [["FilterPolicy", "{}"]], ""],
        ["no redrive policy any more", redrive, {}, [["RedrivePolicy", undefined]], ""],
        ["raw delivery", {}, { rawMessageDelivery: true }, [["RawMessageDelivery", "true"]], ""],
    ];
    for (const [what, before, after, told, scope] of updates) {
        it(`is told ${what}`, async () => {
            const target = recordingTarget({ SetSubscriptionAttributes: {} });
            const existing = { id: "arn:t:1", inputs: { ...email, ...before }, outputs: { arn: "arn:t:1" } };
            const inputs = { ...email, ...after };
            const { outputs } = await topicSubscription.update(existing, inputs, target);
            assert.deepEqual(
                target.calls.map(([, , input]) => input),
                told.map(([AttributeName, AttributeValue]) => ({
                    SubscriptionArn: "arn:t:1",
                    AttributeName,
                    AttributeValue,
                })),
            );
            assert.deepEqual(outputs, { arn: "arn:t:1", region: "eu-west-1", ...inputs, filterPolicyScope: scope });
        });
    }

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
