import assert from "node:assert/strict";

import { type Forecast } from "../forecast";
import { exampleCase, exampleForecast } from "../testing/exampleForecast";
import { minuteCsv } from "./minuteCsv";

const header =
    "atSeconds,backlog,backlogPerInstance,backlogWithoutCapacity,desired,inService,arrived,done,timedOut,expired,inSystem,inServiceSeconds,provisioningSeconds";

describe("minutes as CSV", () => {
    let forecast: Forecast;
    before(() => {
        const dev = exampleCase("dev", { kind: "burst", requests: 20 });
        forecast = exampleForecast({ ...dev, scenario: { ...dev.scenario, phaseSeconds: 20 } }, 1);
    });

    it("have a header, and a line for each minute", () => {
        const lines = minuteCsv([forecast]).split("\n");
        assert.equal(lines[0], header);
        assert.equal(lines[1], "-20,0,0,0,0,0,0,0,0,0,0,0,0");
        assert.equal(lines[2], "40,20,20,1,0,0,20,0,0,0,20,0,0");
        assert.equal(lines.at(-1), "");
        assert.equal(lines.length, (forecast.typical.minutes?.atSeconds.length ?? 0) + 2);
    });

    it("say of which case they are, where there are several", () => {
        const named = { ...forecast, case: { ...forecast.case, name: 'dev with task="a,b"' } };
        const lines = minuteCsv([forecast, named]).split("\n");
        assert.equal(lines[0], `case,${header}`);
        assert.equal(lines[2], '"dev",40,20,20,1,0,0,20,0,0,0,20,0,0');
        assert.equal(lines.at(-2)?.startsWith('"dev with task=""a,b""",'), true);
    });

    it("have no more digits than milliseconds", () => {
        assert.doesNotMatch(minuteCsv([forecast]), /\.\d{4}/);
    });
});
