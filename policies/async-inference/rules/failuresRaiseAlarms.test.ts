import assert from "node:assert/strict";

import { output, type StackResource } from "../../testing/analyze";
import { stackDeferrals, stackViolations } from "../../testing/violations";
import { endpointType } from "../endpoints";
import { metricAlarmType } from "../metricUse";
import { asyncStack, failureAlarms, having, madeOf, without } from "../testing/asyncStack";
import { neverThrows, staysRefused } from "../testing/invariants";
import { failuresRaiseAlarms } from "./failuresRaiseAlarms";

type Stack = readonly StackResource[];

const topic = "arn:aws:sns:us-east-1:123456789012:summaries-alarms";
const alarms = ["ApproximateAgeOfOldestRequest", "ExpiredRequests", "InvocationFailures", "NotificationFailures"];
/** The stack with nothing unknown in what the rule reads. */
const literals = alarms.reduce<Stack>(
    (stack, name) => having(name, "alarmActions", [topic], stack),
    [...asyncStack, ...failureAlarms],
);
const alarm = (path: string, value: unknown, stack: Stack = literals): StackResource[] =>
    having("ExpiredRequests", path, value, stack);

const says = (stack: Stack, preview: boolean, config: Record<string, unknown> = {}): Promise<string[]> =>
    stackViolations(failuresRaiseAlarms, stack, { preview, config });
const defers = (stack: Stack): Promise<string[]> => stackDeferrals(failuresRaiseAlarms, stack, { preview: true });

const none = (metric: string, dimensions = "EndpointName, VariantName", endpoint = "endpoint"): string =>
    `${endpoint}: No alarm is on ${metric} of this endpoint. Add an aws.cloudwatch.MetricAlarm with namespace "AWS/SageMaker", ` +
    `metricName "${metric}", dimensions { ${dimensions} } and a topic's ARN in alarmActions.`;
const unwatched = none("ExpiredRequests");
const all = [none("ApproximateAgeOfOldestRequest", "EndpointName"), ...alarms.slice(1).map((metric) => none(metric))];
const mend = "This alarm tells nobody: write a topic's ARN.";
const math = (...metricQueries: object[]): StackResource => ({
    type: metricAlarmType,
    name: "math",
    props: { metricQueries, alarmActions: [topic], comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1 },
});
const expired = {
    namespace: "AWS/SageMaker",
    metricName: "ExpiredRequests",
    dimensions: { EndpointName: "summaries", VariantName: "primary" },
};

