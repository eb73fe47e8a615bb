import assert from "node:assert/strict";

import { sizes } from "../../report/chartLayout";
import { warningsOf } from "../../report/testing/drawing";
import { type Sensitivity } from "../forecast";
import { movedBy, sensitivityChart } from "./sensitivityChart";
import { exampleCase, exampleForecast } from "../testing/exampleForecast";

const base = exampleForecast(exampleCase("dev", { kind: "burst", requests: 10 }), 1);
const heading = { id: "sensitivity", title: "What moves the answer" };

function moving(changes: readonly [Sensitivity["switch"], number, number][]): ReturnType<typeof movedBy> {
    const measures = {
        ...base.measures,
        makespanSeconds: { low: 1000, median: 1000, high: 1000 },
        usd: { low: 2, median: 2, high: 2 },
    };
    const sensitivities = changes.map(([name, makespanSeconds, usd]) => {
        return {
            switch: name,
            value: "otherwise",
            present: "so",
            objective: "makespanSeconds" as const,
            makespanSeconds,
            latencyP95Seconds: NaN,
            usd,
            done: 0,
        };
    });
    return movedBy({ ...base, measures, sensitivities });
}

/** What stands in the chart, row by row. */
function rowsOf(moved: ReturnType<typeof movedBy>): unknown {
    const [panel] = sensitivityChart(moved, heading)?.panels(sizes.wide) ?? [];
    assert.ok(panel);
    const { layer } = panel.spec as { layer: { data: { values: { x?: number; label?: string }[] } }[] };
    const [makespan, usd, , labels] = layer.map(({ data }) => data.values);
    return labels?.map(({ label }, row) => [label, makespan?.[row]?.x, usd?.[row]?.x]);
}

describe("what each switch moves", () => {
    it("is a share of the medians, in the order of the sensitivities, of which answers are a part", () => {
        const moved = moving([
            ["metricLagSeconds", 10, 0.02],
            ["billProvisioning", 0, -0.5],
            ["serviceTime", 200, 0.3],
        ]);
        assert.deepEqual(rowsOf(moved), [
            ["metricLagSeconds otherwise", 1, 1],
            ["billProvisioning otherwise", 0, -25],
            ["serviceTime otherwise", 20, 15],
        ]);
    });

    it("is not drawn where it is less than half a percent, and the chart is none when that is all", () => {
        const moved = moving([
            ["serviceTime", 5, 0],
            ["coldStart", 4, 0.009],
            ["scaleInDrains", 0, 0],
        ]);
        assert.deepEqual(rowsOf(moved), [["serviceTime otherwise", 0.5, 0]]);
        assert.equal(sensitivityChart(moved.slice(1), heading), undefined);
        assert.equal(sensitivityChart([], heading), undefined);
    });

    it("is nothing where there is no median to compare with", () => {
        const sensitivities = base.sensitivities.map((one) => ({ ...one, makespanSeconds: NaN }));
        const measures = { ...base.measures, usd: { low: 0, median: 0, high: 0 } };
        for (const { seconds, usd } of movedBy({ ...base, measures, sensitivities })) {
            assert.deepEqual([seconds, usd], [0, 0]);
        }
    });

    it("is of the time that counts for the workload, by its name", () => {
        const sensitivities = base.sensitivities.map((one) => {
            return { ...one, objective: "latencyP95Seconds" as const, makespanSeconds: 0, latencyP95Seconds: 50 };
        });
        const measures = { ...base.measures, latencyP95Seconds: { low: 100, median: 100, high: 100 } };
        const moved = movedBy({ ...base, measures, sensitivities });
        assert.ok(moved.every(({ seconds }) => seconds === 0.5));
        const names = (of: typeof moved) => sensitivityChart(of, heading)?.legend?.map(({ name }) => name);
        assert.deepEqual(names(moved), ["time that 95 % take at most", "cost"]);
        assert.deepEqual(names(moving([["serviceTime", 200, 0.3]])), ["time until all have ended", "cost"]);
    });

    it("draws ten rows at most", () => {
        const many = moving(Array.from({ length: 14 }, (_, index) => ["serviceTime", 100 + index, 0]));
        assert.equal((rowsOf(many) as unknown[]).length, 10);
    });

    it("is a chart against which Vega has nothing to say", async () => {
        const chart = sensitivityChart(movedBy(base), heading);
        assert.ok(chart);
        assert.deepEqual(await warningsOf(chart), []);
    });
});
