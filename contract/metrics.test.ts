import assert from "node:assert/strict";

import {
    backlogMetric,
    type EndpointMetric,
    endpointMetrics,
    metricNamespaces,
    metricsNotPublished,
    wakeUpMetric,
} from "./metrics";

const metrics = Object.entries<EndpointMetric>(endpointMetrics);

describe("endpointMetrics", () => {
    it("publishes what describes the queue without the variant, and everything else with it", () => {
        const withoutVariant = metrics.filter(([, metric]) => metric.dimensions.length === 1).map(([name]) => name);
        assert.deepEqual(withoutVariant, [
            "ApproximateBacklogSize",
            "ApproximateBacklogSizePerInstance",
            "ApproximateAgeOfOldestRequest",
            "HasBacklogWithoutCapacity",
        ]);
        for (const [name, { dimensions }] of metrics) {
            assert.equal(dimensions[0], "EndpointName", name);
            if (!withoutVariant.includes(name)) assert.deepEqual(dimensions, ["EndpointName", "VariantName"], name);
        }
    });

    it("scales by metrics of the queue that have an average", () => {
        for (const name of [backlogMetric, wakeUpMetric] as const) {
            const metric: EndpointMetric = endpointMetrics[name];
            assert.equal(metric.namespace, "AWS/SageMaker");
            assert.deepEqual(metric.dimensions, ["EndpointName"]);
            assert.ok(metric.statistics.includes("Average"));
        }
    });

    it("holds nothing that asynchronous endpoints do not publish", () => {
        for (const name of metricsNotPublished) assert.equal(Object.hasOwn(endpointMetrics, name), false);
    });

    it("keeps to the namespaces that the execution role may write", () => {
        assert.deepEqual([...new Set(metrics.map(([, { namespace }]) => namespace))], [...metricNamespaces]);
    });
});
