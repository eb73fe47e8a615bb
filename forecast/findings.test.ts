import assert from "node:assert/strict";

import { findingsOf } from "./findings";
import { type Case } from "./forecast";
import { SimulationPool } from "./simulationPool";
import { medianOf } from "./spread";
import { Study, typicalOf } from "./study";
import { smallCase } from "./testing/smallCase";
import { type Workload } from "./workload/workload";

const seed = 1;

async function findings(of: Case): Promise<string[]> {
    const study = new Study(new SimulationPool(1), { seed, runs: 3 });
    const outcomes = await study.outcomesOf(of.scenario);
    const median = medianOf(outcomes.map(({ makespanSeconds }) => makespanSeconds));
    return findingsOf({ case: of, outcomes, typical: typicalOf(of.scenario, outcomes, seed, median), study });
}

/** Begins a whole minute, so that nothing is left to chance. */
const sharp = { phaseSeconds: 0 };
const burst = (requests: number): Workload => ({ kind: "burst", requests });
const steady: Workload = { kind: "rate", perSecond: 1, requests: Infinity, durationSeconds: 5400 };
const constant = (seconds: number) => ({ kind: "constant", seconds }) as const;

/** Three requests, and instances enough from the beginning: nothing to be said but that the service time is not measured. */
const easy = smallCase({ workload: burst(3), fleet: { initialCapacity: 5 }, scenario: sharp });
const measured: Case = { ...easy, serviceTime: { ...easy.serviceTime, measured: true } };

