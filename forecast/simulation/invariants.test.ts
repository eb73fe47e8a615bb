import assert from "node:assert/strict";
import fc from "fast-check";

import { costOf } from "../cost";
import { type Fleet, type Scenario } from "../scenario";
import { anyScenario, distinctTimes, equalTimes } from "../testing/anyScenario";
import { devScenario, told } from "../testing/devScenario";
import { type Workload } from "../workload/workload";
import { type MinuteSeries, type Outcome } from "./outcome";
import { simulate } from "./simulate";

const anyWorkload: fc.Arbitrary<Workload> = fc.oneof(
    fc.record({ kind: fc.constant("burst" as const), requests: fc.nat(500) }),
    fc.record({
        kind: fc.constantFrom("rate" as const, "poisson" as const),
        perSecond: fc.double({ min: 0.001, max: 2, noNaN: true }),
        requests: fc.nat(500),
        durationSeconds: fc.nat(7200),
    }),
    fc.record({
        kind: fc.constant("bursts" as const),
        basePerSecond: fc.constantFrom(0, 0.01, 0.1),
        burstRequests: fc.nat(50),
        everySeconds: fc.integer({ min: 60, max: 3000 }),
        durationSeconds: fc.nat(7200),
    }),
    fc.record({ kind: fc.constant("counts" as const), perMinute: fc.array(fc.nat(10), { maxLength: 90 }) }),
);

/** Any settings and switches, and any kind of load. */
const any: fc.Arbitrary<Scenario> = fc
    .tuple(fc.oneof(anyScenario(distinctTimes), anyScenario(equalTimes)), fc.option(anyWorkload), fc.boolean())
    .map(([scenario, workload, fixedPhase]) => ({
        ...scenario,
        ...(workload && { workload }),
        phaseSeconds: fixedPhase ? scenario.phaseSeconds : undefined,
    }));

function holds(scenarios: fc.Arbitrary<Scenario>, check: (scenario: Scenario, outcome: Outcome) => void): void {
    fc.assert(
        fc.property(scenarios, fc.nat(), (scenario, seed) =>
            check(scenario, simulate(scenario, seed, { minutes: true })),
        ),
        { numRuns: 60 },
    );
}

function minutesOf({ minutes }: Outcome): { [K in keyof MinuteSeries]: number }[] {
    assert.ok(minutes);
    const columns = Object.entries(minutes) as [keyof MinuteSeries, number[]][];
    return minutes.atSeconds.map(
        (_, i) =>
            Object.fromEntries(columns.map(([name, column]) => [name, column[i]])) as {
                [K in keyof MinuteSeries]: number;
            },
    );
}

