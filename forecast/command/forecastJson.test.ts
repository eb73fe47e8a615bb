import assert from "node:assert/strict";

import { type Case } from "../forecast";
import { exampleCase, exampleForecast } from "../testing/exampleForecast";
import { type Workload } from "../workload/workload";
import { caseDescriptionJson, caseJson } from "./forecastJson";

const burst: Workload = { kind: "burst", requests: 100 };

describe("forecast as JSON", () => {
    it("has keys that stay", () => {
        const json = JSON.parse(JSON.stringify(caseJson(exampleForecast(exampleCase("dev", burst))))) as object;
        assert.deepEqual(Object.keys(json), [
            "name",
            "stack",
            "region",
            "instanceType",
            "fleet",
            "workload",
            "serviceTime",
            "requestOverheadSeconds",
            "coldStart",
            "price",
            "phaseSeconds",
            "switches",
            "assumptions",
            "seed",
            "runs",
            "requests",
            "measures",
            "idleUsdPerMonth",
            "typical",
            "sensitivities",
            "findings",
        ]);
    });

    it("has medians with units in their names, and the changes of the capacity", () => {
        const { measures, typical, requests } = caseJson(exampleForecast(exampleCase("dev", burst)));
        assert.equal(requests, 100);
        assert.deepEqual(measures.done, { low: 100, median: 100, high: 100 });
        assert.ok((measures.makespanSeconds.median ?? 0) > 240);
        assert.deepEqual(Object.keys(typical), ["seed", "changes"]);
        assert.equal(typical.changes[0]?.kind, "asked");
    });

    it("has null for what there is none of", () => {
        const never: Case = exampleCase("dev", burst);
        never.scenario.fleet.invocationTimeoutSeconds = 1;
        const json = JSON.stringify(caseJson(exampleForecast(never)));
        assert.match(json, /"firstResultSeconds":\{"low":null,"median":null,"high":null\}/);
        assert.match(json, /"usdPerThousandResults":\{"low":null,"median":null,"high":null\}/);
        assert.match(json, /"phaseSeconds":null/);
    });

    it("does not repeat what files hold", () => {
        const example = exampleCase("dev", { kind: "times", seconds: [0, 1, 5] });
        const seconds = { kind: "samples", seconds: [3, 5] } as const;
        const { workload, serviceTime } = caseDescriptionJson({
            ...example,
            serviceTime: { seconds, origin: "measured", source: "2 measured samples of t.txt" },
        });
        assert.deepEqual(workload, { kind: "times", requestsExpected: 3 });
        assert.deepEqual(serviceTime, {
            seconds: { kind: "samples", samples: 2, meanSeconds: 4 },
            origin: "measured",
            source: "2 measured samples of t.txt",
            measured: true,
        });
    });

    it("leaves out limits that there are none of", () => {
        const workload: Workload = { kind: "rate", perSecond: 2, requests: Infinity, durationSeconds: 60 };
        assert.deepEqual(caseDescriptionJson(exampleCase("dev", workload)).workload, {
            kind: "rate",
            perSecond: 2,
            durationSeconds: 60,
            requestsExpected: 120,
        });
    });

    it("has null for the region of a stack without one", () => {
        assert.equal(caseDescriptionJson({ ...exampleCase("dev", burst), region: "" }).region, null);
    });
});
