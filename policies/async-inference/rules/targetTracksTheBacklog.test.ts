import assert from "node:assert/strict";

import fc from "fast-check";

import { output, type StackResource } from "../../testing/analyze";
import { anything, known } from "../../testing/anything";
import { deferrals, stackDeferrals, stackViolations, violations } from "../../testing/violations";
import { endpointType } from "../endpoints";
import { scalingPolicyType } from "../scaling";
import { asyncStack, having, madeOf, without } from "../testing/asyncStack";
import { neverThrows, staysRefused } from "../testing/invariants";
import { targetTracksTheBacklog } from "./targetTracksTheBacklog";

const configuration = "targetTrackingScalingPolicyConfiguration";
const metric = `${configuration}.customizedMetricSpecification`;

/** The policy with one argument changed. */
function policy(path: string, value: unknown): object {
    return having("backlog", path, value).find(({ name }) => name === "backlog")?.props ?? assert.fail();
}
const specification = (value: object): object => policy(metric, value);
const judge = (props: object, preview: boolean): Promise<string[]> =>
    violations(targetTracksTheBacklog, scalingPolicyType, props, { preview });

const dimensions = [{ name: "EndpointName", value: output("summaries") }];
const query = (id: string, metricName: unknown, more: object = { returnData: false }): object => ({
    id,
    metricStat: { metric: { namespace: "AWS/SageMaker", metricName, dimensions }, stat: "Average" },
    ...more,
});
const math = (expression: string): object => ({ id: "e", expression, returnData: true });
const queries = (...metrics: unknown[]): object => specification({ metrics });
const size = query("m1", "ApproximateBacklogSize");
const cpus = {
    id: "n",
    metricStat: {
        metric: { namespace: "/aws/sagemaker/Endpoints", metricName: "CPUUtilization" },
        stat: "SampleCount",
    },
    returnData: false,
};

const writeMetric = 'Write "ApproximateBacklogSizePerInstance".';
const unpublished = "which is not published for an async endpoint.";
const missing = "Write a customizedMetricSpecification on ApproximateBacklogSizePerInstance.";
const notBacklog =
    `What ${metric}.metrics returns is not made of the backlog. Let it be made of ApproximateBacklogSize or ` +
    "ApproximateBacklogSizePerInstance in AWS/SageMaker.";
const predefined =
    `${configuration}.predefinedMetricSpecification names a metric that is not published for an async endpoint, or not the ` +
    "backlog. Write a customizedMetricSpecification on ApproximateBacklogSizePerInstance in its place.";

