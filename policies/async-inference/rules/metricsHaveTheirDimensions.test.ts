import assert from "node:assert/strict";

import fc from "fast-check";

import { endpointMetrics } from "../../../contract/metrics";
import { output, type StackResource } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { deferrals, stackDeferrals, stackViolations, violations } from "../../testing/violations";
import { endpointType } from "../endpoints";
import { metricAlarmType } from "../metricUse";
import { scalingPolicyType } from "../scaling";
import { asyncStack, having, madeOf } from "../testing/asyncStack";
import { neverThrows } from "../testing/invariants";
import { metricsHaveTheirDimensions } from "./metricsHaveTheirDimensions";

const specification = "targetTrackingScalingPolicyConfiguration.customizedMetricSpecification";

const endpoint = { EndpointName: "summaries" };
const both = { ...endpoint, VariantName: "primary" };
const alarm = (metricName: unknown, dimensions: unknown, namespace: unknown = "AWS/SageMaker"): object => ({
    namespace,
    metricName,
    dimensions,
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
});
const list = (dimensions: object): object[] => Object.entries(dimensions).map(([name, value]) => ({ name, value }));
/** The policy with one argument of its metric changed. */
const policy = (path: string, value: unknown): object =>
    having("backlog", `${specification}.${path}`, value).find(({ name }) => name === "backlog")?.props ?? assert.fail();
const queries = (...metricQueries: unknown[]): object => ({
    comparisonOperator: "GreaterThanThreshold",
    metricQueries,
});

const judge = (type: string, props: object, preview: boolean): Promise<string[]> =>
    violations(metricsHaveTheirDimensions, type, props, { preview });

const endpointAlone = "Write EndpointName and nothing else.";
const withVariant = "Write EndpointName and VariantName.";
const noData = (metric: string, mend: string, at = "dimensions"): string =>
    `${at} are not those of ${metric}, so there is never any data. ${mend}`;
const notIts = (metric: string, namespace: string, at = "namespace"): string =>
    `${at} is not that of ${metric}, so there is never any data. Write "${namespace}".`;

interface Row {
    what: string;
    type?: string;
    props: object;
    said: string[];
}