function near(actual: number, expected: number): void {
    assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${actual}, not ${expected}`);
}

describe("a run under any settings, switches and load", () => {
    it("keeps every capacity within the limits", () => {
        holds(any, ({ fleet }, outcome) => {
            const { minCapacity, maxCapacity } = fleet;
            for (const { desired, inService } of minutesOf(outcome))
                for (const capacity of [desired, inService])
                    assert.ok(capacity >= minCapacity && capacity <= maxCapacity, `${capacity}`);
            for (const { to } of outcome.changes) assert.ok(to >= minCapacity && to <= maxCapacity, `${to}`);
            assert.ok(outcome.capacityPeak >= fleet.initialCapacity && outcome.capacityPeak <= maxCapacity);
        });
    });

    it("accounts for every request at every minute, and for all in the end", () => {
        holds(any, (_, outcome) => {
            for (const { arrived, done, timedOut, expired, inSystem } of minutesOf(outcome))
                assert.equal(arrived, done + timedOut + expired + inSystem);
            assert.equal(outcome.arrived, outcome.done + outcome.timedOut + outcome.expired);
            assert.equal(minutesOf(outcome).at(-1)?.inSystem, 0);
        });
    });

    it("never takes back what it has counted", () => {
        holds(any, (_, outcome) => {
            const minutes = minutesOf(outcome);
            for (const [i, minute] of minutes.slice(1).entries()) {
                const before = minutes[i] as typeof minute;
                near(minute.atSeconds - before.atSeconds, 60);
                for (const name of [
                    "arrived",
                    "done",
                    "timedOut",
                    "expired",
                    "inServiceSeconds",
                    "provisioningSeconds",
                ] as const)
                    assert.ok(minute[name] >= before[name], name);
            }
        });
    });

    it("comes to the same with the same seed, with and without minutes", () => {
        fc.assert(
            fc.property(any, fc.nat(), (scenario, seed) => {
                const { minutes, ...outcome } = simulate(scenario, seed, { minutes: true });
                assert.deepEqual(simulate(scenario, seed, { minutes: true }), { ...outcome, minutes });
                assert.deepEqual(simulate(scenario, seed), outcome);
            }),
            { numRuns: 25 },
        );
    });

    it("starts no request once its time to live is over", () => {
        holds(any, (scenario, { latencySeconds }) => {
            const { requestTtlSeconds, invocationTimeoutSeconds } = scenario.fleet;
            if (Number.isNaN(latencySeconds.max)) return;
            const longest = requestTtlSeconds + scenario.requestOverheadSeconds + invocationTimeoutSeconds;
            assert.ok(latencySeconds.max < longest);
        });
    });

    it("has no scale-in while the cooldown of the one before runs, unless it scaled out in between", () => {
        let pairs = 0;
        const eager = any.map((scenario) => ({
            ...scenario,
            fleet: { ...scenario.fleet, initialCapacity: scenario.fleet.maxCapacity, scaleInCooldownSeconds: 300 },
            switches: { ...scenario.switches, scaleInStep: "oneStep" as const, rejectWhileUpdating: true },
        }));
        holds(eager, ({ fleet }, { changes }) => {
            let cooledAt = -Infinity;
            let scalesIn = false;
            for (const { kind, from, to, atSeconds } of changes) {
                if (kind === "asked" && to < from) {
                    if (cooledAt > -Infinity) pairs++;
                    assert.ok(atSeconds >= cooledAt - 1e-6, `${atSeconds} is before ${cooledAt}`);
                }
                if (kind === "asked") scalesIn = to < from;
                // The cooldown counts from when the instances are gone.
                if (kind === "inService" && scalesIn) cooledAt = atSeconds + fleet.scaleInCooldownSeconds;
                if (kind === "asked" && to > from) cooledAt = -Infinity;
            }
        });
        assert.ok(pairs >= 20, `${pairs}`);
    });

    it("is billed for the area under the curve of instances in service, and for what drains", () => {
        holds(any, ({ fleet, switches }, outcome) => {
            let inService = fleet.initialCapacity;
            let since = 0;
            let area = 0;
            const passTo = (at: number): void => {
                area += inService * Math.max(0, at - since);
                since = Math.max(since, at);
            };
            for (const { kind, atSeconds, to } of outcome.changes) {
                if (kind !== "inService") continue;
                passTo(atSeconds);
                inService = to;
            }
            passTo(outcome.settledSeconds);
            if (switches.scaleInDrains) assert.ok(outcome.inServiceSeconds >= area * (1 - 1e-9));
            else near(outcome.inServiceSeconds, area);
        });
    });

    it("is billed for each instance from being asked for to being in service", () => {
        const steady = any.map((scenario) => ({
            ...scenario,
            coldStartSeconds: { kind: "constant" as const, seconds: 200 },
            switches: { ...scenario.switches, rejectWhileUpdating: true },
        }));
        holds(steady, (_, { changes, provisioningSeconds }) => {
            let added = 0;
            for (const { kind, from, to } of changes) if (kind === "asked") added += Math.max(to - from, 0);
            near(provisioningSeconds, added * 200);
        });
    });

    it("costs more at a higher price, and never less with provisioning than without", () => {
        holds(any, (_, outcome) => {
            const cost = (usdPerHour: number) => costOf(outcome, { usdPerHour, origin: "given", source: "" }, true);
            assert.ok(cost(1).usdWithProvisioning >= cost(1).usdWithoutProvisioning);
            near(cost(3).usd, 3 * cost(1).usd);
            assert.ok(outcome.inServiceSeconds === 0 || cost(1.01).usd > cost(1).usd);
        });
    });

    it("ends when the last request has, and the capacity is at its minimum", () => {
        holds(any, ({ fleet }, outcome) => {
            assert.ok(outcome.settledSeconds >= outcome.makespanSeconds);
            const last = minutesOf(outcome).at(-1);
            assert.ok(last);
            assert.ok(outcome.arrived === 0 || last.atSeconds >= outcome.settledSeconds);
            assert.deepEqual([last.desired, last.inService], [fleet.minCapacity, fleet.minCapacity]);
            if (outcome.done > 0) assert.ok(outcome.firstResultSeconds <= outcome.makespanSeconds);
            else assert.ok(Number.isNaN(outcome.firstResultSeconds));
            const { p50, p95, p99, max } = outcome.latencySeconds;
            if (outcome.done > 0) assert.ok(p50 <= p95 && p95 <= p99 && p99 <= max);
        });
    });
});

describe("runs with different seeds", () => {
    const random = devScenario({
        workload: { kind: "poisson", perSecond: 0.5, requests: 300, durationSeconds: Infinity },
        serviceSeconds: { kind: "exponential", meanSeconds: 4 },
        coldStartSeconds: { kind: "logNormal", medianSeconds: 240, sigma: 0.25 },
        phaseSeconds: undefined,
    });

    it("differ", () => {
        const makespans = [1, 2, 3, 4, 5].map((seed) => simulate(random, seed).makespanSeconds);
        assert.equal(new Set(makespans).size, 5);
    });

    it("begin at another moment of the minute each, unless it is fixed", () => {
        const phases = (scenario: Scenario): number[] =>
            [1, 2, 3].map((seed) => -(simulate(scenario, seed, { minutes: true }).minutes?.atSeconds[0] ?? NaN));
        const own = phases(random);
        assert.equal(new Set(own).size, 3);
        for (const phase of own) assert.ok(phase >= 0 && phase < 60);
        assert.deepEqual(phases({ ...random, phaseSeconds: 17 }), [17, 17, 17]);
    });

    it("share what is random with a scenario that says something else", () => {
        const slower = { ...random, serviceSeconds: { kind: "exponential" as const, meanSeconds: 40 } };
        const asked = (scenario: Scenario): unknown => simulate(scenario, 7).changes.slice(0, 3);
        assert.deepEqual(asked(slower), asked(random));
    });
});

function hasScaledIn({ minutes }: Outcome, minute: number): boolean {
    const inService = minutes?.inService ?? [];
    return (inService[minute] ?? 0) < Math.max(...inService.slice(0, minute), 0);
}

describe("a larger maximum capacity", () => {
    const burst = (requests: number, seconds: number, fleet: Partial<Fleet>): Scenario =>
        devScenario({ workload: { kind: "burst", requests }, serviceSeconds: { kind: "constant", seconds }, fleet });

    it("answers no fewer requests of a burst by any minute, until something scales in", () => {
        let faster = 0;
        const settings = fc.record({
            requests: fc.integer({ min: 1, max: 2000 }),
            seconds: fc.integer({ min: 1, max: 120 }),
            more: fc.integer({ min: 1, max: 4 }),
            fleet: fc.record({
                maxCapacity: fc.integer({ min: 1, max: 6 }),
                backlogPerInstance: fc.integer({ min: 1, max: 20 }),
                wakeUpScalingAdjustment: fc.nat(3),
                maxConcurrentInvocationsPerInstance: fc.integer({ min: 1, max: 4 }),
                scaleOutCooldownSeconds: fc.constantFrom(0, 120, 600),
            }),
        });
        fc.assert(
            fc.property(settings, ({ requests, seconds, more, fleet }) => {
                const run = (maxCapacity: number): Outcome =>
                    simulate(burst(requests, seconds, { ...fleet, maxCapacity }), 1, { minutes: true });
                const less = run(fleet.maxCapacity);
                const larger = run(fleet.maxCapacity + more);
                for (const [minute, done] of less.minutes?.done.entries() ?? []) {
                    if ([less, larger].some((outcome) => hasScaledIn(outcome, minute))) break;
                    const doneByMore = larger.minutes?.done[minute] ?? NaN;
                    assert.ok(doneByMore >= done, `${doneByMore} rather than ${done} in minute ${minute}`);
                    if (doneByMore > done) faster++;
                }
            }),
            { numRuns: 25 },
        );
        assert.ok(faster > 0);
    });

    it("can be slower all the same, as a backlog that is shared by more instances scales in sooner", () => {
        const slow = (maxCapacity: number): Outcome =>
            simulate(
                burst(511, 25, {
                    maxCapacity,
                    backlogPerInstance: 56,
                    wakeUpScalingAdjustment: 0,
                    maxConcurrentInvocationsPerInstance: 1,
                    scaleInCooldownSeconds: 600,
                }),
                1,
            );
        // Below 90 % of the target from 840 on with 8 instances, from 540 on with 10; 15 datapoints later 3 are to do the rest.
        assert.equal(slow(8).changes.map(told)[2], "1740 backlog asks 8 → 3");
        assert.equal(slow(11).changes.map(told)[2], "1440 backlog asks 10 → 3");
        assert.deepEqual([slow(8).makespanSeconds, slow(11).makespanSeconds], [2630, 2680]);
    });

    it("can end later when it begins more before their time is over", () => {
        const late = (maxCapacity: number): Outcome =>
            simulate(
                burst(1500, 57, { maxCapacity, maxConcurrentInvocationsPerInstance: 1, wakeUpScalingAdjustment: 2 }),
                1,
            );
        const ends = [late(2), late(3)].map(({ done, makespanSeconds }) => [done, makespanSeconds]);
        // Two instances from 420 on begin their last at 21,567, a third from 660 on begins its last at 21,579.
        assert.deepEqual(ends, [
            [744, 21_624],
            [744 + 368, 21_636],
        ]);
    });
});
