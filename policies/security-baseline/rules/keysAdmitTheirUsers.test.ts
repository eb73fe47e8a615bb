import assert from "node:assert/strict";

import fc from "fast-check";

import { output, type StackResource } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { stackDeferrals, stackViolations } from "../../testing/violations";
import { keysAdmitTheirUsers as rule } from "./keysAdmitTheirUsers";

const account = "123456789012";
const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:${account}:${resource}`;
const keyArn = arn("kms", "key/1");
const text = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const ofAccount = { StringEquals: { "aws:SourceAccount": account } };
const useKey = ["kms:GenerateDataKey*", "kms:Decrypt"];

const root = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" };
const serves = (service: string, Condition: object | undefined = ofAccount): object => ({
    Effect: "Allow",
    Principal: { Service: `${service}.amazonaws.com` },
    Action: useKey,
    Resource: "*",
    ...(Condition && { Condition }),
});
const publishes = {
    Effect: "Allow",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: "sns:Publish",
    Resource: arn("sns", "alarms"),
    Condition: { ...ofAccount, ArnLike: { "aws:SourceArn": arn("cloudwatch", "alarm:summaries-*") } },
};
const grant = {
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: arn("kms", "key/*"),
    Condition: {
        StringEquals: { "kms:ViaService": ["s3.us-east-1.amazonaws.com", "sns.us-east-1.amazonaws.com"] },
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/summaries" },
    },
};

/** A stack that is good, by its resources' names. */
const good = {
    key: {
        type: "aws:kms/key:Key",
        props: { arn: output(keyArn), keyId: output("1"), policy: text(root, serves("sns"), serves("cloudwatch")) },
    },
    alias: {
        type: "aws:kms/alias:Alias",
        props: { name: "alias/summaries", targetKeyId: output("1") },
        propertyDependencies: { targetKeyId: ["key"] },
    },
    alarms: {
        type: "aws:sns/topic:Topic",
        props: { name: "alarms", arn: output(arn("sns", "alarms")), kmsMasterKeyId: output(keyArn) },
        propertyDependencies: { kmsMasterKeyId: ["key"] },
    },
    "alarms-policy": {
        type: "aws:sns/topicPolicy:TopicPolicy",
        props: { arn: output(arn("sns", "alarms")), policy: text(publishes) },
        propertyDependencies: { arn: ["alarms"] },
    },
    age: {
        type: "aws:cloudwatch/metricAlarm:MetricAlarm",
        props: {
            name: "summaries-age",
            arn: output(arn("cloudwatch", "alarm:summaries-age")),
            alarmActions: [output(arn("sns", "alarms"))],
        },
        propertyDependencies: { alarmActions: ["alarms"] },
    },
    done: {
        type: "aws:sns/topic:Topic",
        props: { name: "done", arn: output(arn("sns", "done")), kmsMasterKeyId: output(keyArn) },
        propertyDependencies: { kmsMasterKeyId: ["key"] },
    },
    inbox: {
        type: "aws:sqs/queue:Queue",
        props: { name: "inbox", arn: output(arn("sqs", "inbox")), kmsMasterKeyId: output(keyArn) },
        propertyDependencies: { kmsMasterKeyId: ["key"] },
    },
    subscription: {
        type: "aws:sns/topicSubscription:TopicSubscription",
        props: { topic: output(arn("sns", "done")), protocol: "sqs", endpoint: output(arn("sqs", "inbox")) },
        propertyDependencies: { topic: ["done"], endpoint: ["inbox"] },
    },
    role: {
        type: "aws:iam/role:Role",
        props: { name: "execution", arn: output(`arn:aws:iam::${account}:role/execution`) },
    },
    "role-policy": {
        type: "aws:iam/rolePolicy:RolePolicy",
        props: { role: output("execution"), policy: text(grant) },
        propertyDependencies: { role: ["role"] },
    },
    model: {
        type: "aws:sagemaker/model:Model",
        props: { name: output("model-1"), executionRoleArn: output(`arn:aws:iam::${account}:role/execution`) },
        propertyDependencies: { executionRoleArn: ["role"] },
    },
    configuration: {
        type: "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
        props: {
            productionVariants: [{ modelName: output("model-1") }],
            asyncInferenceConfig: {
                outputConfig: { notificationConfig: { successTopic: output(arn("sns", "done")) } },
            },
        },
        propertyDependencies: { productionVariants: ["model"], asyncInferenceConfig: ["done"] },
    },
} satisfies Record<string, Omit<StackResource, "name">>;

type Name = keyof typeof good;
type Changes = Partial<Record<Name, Partial<Omit<StackResource, "name">> | null>>;

/** The good stack with some properties of some resources changed, or a resource taken out. */
function stack(changes: Changes = {}): StackResource[] {
    return Object.entries(good).flatMap(([name, resource]): StackResource[] => {
        const change = changes[name as Name];
        if (change === null) return [];
        return [{ name, ...resource, ...change, props: { ...resource.props, ...change?.props } }];
    });
}

const changed = (name: Name, props: object, rest: object = {}): Changes => ({ [name]: { props, ...rest } });
const keySays = (...statements: object[]): Changes => changed("key", { policy: text(...statements) });
const topicSays = (...statements: object[]): Changes => changed("alarms-policy", { policy: text(...statements) });
const roleSays = (...statements: object[]): Changes => changed("role-policy", { policy: text(...statements) });

const asWritten = "kms:GenerateDataKey* and kms:Decrypt";
const mute =
    'alarms-policy: policy does not let CloudWatch publish for the alarm "age", which stays mute. ' +
    "Allow cloudwatch.amazonaws.com sns:Publish on the topic, for this account's alarms.";
const noKeyForAlarm =
    'key: policy does not let cloudwatch.amazonaws.com use the key of "alarms", so the alarm "age" stays mute. ' +
    `Allow it ${asWritten}, for this account.`;
const noKeyForDelivery =
    'key: policy does not let sns.amazonaws.com use the key of "inbox", so what the topic "done" delivers is lost. ' +
    `Allow it ${asWritten}, for this account.`;
const noKeyForRole =
    'role: Its policies do not let it use the key of the topic "done", so the endpoint\'s notifications are lost. ' +
    `Allow it ${asWritten} on the key, through SNS.`;
const awsKey = (name: string, consequence: string): string =>
    `${name}: kmsMasterKeyId is AWS's own key, which admits no other service, so ${consequence}. Set it to the ARN of a key of this account.`;