describe("findings", () => {
    it("are none where nothing binds", async () => {
        assert.deepEqual(await findings(measured), []);
    });

    const exact: [what: string, of: Case, finding: string][] = [
        [
            "a service time that is not measured",
            easy,
            "Makespan and cost rest on the time that the model takes for one summary, 4 s on average: assumed, not measured. Measure it on ml.m5.xlarge at the concurrency that is set.",
        ],
        [
            // 2 × 2 slots of 4 s from minute 12 on, 1 × 2 from minute 7 on: what starts within 20 min is 75 × 2 + 120 × 4, 1 s before the TTL.
            "requests that expire, and the smallest setting that answers them",
            smallCase({ workload: burst(1000), fleet: { maxCapacity: 2, requestTtlSeconds: 1200 }, scenario: sharp }),
            "310 of 1,000 requests (31 %) expire unanswered: a request has to start within 20 min of its arrival (RequestTTLSeconds). For all 1,000 that takes at least 0.833 a second on average, the cold start included. This alone would do: maxCapacity 4; or maxConcurrentInvocationsPerInstance 3, provided that a request takes no longer then; or a service time of 2.6 s on average.",
        ],
    ];
    for (const [what, of, finding] of exact) {
        it(`tell of ${what}`, async () => {
            const all = await findings(of);
            assert.ok(all.includes(finding), all.join("\n"));
        });
    }

    /** What each finding begins with or holds, where it is said, and the nearest case where it is not. */
    const binding: [what: RegExp, binds: Case, free: Case][] = [
        [
            /expire unanswered.*This alone would do: backlogPerInstance 3\d\d; or maxConcurrentInvocationsPerInstance 6, .*; or a service time of 1\.5 s/,
            smallCase({
                workload: burst(1000),
                fleet: { backlogPerInstance: 5000, requestTtlSeconds: 1200 },
                scenario: sharp,
            }),
            smallCase({
                workload: burst(1000),
                fleet: { backlogPerInstance: 300, requestTtlSeconds: 1200 },
                scenario: sharp,
            }),
        ],
        [
            /^200 of 200 requests \(100 %\) expire.*No single setting would do/,
            smallCase({ fleet: { requestTtlSeconds: 100 } }),
            smallCase({ fleet: { requestTtlSeconds: 100, minCapacity: 5 } }),
        ],
        [
            /^In some runs up to \d+ of 200 requests expire/,
            smallCase({ fleet: { maxCapacity: 1, requestTtlSeconds: 785 } }),
            smallCase({ fleet: { maxCapacity: 1, requestTtlSeconds: 900 } }),
        ],
        [
            /^3 of 3 requests \(100 %\) are given up because .* invocationTimeoutSeconds, 900\. invocationTimeoutSeconds 1,000 would let all be answered\.$/,
            smallCase({ workload: burst(3), scenario: { serviceSeconds: constant(1000) } }),
            smallCase({ workload: burst(3), scenario: { serviceSeconds: constant(900) } }),
        ],
        [
            /are given up .* 1 h, the longest that SageMaker allows, would not be enough either/,
            smallCase({ workload: burst(3), scenario: { serviceSeconds: constant(3601) } }),
            smallCase({ workload: burst(3), scenario: { serviceSeconds: constant(3600) } }),
        ],
        [
            // 300 s × ln 1,000
            /are given up .* invocationTimeoutSeconds 2,073 would let 999 of 1,000 be answered/,
            smallCase({
                workload: burst(40),
                scenario: { serviceSeconds: { kind: "exponential", meanSeconds: 300 } },
            }),
            smallCase({ workload: burst(40), scenario: { serviceSeconds: { kind: "exponential", meanSeconds: 30 } } }),
        ],
        [
            /are given up .* invocationTimeoutSeconds 1,500 would let 999 of 1,000/,
            smallCase({ workload: burst(9), scenario: { serviceSeconds: { kind: "samples", seconds: [1500, 2] } } }),
            smallCase({ workload: burst(9), scenario: { serviceSeconds: { kind: "samples", seconds: [15, 2] } } }),
        ],
        [
            /^In a typical run 12 instances are removed while requests wait or are in process: 15 minutes with fewer than 4\.5 .* assumed here is that an instance first finishes/,
            smallCase({ workload: steady, scenario: sharp }),
            smallCase({ workload: steady, scenario: sharp, fleet: { backlogPerInstance: 1 } }),
        ],
        [
            /instances are removed while .* assumed here is that what it works on begins anew elsewhere \(scaleInDrains false\)/,
            smallCase({ workload: steady, scenario: sharp, switches: { scaleInDrains: false } }),
            smallCase({ workload: steady, scenario: sharp }),
        ],
        [
            /^maxCapacity binds: for 7\d % of the time until the last answer all 2 are in service .* With maxCapacity 4 all would be answered after 26 min instead of 42 min, for \$0\.\d\d instead of \$0\.\d\d\.$/,
            smallCase({ workload: burst(2000), fleet: { maxCapacity: 2 } }),
            smallCase({ workload: burst(2000), fleet: { maxCapacity: 200 } }),
        ],
        [
            /^maxCapacity binds: .* its one instance is in service/,
            smallCase({ fleet: { maxCapacity: 1 } }),
            smallCase({ fleet: { maxCapacity: 1 }, workload: burst(4) }),
        ],
        [
            /^The wake-up alarm asks for 1 instance, and what target tracking asks for .* With wakeUpScalingAdjustment 5 all would be answered after 7 min 40 s instead of 11 min, for/,
            smallCase(),
            smallCase({ fleet: { wakeUpScalingAdjustment: 5 } }),
        ],
        [
            /^The wake-up alarm asks for 2 instances.* With wakeUpScalingAdjustment 5/,
            smallCase({ fleet: { wakeUpScalingAdjustment: 2 } }),
            smallCase({ fleet: { wakeUpScalingAdjustment: 2 }, switches: { rejectWhileUpdating: false } }),
        ],
        [
            /^The cold start binds: the first instance is in service after 6 min \(2 min until an alarm asks for it, 4 min until it is there\), 57 % of the time until the last answer\. Only minCapacity 1 avoids that, for \$167\.90 a month\.$/,
            smallCase({ scenario: sharp }),
            smallCase({ scenario: sharp, fleet: { minCapacity: 1 } }),
        ],
        [
            /^The cold start binds: .* % of the longest wait/,
            smallCase({ workload: steady }),
            smallCase({ workload: steady, fleet: { initialCapacity: 5 } }),
        ],
        [
            /^backlogPerInstance 1 is less than the 2 requests that an instance works on at once .* Set it to 2 or more\.$/,
            smallCase({ fleet: { backlogPerInstance: 1 } }),
            smallCase({ fleet: { backlogPerInstance: 2 } }),
        ],
        [
            /^backlogPerInstance 400 lets 13 min of work pile up .* backlogPerInstance 300 would be 10 min\.$/,
            smallCase({ fleet: { backlogPerInstance: 400 } }),
            smallCase({ fleet: { backlogPerInstance: 300 } }),
        ],
        [
            /^minCapacity 2 costs \$335\.80 a month with nothing to do; minCapacity 0 costs nothing/,
            smallCase({ fleet: { minCapacity: 2 } }),
            smallCase({ fleet: { minCapacity: 0, initialCapacity: 2 } }),
        ],
        [/is not measured|not measured\. Measure/, easy, measured],
    ];
    for (const [what, binds, free] of binding) {
        it(`say where it holds, and only there: ${what.source.replaceAll("\\", "").slice(0, 90)}`, async () => {
            const said = await findings(binds);
            assert.equal(said.filter((finding) => what.test(finding)).length, 1, said.join("\n"));
            const free_ = await findings(free);
            assert.ok(
                free_.every((finding) => !what.test(finding)),
                free_.join("\n"),
            );
        });
    }

    it("begin with what is not answered", async () => {
        const [first, second] = await findings(smallCase({ fleet: { requestTtlSeconds: 100 } }));
        assert.match(first ?? "", /expire unanswered/);
        assert.match(second ?? "", /Measure it/);
    });

    it("do not fail without a request", async () => {
        assert.equal((await findings(smallCase({ workload: burst(0) }))).length, 1);
    });
});
