import assert from "node:assert/strict";

import { output, type StackResource } from "../../testing/analyze";
import { stackDeferrals, stackViolations } from "../../testing/violations";
import { asyncStack, having, madeOf, policyArn, without } from "../testing/asyncStack";
import { neverThrows, staysRefused } from "../testing/invariants";
import { addAlarm, addPolicy } from "../wakeUpChains";
import { emptyFleetWakesUp } from "./emptyFleetWakesUp";

const says = (stack: readonly StackResource[], preview: boolean): Promise<string[]> =>
    stackViolations(emptyFleetWakesUp, stack, { preview });
const defers = (stack: readonly StackResource[]): Promise<string[]> =>
    stackDeferrals(emptyFleetWakesUp, stack, { preview: true });

const steps = "stepScalingPolicyConfiguration.stepAdjustments";
const noPolicy = `target: No step policy belongs to this target, which scales in to zero. ${addPolicy}`;
const noAlarm = `wake-up: No alarm on HasBacklogWithoutCapacity acts on this policy. ${addAlarm}`;
const oneStep = 'Write [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }].';
const noStep = `wake-up: ${steps} adds no instance from the alarm's threshold upwards. ${oneStep}`;
const name = "Write { EndpointName: … } with the endpoint's name, and nothing else.";

const policy = (path: string, value: unknown): StackResource[] => having("wake-up", path, value);
const alarm = (path: string, value: unknown, stack = asyncStack): StackResource[] =>
    having("wake-up-alarm", path, value, stack);
const stepsOf = (...list: unknown[]): StackResource[] => policy(steps, list);
const operator = (comparisonOperator: unknown, threshold: unknown): StackResource[] =>
    alarm("threshold", threshold, alarm("comparisonOperator", comparisonOperator));
const rhythm = (period: unknown, evaluationPeriods: unknown): StackResource[] =>
    alarm("evaluationPeriods", evaluationPeriods, alarm("period", period));
const copy = (of: string, name_: string, changes: object): StackResource[] =>
    asyncStack.flatMap((resource) =>
        resource.name === of ? [{ ...resource, name: name_, props: { ...resource.props, ...changes } }] : [],
    );