const table: [string, Changes, string[]][] = [
    ["a stack in which everybody is admitted passes", {}, []],
    // Alarms: the topic's policy.
    ["a topic with the policy that SNS gives it lets alarms publish", { "alarms-policy": null }, []],
    [
        "a policy that admits only the account leaves alarms mute",
        topicSays({ ...publishes, Principal: root.Principal, Condition: undefined }),
        [mute],
    ],
    ["a Deny admits nobody", topicSays({ ...publishes, Effect: "Deny" }), [mute]],
    [
        "another service is not CloudWatch",
        topicSays({ ...publishes, Principal: { Service: "events.amazonaws.com" } }),
        [mute],
    ],
    [
        "an account that is called like CloudWatch is not it",
        topicSays({ ...publishes, Principal: { AWS: "cloudwatch.amazonaws.com" } }),
        [mute],
    ],
    [
        "all but this account's alarms are not this one",
        topicSays({ ...publishes, Condition: { StringNotEquals: { "aws:SourceAccount": account } } }),
        [mute],
    ],
    [
        "every source but one is not known to be this alarm",
        topicSays({ ...publishes, Condition: { ArnNotLike: { "aws:SourceArn": "arn:aws:events:*" } } }),
        [mute],
    ],
    [
        "plain HTTP is not how CloudWatch comes",
        topicSays({ ...publishes, Condition: { Bool: { "aws:SecureTransport": "false" } } }),
        [mute],
    ],
    ["TLS is", topicSays({ ...publishes, Condition: { Bool: { "aws:SecureTransport": "true" } } }), []],
    [
        "a quantifier makes no difference to a key with one value",
        topicSays({ ...publishes, Condition: { "ForAllValues:StringEquals": { "aws:SourceAccount": account } } }),
        [],
    ],
    [
        "a role that may use all but one alias is not known to use this one",
        roleSays({ ...grant, Condition: { StringNotEquals: { "kms:ResourceAliases": "alias/others" } } }),
        [noKeyForRole],
    ],
    ["another action is not publishing", topicSays({ ...publishes, Action: "sns:Subscribe" }), [mute]],
    [
        "another topic is not this one",
        topicSays({ ...root, Action: "sns:Publish" }, { ...publishes, Resource: arn("sns", "others") }),
        [mute],
    ],
    [
        "a policy of another topic altogether is another rule's business",
        topicSays({ ...publishes, Resource: arn("sns", "others") }),
        [],
    ],
    [
        "other alarms are not this one",
        topicSays({ ...publishes, Condition: { ArnLike: { "aws:SourceArn": arn("cloudwatch", "alarm:others-*") } } }),
        [mute],
    ],
    [
        "rules of EventBridge are no alarms",
        topicSays({ ...publishes, Condition: { ArnLike: { "aws:SourceArn": arn("events", "rule/*") } } }),
        [mute],
    ],
    [
        "a condition that CloudWatch does not send admits nobody",
        topicSays({ ...publishes, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
        [mute],
    ],
    [
        "every alarm of the account is admitted",
        topicSays({ ...publishes, Condition: { ArnLike: { "aws:SourceArn": arn("cloudwatch", "alarm:*") } } }),
        [],
    ],
    ["no condition is needed", topicSays({ ...publishes, Condition: undefined }), []],
    [
        "everybody of the account is admitted, as SNS writes it",
        topicSays({
            ...publishes,
            Principal: { AWS: "*" },
            Condition: { StringEquals: { "aws:SourceOwner": account } },
        }),
        [],
    ],
    ["every topic includes this one", topicSays({ ...publishes, Resource: "*" }), []],
    ["a second statement may admit", topicSays(root, publishes), []],
    // Alarms: the key.
    [
        "AWS's key admits no alarm",
        changed("alarms", { kmsMasterKeyId: "alias/aws/sns" }),
        [awsKey("alarms", 'the alarm "age" stays mute')],
    ],
    ["no key needs no grant", changed("alarms", { kmsMasterKeyId: undefined }), []],
    ["a key that is not CloudWatch's is refused", keySays(root, serves("sns")), [noKeyForAlarm]],
    [
        "a key that CloudWatch may only decrypt with is refused",
        keySays(root, serves("sns"), { ...serves("cloudwatch"), Action: "kms:Decrypt" }),
        [noKeyForAlarm],
    ],
    [
        "a key that CloudWatch may only encrypt with is refused",
        keySays(root, serves("sns"), { ...serves("cloudwatch"), Action: "kms:GenerateDataKey*" }),
        [noKeyForAlarm],
    ],
    [
        "two statements may admit together",
        keySays(
            root,
            serves("sns"),
            { ...serves("cloudwatch"), Action: "kms:Decrypt" },
            { ...serves("cloudwatch"), Action: "kms:GenerateDataKey" },
        ),
        [],
    ],
    [
        "a key under a condition of another service is refused",
        keySays(
            root,
            serves("sns"),
            serves("cloudwatch", { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } }),
        ),
        [noKeyForAlarm],
    ],
    [
        "one statement may name both services",
        keySays(root, { ...serves("sns"), Principal: { Service: ["sns.amazonaws.com", "cloudwatch.amazonaws.com"] } }),
        [],
    ],
    [
        "a key without a policy of its own admits no service",
        changed("key", { policy: undefined }),
        [noKeyForAlarm, noKeyForDelivery],
    ],
    [
        "okActions and insufficientDataActions count as well",
        {
            age: { props: { alarmActions: [], okActions: [arn("sns", "alarms")] }, propertyDependencies: {} },
            ...topicSays(root),
        },
        [mute],
    ],
    [
        "a composite alarm is an alarm",
        { age: { type: "aws:cloudwatch/compositeAlarm:CompositeAlarm", props: {} }, ...topicSays(root) },
        [mute],
    ],
    [
        "an alarm that acts on something else is not concerned",
        {
            age: { props: { alarmActions: [arn("autoscaling", "scalingPolicy:x")] }, propertyDependencies: {} },
            ...topicSays(root),
        },
        [],
    ],
    ["without an alarm nobody has to publish", { age: null, ...topicSays(root) }, []],
    // Deliveries.
    ["a key that is not SNS's is refused", keySays(root, serves("cloudwatch")), [noKeyForDelivery]],
    [
        "a key for another topic is refused",
        keySays(root, serves("cloudwatch"), serves("sns", { ArnLike: { "aws:SourceArn": arn("sns", "others") } })),
        [noKeyForDelivery],
    ],
    [
        "a key for this topic passes",
        keySays(root, serves("cloudwatch"), serves("sns", { ArnEquals: { "aws:SourceArn": arn("sns", "done") } })),
        [],
    ],
    [
        "AWS's key admits no delivery",
        changed("inbox", { kmsMasterKeyId: arn("kms", "alias/aws/sqs") }),
        [awsKey("inbox", 'what the topic "done" delivers is lost')],
    ],
    [
        "a queue without a key needs no grant",
        { ...keySays(root, serves("cloudwatch")), inbox: { props: { kmsMasterKeyId: undefined } } },
        [],
    ],
    [
        "a queue that is not subscribed needs no grant",
        { ...keySays(root, serves("cloudwatch")), subscription: null },
        [],
    ],
    [
        "a dead letter queue needs one too",
        {
            ...keySays(root, serves("cloudwatch")),
            subscription: {
                props: {
                    protocol: "email",
                    endpoint: "a@b.c",
                    redrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("sqs", "inbox") }),
                },
                propertyDependencies: { topic: ["done"] },
            },
        },
        [noKeyForDelivery],
    ],
    [
        "an e-mail needs none",
        {
            ...keySays(root, serves("cloudwatch")),
            subscription: {
                props: { protocol: "email", endpoint: "a@b.c" },
                propertyDependencies: { topic: ["done"] },
            },
        },
        [],
    ],
    // Notifications.
    [
        "a role without the key is refused",
        roleSays({ ...grant, Action: "sns:Publish", Resource: "*", Condition: undefined }),
        [noKeyForRole],
    ],
    ["a role that may only decrypt is refused", roleSays({ ...grant, Action: "kms:Decrypt" }), [noKeyForRole]],
    [
        "a role that may use it through S3 alone is refused",
        roleSays({ ...grant, Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } }),
        [noKeyForRole],
    ],
    [
        "a role that may use another alias is refused",
        roleSays({ ...grant, Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/others" } } }),
        [noKeyForRole],
    ],
    ["a role that is denied is not allowed", roleSays({ ...grant, Effect: "Deny" }), [noKeyForRole]],
    [
        "a condition that is not known here grants nothing",
        roleSays({ ...grant, Condition: { StringEquals: { "aws:PrincipalTag/team": "ml" } } }),
        [noKeyForRole],
    ],
    ["every key through any service will do", roleSays({ ...grant, Resource: "*", Condition: undefined }), []],
    [
        "a pattern of aliases will do",
        roleSays({ ...grant, Condition: { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/sum*" } } }),
        [],
    ],
    ["a role without any policy is refused", { "role-policy": null }, [noKeyForRole]],
    [
        "a policy of another role is not its own",
        { "role-policy": { props: { role: "others" }, propertyDependencies: {} } },
        [noKeyForRole],
    ],
    [
        "an inline policy will do",
        { "role-policy": null, role: { props: { inlinePolicies: [{ name: "a", policy: text(grant) }] } } },
        [],
    ],
    [
        "a real-time configuration notifies nobody",
        {
            configuration: {
                props: { asyncInferenceConfig: undefined },
                propertyDependencies: { productionVariants: ["model"] },
            },
            "role-policy": null,
        },
        [],
    ],
    [
        "an endpoint without a role of this stack is not judged",
        {
            model: { props: { executionRoleArn: `arn:aws:iam::${account}:role/others` }, propertyDependencies: {} },
            "role-policy": null,
        },
        [],
    ],
    [
        "a topic without a key needs no grant",
        { "role-policy": null, done: { props: { kmsMasterKeyId: undefined } } },
        [],
    ],
];

describe("keys-admit-their-users", () => {
    for (const [what, changes, says] of table) {
        it(what, async () => {
            for (const preview of [true, false]) {
                assert.deepEqual(await stackViolations(rule, stack(changes), { preview }), says);
                assert.deepEqual(await stackDeferrals(rule, stack(changes), { preview }), []);
            }
        });
    }

    it("finds a key by its ARN and by an alias, once they are known", async () => {
        for (const kmsMasterKeyId of [keyArn, "alias/summaries", arn("kms", "alias/summaries")]) {
            const changes = {
                ...keySays(root, serves("sns")),
                alarms: { props: { kmsMasterKeyId }, propertyDependencies: {} },
            };
            assert.deepEqual(await stackViolations(rule, stack(changes), { preview: false }), [noKeyForAlarm]);
        }
        const outside = {
            ...keySays(root, serves("sns")),
            alarms: { props: { kmsMasterKeyId: arn("kms", "key/2") }, propertyDependencies: {} },
        };
        assert.deepEqual(await stackViolations(rule, stack(outside), { preview: false }), []);
    });

    it("finds a policy that is attached to the role", async () => {
        const policy: StackResource = {
            type: "aws:iam/policy:Policy",
            name: "own",
            props: { arn: output(`arn:aws:iam::${account}:policy/own`), policy: text(grant) },
        };
        const attachment: StackResource = {
            type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            name: "a",
            props: { role: output("execution"), policyArn: output(`arn:aws:iam::${account}:policy/own`) },
            propertyDependencies: { role: ["role"], policyArn: ["own"] },
        };
        for (const preview of [true, false]) {
            assert.deepEqual(
                await stackViolations(rule, [...stack({ "role-policy": null }), policy, attachment], { preview }),
                [],
            );
            assert.deepEqual(await stackViolations(rule, [...stack({ "role-policy": null }), policy], { preview }), [
                noKeyForRole,
            ]);
        }
    });

    it("sees what a preview drops from nested blocks by the dependencies of the property", async () => {
        const dropped = { configuration: { props: { asyncInferenceConfig: {} } }, "role-policy": null };
        assert.deepEqual(await stackViolations(rule, stack(dropped), { preview: true }), [noKeyForRole]);
    });

    for (const [what, changes, waitsFor] of [
        ["a topic's policy", changed("alarms-policy", { policy: output(text(publishes)) }), "alarms.policy is"],
        [
            "a key's policy",
            changed(
                "key",
                { policy: output(text(root, serves("sns"), serves("cloudwatch"))) },
                { propertyDependencies: { policy: ["role"] } },
            ),
            "key.policy is",
        ],
        ["a role's policy", changed("role-policy", { policy: output(text(grant)) }), "role.policy is"],
        ["actions that come from nowhere", changed("age", {}, { propertyDependencies: {} }), "age.alarmActions[0] is"],
        [
            "a key that comes from nowhere",
            changed("alarms", {}, { propertyDependencies: {} }),
            "alarms.kmsMasterKeyId is",
        ],
        ["an alarm's name", changed("age", { name: output("summaries-age") }), "alarms.policy is"],
        [
            "a role that comes from nowhere",
            changed("model", {}, { propertyDependencies: {} }),
            "model.executionRoleArn is",
        ],
    ] as [string, Changes, string][]) {
        it(`waits for ${what}`, async () => {
            assert.deepEqual(await stackViolations(rule, stack(changes), { preview: true }), []);
            assert.deepEqual(await stackDeferrals(rule, stack(changes), { preview: true }), [
                `${waitsFor} known only after deployment`,
            ]);
            assert.deepEqual(await stackViolations(rule, stack(changes), { preview: false }), []);
            assert.deepEqual(await stackDeferrals(rule, stack(changes), { preview: false }), []);
        });
    }

    it("an output in a bad stack is refused or deferred, never passed, and nothing makes the rule throw", async () => {
        const bad = Object.entries(stack({ ...keySays(root), ...topicSays(root) }));
        const places = bad.flatMap(([index, { props }]) =>
            Object.keys(props).map((property) => [Number(index), property] as const),
        );
        await fc.assert(
            fc.asyncProperty(
                fc.constantFrom(...places),
                anything(keyArn),
                fc.boolean(),
                async ([index, property], value, preview) => {
                    const put = (to: unknown): StackResource[] =>
                        bad.map(([at, resource]) =>
                            Number(at) === index
                                ? { ...resource, props: { ...resource.props, [property]: to } }
                                : resource,
                        );
                    await stackViolations(rule, put(value), { preview });
                    const hidden = put(output("hidden"));
                    const said = await stackViolations(rule, hidden, { preview: true });
                    const deferred = await stackDeferrals(rule, hidden, { preview: true });
                    assert.notEqual(said.length + deferred.length, 0);
                },
            ),
            { numRuns: 25 },
        );
    });
});