/** Judged alike in a first preview and once all is known. */
const table: Row[] = [
    ...Object.entries(endpointMetrics).flatMap(([name, { namespace, dimensions }]): Row[] => {
        const [own, other, mend] =
            dimensions.length === 1 ? [endpoint, both, endpointAlone] : [both, endpoint, withVariant];
        return [
            { what: `${name} with its dimensions passes`, props: alarm(name, own, namespace), said: [] },
            {
                what: `${name} with others is refused`,
                props: alarm(name, other, namespace),
                said: [noData(name, mend)],
            },
        ];
    }),
    {
        what: "names in another order pass",
        props: alarm("ExpiredRequests", { VariantName: "primary", ...endpoint }),
        said: [],
    },
    {
        what: "misspelt names are refused",
        props: alarm("ExpiredRequests", { Endpoint: "summaries", Variant: "primary" }),
        said: [noData("ExpiredRequests", withVariant)],
    },
    {
        what: "no names are refused",
        props: alarm("ExpiredRequests", {}),
        said: [noData("ExpiredRequests", withVariant)],
    },
    {
        what: "one more name is refused",
        props: alarm("ExpiredRequests", { ...both, Region: "x" }),
        said: [noData("ExpiredRequests", withVariant)],
    },
    {
        what: "no dimensions are refused",
        props: alarm("ExpiredRequests", undefined),
        said: [`dimensions is not set. ${withVariant}`],
    },
    {
        what: "a list for a block is refused",
        props: alarm("ExpiredRequests", []),
        said: [`dimensions is a list. ${withVariant}`],
    },
    {
        what: "a blank value is refused",
        props: alarm("ExpiredRequests", { ...both, EndpointName: "" }),
        said: ["dimensions.EndpointName is an empty string. Write the endpoint's name."],
    },
    {
        what: "a null value is refused",
        props: alarm("ExpiredRequests", { ...both, VariantName: null }),
        said: ["dimensions.VariantName is null. Write the variant's name."],
    },
    {
        what: "a number for a value is refused",
        props: alarm("ExpiredRequests", { ...both, VariantName: 1 }),
        said: ["dimensions.VariantName is a number. Write the variant's name."],
    },
    {
        what: "the namespace of instances is not that of requests",
        props: alarm("ExpiredRequests", both, "/aws/sagemaker/Endpoints"),
        said: [notIts("ExpiredRequests", "AWS/SageMaker")],
    },
    {
        what: "the namespace of requests is not that of instances",
        props: alarm("CPUUtilization", both),
        said: [notIts("CPUUtilization", "/aws/sagemaker/Endpoints")],
    },
    {
        what: "a misspelt namespace is refused",
        props: alarm("ModelLatency", both, "AWS/Sagemaker"),
        said: [notIts("ModelLatency", "AWS/SageMaker")],
    },
    {
        what: "a queue's metric in another namespace of AWS is refused",
        props: alarm("HasBacklogWithoutCapacity", endpoint, "AWS/SQS"),
        said: [notIts("HasBacklogWithoutCapacity", "AWS/SageMaker")],
    },
    {
        what: "CPU of another service is not concerned",
        props: alarm("CPUUtilization", { InstanceId: "i-1" }, "AWS/EC2"),
        said: [],
    },
    {
        what: "invocations of another service are not concerned",
        props: alarm("Invocations", { FunctionName: "f" }, "AWS/Lambda"),
        said: [],
    },
    {
        what: "a program's own metric is not concerned",
        props: alarm("ExpiredRequests", { Shop: "x" }, "MyShop"),
        said: [],
    },
    {
        what: "a metric of SageMaker that the table lacks is not concerned",
        props: alarm("ConcurrentRequestsPerModel", both),
        said: [],
    },
    {
        what: "no namespace is refused",
        props: alarm("ExpiredRequests", both, null),
        said: ['namespace is null. Write "AWS/SageMaker".'],
    },
    {
        what: "no namespace of a metric that is not published is refused",
        props: alarm("Invocations", both, null),
        said: ["namespace is null. Write the metric's namespace."],
    },
    {
        what: "a number for a namespace is refused",
        props: alarm("ExpiredRequests", both, 7),
        said: ['namespace is a number. Write "AWS/SageMaker".'],
    },
    { what: "no namespace of a program's own metric is not concerned", props: alarm("Own", both, null), said: [] },
    {
        what: "no name of a metric is refused",
        props: alarm("", both),
        said: ["metricName is an empty string. Write the metric's name."],
    },
    { what: "no name of another service's metric is not concerned", props: alarm("", both, "AWS/EC2"), said: [] },
    { what: "an alarm on other alarms is not concerned", props: { alarmRule: "ALARM(a)" }, said: [] },
    {
        what: "metrics of an alarm's math are judged one by one",
        props: queries(
            { id: "a", metric: alarm("ExpiredRequests", endpoint) },
            { id: "b", metric: alarm("InvocationFailures", both) },
            { id: "c", metric: alarm("CPUUtilization", both) },
            { id: "d", expression: "a + b", returnData: true },
        ),
        said: [
            noData("ExpiredRequests", withVariant, "metricQueries[0].metric.dimensions"),
            notIts("CPUUtilization", "/aws/sagemaker/Endpoints", "metricQueries[2].metric.namespace"),
        ],
    },
    {
        what: "a query that is no block is refused",
        props: queries(null),
        said: [
            "metricQueries[0] is null, so its metric cannot be checked. Write it as Pulumi declares it, or leave it out.",
        ],
    },
    {
        what: "a policy on the backlog passes",
        type: scalingPolicyType,
        props: policy("statistic", "Average"),
        said: [],
    },
    {
        what: "a policy on the backlog of a variant is refused",
        type: scalingPolicyType,
        props: policy("dimensions", list(both)),
        said: [noData("ApproximateBacklogSizePerInstance", endpointAlone, `${specification}.dimensions`)],
    },
    {
        what: "a policy with a name twice is refused",
        type: scalingPolicyType,
        props: policy("dimensions", [...list(endpoint), ...list(endpoint)]),
        said: [noData("ApproximateBacklogSizePerInstance", endpointAlone, `${specification}.dimensions`)],
    },
    {
        what: "a policy without dimensions is refused",
        type: scalingPolicyType,
        props: policy("dimensions", undefined),
        said: [`${specification}.dimensions is not set. ${endpointAlone}`],
    },
    {
        what: "a dimension without a name is refused",
        type: scalingPolicyType,
        props: policy("dimensions", [{ value: "summaries" }]),
        said: [`${specification}.dimensions[0].name is not set. ${endpointAlone}`],
    },
    {
        what: "a dimension without a value is refused",
        type: scalingPolicyType,
        props: policy("dimensions", [{ name: "EndpointName" }]),
        said: [`${specification}.dimensions[0].value is not set. Write the endpoint's name.`],
    },
    {
        what: "metrics of a policy's math are judged",
        type: scalingPolicyType,
        props: policy("metrics", [
            { id: "m", metricStat: { stat: "Sum", metric: { ...alarm("ApproximateBacklogSize", list(both)) } } },
            { id: "e", expression: "m / 2" },
        ]),
        said: [
            noData("ApproximateBacklogSize", endpointAlone, `${specification}.metrics[0].metricStat.metric.dimensions`),
        ],
    },
    { what: "a step policy names no metric", type: scalingPolicyType, props: { policyType: "StepScaling" }, said: [] },
    {
        what: "a policy of another service with a predefined metric is not concerned",
        type: scalingPolicyType,
        props: {
            serviceNamespace: "ecs",
            targetTrackingScalingPolicyConfiguration: { predefinedMetricSpecification: { predefinedMetricType: "x" } },
        },
        said: [],
    },
];

