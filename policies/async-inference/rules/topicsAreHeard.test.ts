import assert from "node:assert/strict";

import { type TopicSubscriptionArgs } from "@pulumi/aws/sns";
import fc from "fast-check";

import { output, type StackResource } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { stackDeferrals, stackViolations } from "../../testing/violations";
import { subscriptionType, topicType } from "../heardTopics";
import { endpointConfigurationType } from "../notificationTopic";
import { having, madeOf, without } from "../testing/asyncStack";
import { staysRefused } from "../testing/invariants";
import { topicsAreHeard } from "./topicsAreHeard";

const arn = (name: string): string => `arn:aws:sns:us-east-1:123456789012:${name}`;
const redrivePolicy = JSON.stringify({ deadLetterTargetArn: "arn:aws:sqs:us-east-1:123456789012:dead-letters" });
const topic = (name: string): StackResource => ({
    type: topicType,
    name,
    props: { name: `summaries-${name}`, arn: output(arn(`summaries-${name}`)) },
});
const subscription = (name: string, to: string): StackResource => ({
    type: subscriptionType,
    name,
    props: {
        topic: output(arn(`summaries-${to}`)),
        protocol: "sqs",
        endpoint: output("inbox"),
        redrivePolicy,
    } satisfies TopicSubscriptionArgs,
    propertyDependencies: { topic: [to] },
});
const notifying = (successTopic: unknown, errorTopic: unknown): StackResource => ({
    type: endpointConfigurationType,
    name: "configuration",
    props: { asyncInferenceConfig: { outputConfig: { notificationConfig: { successTopic, errorTopic } } } },
});

/** An endpoint with two topics and an alarm with one, each heard; and one that nobody tells nor hears. */
const good: StackResource[] = [
    topic("success"),
    topic("errors"),
    topic("alarms"),
    topic("other"),
    {
        ...notifying(output(arn("summaries-success")), output(arn("summaries-errors"))),
        propertyDependencies: { asyncInferenceConfig: ["success", "errors"] },
    },
    {
        type: "aws:cloudwatch/metricAlarm:MetricAlarm",
        name: "alarm",
        props: { alarmActions: [output(arn("summaries-alarms"))] },
        propertyDependencies: { alarmActions: ["alarms"] },
    },
    subscription("success-inbox", "success"),
    subscription("error-inbox", "errors"),
    subscription("alarm-inbox", "alarms"),
];

const add = "Add one of a queue, a function or an e-mail address, with a redrivePolicy.";
const nobody = (name: string): string => `${name}: No aws.sns.TopicSubscription names this topic. ${add}`;
const lossy = (name: string, why: string): string =>
    `${name}: None of this topic's subscriptions keeps what cannot be delivered (${why}). ${add}`;
const noQueue = "redrivePolicy has no deadLetterTargetArn that is a queue's ARN";
const alarmInbox = (argument: string, value: unknown): StackResource[] => having("alarm-inbox", argument, value, good);
const acting = (changes: Record<string, unknown>, type = "aws:cloudwatch/metricAlarm:MetricAlarm"): StackResource[] => [
    ...good,
    { type, name: "another", props: changes },
];
const other = arn("summaries-other");

