import assert from "node:assert/strict";

import { type Case, type Sensitivity } from "./forecast";
import { sensitivitiesOf } from "./sensitivity";
import { SimulationPool } from "./runs/simulationPool";
import { Study } from "./runs/study";
import { smallCase } from "./testing/smallCase";

async function sensitivities(of: Case, runs = 3): Promise<Sensitivity[]> {
    const study = new Study(new SimulationPool(1), { seed: 1, runs });
    return sensitivitiesOf(of, await study.outcomesOf(of.scenario), study);
}

function find(all: readonly Sensitivity[], name: string, value: string): Sensitivity {
    const found = all.find((each) => each.switch === name && each.value === value);
    assert.ok(found, `${name} ${value} is missing`);
    return found;
}

describe("how far a forecast depends on what is open", () => {
    it("is found out for every switch, cold start and service time, each set to what it is not", async () => {
        const all = await sensitivities(smallCase());
        assert.deepEqual(all.map(({ switch: name, value, present }) => `${name} ${present} → ${value}`).sort(), [
            "backlogIncludesInFlight true → false",
            "billProvisioning true → false",
            "coldStart 4 min → half as long",
            "coldStart 4 min → twice as long",
            "lowAlarmCountsFromScaleOut true → false",
            "lowAlarmExtraLagSeconds 0 → 600",
            "metricLagSeconds 30 → 0",
            "metricLagSeconds 30 → 90",
            "rejectWhileUpdating true → false",
            "scaleInDrains true → false",
            "scaleInSeconds 60 → 0",
            "scaleInSeconds 60 → 300",
            "scaleInStep proportional → oneStep",
            "serviceTime 4 s → 25 % longer",
            "serviceTime 4 s → 25 % shorter",
        ]);
    });

    it("is told as a difference: a cold start twice as long delays a fleet of one by one cold start", async () => {
        const one = smallCase({ fleet: { maxCapacity: 1 } });
        const twice = find(await sensitivities(one), "coldStart", "twice as long");
        assert.deepEqual(
            { makespanSeconds: Math.round(twice.makespanSeconds), done: twice.done },
            { makespanSeconds: 240, done: 0 },
        );
        // 240 s more of provisioning, and as long in service: at $0.23 an hour.
        assert.equal(twice.usd.toFixed(6), ((240 * 0.23) / 3600).toFixed(6));
    });

    it("counts requests that are no longer answered", async () => {
        const late = smallCase({ fleet: { maxCapacity: 1, requestTtlSeconds: 810 } });
        const all = await sensitivities(late);
        assert.ok(find(all, "serviceTime", "25 % longer").done < 0);
        assert.ok(find(all, "metricLagSeconds", "90").done < 0);
    });

    it("has nothing random in it: what does nothing is exactly 0", async () => {
        const random = smallCase({
            fleet: { maxCapacity: 1 },
            scenario: { serviceSeconds: { kind: "exponential", meanSeconds: 4 } },
        });
        const all = await sensitivities(random);
        for (const name of ["scaleInStep", "rejectWhileUpdating"] as const) {
            const { makespanSeconds, usd, done } = all.find((each) => each.switch === name) ?? assert.fail(name);
            assert.deepEqual({ makespanSeconds, usd, done }, { makespanSeconds: 0, usd: 0, done: 0 });
        }
        assert.equal(find(all, "serviceTime", "25 % longer").present, "4 s on average");
    });

    it("begins with what moves most", async () => {
        const slow = smallCase({
            fleet: { maxCapacity: 1 },
            scenario: { coldStartSeconds: { kind: "constant", seconds: 7200 } },
        });
        const all = await sensitivities(slow);
        assert.deepEqual([all[0]?.switch, all[0]?.value], ["coldStart", "twice as long"]);
    });

    it("weighs what 95 % of the requests take where they come over a time", async () => {
        const bursts = smallCase({
            workload: {
                kind: "bursts",
                basePerSecond: 0,
                burstRequests: 200,
                everySeconds: 3600,
                durationSeconds: 14_400,
            },
        });
        const all = await sensitivities(bursts);
        assert.ok(all.every(({ objective }) => objective === "latencyP95Seconds"));
        assert.deepEqual([all[0]?.switch, all[0]?.value], ["coldStart", "twice as long"]);
        assert.ok((all[0]?.latencyP95Seconds ?? 0) > 200, String(all[0]?.latencyP95Seconds));
        assert.ok((await sensitivities(smallCase())).every(({ objective }) => objective === "makespanSeconds"));
    });

    it("is not found out where that would take too long, which the study remembers", async () => {
        const of = smallCase();
        const study = new Study(new SimulationPool(1), { seed: 1, runs: 3, effort: 200 * 3 * 10 });
        assert.deepEqual(await sensitivitiesOf(of, await study.outcomesOf(of.scenario), study), []);
        assert.deepEqual([...study.leftOut], ["how far the answer depends on what AWS leaves open"]);
    });

    it("leaves out a time that is 0", async () => {
        const warm = smallCase({ scenario: { coldStartSeconds: { kind: "constant", seconds: 0 } } });
        assert.ok((await sensitivities(warm)).every((each) => each.switch !== "coldStart"));
    });
});