/** Judged alike in a first preview and once all is known. */
const table: { what: string; stack: Stack; config?: Record<string, unknown>; said: string[] }[] = [
    { what: "an alarm on each metric passes", stack: literals, said: [] },
    { what: "an endpoint without alarms is refused for each metric", stack: asyncStack, said: all },
    ...alarms.map((name, index) => ({
        what: `an endpoint without an alarm on ${name} is refused`,
        stack: without(name, literals),
        said: all.slice(index, index + 1),
    })),
    {
        what: "an alarm on another metric does not count",
        stack: alarm("metricName", "InvocationsProcessed"),
        said: [unwatched],
    },
    { what: "an alarm in another namespace does not count", stack: alarm("namespace", "Mine"), said: [unwatched] },
    {
        what: "an alarm without dimensions does not count",
        stack: madeOf("ExpiredRequests", "dimensions", [], alarm("dimensions", undefined)),
        said: [unwatched],
    },
    {
        what: "an alarm on a variant alone does not count",
        stack: alarm("dimensions", { VariantName: "primary" }),
        said: [unwatched],
    },
    ...["other", "", null, 7].map((name) => ({
        what: `an alarm on the endpoint ${JSON.stringify(name)} does not count`,
        stack: alarm("dimensions.EndpointName", name),
        said: [unwatched],
    })),
    { what: "alarms with their actions enabled pass", stack: alarm("actionsEnabled", true), said: [] },
    {
        what: "a number for actionsEnabled is refused",
        stack: alarm("actionsEnabled", 0),
        said: ["ExpiredRequests: actionsEnabled is 0. Write true."],
    },
    {
        what: "no list of actions is refused",
        stack: alarm("alarmActions", undefined),
        said: [`ExpiredRequests: alarmActions is not set. ${mend}`],
    },
    {
        what: "a text for a list of actions is refused",
        stack: alarm("alarmActions", topic),
        said: [`ExpiredRequests: alarmActions is a string. ${mend}`],
    },
    ...[[null], [""], [7], ["alarms"], [{ arn: topic }]].map((actions) => ({
        what: `the actions ${JSON.stringify(actions)} are refused`,
        stack: alarm("alarmActions", actions),
        said: [`ExpiredRequests: alarmActions holds no ARN. ${mend}`],
    })),
    { what: "one action among nothing passes", stack: alarm("alarmActions", ["", topic]), said: [] },
    {
        what: "a second alarm that acts is enough",
        stack: [...alarm("actionsEnabled", false), math({ id: "m", metric: expired })],
        said: [],
    },
    {
        what: "metric math over the metric passes",
        stack: [
            ...without("ExpiredRequests", literals),
            math({ id: "m", metric: expired }, { id: "e", expression: "m / 2" }),
        ],
        said: [],
    },
    {
        what: "metric math over another endpoint's does not count",
        stack: [
            ...without("ExpiredRequests", literals),
            math({ id: "m", metric: { ...expired, dimensions: { EndpointName: "x" } } }),
        ],
        said: [unwatched],
    },
    {
        what: "an environment may ask for fewer",
        stack: without("ExpiredRequests", literals),
        config: { metrics: ["InvocationFailures"] },
        said: [],
    },
    {
        what: "and for others",
        stack: literals,
        config: { metrics: ["ResponseUploadFailures"] },
        said: [none("ResponseUploadFailures")],
    },
    {
        what: "a real-time endpoint is not concerned",
        stack: having("configuration", "asyncInferenceConfig", null),
        said: [],
    },
    { what: "a stack without endpoints is not concerned", stack: without("endpoint"), said: [] },
    {
        what: "each endpoint needs its own",
        stack: [
            ...literals,
            { type: endpointType, name: "second", props: { name: "second", endpointConfigName: "summaries-1a2b3c4" } },
        ],
        said: all.map((message) => message.replace("endpoint:", "second:")),
    },
];

/**
 * What others ask of an alarm, as they document it: Checkov CKV_AWS_319, Security Hub CloudWatch.15 and .17, cdk-nag
 * CloudWatchAlarmAction.
 */
const peers: { rule: string; what: string; stack: Stack; said: string[] }[] = [
    { rule: "CKV_AWS_319", what: "actionsEnabled left out passes", stack: literals, said: [] },
    { rule: "CKV_AWS_319", what: "actionsEnabled true passes", stack: alarm("actionsEnabled", true), said: [] },
    {
        rule: "CKV_AWS_319",
        what: "actionsEnabled false fails",
        stack: alarm("actionsEnabled", false),
        said: ["ExpiredRequests: actionsEnabled is false. Write true."],
    },
    {
        rule: "CloudWatch.17",
        what: "actions that are not activated fail",
        stack: alarm("actionsEnabled", false),
        said: ["ExpiredRequests: actionsEnabled is false. Write true."],
    },
    { rule: "CloudWatch.15", what: "an action for ALARM passes", stack: literals, said: [] },
    {
        rule: "CloudWatch.15",
        what: "no action for ALARM fails",
        stack: alarm("alarmActions", []),
        said: [`ExpiredRequests: alarmActions holds no ARN. ${mend}`],
    },
    // Theirs passes: any action will do. An alarm that only tells of the end tells nobody of the failure.
    {
        rule: "CloudWatchAlarmAction",
        what: "an action for OK alone fails",
        stack: alarm("okActions", [topic], alarm("alarmActions", [])),
        said: [`ExpiredRequests: alarmActions holds no ARN. ${mend}`],
    },
    {
        rule: "CloudWatchAlarmAction",
        what: "no action fails",
        stack: alarm("alarmActions", undefined),
        said: [`ExpiredRequests: alarmActions is not set. ${mend}`],
    },
    // Theirs fails: every alarm needs an action. Ours asks only for those on failures.
    {
        rule: "CloudWatchAlarmAction",
        what: "another alarm without an action passes",
        stack: having("wake-up-alarm", "alarmActions", [], literals),
        said: [],
    },
];