/** Judged alike in a first preview and once all is known. */
const table: [string, StackResource[], string[]][] = [
    ["topics with a queue pass", good, []],
    ["an e-mail address passes", alarmInbox("protocol", "email"), []],
    ["a function passes", alarmInbox("protocol", "lambda"), []],
    ["a topic by its literal ARN passes", alarmInbox("topic", arn("summaries-alarms")), []],
    [
        "one good subscription among others is enough",
        [
            ...good,
            {
                ...subscription("hook", "alarms"),
                props: { ...subscription("hook", "alarms").props, protocol: "https" },
            },
        ],
        [],
    ],
    ["a topic that nobody tells need not be heard", without("alarm", without("alarm-inbox", good)), []],
    ["an alarm on a topic that is not in the stack is not concerned", acting({ alarmActions: [arn("elsewhere")] }), []],
    [
        "an alarm that acts on a scaling policy is not concerned",
        acting({ alarmActions: ["arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:0:x"] }),
        [],
    ],
    [
        "a real-time configuration notifies nobody",
        having(
            "configuration",
            "asyncInferenceConfig",
            null,
            madeOf("configuration", "asyncInferenceConfig", [], without("error-inbox", good)),
        ),
        [],
    ],
    ["an alarm topic without a subscription is refused", without("alarm-inbox", good), [nobody("alarms")]],
    ["a success topic without one is refused", without("success-inbox", good), [nobody("success")]],
    ["an error topic without one is refused", without("error-inbox", good), [nobody("errors")]],
    [
        "no subscription at all is refused thrice",
        good.filter(({ type }) => type !== subscriptionType),
        ["success", "errors", "alarms"].map(nobody),
    ],
    ["a topic told by a literal ARN is refused", acting({ alarmActions: [other] }), [nobody("other")]],
    ["okActions tell as well", acting({ okActions: [other] }), [nobody("other")]],
    [
        "insufficientDataActions tell as well",
        acting({ insufficientDataActions: [arn("elsewhere"), other] }),
        [nobody("other")],
    ],
    [
        "composite alarms tell as well",
        acting({ alarmActions: [other] }, "aws:cloudwatch/compositeAlarm:CompositeAlarm"),
        [nobody("other")],
    ],
    [
        "an endpoint that notifies by a literal ARN tells",
        [...good, { ...notifying(undefined, other), name: "second" }],
        [nobody("other")],
    ],
    ["a subscription to another topic does not count", alarmInbox("topic", arn("elsewhere")), [nobody("alarms")]],
    ["nor does one to nothing", alarmInbox("topic", undefined), [nobody("alarms")]],
    ["http is refused", alarmInbox("protocol", "http"), [lossy("alarms", "alarm-inbox: protocol is http")]],
    ["https is refused", alarmInbox("protocol", "https"), [lossy("alarms", "alarm-inbox: protocol is https")]],
    [
        "no protocol is refused",
        alarmInbox("protocol", undefined),
        [lossy("alarms", "alarm-inbox: protocol is not set")],
    ],
    [
        "a null redrivePolicy is refused",
        alarmInbox("redrivePolicy", null),
        [lossy("alarms", "alarm-inbox: redrivePolicy is null")],
    ],
    ["one without a queue is refused", alarmInbox("redrivePolicy", "{}"), [lossy("alarms", `alarm-inbox: ${noQueue}`)]],
    [
        "each subscription says why",
        [
            ...alarmInbox("protocol", "https"),
            { ...subscription("mail", "alarms"), props: { topic: arn("summaries-alarms"), protocol: "email" } },
        ],
        [lossy("alarms", "alarm-inbox: protocol is https; mail: redrivePolicy is not set")],
    ],
];

const says = (stack: StackResource[], preview: boolean): Promise<string[]> =>
    stackViolations(topicsAreHeard, stack, { preview });
const defers = (stack: StackResource[]): Promise<string[]> => stackDeferrals(topicsAreHeard, stack, { preview: true });
const subscriptions = "topic or redrivePolicy of a subscription is known only after deployment";

