import assert from "node:assert/strict";

import { type Changed, devScenario, told } from "../testing/devScenario";
import { type Outcome } from "./outcome";
import { simulate } from "./simulate";

function run(changed: Changed): Outcome {
    return simulate(devScenario(changed), 1, { minutes: true });
}

function timeline({ changes }: Outcome): string[] {
    return changes.map(told);
}

/** Requests that come together at the first moment. */
const burst = (requests: number): Changed => ({ workload: { kind: "burst", requests } });
const at = (...seconds: number[]): Changed => ({ workload: { kind: "times", seconds } });
const constant = (seconds: number) => ({ kind: "constant" as const, seconds });

describe("10,000 requests at once under the settings of stack dev", () => {
    // The datapoints of minutes 1 and 2 say that requests wait and nobody is there. Half a minute late, both are seen at minute 3.
    it("wake one instance, whose start holds up the four others", () => {
        const outcome = run(burst(10_000));
        assert.deepEqual(timeline(outcome), [
            "180 wakeUp asks 0 → 1",
            // Three datapoints above the target are there a minute later, but the endpoint is Updating.
            "240 backlog refused 1 → 5",
            "300 backlog refused 1 → 5",
            "360 backlog refused 1 → 5",
            "420 in service 0 → 1",
            "420 backlog asks 1 → 5",
            "660 in service 1 → 5",
            // The last requests are answered at 4,612; 15 datapoints from 4,620 to 5,460, of which the last is seen at 5,520.
            "5520 backlog asks 5 → 0",
            "5580 in service 5 → 0",
        ]);
        // 2 slots from 420 to 660 do 120, in 60 rounds; 10 slots do the other 9,880 in 988 rounds.
        const mean = (60 * 2 * 420 + 2 * 4 * 1830 + (988 * 10 * 660 + 10 * 4 * 488_566)) / 10_000;
        assert.deepEqual(
            { ...outcome, changes: undefined, minutes: undefined, latencySeconds: outcome.latencySeconds.max },
            {
                arrived: 10_000,
                done: 10_000,
                timedOut: 0,
                expired: 0,
                firstResultSeconds: 424,
                makespanSeconds: 660 + 988 * 4,
                latencySeconds: 4612,
                backlogPeak: 10_000,
                // At 4,560, the last minute at which requests wait.
                oldestWaitPeakSeconds: 4560,
                capacityPeak: 5,
                settledSeconds: 5580,
                inServiceSeconds: 240 + 5 * (5580 - 660),
                provisioningSeconds: 240 + 4 * 240,
                changes: undefined,
                minutes: undefined,
            },
        );
        assert.ok(Math.abs(outcome.latencySeconds.mean - mean) < 1e-6);
    });

    it("are seen half a minute sooner when they come half a minute after a whole one", () => {
        const outcome = run({ ...burst(10_000), phaseSeconds: 30 });
        assert.deepEqual(timeline(outcome), [
            "150 wakeUp asks 0 → 1",
            "210 backlog refused 1 → 5",
            "270 backlog refused 1 → 5",
            "330 backlog refused 1 → 5",
            "390 in service 0 → 1",
            "390 backlog asks 1 → 5",
            "630 in service 1 → 5",
            "5490 backlog asks 5 → 0",
            "5550 in service 5 → 0",
        ]);
        assert.equal(outcome.makespanSeconds, 630 + 988 * 4);
        assert.equal(outcome.inServiceSeconds, 240 + 5 * (5550 - 630));
        assert.equal(outcome.provisioningSeconds, 240 + 4 * 240);
    });

    it("show each minute as CloudWatch would", () => {
        const { minutes } = run(burst(10_000));
        assert.ok(minutes);
        const shown = (minute: number): (number | undefined)[] =>
            [
                minutes.backlog,
                minutes.backlogPerInstance,
                minutes.backlogWithoutCapacity,
                minutes.desired,
                minutes.inService,
                minutes.done,
                minutes.inServiceSeconds,
                minutes.provisioningSeconds,
            ].map((column) => column[minute]);
        assert.equal(minutes.atSeconds.length, 5580 / 60 + 1);
        // What comes at a whole minute is not in the datapoint of that minute.
        assert.deepEqual(shown(0), [0, 0, 0, 0, 0, 0, 0, 0]);
        assert.deepEqual(shown(1), [10_000, 10_000, 1, 0, 0, 0, 0, 0]);
        assert.deepEqual(shown(3), [10_000, 10_000, 1, 1, 0, 0, 0, 0]);
        assert.deepEqual(shown(6), [10_000, 10_000, 1, 1, 0, 0, 0, 180]);
        assert.deepEqual(shown(7), [10_000, 10_000, 0, 5, 1, 0, 0, 240]);
        assert.deepEqual(shown(8), [9970, 9970, 0, 5, 1, 30, 60, 480]);
        assert.deepEqual(shown(11), [9880, 1976, 0, 5, 5, 120, 240, 1200]);
        assert.deepEqual(shown(12), [9730, 1946, 0, 5, 5, 270, 540, 1200]);
        assert.deepEqual(shown(76), [130, 26, 0, 5, 5, 9870, 240 + 300 * 65, 1200]);
        assert.deepEqual(shown(77), [0, 0, 0, 5, 5, 10_000, 240 + 300 * 66, 1200]);
        assert.deepEqual(shown(93), [0, 0, 0, 0, 0, 10_000, 240 + 300 * 82, 1200]);
    });

    it("have all five at once when the wake-up adds five", () => {
        const outcome = run({ ...burst(10_000), fleet: { wakeUpScalingAdjustment: 5 } });
        assert.deepEqual(timeline(outcome), [
            "180 wakeUp asks 0 → 5",
            "420 in service 0 → 5",
            "5340 backlog asks 5 → 0",
            "5400 in service 5 → 0",
        ]);
        assert.equal(outcome.makespanSeconds, 420 + 1000 * 4);
        assert.equal(outcome.inServiceSeconds, 5 * (5400 - 420));
        assert.equal(outcome.provisioningSeconds, 5 * 240);
    });

    it("are through sooner by target tracking alone, which no wake-up gets ahead of", () => {
        const outcome = run({ ...burst(10_000), fleet: { wakeUpScalingAdjustment: 0 } });
        assert.deepEqual(timeline(outcome), [
            "240 backlog asks 0 → 5",
            "480 in service 0 → 5",
            "5400 backlog asks 5 → 0",
            "5460 in service 5 → 0",
        ]);
        assert.equal(outcome.makespanSeconds, 480 + 1000 * 4);
    });

    it("need not wait for the first instance where changes are taken while another is under way", () => {
        const outcome = run({ ...burst(10_000), switches: { rejectWhileUpdating: false } });
        assert.deepEqual(timeline(outcome).slice(0, 4), [
            "180 wakeUp asks 0 → 1",
            "240 backlog asks 1 → 5",
            "420 in service 0 → 1",
            "480 in service 1 → 5",
        ]);
        // 2 slots do 30 in a minute, 10 slots the other 9,970 in 997 rounds.
        assert.equal(outcome.makespanSeconds, 480 + 997 * 4);
        assert.equal(outcome.provisioningSeconds, 240 + 4 * 240);
    });
});

