import assert from "node:assert/strict";
import fc from "fast-check";

import { type MetricIdentity, MetricStore, statisticOf } from "./metricStore";

const backlog: MetricIdentity = {
    namespace: "AWS/SageMaker",
    metricName: "ApproximateBacklogSize",
    dimensions: [{ Name: "EndpointName", Value: "summarizer" }],
};
const minute = 60_000;
const one = (value: number) => ({ sum: value, sampleCount: 1, minimum: value, maximum: value });

describe("the metric store", () => {
    it("adds up all values of a period, and leaves out its end", () => {
        const store = new MetricStore();
        store.add(backlog, 0, "Count", 60, one(4));
        store.add(backlog, 59_999, "Count", 60, one(2));
        store.add(backlog, minute, "Count", 60, one(9));
        assert.deepEqual(store.aggregate(backlog, 0, minute, undefined), {
            sum: 6,
            sampleCount: 2,
            minimum: 2,
            maximum: 4,
        });
        assert.equal(store.aggregate(backlog, 2 * minute, 3 * minute, undefined), undefined);
    });

    it("takes another set of dimensions for another metric", () => {
        const store = new MetricStore();
        store.add(backlog, 0, "Count", 60, one(4));
        const dimensions = [...backlog.dimensions, { Name: "VariantName", Value: "main" }];
        assert.equal(store.aggregate({ ...backlog, dimensions }, 0, minute, undefined), undefined);
        assert.equal(store.aggregate({ ...backlog, dimensions: [] }, 0, minute, undefined), undefined);
    });

    it("does not mind the order of dimensions", () => {
        const store = new MetricStore();
        const two = [...backlog.dimensions, { Name: "VariantName", Value: "main" }];
        store.add({ ...backlog, dimensions: two }, 0, "Count", 60, one(4));
        assert.deepEqual(store.aggregate({ ...backlog, dimensions: two.toReversed() }, 0, minute, undefined), one(4));
    });

    it("keeps units apart when one is asked for", () => {
        const store = new MetricStore();
        store.add(backlog, 0, "Count", 60, one(4));
        assert.equal(store.aggregate(backlog, 0, minute, "Seconds"), undefined);
        assert.deepEqual(store.aggregate(backlog, 0, minute, "Count"), one(4));
        assert.deepEqual(store.units(backlog, undefined), ["Count"]);
    });

    it("forgets datapoints older than fifteen days, so that it stays bounded", () => {
        const store = new MetricStore();
        const days = 24 * 60;
        for (let index = 0; index <= 17 * days; index++) store.add(backlog, index * minute, "Count", 60, one(1));
        assert.equal(store.aggregate(backlog, 0, minute, undefined), undefined);
        const kept = store.aggregate(backlog, 0, Infinity, undefined)?.sampleCount ?? 0;
        assert.ok(kept >= 15 * days && kept <= 16 * days, String(kept));
    });

    it("gives each statistic", () => {
        const aggregate = { sum: 12, sampleCount: 3, minimum: 1, maximum: 8 };
        assert.deepEqual(
            (["Average", "Sum", "Minimum", "Maximum", "SampleCount"] as const).map((name) =>
                statisticOf(aggregate, name),
            ),
            [4, 12, 1, 8, 3],
        );
    });

    it("finds the same whatever order datapoints arrive in", () => {
        const anyTimes = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 });
        fc.assert(
            fc.property(anyTimes, fc.integer({ min: 0, max: 20 }), (times, start) => {
                const store = new MetricStore();
                for (const time of times) store.add(backlog, time * minute, "Count", 60, one(time));
                const within = times.filter((time) => time >= start && time < start + 5);
                const sum = within.reduce((total, time) => total + time, 0);
                const found = store.aggregate(backlog, start * minute, (start + 5) * minute, undefined);
                assert.equal(found?.sum, within.length > 0 ? sum : undefined);
                assert.equal(found?.sampleCount, within.length > 0 ? within.length : undefined);
            }),
        );
    });
});
