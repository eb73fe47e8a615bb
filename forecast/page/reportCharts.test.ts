import assert from "node:assert/strict";

import { renderChart, type Chart } from "../../report/chart";
import { sizes } from "../../report/chartLayout";
import { textsOf, warningsOf } from "../../report/testing/drawing";
import { type Case, type Forecast } from "../forecast";
import { reportCharts } from "./reportCharts";
import { type Fleet } from "../scenario";
import { exampleCase, exampleForecast } from "../testing/exampleForecast";
import { type Workload } from "../workload/workload";

interface Layer {
    data: { values: { x?: number; y?: number | null; label?: string }[] };
    mark: { type: string };
}

/** The layers of a panel that are of a kind. */
function layersOf(chart: Chart, panel: number, type: string): Layer["data"]["values"][] {
    const { layer } = chart.panels(sizes.wide)[panel]?.spec as { layer: Layer[] };
    return layer.filter(({ mark }) => mark.type === type).map(({ data }) => data.values);
}

function labelsOf(chart: Chart, panel: number): unknown[] {
    return layersOf(chart, panel, "text").flatMap((values) => values.map(({ label }) => label));
}

function titlesOf(chart: Chart): unknown[] {
    return chart.panels(sizes.wide).map(({ spec }) => {
        return (spec as { encoding: { y: { axis: { title: string } } } }).encoding.y.axis.title;
    });
}

const burst: Workload = { kind: "burst", requests: 1000 };

/** A run that begins half a minute after a whole minute. */
function forecastOf(workload: Workload, fleet: Partial<Fleet> = {}, changes: Partial<Case> = {}): Forecast {
    const { scenario, ...dev } = { ...exampleCase("dev", workload), ...changes };
    const changed = { ...scenario, fleet: { ...scenario.fleet, ...fleet }, phaseSeconds: 30 };
    return exampleForecast({ ...dev, scenario: changed }, 1);
}

function chartsOf(...forecasts: Forecast[]): Record<"none" | "backlog" | "rising" | "back" | "dollars", Chart> {
    const [none, backlog, rising, back, dollars] = reportCharts(forecasts);
    assert.ok(none && backlog && rising && back && dollars);
    return { none, backlog, rising, back, dollars };
}