describe("a burst that is drained", () => {
    // With k slots and D seconds each, request i starts at T + ⌊i/k⌋·D.
    for (const [requests, instances, concurrency, seconds] of [
        [1, 1, 1, 10],
        [7, 1, 2, 10],
        [100, 3, 1, 7],
        [100, 3, 4, 61],
        [1000, 5, 2, 4],
        [1001, 5, 2, 4],
    ] as const) {
        it(`of ${requests} by ${instances} × ${concurrency} slots of ${seconds} s takes what the formula says`, () => {
            const outcome = run({
                ...burst(requests),
                serviceSeconds: constant(seconds),
                fleet: {
                    maxCapacity: instances,
                    wakeUpScalingAdjustment: instances,
                    maxConcurrentInvocationsPerInstance: concurrency,
                },
            });
            const ready = outcome.changes.find(({ kind }) => kind === "inService")?.atSeconds ?? NaN;
            assert.equal(ready, 420);
            const slots = instances * concurrency;
            const starts = Array.from({ length: requests }, (_, i) => ready + Math.floor(i / slots) * seconds);
            const last = ready + Math.ceil(requests / slots) * seconds;
            assert.equal(outcome.firstResultSeconds, ready + seconds);
            assert.equal(outcome.makespanSeconds, last);
            assert.equal(outcome.latencySeconds.max, last);
            const wait = outcome.latencySeconds.mean - seconds;
            assert.ok(Math.abs(wait - starts.reduce((sum, start) => sum + start, 0) / requests) < 1e-9);
            assert.ok(outcome.minutes);
            for (const [i, minute] of outcome.minutes.atSeconds.entries())
                assert.equal(outcome.minutes.done[i], starts.filter((start) => start + seconds <= minute).length);
        });
    }

    it("takes as much longer as a slot spends on each request besides", () => {
        const outcome = run({ ...burst(20), requestOverheadSeconds: 1.5, fleet: { maxCapacity: 1 } });
        assert.equal(outcome.makespanSeconds, 420 + 10 * 5.5);
        assert.equal(outcome.latencySeconds.mean, 420 + 5.5 * 5.5);
    });
});

