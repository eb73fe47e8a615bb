import assert from "node:assert/strict";

import { type QueueArgs } from "@pulumi/aws/sqs";
import { type TopicArgs } from "@pulumi/aws/sns";
import fc from "fast-check";

import { analyze, output, type StackResource } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { defersThenSays, saysAlways } from "../../testing/judged";
import { stackDeferrals, stackViolations, violations } from "../../testing/violations";
import {
    queuePolicyType,
    queueType,
    topicPolicyType,
    topicsAndQueuesAreEncrypted as rule,
    topicType,
} from "./topicsAndQueuesAreEncrypted";

const keyArn = "arn:aws:kms:us-east-1:123456789012:key/1";
const topic = { name: "done", kmsMasterKeyId: keyArn } satisfies TopicArgs;
const queue = { name: "inbox", kmsMasterKeyId: keyArn } satisfies QueueArgs;
const own = "Set it to the ARN of a key of this account.";

describe("topics-and-queues-are-encrypted: the key", () => {
    for (const [type, props] of [
        [topicType, topic],
        [queueType, queue],
    ] as const) {
        for (const [what, kmsMasterKeyId, says] of [
            ["an ARN passes", keyArn, []],
            ["an alias passes", "alias/summaries", []],
            ["none is refused", undefined, [`kmsMasterKeyId is not set. ${own}`]],
            ["null is refused", null, [`kmsMasterKeyId is null. ${own}`]],
            ['"" is refused', "", [`kmsMasterKeyId is an empty string. ${own}`]],
            ["a number is refused", 7, [`kmsMasterKeyId is a number. ${own}`]],
            ["a list is refused", [keyArn], [`kmsMasterKeyId is a list. ${own}`]],
            [
                "AWS's own is refused",
                `alias/aws/${type === topicType ? "sns" : "sqs"}`,
                [`kmsMasterKeyId is AWS's own key, whose policy cannot be changed. ${own}`],
            ],
        ] as [string, unknown, string[]][]) {
            it(`${type}: ${what}`, () => saysAlways(rule, type, { ...props, kmsMasterKeyId }, says));
        }

        it(`${type}: an output is judged once it is known`, async () => {
            await defersThenSays(rule, type, { kmsMasterKeyId: output(keyArn) }, "kmsMasterKeyId is", []);
            const empty = { kmsMasterKeyId: output("") };
            await defersThenSays(rule, type, empty, "kmsMasterKeyId is", [`kmsMasterKeyId is an empty string. ${own}`]);
        });
    }

    it("a key of SQS passes only where that is allowed, and for a queue", async () => {
        const managed = { name: "inbox", sqsManagedSseEnabled: true };
        const allowed = { config: { allowSqsManagedKey: true } };
        const mend = "Set it to true, or kmsMasterKeyId to the ARN of a key of this account.";
        await saysAlways(rule, queueType, managed, [`kmsMasterKeyId is not set. ${own}`]);
        await saysAlways(rule, queueType, managed, [], allowed);
        await saysAlways(rule, queueType, queue, [], allowed);
        await saysAlways(rule, queueType, {}, [`sqsManagedSseEnabled is not set. ${mend}`], allowed);
        await saysAlways(
            rule,
            queueType,
            { sqsManagedSseEnabled: false },
            [`sqsManagedSseEnabled is false. ${mend}`],
            allowed,
        );
        await saysAlways(rule, topicType, managed, [`kmsMasterKeyId is not set. ${own}`], allowed);
    });

    it("whatever stands there, nothing makes the rule throw", async () => {
        await fc.assert(
            fc.asyncProperty(anything(keyArn), fc.boolean(), async (value, preview) => {
                await violations(rule, topicType, { kmsMasterKeyId: value }, { preview });
                const config = { allowSqsManagedKey: true };
                await violations(
                    rule,
                    queueType,
                    { sqsManagedSseEnabled: value, kmsMasterKeyId: value },
                    { preview, config },
                );
            }),
            { numRuns: 60 },
        );
    });

    it("resources of other types are not concerned", async () => {
        assert.deepEqual(await analyze(rule, "aws:sqs/queuePolicy:QueuePolicy", {}, { preview: true }), []);
    });
});