/** Judged alike in a first preview and once all is known. */
const table: { what: string; stack: readonly StackResource[]; said: string[] }[] = [
    { what: "AWS's recipe passes", stack: asyncStack, said: [] },
    {
        what: "a target that keeps an instance is not concerned",
        stack: having("target", "minCapacity", 1, without("wake-up")),
        said: [],
    },
    {
        what: "a target whose minCapacity is not set may be empty",
        stack: having("target", "minCapacity", null, without("wake-up")),
        said: [noPolicy],
    },
    {
        what: "another service's target is not concerned",
        stack: having("target", "scalableDimension", "ecs:service:DesiredCount", without("wake-up")),
        said: [],
    },
    { what: "target tracking alone is refused", stack: without("wake-up"), said: [noPolicy] },
    {
        what: "a step policy of another variant does not count",
        stack: having(
            "wake-up",
            "resourceId",
            "endpoint/summaries/variant/blue",
            having("target", "resourceId", "endpoint/summaries/variant/primary"),
        ),
        said: [noPolicy],
    },
    ...["", null, undefined, "ecs"].map((service) => ({
        what: `a step policy of the service ${JSON.stringify(service) ?? "not set"} does not count`,
        stack: policy("serviceNamespace", service),
        said: [noPolicy],
    })),
    {
        what: "another dimension's step policy does not count",
        stack: policy("scalableDimension", "ecs:service:DesiredCount"),
        said: [noPolicy],
    },
    {
        what: "a policy of another type does not count",
        stack: policy("policyType", "PredictiveScaling"),
        said: [noPolicy],
    },
    { what: "StepScaling is what a policy is without a type", stack: policy("policyType", undefined), said: [] },
    {
        what: "a blank type is refused",
        stack: policy("policyType", ""),
        said: ['wake-up: policyType is an empty string. Write "StepScaling".'],
    },
    {
        what: "no configuration of the steps is refused",
        stack: policy("stepScalingPolicyConfiguration", undefined),
        said: [
            'wake-up: stepScalingPolicyConfiguration is not set. Write "ChangeInCapacity".',
            `wake-up: stepScalingPolicyConfiguration is not set. ${oneStep}`,
        ],
    },
    ...["ExactCapacity", "PercentChangeInCapacity"].map((type) => ({
        what: `${type} is refused`,
        stack: policy("stepScalingPolicyConfiguration.adjustmentType", type),
        said: ['wake-up: stepScalingPolicyConfiguration.adjustmentType is a string. Write "ChangeInCapacity".'],
    })),
    {
        what: "no steps are refused",
        stack: policy(steps, undefined),
        said: [`wake-up: ${steps} is not set. ${oneStep}`],
    },
    { what: "an empty list of steps is refused", stack: stepsOf(), said: [noStep] },
    {
        what: "a step that removes is refused",
        stack: stepsOf({ metricIntervalLowerBound: "0", scalingAdjustment: -1 }),
        said: [noStep],
    },
    {
        what: "a step that adds nothing is refused",
        stack: stepsOf({ metricIntervalLowerBound: "0", scalingAdjustment: 0 }),
        said: [noStep],
    },
    {
        what: "a step from above the threshold is refused",
        stack: stepsOf({ metricIntervalLowerBound: "1", scalingAdjustment: 1 }),
        said: [noStep],
    },
    {
        what: "a step up to the threshold is refused",
        stack: stepsOf({ metricIntervalUpperBound: "0", scalingAdjustment: 1 }),
        said: [noStep],
    },
    {
        what: "a step without bounds, which AWS refuses, is refused",
        stack: stepsOf({ scalingAdjustment: 1 }),
        said: [noStep],
    },
    {
        what: "a step with an end and none after it is refused",
        stack: stepsOf({ metricIntervalLowerBound: "0", metricIntervalUpperBound: "1", scalingAdjustment: 1 }),
        said: [noStep],
    },
    {
        what: "two steps that add pass",
        stack: stepsOf(
            { metricIntervalLowerBound: "0", metricIntervalUpperBound: "1", scalingAdjustment: 1 },
            { metricIntervalLowerBound: "1", scalingAdjustment: 2 },
        ),
        said: [],
    },
    {
        what: "a step below the threshold beside it passes",
        stack: stepsOf(
            { metricIntervalUpperBound: "0", scalingAdjustment: -1 },
            { metricIntervalLowerBound: "0", scalingAdjustment: 1 },
        ),
        said: [],
    },
    {
        what: "a step of several instances passes",
        stack: stepsOf({ metricIntervalLowerBound: "0", scalingAdjustment: 3 }),
        said: [],
    },
    {
        what: "a step from below the threshold passes",
        stack: stepsOf({ metricIntervalLowerBound: "-0.5", scalingAdjustment: 1 }),
        said: [],
    },
    ...(
        [
            ["half", "a string"],
            [0, "0"],
            [true, "true"],
        ] as const
    ).map(([bound, found]) => ({
        what: `a bound that is ${JSON.stringify(bound)} is refused`,
        stack: stepsOf({ metricIntervalLowerBound: bound, scalingAdjustment: 1 }),
        said: [`wake-up: ${steps}[0].metricIntervalLowerBound is ${found}. Write a number as a text, or leave it out.`],
    })),
    {
        what: "an adjustment that is a text is refused",
        stack: stepsOf({ metricIntervalLowerBound: "0", scalingAdjustment: "1" }),
        said: [`wake-up: ${steps}[0].scalingAdjustment is a string. Write a whole number.`],
    },
    { what: "a policy that no alarm acts on is refused", stack: without("wake-up-alarm"), said: [noAlarm] },
    {
        what: "an alarm on another metric does not count",
        stack: alarm("metricName", "ApproximateBacklogSize"),
        said: [noAlarm],
    },
    { what: "an alarm without a metric does not count", stack: alarm("metricName", undefined), said: [noAlarm] },
    ...[undefined, null, "", [], [null], [""], ["arn:aws:sns:us-east-1:123456789012:summaries-alarms"]].map(
        (actions) => ({
            what: `an alarm that acts on ${JSON.stringify(actions) ?? "nothing"} does not count`,
            stack: madeOf("wake-up-alarm", "alarmActions", [], alarm("alarmActions", actions)),
            said: [noAlarm],
        }),
    ),
    {
        what: "a known ARN of the policy passes",
        stack: alarm("alarmActions", [policyArn("summaries-wake-up")]),
        said: [],
    },
    {
        what: "an alarm that acts on target tracking does not count",
        stack: madeOf(
            "wake-up-alarm",
            "alarmActions",
            ["backlog"],
            alarm("alarmActions", [output(policyArn("summaries-backlog"))]),
        ),
        said: [noAlarm],
    },
    {
        what: "another namespace is refused",
        stack: alarm("namespace", "AWS/Sagemaker"),
        said: ['wake-up-alarm: namespace is a string. Write "AWS/SageMaker".'],
    },
    {
        what: "a variant among the dimensions is refused",
        stack: alarm("dimensions", { EndpointName: "summaries", VariantName: "primary" }),
        said: [`wake-up-alarm: dimensions are not EndpointName alone, so there is never any data. ${name}`],
    },
    {
        what: "another dimension is refused",
        stack: alarm("dimensions", { Endpoint: "summaries" }),
        said: [`wake-up-alarm: dimensions are not EndpointName alone, so there is never any data. ${name}`],
    },
    {
        what: "no dimensions are refused",
        stack: madeOf("wake-up-alarm", "dimensions", [], alarm("dimensions", undefined)),
        said: [`wake-up-alarm: dimensions is not set. ${name}`],
    },
    {
        what: "a blank endpoint is refused",
        stack: alarm("dimensions.EndpointName", ""),
        said: [`wake-up-alarm: dimensions.EndpointName is an empty string. ${name}`],
    },
    ...["other", 7].map((endpoint) => ({
        what: `the endpoint ${JSON.stringify(endpoint)} is refused`,
        stack: alarm("dimensions.EndpointName", endpoint),
        said: [
            "wake-up-alarm: dimensions.EndpointName is not the endpoint that the policy's target scales. Write that endpoint's name.",
        ],
    })),
    ...["Maximum", "Sum"].map((statistic) => ({
        what: `${statistic} is refused`,
        stack: alarm("statistic", statistic),
        said: ['wake-up-alarm: statistic is a string. Write "Average".'],
    })),
    {
        what: "no statistic is refused",
        stack: alarm("statistic", undefined),
        said: ['wake-up-alarm: statistic is not set. Write "Average".'],
    },
    { what: "more than 0 passes", stack: operator("GreaterThanThreshold", 0), said: [] },
    { what: "at least a half passes", stack: operator("GreaterThanOrEqualToThreshold", 0.5), said: [] },
    {
        what: "more than 1 is never",
        stack: operator("GreaterThanThreshold", 1),
        said: ["wake-up-alarm: threshold is 1. Write 0: the metric is 0 or 1."],
    },
    {
        what: "at least 0 is always",
        stack: operator("GreaterThanOrEqualToThreshold", 0),
        said: ["wake-up-alarm: threshold is 0. Write 1: the metric is 0 or 1."],
    },
    {
        what: "at least 2 is never",
        stack: operator("GreaterThanOrEqualToThreshold", 2),
        said: ["wake-up-alarm: threshold is 2. Write 1: the metric is 0 or 1."],
    },
    {
        what: "no threshold is refused",
        stack: alarm("threshold", undefined),
        said: ["wake-up-alarm: threshold is not set. Write 1: the metric is 0 or 1."],
    },
    {
        what: "less than is refused",
        stack: operator("LessThanThreshold", 1),
        said: [
            'wake-up-alarm: comparisonOperator is a string. Write "GreaterThanOrEqualToThreshold" with a threshold of 1.',
        ],
    },
    { what: "five minutes pass", stack: rhythm(300, 1), said: [] },
    {
        what: "more than five minutes are refused",
        stack: rhythm(60, 6),
        said: [
            "wake-up-alarm: period times evaluationPeriods is 360 seconds, and the queue waits as long. Write 60 and 2: at most 300 in all.",
        ],
    },
    {
        what: "no period is refused",
        stack: rhythm(undefined, 2),
        said: ["wake-up-alarm: period is not set. Write 60."],
    },
    { what: "no period of 0 either", stack: rhythm(0, 2), said: ["wake-up-alarm: period is 0. Write 60."] },
    {
        what: "a text for evaluationPeriods is refused",
        stack: rhythm(60, "2"),
        said: ["wake-up-alarm: evaluationPeriods is a string. Write 2."],
    },
    { what: "treatMissingData is missing where it is left out", stack: alarm("treatMissingData", undefined), said: [] },
    ...["breaching", "notBreaching", "ignore"].map((missing) => ({
        what: `missing data taken for ${missing} is refused`,
        stack: alarm("treatMissingData", missing),
        said: ['wake-up-alarm: treatMissingData is a string. Write "missing".'],
    })),
    {
        what: "actions that are not enabled are refused",
        stack: alarm("actionsEnabled", false),
        said: ["wake-up-alarm: actionsEnabled is false. Write true."],
    },
    { what: "actions that are enabled pass", stack: alarm("actionsEnabled", true), said: [] },
    {
        what: "another step policy beside a whole chain is nobody's business",
        stack: [...asyncStack, ...copy("wake-up", "scale-in", { name: "in", stepScalingPolicyConfiguration: {} })],
        said: [],
    },
    {
        what: "of two broken chains the one that lacks less is reported",
        stack: [
            ...alarm("actionsEnabled", false),
            ...copy("wake-up-alarm", "other-alarm", { statistic: "Sum", period: 3600 }),
        ],
        said: ["wake-up-alarm: actionsEnabled is false. Write true."],
    },
    {
        what: "two variants may share an alarm but not a policy",
        stack: [...asyncStack, ...copy("target", "blue", { resourceId: "endpoint/summaries/variant/blue" })],
        said: [noPolicy.replace("target:", "blue:")],
    },
    {
        what: "an endpoint of another stack, by its name",
        stack: having(
            "wake-up",
            "resourceId",
            "endpoint/x/variant/y",
            having(
                "target",
                "resourceId",
                "endpoint/x/variant/y",
                alarm("dimensions.EndpointName", "x", without("endpoint")),
            ),
        ),
        said: [],
    },
];