describe("target tracking alone", () => {
    const alone = { wakeUpScalingAdjustment: 0 };

    for (const requests of [1, 5]) {
        it(`never wakes for a backlog of ${requests}, which is not above the target of 5`, () => {
            const outcome = run({ ...burst(requests), fleet: alone });
            assert.deepEqual(outcome.changes, []);
            assert.deepEqual([outcome.done, outcome.expired, outcome.makespanSeconds], [0, requests, 21_600]);
            assert.deepEqual([outcome.inServiceSeconds, outcome.provisioningSeconds], [0, 0]);
            assert.ok(Number.isNaN(outcome.firstResultSeconds));
            assert.ok(Number.isNaN(outcome.latencySeconds.p50));
        });
    }

    it("asks for two instances when six wait for three minutes", () => {
        const outcome = run({ ...burst(6), fleet: alone });
        assert.deepEqual(timeline(outcome).slice(0, 2), ["240 backlog asks 0 → 2", "480 in service 0 → 2"]);
        assert.equal(outcome.makespanSeconds, 480 + 2 * 4);
    });
});

describe("RequestTTLSeconds", () => {
    const oneSlot = { maxCapacity: 1, maxConcurrentInvocationsPerInstance: 1 };

    it("ends what one slot does not begin within six hours", () => {
        const outcome = run({ ...burst(300), serviceSeconds: constant(100), fleet: oneSlot });
        // Starts at 420, 520, … 21,520.
        assert.deepEqual([outcome.done, outcome.expired, outcome.timedOut], [212, 88, 0]);
        assert.equal(outcome.makespanSeconds, 21_620);
        assert.equal(outcome.oldestWaitPeakSeconds, 21_540);
    });

    it("is over for a request whose slot is free at that very moment", () => {
        const outcome = run({ ...burst(400), serviceSeconds: constant(60), fleet: oneSlot });
        // Starts at 420, 480, … 21,540, but not at 21,600.
        assert.deepEqual([outcome.done, outcome.expired], [353, 47]);
        assert.equal(outcome.makespanSeconds, 21_600);
    });

    it("counts from each request's own arrival", () => {
        const fleet = { ...oneSlot, requestTtlSeconds: 419 };
        const { done, expired, makespanSeconds } = run({ ...at(0, 1, 2, 3), fleet });
        // The instance is there at 420: the first two are too old, at 419 and 420, the others have 1 and 2 seconds left.
        assert.deepEqual([done, expired, makespanSeconds], [1, 3, 424]);
    });
});

describe("an invocation that takes longer than it may", () => {
    const fleet = { maxCapacity: 1, invocationTimeoutSeconds: 900 };

    it("is given up, and its slot is free", () => {
        const outcome = run({ ...burst(4), serviceSeconds: constant(901), fleet });
        assert.deepEqual([outcome.done, outcome.timedOut, outcome.expired], [0, 4, 0]);
        assert.equal(outcome.makespanSeconds, 420 + 2 * 900);
        assert.ok(Number.isNaN(outcome.firstResultSeconds));
        assert.ok(Number.isNaN(outcome.latencySeconds.mean));
    });

    it("is not one that takes just as long", () => {
        const outcome = run({ ...burst(4), serviceSeconds: constant(900), fleet });
        assert.deepEqual([outcome.done, outcome.timedOut, outcome.makespanSeconds], [4, 0, 2220]);
    });

    it("costs the time besides too", () => {
        const outcome = run({ ...burst(2), serviceSeconds: constant(2000), requestOverheadSeconds: 3, fleet });
        assert.deepEqual([outcome.timedOut, outcome.makespanSeconds], [2, 1323]);
    });
});