for (const { service, type, policyType, names, action, policyClass, by } of [
    {
        service: "sns",
        type: topicType,
        policyType: topicPolicyType,
        names: "arn",
        action: "sns:Publish",
        policyClass: "aws.sns.TopicPolicy",
        by: "ARN as its arn",
    },
    {
        service: "sqs",
        type: queueType,
        policyType: queuePolicyType,
        names: "queueUrl",
        action: "sqs:*",
        policyClass: "aws.sqs.QueuePolicy",
        by: "url as its queueUrl",
    },
]) {
    const arn = `arn:aws:${service}:us-east-1:123456789012:it`;
    const url = "https://sqs.us-east-1.amazonaws.com/123456789012/it";
    const deny = {
        Effect: "Deny",
        Principal: "*",
        Action: action,
        Resource: arn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    const text = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
    const target = (name = "it", props: object = {}): StackResource => ({
        type,
        name,
        props: { name, arn: output(arn.replace(/it$/, name)), url: output(url.replace(/it$/, name)), ...props },
    });
    const policy = (document: unknown, name = "it", ...sources: string[]): StackResource => ({
        type: policyType,
        name: `${name}-policy`,
        props: { [names]: output((names === "arn" ? arn : url).replace(/it$/, name)), policy: document },
        propertyDependencies: { [names]: sources.length > 0 ? sources : [name] },
    });
    const mend = `Deny ${action} to everybody on it where aws:SecureTransport is false, under no other condition.`;
    const none = `it: No policy refuses plain HTTP. Add an ${policyClass} with this ${by}. ${mend}`;
    const lax = `it-policy: policy does not refuse plain HTTP. ${mend}`;
    const says = async (resources: StackResource[], wanted: string[]): Promise<void> => {
        for (const preview of [true, false]) {
            assert.deepEqual(await stackViolations(rule, resources, { preview }), wanted);
            assert.deepEqual(await stackDeferrals(rule, resources, { preview }), []);
        }
    };

    describe(`topics-and-queues-are-encrypted: the policy of ${service}`, () => {
        for (const [what, statements] of [
            ["the Deny", [deny]],
            [
                "the Deny beside others",
                [{ ...deny, Effect: "Allow", Principal: { AWS: "123456789012" }, Condition: undefined }, deny],
            ],
            ["everybody as AWS *", [{ ...deny, Principal: { AWS: "*" } }]],
            ["every action", [{ ...deny, Action: "*" }]],
            ["every action of the service", [{ ...deny, Action: [`${service}:*`] }]],
            ["every resource", [{ ...deny, Resource: "*" }]],
            ["no resource", [{ ...deny, Resource: undefined }]],
            ["a pattern of resources", [{ ...deny, Resource: arn.replace(/it$/, "i*") }]],
            ["the Deny in other spellings", [{ ...deny, Condition: { bool: { "AWS:SecureTransport": false } } }]],
            ["BoolIfExists", [{ ...deny, Condition: { BoolIfExists: { "aws:SecureTransport": "false" } } }]],
        ] as [string, object[]][]) {
            it(`${what} passes`, () => says([target(), policy(text(...statements))], []));
        }

        for (const [what, statements] of [
            ["an Allow", [{ ...deny, Effect: "Allow" }]],
            ["a Deny for one account", [{ ...deny, Principal: { AWS: "123456789012" } }]],
            ["a Deny for all but one", [{ ...deny, Principal: undefined, NotPrincipal: { AWS: "123456789012" } }]],
            ["another action", [{ ...deny, Action: `${service}:GetAttributes` }]],
            ["all but some actions", [{ ...deny, Action: undefined, NotAction: `${service}:GetAttributes` }]],
            ["another resource", [{ ...deny, Resource: `${arn}-else` }]],
            ["the other value", [{ ...deny, Condition: { Bool: { "aws:SecureTransport": "true" } } }]],
            ["both values", [{ ...deny, Condition: { Bool: { "aws:SecureTransport": ["true", "false"] } } }]],
            ["another key", [{ ...deny, Condition: { Bool: { "aws:ViaAWSService": "false" } } }]],
            ["another operator", [{ ...deny, Condition: { Null: { "aws:SecureTransport": "false" } } }]],
            ["no condition", [{ ...deny, Condition: undefined }]],
            [
                "a further condition",
                [{ ...deny, Condition: { ...deny.Condition, StringEquals: { "aws:PrincipalAccount": "1" } } }],
            ],
        ] as [string, object[]][]) {
            it(`${what} is refused`, () => says([target(), policy(text(...statements))], [lax]));
        }

        it("has to be there, on the right one", async () => {
            await says([target()], [none]);
            await says(
                [target(), { ...policy(text(deny)), type: "aws:sns/topicSubscription:TopicSubscription" }],
                [none],
            );
            await says([target(), target("other"), policy(text({ ...deny, Resource: "*" }), "other")], [none]);
            const both = [target(), target("other"), policy(text({ ...deny, Resource: "*" }), "it", "it", "other")];
            assert.equal((await stackViolations(rule, both, { preview: true })).length, 2);
        });

        it("may be an argument of its own, but not what AWS gives it", async () => {
            await says([target("it", { policy: text(deny) })], []);
            await says(
                [target("it", { policy: text({ ...deny, Effect: "Allow" }) })],
                [`it: policy does not refuse plain HTTP. ${mend}`],
            );
            const computed = [target("it", { policy: output(text({ ...deny, Effect: "Allow" })) })];
            assert.deepEqual(await stackViolations(rule, computed, { preview: true }), [none]);
            const key = { type: "aws:kms/key:Key", name: "key", props: {} };
            const made = { ...target("it", { policy: output(text(deny)) }), propertyDependencies: { policy: ["key"] } };
            assert.deepEqual(await stackDeferrals(rule, [key, made], { preview: true }), [
                "it.policy is known only after deployment",
            ]);
            assert.deepEqual(await stackViolations(rule, [key, made], { preview: false }), []);
        });

        it("as an output is judged once it is known", async () => {
            const good = [target(), policy(output(text(deny)))];
            assert.deepEqual(await stackViolations(rule, good, { preview: true }), []);
            assert.deepEqual(await stackDeferrals(rule, good, { preview: true }), [
                "it-policy.policy is known only after deployment",
            ]);
            assert.deepEqual(await stackViolations(rule, good, { preview: false }), []);
            const bad = [target(), policy(output(text({ ...deny, Action: "s3:*" })))];
            assert.deepEqual(await stackViolations(rule, bad, { preview: false }), [lax]);
        });

        it("waits for a name that Pulumi or AWS chooses", async () => {
            const unnamed = [target("it", { name: output("it") }), policy(text(deny))];
            assert.deepEqual(await stackViolations(rule, unnamed, { preview: true }), []);
            assert.deepEqual(await stackDeferrals(rule, unnamed, { preview: true }), [
                "it.arn is known only after deployment",
            ]);
            assert.deepEqual(await stackViolations(rule, unnamed, { preview: false }), []);
        });

        it("that cannot be read is refused", () =>
            says([target(), policy("{")], ["it-policy: policy is not JSON. Write a policy document."]));

        it("whatever it is, nothing makes the rule throw", async () => {
            await fc.assert(
                fc.asyncProperty(anything(text(deny), arn), fc.boolean(), async (value, preview) => {
                    await stackViolations(rule, [target(), policy(value)], { preview });
                    await stackViolations(rule, [target("it", { name: value, arn: value }), policy(text(deny))], {
                        preview,
                    });
                }),
                { numRuns: 40 },
            );
        });
    });
}
