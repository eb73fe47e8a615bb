import assert from "node:assert/strict";

import fc from "fast-check";

import { analyze, output, type StackResource } from "../../testing/analyze";
import { stackDeferrals, stackViolations } from "../../testing/violations";
import { asyncStack, having, madeOf, without } from "../testing/asyncStack";
import { configurationWith, judged, neverThrows, staysRefused } from "../testing/configuration";
import { neverThrows as stackNeverThrows, staysRefused as stackStaysRefused } from "../testing/invariants";
import { queueDrainsBeforeExpiry } from "./queueDrainsBeforeExpiry";

const rule = queueDrainsBeforeExpiry;
const client = "asyncInferenceConfig.clientConfig";
const at = `${client}.maxConcurrentInvocationsPerInstance`;
const write =
    "Write a whole number from 1 to 1000, the number of requests that one container works on at the same time.";
const concurrent = (value: unknown): object => configurationWith({ [at]: value });

const configurations: [string, object, string[]][] = [
    ["2 passes", concurrent(2), []],
    ["1 passes", concurrent(1), []],
    ["1000 passes", concurrent(1000), []],
    ["a real-time configuration is not concerned", configurationWith({ asyncInferenceConfig: undefined }), []],
    ["0 is refused", concurrent(0), [`${at} is 0. ${write}`]],
    ["1001 is refused", concurrent(1001), [`${at} is 1001. ${write}`]],
    ["1.5 is refused", concurrent(1.5), [`${at} is 1.5. ${write}`]],
    ["none is refused", concurrent(undefined), [`${at} is not set. ${write}`]],
    ["null is refused", concurrent(null), [`${at} is null. ${write}`]],
    ['"" is refused', concurrent(""), [`${at} is an empty string. ${write}`]],
    ['"2" is refused', concurrent("2"), [`${at} is a string, not a number. ${write}`]],
    ["a list is refused", concurrent([2]), [`${at} is a list. ${write}`]],
    ["no clientConfig is refused", configurationWith({ [client]: undefined }), [`${client} is not set. ${write}`]],
    ["a list of them is refused", configurationWith({ [client]: [] }), [`${client} is a list. ${write}`]],
    [
        "an empty asyncInferenceConfig is refused",
        configurationWith({ asyncInferenceConfig: "" }),
        [`asyncInferenceConfig is an empty string. ${write}`],
    ],
];

const whole = (path: string): string =>
    `${path} is known as a whole only after deployment, so ${at} cannot be checked. ` +
    "Write the block as a literal; only the values in it may be outputs.";

/** The async stack with this concurrency and capacity. */
const stackOf = (concurrency: unknown, maxCapacity: unknown = 5): StackResource[] =>
    having(
        "target",
        "maxCapacity",
        maxCapacity,
        having("configuration", client, { maxConcurrentInvocationsPerInstance: concurrency }),
    );
const slow = (per: number, seconds: number, on: string, requests = 10000, each = 5, ttl = 21600): string =>
    `configuration: ${at} is ${String(per)}: ${String(requests)} requests of ${String(each)} s take ${String(seconds)} s on ${on}, ` +
    `and expire after ${String(ttl)} s. Raise it or maxCapacity.`;
const writeCapacity = "Write a whole number of at least 1, so that it can be told how fast the queue drains.";
const second = (maxCapacity: number, resourceId = "endpoint/summaries/variant/blue"): StackResource => ({
    type: "aws:appautoscaling/target:Target",
    name: "second",
    props: {
        serviceNamespace: "sagemaker",
        scalableDimension: "sagemaker:variant:DesiredInstanceCount",
        resourceId,
        maxCapacity,
    },
});
const literal = (stack: StackResource[]): StackResource[] =>
    having("target", "resourceId", "endpoint/summaries/variant/primary", stack);
const twoVariants = (stack: StackResource[]): StackResource[] =>
    having("configuration", "productionVariants", [{ variantName: "primary" }, { variantName: "blue" }], stack);

