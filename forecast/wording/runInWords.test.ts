import assert from "node:assert/strict";

import { type Forecast } from "../forecast";
import { backlogInWords, climbInWords, returnInWords, wakeUpInWords } from "./runInWords";
import { type Fleet } from "../scenario";
import { type MinuteSeries } from "../simulation/outcome";
import { exampleCase, exampleForecast } from "../testing/exampleForecast";
import { type Workload } from "../workload/workload";

/** One run that begins half a minute after a whole minute. */
function run(workload: Workload, fleet: Partial<Fleet> = {}): { forecast: Forecast; minutes: MinuteSeries } {
    const { scenario, ...dev } = exampleCase("dev", workload);
    const changed = { ...scenario, fleet: { ...scenario.fleet, ...fleet }, phaseSeconds: 30 };
    const forecast = exampleForecast({ ...dev, scenario: changed }, 1);
    const { minutes } = forecast.typical;
    assert.ok(minutes);
    return { forecast, minutes };
}

describe("a run in words", () => {
    const { forecast, minutes } = run({ kind: "burst", requests: 1000 });

    it("tells when the fleet is woken", () => {
        assert.equal(wakeUpInWords(forecast), "1 is asked for after 2 min 30 s and in service after 6 min 30 s");
        const wide = run({ kind: "burst", requests: 1000 }, { wakeUpScalingAdjustment: 3 });
        assert.match(wakeUpInWords(wide.forecast), /^3 are asked for /);
    });

    it("tells that none is asked for", () => {
        const idle = run({ kind: "burst", requests: 3 }, { minCapacity: 1, initialCapacity: 1 });
        assert.equal(wakeUpInWords(idle.forecast), "no instance is asked for");
        assert.equal(climbInWords(idle.forecast), "no instance is added");
    });

    it("tells how high the backlog is, and until when there is more of it than the target", () => {
        assert.equal(
            backlogInWords(forecast, minutes),
            "the backlog is 1,000 at most, and for each instance above the target until 16 min",
        );
        const low = run({ kind: "burst", requests: 3 });
        assert.equal(backlogInWords(low.forecast, low.minutes), "the backlog is 3 at most, never above the target");
    });

    it("tells when the fleet is at its peak, and how often more was refused until then", () => {
        assert.equal(
            climbInWords(forecast),
            "5 are in service after 11 min; until then more was asked for 3 times and refused, because an update was under way",
        );
        const refused = { atSeconds: 700, kind: "refused", from: 5, to: 6, policy: "backlog" } as const;
        const { typical } = forecast;
        const later = { ...forecast, typical: { ...typical, changes: [...typical.changes, refused] } };
        assert.equal(climbInWords(later), climbInWords(forecast));
        const one = run({ kind: "burst", requests: 3 });
        assert.equal(climbInWords(one.forecast), "1 is in service after 6 min 30 s");
    });

    it("tells when the last request has ended, and why the capacity stays", () => {
        assert.equal(
            returnInWords(forecast),
            "the last request has ended after 16 min, and capacity is at its minimum again 16 min later: the low alarm needs 15 quiet minutes",
        );
        const always = run({ kind: "burst", requests: 3 }, { minCapacity: 1, initialCapacity: 1 });
        assert.equal(
            returnInWords(always.forecast),
            "the last request has ended after 8 s, with capacity at its minimum",
        );
    });
});