const after = "is known only after deployment, so it cannot be checked.";
const literal = "Write the block as a literal; only the values in it may be outputs.";
const whole = "is known as a whole only after deployment, so";

/** What has to be a literal: refused while it is an output, though it is right. */
const unknowns: [string, string, unknown, string][] = [
    ["wake-up", "policyType", "StepScaling", `policyType ${after} Write "StepScaling".`],
    [
        "wake-up",
        "stepScalingPolicyConfiguration.adjustmentType",
        "ChangeInCapacity",
        `stepScalingPolicyConfiguration.adjustmentType ${after} Write "ChangeInCapacity".`,
    ],
    [
        "wake-up",
        steps,
        [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }],
        `${steps} ${whole} its steps cannot be checked. ${literal}`,
    ],
    [
        "wake-up",
        `${steps}[0].metricIntervalLowerBound`,
        "0",
        `${steps}[0].metricIntervalLowerBound ${after} Write a number as a text, or leave it out.`,
    ],
    ["wake-up", `${steps}[0].scalingAdjustment`, 1, `${steps}[0].scalingAdjustment ${after} Write a whole number.`],
    [
        "wake-up-alarm",
        "metricName",
        "HasBacklogWithoutCapacity",
        `metricName ${after} Write "HasBacklogWithoutCapacity".`,
    ],
    ["wake-up-alarm", "namespace", "AWS/SageMaker", `namespace ${after} Write "AWS/SageMaker".`],
    [
        "wake-up-alarm",
        "dimensions",
        { EndpointName: "summaries" },
        `dimensions ${whole} its endpoint cannot be checked. ${literal}`,
    ],
    ["wake-up-alarm", "statistic", "Average", `statistic ${after} Write "Average".`],
    ["wake-up-alarm", "threshold", 1, `threshold ${after} Write 1: the metric is 0 or 1.`],
    ["wake-up-alarm", "period", 60, `period ${after} Write 60.`],
    ["wake-up-alarm", "treatMissingData", "missing", `treatMissingData ${after} Write "missing".`],
    [
        "wake-up-alarm",
        "alarmActions",
        [policyArn("summaries-wake-up")],
        `alarmActions ${whole} what it acts on cannot be checked. ${literal}`,
    ],
];