describe("topics-are-heard", () => {
    for (const [what, stack, said] of table) {
        it(what, async () => {
            for (const preview of [true, false]) assert.deepEqual(await says(stack, preview), said);
        });
    }

    it("leaves nothing for later in a first preview of the good stack", async () => {
        assert.deepEqual(await defers(good), []);
    });

    it("a protocol that is an output is refused in a preview", async () => {
        assert.deepEqual(await says(alarmInbox("protocol", output("sqs")), true), [
            lossy("alarms", "alarm-inbox: protocol is known only after deployment; write a literal"),
        ]);
        assert.deepEqual(await says(alarmInbox("protocol", output("sqs")), false), []);
    });

    const later: [string, StackResource[], string[], string[]][] = [
        [
            "a redrivePolicy that is an output",
            alarmInbox("redrivePolicy", output("{}")),
            [subscriptions],
            [lossy("alarms", `alarm-inbox: ${noQueue}`)],
        ],
        [
            "a topic that nothing explains",
            madeOf("alarm-inbox", "topic", [], alarmInbox("topic", output(other))),
            [subscriptions],
            [nobody("alarms")],
        ],
        [
            "a topic made of two",
            madeOf("alarm-inbox", "topic", ["alarms", "other"], alarmInbox("topic", output(other))),
            [subscriptions],
            [nobody("alarms")],
        ],
        [
            "an action that nothing explains",
            acting({ alarmActions: [output(other)] }),
            ["alarmActions is known only after deployment"],
            [nobody("other")],
        ],
        [
            "actions that are one output",
            acting({ okActions: output([other]) }),
            ["okActions is known only after deployment"],
            [nobody("other")],
        ],
        [
            "an errorTopic that nothing explains",
            [...good, { ...notifying(undefined, output(other)), name: "second" }],
            ["asyncInferenceConfig is known only after deployment"],
            [nobody("other")],
        ],
    ];
    for (const [what, stack, deferred, said] of later) {
        it(`${what} is judged once it is known`, async () => {
            assert.deepEqual(await says(stack, true), []);
            assert.deepEqual(await defers(stack), deferred);
            assert.deepEqual(await says(stack, false), said);
        });
    }

    it("an ARN that may be that of a topic without a name is judged once that is known", async () => {
        const stack = having("other", "name", output("summaries-other"), acting({ alarmActions: [other] }));
        assert.deepEqual(await says(stack, true), []);
        assert.deepEqual(await defers(stack), ["alarmActions is known only after deployment"]);
        assert.deepEqual(await says(stack, false), [nobody("other")]);
    });

    it("an action that nothing explains matters only if there is a topic that is not heard", async () => {
        const stack = [...acting({ alarmActions: [output(other)] }), subscription("other-inbox", "other")];
        assert.deepEqual(await defers(stack), []);
        assert.deepEqual(await says(stack, false), []);
    });

    it("topics of a queue that a preview leaves out are told by what it is made of", async () => {
        const stack = having("configuration", "asyncInferenceConfig", undefined, without("error-inbox", good));
        assert.deepEqual(await says(stack, true), [nobody("errors")]);
    });

    /** cdk-nag SNSRedrivePolicy, by hand: it asks every subscription for a dead letter queue, this one asks each topic for one with it. */
    for (const [what, stack, theirs, ours] of [
        ["a subscription with a dead letter queue", good, "pass", 0],
        ["one without it", alarmInbox("redrivePolicy", undefined), "fail", 1],
        [
            "one without it beside one with it",
            [
                ...good,
                { ...subscription("mail", "alarms"), props: { topic: arn("summaries-alarms"), protocol: "email" } },
            ],
            "fail",
            0,
        ],
    ] as const) {
        it(`cdk-nag SNSRedrivePolicy says ${theirs} to ${what}; here ${String(ours)} topics are refused`, async () => {
            assert.equal((await says([...stack], true)).length, ours);
        });
    }

    it("an unknown anywhere never lets an unheard topic pass", async () => {
        await staysRefused(topicsAreHeard, without("alarm-inbox", good));
        await staysRefused(topicsAreHeard, alarmInbox("protocol", "https"));
        await staysRefused(topicsAreHeard, acting({ alarmActions: [other] }));
    });

    it("nothing makes the rule throw", async () => {
        const argument = fc.constantFrom(
            ["alarm-inbox", "topic"],
            ["alarm-inbox", "redrivePolicy"],
            ["alarm-inbox", "protocol"],
            ["alarm", "alarmActions"],
            ["configuration", "asyncInferenceConfig"],
            ["configuration", "asyncInferenceConfig.outputConfig.notificationConfig"],
            ["alarms", "name"],
        ) as fc.Arbitrary<[string, string]>;
        await fc.assert(
            fc.asyncProperty(argument, anything(other, "sqs"), fc.boolean(), async ([name, path], value, preview) => {
                await says(having(name, path, value, good), preview);
            }),
        );
    });
});