/** One policy, judged alike in a first preview and once all is known. */
const table: { what: string; props: object; said: string[] }[] = [
    { what: "the backlog per instance passes", props: policy("name", "x"), said: [] },
    ...["Invocations", "InvocationsPerInstance", "OverheadLatency"].map((name) => ({
        what: `${name} is refused`,
        props: policy(`${metric}.metricName`, name),
        said: [`${metric}.metricName is ${name}, ${unpublished} ${writeMetric}`],
    })),
    {
        what: "the whole backlog is refused",
        props: policy(`${metric}.metricName`, "ApproximateBacklogSize"),
        said: [
            `${metric}.metricName is ApproximateBacklogSize, which does not fall as instances are added. ${writeMetric}`,
        ],
    },
    ...["CPUUtilization", "approximateBacklogSizePerInstance"].map((name) => ({
        what: `${name} is refused`,
        props: policy(`${metric}.metricName`, name),
        said: [`${metric}.metricName is a string. ${writeMetric}`],
    })),
    {
        what: "no metric is refused",
        props: policy(`${metric}.metricName`, undefined),
        said: [`${metric}.metricName is not set. ${writeMetric}`],
    },
    {
        what: "a number for a metric is refused",
        props: policy(`${metric}.metricName`, 1),
        said: [`${metric}.metricName is 1. ${writeMetric}`],
    },
    {
        what: "another namespace is refused",
        props: policy(`${metric}.namespace`, "Mine"),
        said: [`${metric}.namespace is a string. Write "AWS/SageMaker".`],
    },
    {
        what: "no configuration is refused",
        props: policy(configuration, undefined),
        said: [`${configuration} is not set. ${missing}`],
    },
    {
        what: "no metric specification is refused",
        props: policy(configuration, { targetValue: 5 }),
        said: [`${metric} is not set. ${missing}`],
    },
    {
        what: "a blank metric specification is refused",
        props: policy(metric, ""),
        said: [`${metric} is an empty string. ${missing}`],
    },
    ...["SageMakerVariantInvocationsPerInstance", "SageMakerVariantConcurrentRequestsPerModelHighResolution", ""].map(
        (predefinedMetricType) => ({
            what: `the predefined metric "${predefinedMetricType}" is refused`,
            props: policy(configuration, { targetValue: 5, predefinedMetricSpecification: { predefinedMetricType } }),
            said: [predefined],
        }),
    ),
    {
        what: "a blank type is refused",
        props: policy("policyType", ""),
        said: ['policyType is an empty string. Write "TargetTrackingScaling" or "StepScaling".'],
    },
    { what: "a step policy is not concerned", props: policy("policyType", "StepScaling"), said: [] },
    { what: "a policy is StepScaling where its type is left out", props: policy("policyType", undefined), said: [] },
    {
        what: "another service's policy is not concerned",
        props: {
            ...policy(`${metric}.metricName`, "x"),
            serviceNamespace: "ecs",
            scalableDimension: "ecs:service:DesiredCount",
        },
        said: [],
    },
    {
        what: "a policy without a service is judged",
        props: { ...policy(`${metric}.metricName`, "Invocations"), serviceNamespace: null },
        said: [`${metric}.metricName is Invocations, ${unpublished} ${writeMetric}`],
    },
    { what: "math over the backlog passes", props: queries(size, cpus, math("m1 / FILL(n, 1)")), said: [] },
    {
        what: "one query on the backlog passes",
        props: queries(query("m", "ApproximateBacklogSizePerInstance", {})),
        said: [],
    },
    {
        what: "math over math over the backlog passes",
        props: queries(size, { id: "f", expression: "m1 * 2", returnData: false }, math("f + 1")),
        said: [],
    },
    { what: "math beside the backlog is refused", props: queries(size, cpus, math("n / 2")), said: [notBacklog] },
    { what: "an id within another id is another", props: queries(size, cpus, math("m12 + n")), said: [notBacklog] },
    { what: "math over itself is refused", props: queries(size, math("e + 1")), said: [notBacklog] },
    { what: "math that returns nothing is refused", props: queries(size), said: [notBacklog] },
    { what: "no queries are refused", props: queries(), said: [notBacklog] },
    {
        what: "the backlog of another namespace is not it",
        props: queries({
            id: "m",
            metricStat: { metric: { namespace: "Mine", metricName: "ApproximateBacklogSize" } },
        }),
        said: [notBacklog],
    },
    {
        what: "math over what is not published is refused",
        props: queries(size, query("i", "Invocations"), math("m1 / i")),
        said: [
            `${metric}.metrics[1].metricStat.metric.metricName is Invocations, ${unpublished} Write ApproximateBacklogSize.`,
        ],
    },
    {
        what: "a query without expression and metric is refused",
        props: queries(size, { id: "e" }),
        said: [`${metric}.metrics[1].expression is not set. Write the query's metricStat or expression.`],
    },
];

const after = "is known only after deployment, so it cannot be checked.";
const whole = "is known as a whole only after deployment, so its metric";
const literal = "cannot be checked. Write the block as a literal; only the values in it may be outputs.";

const unknowns: [string, object, string][] = [
    [
        "metricName",
        policy(`${metric}.metricName`, output("ApproximateBacklogSizePerInstance")),
        `${metric}.metricName ${after} ${writeMetric}`,
    ],
    [
        "namespace",
        policy(`${metric}.namespace`, output("AWS/SageMaker")),
        `${metric}.namespace ${after} Write "AWS/SageMaker".`,
    ],
    [
        "policyType",
        policy("policyType", output("TargetTrackingScaling")),
        `policyType ${after} Write "TargetTrackingScaling" or "StepScaling".`,
    ],
    [
        "configuration",
        policy(configuration, output(Reflect.get(policy("name", "x"), configuration))),
        `${configuration} ${whole} ${literal}`,
    ],
    [
        "specification",
        policy(metric, output({ namespace: "AWS/SageMaker", metricName: "ApproximateBacklogSizePerInstance" })),
        `${metric} ${whole} ${literal}`,
    ],
    [
        "list of queries",
        specification({ metrics: output([query("m", "ApproximateBacklogSize", {})]) }),
        `${metric}.metrics ${whole}s ${literal}`,
    ],
    [
        "expression",
        queries(size, math(output("m1"))),
        `${metric}.metrics[1].expression ${after} Write the query's metricStat or expression.`,
    ],
    [
        "returnData",
        queries(query("m", "ApproximateBacklogSize", { returnData: output(true) })),
        `${metric}.metrics[0].returnData ${after} Write true or false.`,
    ],
];