const id = "endpoint/summaries/variant/primary";
/** The stack with nothing unknown in what the rule reads. */
const literals = having(
    "target",
    "resourceId",
    id,
    having("wake-up", "resourceId", id, alarm("alarmActions", [policyArn("summaries-wake-up")])),
);
const made = (resource: string, path: string, value: unknown, sources: string[]): StackResource[] =>
    madeOf(resource, path.split(/[.[]/)[0] ?? "", sources, having(resource, path, output(value), literals));
const otherEndpoint =
    "wake-up-alarm: dimensions.EndpointName is not the endpoint that the policy's target scales. Write that endpoint's name.";

/** What waits in a first preview, and what is said of it once it is known. */
const waiting: { what: string; stack: readonly StackResource[]; waits: string; said: string[] }[] = [
    ...[[], ["wake-up"]].map((sources) => ({
        what: `an action made of ${sources.join() || "nothing in the stack"}`,
        stack: made("wake-up-alarm", "alarmActions[0]", policyArn("summaries-wake-up"), sources),
        waits: "alarmActions",
        said: [],
    })),
    {
        what: "an action that turns out to be another",
        stack: made("wake-up-alarm", "alarmActions[0]", policyArn("other"), ["wake-up"]),
        waits: "alarmActions",
        said: [noAlarm],
    },
    ...[[], ["endpoint"]].map((sources) => ({
        what: `an endpoint's name made of ${sources.join() || "nothing in the stack"}`,
        stack: made("wake-up-alarm", "dimensions.EndpointName", "summaries", sources),
        waits: "dimensions",
        said: [],
    })),
    {
        what: "an endpoint's name that turns out to be another",
        stack: made("wake-up-alarm", "dimensions.EndpointName", "other", ["endpoint"]),
        waits: "dimensions",
        said: [otherEndpoint],
    },
    ...[[], ["target"], ["endpoint"], ["target", "endpoint"]].map((sources) => ({
        what: `a policy's resourceId made of ${sources.join(" and ") || "nothing in the stack"}`,
        stack: made("wake-up", "resourceId", id, sources),
        waits: "resourceId",
        said: [],
    })),
    ...[[], ["target"]].map((sources) => ({
        what: `a policy's service made of ${sources.join() || "nothing in the stack"}`,
        stack: made("wake-up", "serviceNamespace", "sagemaker", sources),
        waits: "resourceId",
        said: [],
    })),
    {
        what: "a target that may be another service's",
        stack: without("wake-up", made("target", "serviceNamespace", "sagemaker", [])),
        waits: "serviceNamespace",
        said: [noPolicy],
    },
];

describe("empty-fleet-wakes-up", () => {
    for (const { what, stack, said } of table) {
        it(what, async () => {
            assert.deepEqual(await says(stack, true), said);
            assert.deepEqual(await says(stack, false), said);
        });
    }

    for (const [resource, path, value, problem] of unknowns) {
        it(`an unknown ${path} is refused, and passes once it is known`, async () => {
            const stack = having(resource, path, output(value));
            assert.deepEqual(await says(stack, true), [`${resource}: ${problem}`]);
            assert.deepEqual(await says(stack, false), []);
        });
    }

    for (const { what, stack, waits, said } of waiting) {
        it(`${what} waits in a first preview and is judged once it is known`, async () => {
            assert.deepEqual(await says(stack, true), []);
            assert.deepEqual(await defers(stack), [`${waits} is known only after deployment`]);
            assert.deepEqual(await says(stack, false), said);
        });
    }

    it("what is wired by outputs waits in a first preview, what is written does not", async () => {
        assert.deepEqual(await defers(asyncStack), [
            "resourceId, alarmActions, dimensions are known only after deployment",
        ]);
        assert.deepEqual(await says(literals, true), []);
        assert.deepEqual(await defers(literals), []);
    });

    it("dimensions and actions that a preview leaves out are judged by what they are made of", async () => {
        const left = alarm("alarmActions", undefined, alarm("dimensions", undefined));
        assert.deepEqual(await says(left, true), []);
        assert.deepEqual(await defers(left), ["resourceId, alarmActions, dimensions are known only after deployment"]);
    });

    it("an alarm made of another endpoint is refused in a first preview already", async () => {
        const other = { type: "aws:sagemaker/endpoint:Endpoint", name: "other", props: { name: output("other") } };
        const stack = [...alarm("dimensions.EndpointName", output("other")), other];
        assert.deepEqual(await says(madeOf("wake-up-alarm", "dimensions", ["other"], stack), true), [
            "wake-up-alarm: dimensions.EndpointName is not the endpoint that the policy's target scales. Write that endpoint's name.",
        ]);
    });

    it("what is refused is refused or left for later with an output anywhere in it", async () => {
        for (const bad of [
            without("wake-up"),
            without("wake-up-alarm"),
            stepsOf({ metricIntervalLowerBound: "1", scalingAdjustment: 1 }),
            alarm("dimensions.EndpointName", "other"),
            alarm("actionsEnabled", false),
            madeOf(
                "wake-up-alarm",
                "alarmActions",
                ["backlog"],
                alarm("alarmActions", [output(policyArn("summaries-backlog"))]),
            ),
        ]) {
            await staysRefused(emptyFleetWakesUp, bad);
        }
    });

    it("nothing makes the rule throw", () => neverThrows(emptyFleetWakesUp, "0", 1, "StepScaling", "summaries"));
});