const after = "is known only after deployment, so it cannot be checked.";
const whole = "is known as a whole only after deployment, so its";
const literal = "cannot be checked. Write the block as a literal; only the values in it may be outputs.";

const unknowns: { what: string; type?: string; props: object; problem: string }[] = [
    {
        what: "namespace",
        props: alarm("ExpiredRequests", both, output("AWS/SageMaker")),
        problem: `namespace ${after} Write "AWS/SageMaker".`,
    },
    {
        what: "metricName",
        props: alarm(output("ExpiredRequests"), both),
        problem: `metricName ${after} Write the metric's name.`,
    },
    {
        what: "block of dimensions",
        props: alarm("ExpiredRequests", output(both)),
        problem: `dimensions ${whole} dimensions ${literal}`,
    },
    {
        what: "list of queries",
        props: { metricQueries: output([{ id: "a", metric: alarm("ExpiredRequests", both) }]) },
        problem: `metricQueries ${whole} metrics ${literal}`,
    },
    {
        what: "metric of a query",
        props: queries({ id: "a", metric: output(alarm("ExpiredRequests", both)) }),
        problem: `metricQueries[0].metric ${whole.replace("its", "metricQueries[0].metric.namespace")} ${literal} Write the metric's namespace.`,
    },
    {
        what: "name of a policy's dimension",
        type: scalingPolicyType,
        props: policy("dimensions[0].name", output("EndpointName")),
        problem: `${specification}.dimensions[0].name is known only after deployment, so its dimensions ${literal}`,
    },
];

describe("metrics-have-their-dimensions: a metric", () => {
    for (const { what, type = metricAlarmType, props, said } of table) {
        it(what, async () => {
            assert.deepEqual(await judge(type, props, true), said);
            assert.deepEqual(await judge(type, props, false), said);
        });
    }

    for (const { what, type = metricAlarmType, props, problem } of unknowns) {
        it(`an unknown ${what} is refused, and passes once it is known`, async () => {
            assert.deepEqual(await judge(type, props, true), [problem]);
            assert.deepEqual(await judge(type, props, false), []);
        });
    }

    it("an endpoint's name that is an output is judged once it is known", async () => {
        const props = alarm("ExpiredRequests", { ...both, EndpointName: output("") });
        assert.deepEqual(await judge(metricAlarmType, props, true), []);
        assert.deepEqual(await deferrals(metricsHaveTheirDimensions, metricAlarmType, props, { preview: true }), [
            "dimensions.EndpointName is known only after deployment",
        ]);
        assert.deepEqual(await judge(metricAlarmType, props, false), [
            "dimensions.EndpointName is an empty string. Write the endpoint's name.",
        ]);
    });

    it("whatever stands there, nothing makes the rule throw", async () => {
        const likely = anything("AWS/SageMaker", "ExpiredRequests", both, list(endpoint));
        await fc.assert(
            fc.asyncProperty(likely, likely, likely, fc.boolean(), async (name, dimensions, namespace, preview) => {
                const metric = alarm(name, dimensions, namespace);
                await judge(metricAlarmType, metric, preview);
                await judge(metricAlarmType, queries({ metric }, name), preview);
                await judge(scalingPolicyType, policy("metrics", [{ metricStat: { metric } }, name]), preview);
            }),
        );
    });

    it("an unknown never makes a refused metric pass", async () => {
        for (const bad of [
            alarm("ExpiredRequests", endpoint),
            alarm("CPUUtilization", both),
            alarm("ExpiredRequests", { ...both, EndpointName: "" }),
            alarm("HasBacklogWithoutCapacity", endpoint, "AWS/SQS"),
        ] as Record<string, unknown>[]) {
            for (const path of ["namespace", "metricName", "dimensions"]) {
                const props = { ...bad, [path]: output("x") };
                const mode = { preview: true };
                const left = await deferrals(metricsHaveTheirDimensions, metricAlarmType, props, mode);
                assert.notDeepEqual([...(await judge(metricAlarmType, props, true)), ...left], [], path);
            }
        }
    });
});