describe("target-tracks-the-backlog: the policy", () => {
    for (const { what, props, said } of table) {
        it(what, async () => {
            assert.deepEqual(await judge(props, true), said);
            assert.deepEqual(await judge(props, false), said);
        });
    }

    for (const [what, props, problem] of unknowns) {
        it(`an unknown ${what} is refused, and passes once it is known`, async () => {
            assert.deepEqual(await judge(props, true), [problem]);
            assert.deepEqual(await judge(props, false), []);
        });
    }

    it("what may be another service's is judged once that is known", async () => {
        const props = { ...policy(`${metric}.metricName`, "Invocations"), serviceNamespace: output("sagemaker") };
        assert.deepEqual(await judge(props, true), []);
        assert.deepEqual(await deferrals(targetTracksTheBacklog, scalingPolicyType, props, { preview: true }), [
            "serviceNamespace is known only after deployment",
        ]);
        assert.equal((await judge(props, false)).length, 1);
    });

    it("whatever stands for the metric, only the backlog passes and nothing makes the rule throw", async () => {
        const right = "ApproximateBacklogSizePerInstance";
        await fc.assert(
            fc.asyncProperty(anything(right), fc.boolean(), async (value, preview) => {
                const said = await judge(policy(`${metric}.metricName`, value), preview);
                assert.equal(said.length, known(value, { preview }) === right ? 0 : 1);
            }),
        );
    });

    it("whatever stands for the queries, nothing makes the rule throw", async () => {
        await fc.assert(
            fc.asyncProperty(fc.array(anything(size, math("m1"))), fc.boolean(), async (metrics, preview) => {
                await judge(specification({ metrics }), preview);
            }),
        );
    });
});

const says = (stack: readonly StackResource[], preview: boolean): Promise<string[]> =>
    stackViolations(targetTracksTheBacklog, stack, { preview });
const defers = (stack: readonly StackResource[]): Promise<string[]> =>
    stackDeferrals(targetTracksTheBacklog, stack, { preview: true });

const untracked =
    'target: No target-tracking policy belongs to this target. Add an aws.appautoscaling.Policy with policyType "TargetTrackingScaling", ' +
    "this target's resourceId and a customizedMetricSpecification on ApproximateBacklogSizePerInstance.";
const id = "endpoint/summaries/variant/primary";
const literals = having("target", "resourceId", id, having("backlog", "resourceId", id));

const stacks: { what: string; stack: readonly StackResource[]; said: string[] }[] = [
    { what: "with a policy passes", stack: literals, said: [] },
    { what: "without a policy is refused", stack: without("backlog", literals), said: [untracked] },
    {
        what: "with a step policy alone is refused",
        stack: having("backlog", "policyType", undefined, literals),
        said: [untracked],
    },
    {
        what: "with another target's policy is refused",
        stack: having("backlog", "resourceId", "endpoint/other/variant/primary", literals),
        said: [untracked],
    },
    {
        what: "with another service's policy is refused",
        stack: having("backlog", "serviceNamespace", "ecs", literals),
        said: [untracked],
    },
    {
        what: "of a real-time endpoint is not concerned",
        stack: having("configuration", "asyncInferenceConfig", undefined, without("backlog", literals)),
        said: [],
    },
    {
        what: "of an endpoint elsewhere is not concerned",
        stack: without("endpoint", without("backlog", literals)),
        said: [],
    },
    {
        what: "of another service is not concerned",
        stack: having("target", "scalableDimension", "ecs:service:DesiredCount", without("backlog", literals)),
        said: [],
    },
];

describe("target-tracks-the-backlog: a target", () => {
    for (const { what, stack, said } of stacks) {
        it(what, async () => {
            assert.deepEqual(await says(stack, true), said);
            assert.deepEqual(await says(stack, false), said);
        });
    }

    it("with a policy made of it passes, and is judged again once that is known", async () => {
        assert.deepEqual(await says(asyncStack, true), []);
        assert.deepEqual(await defers(asyncStack), ["resourceId is known only after deployment"]);
        assert.deepEqual(await says(asyncStack, false), []);
    });

    it("made of an async endpoint is refused in a first preview already", async () => {
        assert.deepEqual(await says(without("backlog"), true), [untracked]);
    });

    it("with a policy made of another target is refused in a first preview already", async () => {
        const target = asyncStack.find(({ name }) => name === "target") ?? assert.fail();
        const stack = madeOf("backlog", "resourceId", ["other"], [...asyncStack, { ...target, name: "other" }]);
        assert.deepEqual(await says(stack, true), [untracked]);
    });

    it("that may be a real-time endpoint's is judged once that is known", async () => {
        const other = { type: endpointType, name: "other", props: { name: "other" } };
        const stack = madeOf("target", "resourceId", [], [...without("backlog"), other]);
        assert.deepEqual(await says(stack, true), []);
        assert.deepEqual(await defers(stack), ["resourceId is known only after deployment"]);
        assert.deepEqual(await says(stack, false), [untracked]);
    });

    it("what is refused is refused or left for later with an output anywhere in it", async () => {
        for (const bad of [
            without("backlog", literals),
            without("backlog"),
            having("backlog", "serviceNamespace", "ecs", literals),
            having("backlog", "resourceId", "endpoint/other/variant/primary", literals),
        ]) {
            await staysRefused(targetTracksTheBacklog, bad);
        }
    });

    it("nothing makes the rule throw", () => neverThrows(targetTracksTheBacklog, "sagemaker", id));
});
