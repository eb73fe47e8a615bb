import assert from "node:assert/strict";

import { findingsOf } from "./findings";
import { type Case } from "../forecast";
import { SimulationPool } from "../runs/simulationPool";
import { Study, typicalOf } from "../runs/study";
import { smallCase } from "../testing/smallCase";
import { type Workload } from "../workload/workload";

const seed = 1;

async function findings(of: Case, effort?: number): Promise<string[]> {
    const study = new Study(new SimulationPool(1), { seed, runs: 3, ...(effort !== undefined && { effort }) });
    const outcomes = await study.outcomesOf(of.scenario);
    return findingsOf({ case: of, outcomes, typical: typicalOf(of.scenario, outcomes, seed), study });
}

/** Begins a whole minute, so that nothing is left to chance. */
const sharp = { phaseSeconds: 0 };
const burst = (requests: number): Workload => ({ kind: "burst", requests });
const steady: Workload = { kind: "rate", perSecond: 1, requests: Infinity, durationSeconds: 5400 };
const constant = (seconds: number) => ({ kind: "constant", seconds }) as const;

/** Three requests, and instances enough from the beginning: nothing to be said. */
const easy = smallCase({ workload: burst(3), fleet: { initialCapacity: 5 }, scenario: sharp });

describe("findings", () => {
    it("are none where nothing binds, nor that the service time is not measured: that limits nothing", async () => {
        assert.equal(easy.serviceTime.origin, "assumed");
        assert.deepEqual(await findings(easy), []);
    });

    const exact: [what: string, of: Case, finding: string][] = [
        [
            // One instance from 420 s, two from 660 s: 2 × 60 + 4 × 135 requests start before 1,200 s.
            "requests that expire, and the smallest setting that answers them",
            smallCase({ workload: burst(1000), fleet: { maxCapacity: 2, requestTtlSeconds: 1200 }, scenario: sharp }),
            "340 of 1,000 requests (34 %) expire unanswered: a request has to start within 20 min of its arrival (RequestTTLSeconds). For all 1,000 to start in time, at least 0.833 a second have to start on average, counted from the arrival. This alone would do: maxCapacity 4; or maxConcurrentInvocationsPerInstance 4, provided that a request takes no longer then; or a service time of 2.6 s on average; or minCapacity 2 (which costs $335.80 a month with nothing to do and ends scaling to zero: the policy pack async-inference refuses it); or a time to live of 26 min (RequestTTLSeconds 1,560).",
        ],
    ];
    for (const [what, of, finding] of exact) {
        it(`tell of ${what}`, async () => {
            const all = await findings(of);
            assert.ok(all.includes(finding), all.join("\n"));
        });
    }

    /** What is said, a case in which it is, and one near it in which it is not. */
    const binding: [what: string, said: RegExp, binds: Case, free: Case][] = [
        [
            "a target too high to start all in time",
            /expire unanswered.*This alone would do: backlogPerInstance 333; or wakeUpScalingAdjustment 3; or maxConcurrentInvocationsPerInstance 6, .*; or a service time of 1\.5 s/,
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
            "a time to live that is shorter than the cold start",
            /^200 of 200 requests \(100 %\) expire.*This alone would do: minCapacity 4 \(which costs \$671\.60 a month with nothing to do and ends scaling to zero: .*\); or a time to live of \d+ min/,
            smallCase({ fleet: { requestTtlSeconds: 100 } }),
            smallCase({ fleet: { requestTtlSeconds: 100, minCapacity: 5 } }),
        ],
        [
            "requests that expire in some runs only",
            /^In some runs up to \d+ of 200 requests expire/,
            smallCase({ fleet: { maxCapacity: 1, requestTtlSeconds: 785 } }),
            smallCase({ fleet: { maxCapacity: 1, requestTtlSeconds: 900 } }),
        ],
        [
            "a service time above the timeout",
            /^3 of 3 requests \(100 %\) are given up because .* invocationTimeoutSeconds, 900\. invocationTimeoutSeconds 1,000 would let all be answered\.$/,
            smallCase({ workload: burst(3), scenario: { serviceSeconds: constant(1000) } }),
            smallCase({ workload: burst(3), scenario: { serviceSeconds: constant(900) } }),
        ],
        [
            "a service time above any timeout",
            /are given up .* 1 h, the longest that SageMaker allows, would not be enough either/,
            smallCase({ workload: burst(3), scenario: { serviceSeconds: constant(3601) } }),
            smallCase({ workload: burst(3), scenario: { serviceSeconds: constant(3600) } }),
        ],
        [
            "the timeout that nearly all of an exponential service time keep",
            // 300 s × ln 1,000
            /are given up .* invocationTimeoutSeconds 2,073 would let 999 of 1,000 be answered/,
            smallCase({
                workload: burst(40),
                scenario: { serviceSeconds: { kind: "exponential", meanSeconds: 300 } },
            }),
            smallCase({ workload: burst(40), scenario: { serviceSeconds: { kind: "exponential", meanSeconds: 30 } } }),
        ],
        [
            "the timeout that nearly all samples keep",
            /are given up .* invocationTimeoutSeconds 1,500 would let 999 of 1,000/,
            smallCase({ workload: burst(9), scenario: { serviceSeconds: { kind: "samples", seconds: [1500, 2] } } }),
            smallCase({ workload: burst(9), scenario: { serviceSeconds: { kind: "samples", seconds: [15, 2] } } }),
        ],
        [
            "instances that are removed mid-work",
            /^In a typical run 12 instances are removed while requests wait or are in process: 15 minutes with fewer than 4\.5 .* assumed here is that an instance first finishes/,
            smallCase({ workload: steady, scenario: sharp }),
            smallCase({ workload: steady, scenario: sharp, fleet: { backlogPerInstance: 1 } }),
        ],
        [
            "instances that are removed mid-work without draining",
            /instances are removed while .* assumed here is that what it works on begins anew elsewhere \(scaleInDrains false\)/,
            smallCase({ workload: steady, scenario: sharp, switches: { scaleInDrains: false } }),
            smallCase({ workload: steady, scenario: sharp }),
        ],
        [
            "a maximum capacity of several",
            /^maxCapacity binds: for 7\d % of the time until the last request has ended all 2 are in service .* With maxCapacity 4, all would be answered after 26 min instead of 42 min, for \$0\.\d\d instead of \$0\.\d\d\.$/,
            smallCase({ workload: burst(2000), fleet: { maxCapacity: 2 } }),
            smallCase({ workload: burst(2000), fleet: { maxCapacity: 200 } }),
        ],
        [
            "a maximum capacity of one",
            /^maxCapacity binds: .* its one instance is in service/,
            smallCase({ fleet: { maxCapacity: 1 } }),
            smallCase({ fleet: { maxCapacity: 1 }, workload: burst(4) }),
        ],
        [
            "a wake-up by one",
            /^The wake-up alarm asks for 1 instance, and what target tracking asks for .* With wakeUpScalingAdjustment 5, all would be answered after 7 min 40 s instead of 11 min, for/,
            smallCase(),
            smallCase({ fleet: { wakeUpScalingAdjustment: 5 } }),
        ],
        [
            "a wake-up by two",
            /^The wake-up alarm asks for 2 instances.* With wakeUpScalingAdjustment 5/,
            smallCase({ fleet: { wakeUpScalingAdjustment: 2 } }),
            smallCase({ fleet: { wakeUpScalingAdjustment: 2 }, switches: { rejectWhileUpdating: false } }),
        ],
        [
            "a cold start that is most of a burst",
            /^The cold start dominates: the first instance is in service 7 min after the first request \(3 min until an alarm asks for it, 4 min until it is there\), 61 % of the time until the last request has ended\. Only minCapacity 1 avoids that, for \$167\.90 a month\.$/,
            smallCase({ scenario: sharp }),
            smallCase({ scenario: sharp, fleet: { minCapacity: 1 } }),
        ],
        [
            "a cold start that is most of the longest wait",
            /^The cold start dominates: .* % of the longest wait/,
            smallCase({ workload: steady }),
            smallCase({ workload: steady, fleet: { initialCapacity: 5 } }),
        ],
        [
            "a cold start after a long time without a request",
            /^The cold start dominates: the first instance is in service [67] min .* after the first request \([23] min .*, 9\d % of the longest wait for an answer\./,
            smallCase({ workload: { kind: "times", seconds: [9000] } }),
            smallCase({ workload: { kind: "times", seconds: [9000] }, fleet: { minCapacity: 1 } }),
        ],
        [
            "a cold start in whose time all expires, without a share of it",
            /^The cold start dominates: .* until it is there\), longer than the time until the last request has ended\./,
            smallCase({ fleet: { requestTtlSeconds: 100 } }),
            smallCase(),
        ],
        [
            "one request that expires, and the settings that answer it",
            /^1 of 1 requests .*\(RequestTTLSeconds\)\. This alone would do: minCapacity 1 \(which costs \$167\.90 .*\); or a time to live of 8 min \(RequestTTLSeconds 480\)\.$/,
            smallCase({ workload: burst(1), fleet: { requestTtlSeconds: 300 }, scenario: sharp }),
            smallCase({ workload: burst(1), fleet: { requestTtlSeconds: 900 }, scenario: sharp }),
        ],
        [
            "the longest timeout, and how many more it would answer",
            /are given up .* 1 h, the longest that SageMaker allows, would answer (19|20) of 20 requests instead of 1\d \(invocationTimeoutSeconds 3,600\)/,
            smallCase({
                workload: burst(20),
                scenario: { serviceSeconds: { kind: "logNormal", medianSeconds: 600, sigma: 0.8 } },
            }),
            smallCase({
                workload: burst(20),
                scenario: { serviceSeconds: { kind: "logNormal", medianSeconds: 600, sigma: 0.1 } },
            }),
        ],
        [
            "a faster fleet that does not answer all either",
            /maxCapacity 10, all would have ended, \d+ of 100 requests answered, after/,
            smallCase({
                workload: burst(100),
                scenario: { serviceSeconds: { kind: "logNormal", medianSeconds: 600, sigma: 0.8 } },
            }),
            smallCase({ workload: burst(100), scenario: { serviceSeconds: constant(600) } }),
        ],
        [
            "a target below the slots",
            /^backlogPerInstance 1 is less than the 2 requests that an instance works on at once .* Set it to 2 or more\.$/,
            smallCase({ fleet: { backlogPerInstance: 1 } }),
            smallCase({ fleet: { backlogPerInstance: 2 } }),
        ],
        [
            "a target far above the slots",
            /^backlogPerInstance 400 lets 13 min of work pile up .* backlogPerInstance 300 would be 10 min\.$/,
            smallCase({ fleet: { backlogPerInstance: 400 } }),
            smallCase({ fleet: { backlogPerInstance: 300 } }),
        ],
        [
            "a minimum capacity",
            /^minCapacity 2 costs \$335\.80 a month with nothing to do; minCapacity 0 costs nothing/,
            smallCase({ fleet: { minCapacity: 2 } }),
            smallCase({ fleet: { minCapacity: 0, initialCapacity: 2 } }),
        ],
    ];
    for (const [what, said, binds, free] of binding) {
        it(`tell of ${what}, and only where it is so`, async () => {
            const there = await findings(binds);
            assert.equal(there.filter((finding) => said.test(finding)).length, 1, there.join("\n"));
            const elsewhere = await findings(free);
            assert.equal(elsewhere.filter((finding) => said.test(finding)).length, 0, elsewhere.join("\n"));
        });
    }

    it("do not tell of a faster fleet where the present one does not answer all", async () => {
        const expiring = smallCase({ workload: burst(1000), fleet: { maxCapacity: 2, requestTtlSeconds: 1200 } });
        const said = await findings(expiring);
        assert.ok(said.some((finding) => /expire unanswered/.test(finding)));
        assert.ok(!said.some((finding) => /binds.*instead of/.test(finding)), said.join("\n"));
        const slowlyWoken = await findings(smallCase({ fleet: { requestTtlSeconds: 500 } }));
        assert.match(slowlyWoken[0] ?? "", /This alone would do: wakeUpScalingAdjustment 4; or maxConcurrent/);
        assert.ok(!slowlyWoken.some((finding) => /wake-up alarm/.test(finding)), slowlyWoken.join("\n"));
    });

    it("begin with what is not answered", async () => {
        const [first, second] = await findings(smallCase({ fleet: { requestTtlSeconds: 100 } }));
        assert.match(first ?? "", /expire unanswered/);
        assert.match(second ?? "", /^The cold start dominates: /);
    });

    it("promise no answers from a faster fleet where none is answered", async () => {
        const all = await findings(smallCase({ workload: burst(40), scenario: { serviceSeconds: constant(1000) } }));
        assert.ok(!all.some((finding) => /would (be answered|have ended) /.test(finding)), all.join("\n"));
    });

    it("advise nothing about removed instances, which no simulation has shown", async () => {
        const all = await findings(smallCase({ workload: steady, scenario: sharp }));
        const removed = all.find((finding) => /removed while/.test(finding)) ?? "";
        assert.match(removed, /\(scaleInDrains\)\.$/);
        // 0.9 × 2 requests do not keep two slots busy.
        const low = smallCase({ workload: steady, scenario: sharp, fleet: { backlogPerInstance: 2 } });
        assert.ok(!(await findings(low)).some((finding) => /every instance busy/.test(finding)));
    });

    it("say what was not simulated because it would take too long", async () => {
        const of = smallCase({ workload: burst(1000), fleet: { maxCapacity: 2, requestTtlSeconds: 1200 } });
        const all = await findings(of, 0);
        assert.match(all[0] ?? "", /^\d+ of 1,000 requests .* counted from the arrival\.$/);
        assert.match(
            all.at(-1) ?? "",
            /^Not simulated, because .*: which other settings would answer all\. Forecast a tenth of the load to see it\.$/,
        );
    });

    it("do not fail without a request", async () => {
        assert.deepEqual(await findings(smallCase({ workload: burst(0) })), []);
    });
});