const after = "is known only after deployment, so it cannot be checked.";
const whole = "is known as a whole only after deployment, so";
const literal = "cannot be checked. Write the block as a literal; only the values in it may be outputs.";

const unknowns: [string, unknown, string][] = [
    ["metricName", "ExpiredRequests", unwatched],
    ["namespace", "AWS/SageMaker", unwatched],
    ["dimensions", { EndpointName: "summaries" }, `ExpiredRequests: dimensions ${whole} its endpoint ${literal}`],
    ["alarmActions", [topic], `ExpiredRequests: alarmActions ${whole} whom it tells ${literal}`],
    ["actionsEnabled", true, `ExpiredRequests: actionsEnabled ${after} Write true.`],
];

const elsewhere = (stack: Stack): StackResource[] => madeOf("ExpiredRequests", "dimensions", [], stack);

/** What waits in a first preview, and what is said of it once it is known. */
const waiting: { what: string; stack: Stack; waits: string; said: string[] }[] = [
    { what: "a topic's ARN", stack: alarm("alarmActions", [output(topic)]), waits: "alarmActions", said: [] },
    {
        what: "a topic's ARN that turns out to be none",
        stack: alarm("alarmActions", [output("")]),
        waits: "alarmActions",
        said: [`ExpiredRequests: alarmActions holds no ARN. ${mend}`],
    },
    {
        what: "an endpoint's name",
        stack: alarm("dimensions.EndpointName", output("summaries")),
        waits: "dimensions",
        said: [],
    },
    {
        what: "a name made of nothing in the stack",
        stack: elsewhere(alarm("dimensions.EndpointName", output("other"))),
        waits: "dimensions",
        said: [unwatched],
    },
    {
        what: "a configuration",
        stack: madeOf("endpoint", "endpointConfigName", []),
        waits: "endpointConfigName",
        said: all,
    },
];

describe("failures-raise-alarms", () => {
    for (const { what, stack, config, said } of table) {
        it(what, async () => {
            assert.deepEqual(await says(stack, true, config), said);
            assert.deepEqual(await says(stack, false, config), said);
        });
    }

    for (const { rule, what, stack, said } of peers) {
        it(`${rule}: ${what}`, async () => assert.deepEqual(await says(stack, true), said));
    }

    for (const [path, value, problem] of unknowns) {
        it(`an unknown ${path} is refused, and passes once it is known`, async () => {
            assert.deepEqual(await says(alarm(path, output(value)), true), [problem]);
            assert.deepEqual(await says(alarm(path, output(value)), false), []);
        });
    }

    for (const { what, stack, waits, said } of waiting) {
        it(`${what} that is an output waits in a first preview and is judged once it is known`, async () => {
            assert.deepEqual(await says(stack, true), []);
            assert.deepEqual(await defers(stack), [`${waits} is known only after deployment`]);
            assert.deepEqual(await says(stack, false), said);
        });
    }

    it("dimensions and actions that a preview leaves out are judged by what they are made of", async () => {
        const left = alarm("alarmActions", undefined, alarm("dimensions", undefined));
        const stack = madeOf("ExpiredRequests", "alarmActions", ["endpoint"], left);
        assert.deepEqual(await says(stack, true), []);
        assert.deepEqual(await defers(stack), ["dimensions, alarmActions are known only after deployment"]);
    });

    it("what is refused is refused or left for later with an output anywhere in it", async () => {
        for (const bad of [
            without("ExpiredRequests", literals),
            alarm("dimensions.EndpointName", "other"),
            alarm("alarmActions", [""]),
            alarm("actionsEnabled", false),
        ]) {
            await staysRefused(failuresRaiseAlarms, bad);
        }
    });

    it("nothing makes the rule throw", () => neverThrows(failuresRaiseAlarms, "ExpiredRequests", topic));
});