const says = (stack: readonly StackResource[], preview: boolean): Promise<string[]> =>
    stackViolations(metricsHaveTheirDimensions, stack, { preview });

/** An alarm in the place of the one that wakes the fleet. */
const watching = (metricName: string, EndpointName: unknown, sources: string[] = []): StackResource[] => {
    const named = having("wake-up-alarm", "metricName", metricName);
    return madeOf(
        "wake-up-alarm",
        "dimensions",
        sources,
        having("wake-up-alarm", "dimensions", { EndpointName, VariantName: "v" }, named),
    );
};
const realTime: StackResource[] = [
    {
        type: "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
        name: "fast-configuration",
        props: { name: "fast-1", productionVariants: [{ variantName: "v" }] },
    },
    { type: endpointType, name: "fast", props: { name: "fast", endpointConfigName: "fast-1" } },
];
const unpublished =
    "wake-up-alarm: metricName is Invocations, which is not published for an async endpoint, so there is never any data. " +
    "Write another metric, such as InvocationsProcessed.";

const stacks: { what: string; stack: readonly StackResource[]; said: string[] }[] = [
    { what: "published metrics pass", stack: asyncStack, said: [] },
    ...["Invocations", "InvocationsPerInstance", "OverheadLatency"].map((name) => ({
        what: `${name} of an async endpoint is refused`,
        stack: watching(name, "summaries"),
        said: [unpublished.replace("Invocations,", `${name},`)],
    })),
    {
        what: "of an endpoint elsewhere it is refused",
        stack: watching("Invocations", "elsewhere"),
        said: [unpublished],
    },
    { what: "of no endpoint it is refused", stack: watching("Invocations", undefined), said: [unpublished] },
    { what: "of a real-time endpoint it passes", stack: [...watching("Invocations", "fast"), ...realTime], said: [] },
    {
        what: "of the async one beside it, it is refused",
        stack: [...watching("Invocations", "summaries"), ...realTime],
        said: [unpublished],
    },
    {
        what: "in another namespace it is not concerned",
        stack: having("wake-up-alarm", "namespace", "AWS/Lambda", watching("Invocations", "summaries")),
        said: [],
    },
    {
        what: "in a misspelt namespace it is refused",
        stack: having("wake-up-alarm", "namespace", "AWS/Sagemaker", watching("Invocations", "summaries")),
        said: [unpublished],
    },
];

describe("metrics-have-their-dimensions: what is not published", () => {
    for (const { what, stack, said } of stacks) {
        it(what, async () => {
            assert.deepEqual(await says(stack, true), said);
            assert.deepEqual(await says(stack, false), said);
        });
    }

    it("of an async endpoint's output it is refused in a first preview already", async () => {
        assert.deepEqual(await says(watching("Invocations", output("summaries"), ["endpoint"]), true), [unpublished]);
    });

    it("of what may be the real-time endpoint is judged once it is known", async () => {
        const stack = [...watching("Invocations", output("summaries")), ...realTime];
        assert.deepEqual(await says(stack, true), []);
        assert.deepEqual(await stackDeferrals(metricsHaveTheirDimensions, stack, { preview: true }), [
            "dimensions is known only after deployment",
        ]);
        assert.deepEqual(await says(stack, false), [unpublished]);
    });

    it("in a policy it is refused too", async () => {
        assert.deepEqual(await says(having("backlog", `${specification}.metricName`, "Invocations"), true), [
            unpublished.replace("wake-up-alarm: ", `backlog: ${specification}.`),
        ]);
    });

    it("nothing makes the rule throw", () => neverThrows(metricsHaveTheirDimensions, "Invocations", "AWS/SageMaker"));
});