describe("an instance that goes while it works", () => {
    // There from the beginning, asked to go after 16 minutes without work, gone a minute later, 520 seconds into a request.
    const going: Changed = {
        ...at(500),
        serviceSeconds: constant(600),
        fleet: { initialCapacity: 1 },
        switches: { backlogIncludesInFlight: false },
    };
    const killed: Changed = { ...going, switches: { backlogIncludesInFlight: false, scaleInDrains: false } };

    it("finishes, and is billed to the end", () => {
        const outcome = run(going);
        assert.deepEqual(timeline(outcome), ["960 backlog asks 1 → 0", "1020 in service 1 → 0"]);
        assert.deepEqual([outcome.done, outcome.makespanSeconds, outcome.settledSeconds], [1, 1100, 1100]);
        assert.equal(outcome.inServiceSeconds, 1100);
        assert.equal(outcome.provisioningSeconds, 0);
        assert.equal(outcome.minutes?.inSystem.at(-1), 0);
        assert.deepEqual(outcome.minutes?.inSystem.slice(16, 19), [1, 1, 1]);
    });

    it("gives its request back, which wakes another instance and begins anew", () => {
        const outcome = run(killed);
        assert.deepEqual(timeline(outcome), [
            "960 backlog asks 1 → 0",
            "1020 in service 1 → 0",
            "1140 wakeUp asks 0 → 1",
            "1380 in service 0 → 1",
            "2340 backlog asks 1 → 0",
            "2400 in service 1 → 0",
        ]);
        assert.deepEqual([outcome.done, outcome.makespanSeconds], [1, 1980]);
        assert.equal(outcome.latencySeconds.max, 1980 - 500);
        assert.equal(outcome.inServiceSeconds, 1020 + 1020);
        assert.equal(outcome.oldestWaitPeakSeconds, 1380 - 500);
    });

    it("gives its request back to wait no longer than its time", () => {
        const outcome = run({ ...killed, fleet: { initialCapacity: 1, requestTtlSeconds: 700 } });
        assert.deepEqual(timeline(outcome).slice(2, 4), ["1140 wakeUp asks 0 → 1", "1380 in service 0 → 1"]);
        assert.deepEqual([outcome.done, outcome.expired, outcome.makespanSeconds], [0, 1, 1200]);
    });

    it("gives its request back for nothing when that time is over", () => {
        const outcome = run({ ...killed, fleet: { initialCapacity: 1, requestTtlSeconds: 300 } });
        assert.deepEqual(timeline(outcome), ["960 backlog asks 1 → 0", "1020 in service 1 → 0"]);
        assert.deepEqual([outcome.done, outcome.expired, outcome.makespanSeconds], [0, 1, 1020]);
    });

    it("stays for as long as the backlog counts what it works on", () => {
        const outcome = run({ ...going, fleet: { initialCapacity: 1, backlogPerInstance: 1 }, switches: {} });
        // Datapoints of 1 from 540 to 1,080; the low alarm needs 15 below 0.9, the first at 1,140 and the last at 1,980.
        assert.deepEqual(timeline(outcome), ["2040 backlog asks 1 → 0", "2100 in service 1 → 0"]);
        assert.equal(outcome.done, 1);
    });
});

describe("instances that are there from the beginning", () => {
    it("work at once, and go a quarter of an hour later", () => {
        const outcome = run({ ...burst(10), fleet: { initialCapacity: 1 }, phaseSeconds: 30 });
        assert.deepEqual([outcome.firstResultSeconds, outcome.makespanSeconds], [4, 20]);
        assert.deepEqual(timeline(outcome), ["930 backlog asks 1 → 0", "990 in service 1 → 0"]);
        assert.equal(outcome.inServiceSeconds, 990);
    });

    it("stay when they are the minimum", () => {
        const outcome = run({ ...burst(10), fleet: { minCapacity: 1, initialCapacity: 1 } });
        assert.deepEqual(outcome.changes, []);
        assert.deepEqual([outcome.makespanSeconds, outcome.settledSeconds, outcome.inServiceSeconds], [20, 20, 20]);
    });

    it("are no minimum that a scale-in goes below", () => {
        const outcome = run({ ...burst(10_000), fleet: { minCapacity: 1, initialCapacity: 1 } });
        // 2 slots from 0 to 480 do 240 in 120 rounds; the wake-up has nothing to do.
        assert.deepEqual(timeline(outcome), [
            "240 backlog asks 1 → 5",
            "480 in service 1 → 5",
            "5280 backlog asks 5 → 1",
            "5340 in service 5 → 1",
        ]);
        assert.equal(outcome.makespanSeconds, 480 + 976 * 4);
    });
});