describe("the graphs of a forecast", () => {
    const { none, backlog, rising, back, dollars } = chartsOf(forecastOf(burst));

    it("are the article's four and what it costs", () => {
        assert.deepEqual(
            reportCharts([forecastOf(burst)]).map(({ id, title }) => `${id}: ${title}`),
            [
                "no-instances: 1. No instances",
                "backlog: 2. Backlog and backlog per instance",
                "instances-rising: 3. Instances rising",
                "back-to-minimum: 4. Back to zero",
                "dollars: 5. What it costs",
            ],
        );
    });

    it("show HasBacklogWithoutCapacity until three minutes after the first instance", () => {
        assert.deepEqual(titlesOf(none), ["HasBacklogWithoutCapacity"]);
        const [line] = layersOf(none, 0, "line");
        assert.deepEqual(
            line?.map(({ x, y }) => [x, y]),
            [
                [-0.5, 0],
                [0.5, 1],
                [1.5, 1],
                [2.5, 1],
                [3.5, 1],
                [4.5, 1],
                [5.5, 1],
                [6.5, 0],
                [7.5, 0],
                [8.5, 0],
                [9.5, 0],
            ],
        );
        assert.deepEqual(labelsOf(none, 0), ["1 asked for", "in service"]);
        assert.deepEqual(layersOf(none, 0, "rule"), [[{ x: 2.5 }, { x: 6.5 }]]);
    });

    it("show both backlogs as CloudWatch names them, with the target", () => {
        assert.deepEqual(titlesOf(backlog), [
            "ApproximateBacklogSize, requests",
            "ApproximateBacklogSizePerInstance (logarithmic)",
        ]);
        const [size] = layersOf(backlog, 0, "line");
        const [perInstance] = layersOf(backlog, 1, "line");
        assert.deepEqual(
            [size?.[1], perInstance?.[1]],
            [
                { x: 0.5, y: 1000 },
                { x: 0.5, y: 1000 },
            ],
        );
        assert.equal(perInstance?.find(({ x }) => x === 11.5)?.y, (size?.find(({ x }) => x === 11.5)?.y ?? 0) / 5);
        assert.deepEqual(labelsOf(backlog, 1), ["target 5"]);
        assert.deepEqual(labelsOf(backlog, 0), ["last request ended"]);
    });

    it("are not logarithmic where the target can be seen without", () => {
        const low = chartsOf(forecastOf({ kind: "burst", requests: 100 }, { backlogPerInstance: 5 }));
        assert.equal(titlesOf(low.backlog)[1], "ApproximateBacklogSizePerInstance, requests");
    });

    it("show the rise from three minutes before until three minutes after", () => {
        const [inService, askedFor] = layersOf(rising, 0, "line");
        assert.deepEqual([inService?.[0]?.x, inService?.at(-1)?.x], [-0.5, 13.5]);
        const steps = (values: Layer["data"]["values"] = []): unknown[] =>
            values.filter(({ y }, index) => index > 0 && y !== values[index - 1]?.y).map(({ x, y }) => [x, y]);
        assert.deepEqual(steps(askedFor), [
            [2.5, 1],
            [6.5, 5],
        ]);
        assert.deepEqual(steps(inService), [
            [6.5, 1],
            [10.5, 5],
        ]);
        assert.deepEqual(labelsOf(rising, 0), ["maximum 5"]);
    });

    it("show instances and backlog until all are gone", () => {
        assert.deepEqual(titlesOf(back), ["instances in service", "backlog, requests"]);
        assert.equal(layersOf(back, 0, "line")[0]?.at(-1)?.y, 0);
        assert.deepEqual(labelsOf(back, 0), ["first result", "last request ended"]);
    });

    it("name what it costs with and without provisioning", () => {
        const { typical, case: dev } = forecastOf(burst);
        const usd = (seconds: number) => `$${((seconds / 3600) * dev.price.usdPerHour).toFixed(2)}`;
        const both = typical.inServiceSeconds + typical.provisioningSeconds;
        assert.deepEqual(
            dollars.legend.map(({ name }) => name),
            [`provisioning billed: ${usd(both)} in the end`, `not billed: ${usd(typical.inServiceSeconds)} in the end`],
        );
        assert.notEqual(usd(both), usd(typical.inServiceSeconds));
    });

    it("count from the beginning of the load where that is no request", () => {
        const poisson: Workload = { kind: "poisson", perSecond: 0.1, requests: 50, durationSeconds: Infinity };
        const xOf = ({ panels }: Chart) =>
            (panels(sizes.wide).at(-1)?.spec as { encoding: { x: { axis: { title: string } } } }).encoding.x.axis.title;
        assert.equal(xOf(none), "minutes after the first request");
        assert.equal(xOf(chartsOf(forecastOf(poisson)).none), "minutes after the load begins");
    });

    it("do not speak of zero where the minimum is none", () => {
        const kept = chartsOf(forecastOf(burst, { minCapacity: 1, initialCapacity: 1 }));
        assert.equal(kept.back.title, "4. Back to the minimum");
        assert.match(
            kept.none.caption.replaceAll("\u00a0", " "),
            / Here 5 are asked for after 3 min 30 s and in service after 7 min 30 s\.$/,
        );
        assert.ok(layersOf(kept.none, 0, "line")[0]?.every(({ y }) => y === 0));
    });

    it("say what the backlog counts", () => {
        assert.match(backlog.caption, /^Requests queued or in process, /);
        const { scenario } = forecastOf(burst).case;
        const switches = { ...scenario.switches, backlogIncludesInFlight: false };
        const waiting = chartsOf(forecastOf(burst, {}, { scenario: { ...scenario, switches } }));
        assert.match(waiting.backlog.caption, /^Requests queued, /);
    });

    it("are drawn without results, too", async () => {
        const lost = forecastOf({ kind: "burst", requests: 5 }, { requestTtlSeconds: 60 });
        assert.equal(lost.typical.done, 0);
        for (const chart of reportCharts([lost])) {
            assert.deepEqual(await warningsOf(chart), []);
            assert.doesNotMatch(await renderChart(chart, sizes.narrow), /NaN/);
        }
    });

    it("need the minutes of a typical run", () => {
        const forecast = forecastOf(burst);
        const { minutes, ...typical } = forecast.typical;
        assert.ok(minutes);
        assert.throws(() => reportCharts([{ ...forecast, typical }]), {
            message: "The typical run of dev has no minutes.",
        });
    });
});

describe("the graphs of several forecasts", () => {
    const wide = { ...forecastOf(burst, { maxCapacity: 10, backlogPerInstance: 10 }) };
    wide.case = { ...wide.case, name: "wide" };
    const { none, backlog, rising, back, dollars } = chartsOf(forecastOf(burst), wide);

    it("have a panel for each, or a line", () => {
        assert.deepEqual(titlesOf(none), ["dev: HasBacklogWithoutCapacity", "wide: HasBacklogWithoutCapacity"]);
        assert.deepEqual(titlesOf(rising), ["dev: instances", "wide: instances"]);
        for (const chart of [backlog, back]) {
            assert.deepEqual(
                chart.legend.map(({ name }) => name),
                ["dev", "wide"],
            );
            assert.deepEqual([layersOf(chart, 0, "line").length, layersOf(chart, 1, "line").length], [2, 2]);
        }
        assert.deepEqual(
            dollars.legend.map(({ name }) => name.split(":")[0]),
            ["dev", "wide"],
        );
    });

    it("have every target and every maximum", () => {
        assert.deepEqual(labelsOf(backlog, 1), ["target 5", "target 10"]);
        assert.deepEqual([labelsOf(rising, 0), labelsOf(rising, 1)], [["maximum 5"], ["maximum 10"]]);
    });

    it("say of each when it ended, and what is told of it, under its name", async () => {
        assert.deepEqual(
            textsOf(await renderChart(back, sizes.wide))
                .filter((text) => text.endsWith("ended"))
                .sort(),
            ["dev ended", "wide ended"],
        );
        assert.match(back.caption, / dev: the last request has ended .*\. wide: the last request has ended /);
    });

    it("end each line where its run ends", () => {
        const [longer, shorter] = layersOf(back, 1, "line");
        assert.equal(longer?.at(-1)?.y, 0);
        assert.equal(Number.isFinite(shorter?.at(-1)?.y), false);
    });

    it("are charts against which Vega has nothing to say", async () => {
        for (const chart of [none, backlog, rising, back, dollars]) assert.deepEqual(await warningsOf(chart), []);
    });
});