const stacks: [string, readonly StackResource[], Record<string, unknown>, string[]][] = [
    ["five instances of two drain ten thousand in time", stackOf(2), {}, []],
    ["one instance of one does not", stackOf(1, 1), {}, [slow(1, 50000, "1 instance")]],
    ["nor do one of two", stackOf(2, 1), {}, [slow(2, 25000, "1 instance")]],
    ["three of one do", stackOf(1, 3), {}, []],
    ["two of one do not", stackOf(1, 2), {}, [slow(1, 25000, "2 instances")]],
    ["a larger burst takes longer", stackOf(2), { requests: 50000 }, [slow(2, 25000, "5 instances", 50000)]],
    ["so does slower work", stackOf(2), { secondsPerRequest: 21.6 }, [slow(2, 21600, "5 instances", 10000, 21.6)]],
    ["a little faster passes", stackOf(2), { secondsPerRequest: 21.5 }, []],
    [
        "callers may have less patience",
        stackOf(2),
        { ttlSeconds: 3600 },
        [slow(2, 5000, "5 instances", 10000, 5, 3600)],
    ],
    ["two variants drain one queue", twoVariants([...literal(stackOf(1, 2)), second(1)]), {}, []],
    [
        "and may still be too few",
        twoVariants([...literal(stackOf(1, 1)), second(1)]),
        {},
        [slow(1, 25000, "2 instances")],
    ],
    [
        "another endpoint's target does not help",
        [...literal(stackOf(1, 2)), second(9, "endpoint/other/variant/primary")],
        {},
        [slow(1, 25000, "2 instances")],
    ],
    ["no maxCapacity is refused", stackOf(2, null), {}, [`target: maxCapacity is null. ${writeCapacity}`]],
    ["a maxCapacity of 0 is refused", stackOf(2, 0), {}, [`target: maxCapacity is 0. ${writeCapacity}`]],
    ['"5" is refused', stackOf(2, "5"), {}, [`target: maxCapacity is a string, not a number. ${writeCapacity}`]],
    ["a concurrency that is none is the resource half's business", stackOf(0, 1), {}, []],
    ["an endpoint without a target is another rule's business", without("target"), {}, []],
    [
        "a real-time endpoint is not concerned",
        having("configuration", "asyncInferenceConfig", undefined, stackOf(1, 1)),
        {},
        [],
    ],
];

const says = (
    stack: readonly StackResource[],
    preview: boolean,
    config: Record<string, unknown> = {},
): Promise<string[]> => stackViolations(rule, stack, { preview, config });

describe("queue-drains-before-expiry", () => {
    for (const [what, props, said] of configurations) {
        it(what, async () => {
            for (const preview of [true, false]) assert.deepEqual(await judged(rule, props, preview), said);
        });
    }

    for (const path of [client, "asyncInferenceConfig"]) {
        it(`${path} as one output is refused in a preview`, async () => {
            assert.deepEqual(await judged(rule, configurationWith({ [path]: output({}) }), true), [whole(path)]);
        });
    }

    it("a concurrency that is an output is refused in a preview, and passes once it is known", async () => {
        assert.deepEqual(await judged(rule, concurrent(output(2)), true), [
            `${at} is known only after deployment, so it cannot be checked. ${write}`,
        ]);
        assert.deepEqual(await judged(rule, concurrent(output(2)), false), []);
    });

    for (const [what, stack, config, said] of stacks) {
        it(what, async () => {
            for (const preview of [true, false]) assert.deepEqual(await says(stack, preview, config), said);
        });
    }

    it("a maxCapacity that is an output is refused in a preview", async () => {
        assert.deepEqual(await says(stackOf(2, output(5)), true), [
            `target: maxCapacity is known only after deployment, so it cannot be checked. ${writeCapacity}`,
        ]);
    });

    it("a target whose endpoint nothing tells is judged once it is known", async () => {
        const stack = madeOf("target", "resourceId", [], stackOf(1, 1));
        assert.deepEqual(await says(stack, true), []);
        assert.deepEqual(await stackDeferrals(rule, stack, { preview: true }), [
            "resourceId is known only after deployment",
        ]);
        assert.deepEqual(await says(stack, false), [slow(1, 50000, "1 instance")]);
    });

    it("a queue that a preview leaves out is judged once it is known", async () => {
        const stack = madeOf(
            "configuration",
            "asyncInferenceConfig",
            ["target"],
            having("configuration", "asyncInferenceConfig", undefined),
        );
        assert.deepEqual(await stackDeferrals(rule, stack, { preview: true }), [
            "asyncInferenceConfig is known only after deployment",
        ]);
    });

    it("resources of other types are not concerned", async () => {
        assert.deepEqual(await analyze(rule, "aws:sagemaker/endpoint:Endpoint", concurrent(0), { preview: true }), []);
        assert.deepEqual(await says([], true), []);
    });

    it("passes exactly what drains before it expires", async () => {
        const number = fc.integer({ min: 1, max: 30 });
        await fc.assert(
            fc.asyncProperty(number, number, number, async (concurrency, maxCapacity, secondsPerRequest) => {
                const said = await says(stackOf(concurrency, maxCapacity), true, { secondsPerRequest });
                assert.equal(said.length, 10000 * secondsPerRequest < 21600 * concurrency * maxCapacity ? 0 : 1);
            }),
        );
    });

    it("an unknown anywhere never lets a slow queue pass", async () => {
        await staysRefused(rule, concurrent(0));
        await stackStaysRefused(rule, stackOf(1, 1));
        await stackStaysRefused(rule, stackOf(2, null));
    });

    it("nothing makes the rule throw", async () => {
        await neverThrows(rule, 2);
        await stackNeverThrows(rule, 2, 5);
    });

    it("judges the stack it is shown, and no more of it than that", async () => {
        assert.deepEqual(await says(asyncStack, true), []);
    });
});