describe("no requests", () => {
    it("cost nothing and end in the minute in which they begin", () => {
        const outcome = run(burst(0));
        assert.deepEqual(outcome.changes, []);
        assert.deepEqual([outcome.arrived, outcome.makespanSeconds, outcome.settledSeconds], [0, 0, 0]);
        assert.deepEqual([outcome.inServiceSeconds, outcome.minutes?.atSeconds], [0, [0]]);
    });

    it("let instances go that are too many", () => {
        assert.deepEqual(timeline(run({ ...burst(0), fleet: { initialCapacity: 3 } })), [
            "960 backlog asks 3 → 0",
            "1020 in service 3 → 0",
        ]);
    });
});

describe("fewer instances while more are on their way", () => {
    it("calls them off, where changes are taken while another is under way", () => {
        // It expires at 150, but two datapoints have seen it; the datapoint of 180 is seen at 240.
        const outcome = run({
            ...burst(1),
            fleet: { requestTtlSeconds: 150, wakeUpScalingAdjustment: 3 },
            switches: { rejectWhileUpdating: false, lowAlarmCountsFromScaleOut: false },
        });
        assert.deepEqual(timeline(outcome), ["180 wakeUp asks 0 → 3", "240 backlog asks 3 → 0"]);
        assert.deepEqual([outcome.expired, outcome.capacityPeak, outcome.settledSeconds], [1, 0, 150]);
        assert.deepEqual([outcome.inServiceSeconds, outcome.provisioningSeconds], [0, 180]);
        assert.deepEqual(outcome.minutes?.desired, [0, 0, 0, 3, 0]);
    });
});

describe("scale-in by one instance at a time", () => {
    it("waits for the cooldown after each", () => {
        const outcome = run({
            ...burst(0),
            fleet: { initialCapacity: 3, scaleInCooldownSeconds: 300 },
            switches: { scaleInStep: "oneStep" },
        });
        // Gone a minute after it was asked for, noticed at that moment, and then five minutes.
        assert.deepEqual(timeline(outcome), [
            "960 backlog asks 3 → 2",
            "1020 in service 3 → 2",
            "1320 backlog asks 2 → 1",
            "1380 in service 2 → 1",
            "1680 backlog asks 1 → 0",
            "1740 in service 1 → 0",
        ]);
    });

    it("has its cooldown count from when it is noticed to be fulfilled, which is asked every five seconds", () => {
        const second = (scaleInCooldownSeconds: number): string | undefined =>
            timeline(
                run({
                    ...burst(0),
                    fleet: { initialCapacity: 2, scaleInCooldownSeconds },
                    switches: { scaleInStep: "oneStep", scaleInSeconds: 58 },
                }),
            )[2];
        // Gone at 1,018, noticed at 1,020.
        assert.equal(second(60), "1080 backlog asks 1 → 0");
        assert.equal(second(61), "1140 backlog asks 1 → 0");
    });
});

describe("late datapoints", () => {
    it("are seen as many minutes later as they are late", () => {
        const asked = (metricLagSeconds: number): unknown =>
            run({ ...burst(1), switches: { metricLagSeconds } }).changes[0]?.atSeconds;
        assert.deepEqual([0, 30, 60, 61, 120].map(asked), [120, 180, 180, 240, 240]);
    });

    it("can be later still for the low alarm", () => {
        const asked = (lowAlarmExtraLagSeconds: number): string[] => {
            const fleet = { initialCapacity: 1, maxCapacity: 1 };
            return timeline(run({ ...burst(300), fleet, switches: { lowAlarmExtraLagSeconds } }));
        };
        // The last requests are answered at 600; 15 datapoints from there to 1,440.
        assert.deepEqual(asked(0), ["1500 backlog asks 1 → 0", "1560 in service 1 → 0"]);
        assert.deepEqual(asked(600), ["2100 backlog asks 1 → 0", "2160 in service 1 → 0"]);
    });
});

describe("a run that does not end within 400 days", () => {
    it("is refused", () => {
        assert.throws(() => run({ ...burst(0), fleet: { minCapacity: 1, initialCapacity: 0 } }), {
            name: "RangeError",
            message: "The simulation does not end within 400 days.",
        });
    });
});
