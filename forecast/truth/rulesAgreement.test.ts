import assert from "node:assert/strict";
import fc from "fast-check";

import { isOver, type LoadRecord, loadRecord, toldOnce } from "../../local/cloud/testing/loadRecord";
import { ScaledEndpointFixture } from "../../local/cloud/testing/scaledEndpointFixture";
import { type Fleet } from "../scenario";
import { type MinuteSeries } from "../simulation/outcome";
import { simulate } from "../simulation/simulate";
import { defaultSwitches, type Switches } from "../switches";

const minute = 60;

interface Run {
    fleet: Fleet;
    /** Seconds after the first one, ascending. */
    arrivals: number[];
    phaseSeconds: number;
    serviceSeconds: number;
    coldStartSeconds: number;
    switches: Switches;
}

async function onLaptop(run: Run): Promise<LoadRecord> {
    const { fleet, switches } = run;
    const behaviour = {
        coldStartSeconds: run.coldStartSeconds,
        modelLatencySeconds: run.serviceSeconds,
        scaleInSeconds: switches.scaleInSeconds,
        scaleInDrains: switches.scaleInDrains,
        backlogIncludesInFlight: switches.backlogIncludesInFlight,
    };
    const fixture = new ScaledEndpointFixture(behaviour, switches);
    const { clock, entries } = fixture;
    const nextMinute = (): number => (Math.floor(clock.now() / 60_000) + 1) * 60_000;
    const realFetch = globalThis.fetch;
    globalThis.fetch = fixture.containers.fetch as typeof fetch;
    try {
        await fixture.deploy({ inService: false, concurrency: fleet.maxConcurrentInvocationsPerInstance });
        await clock.advance(10 * minute);
        await fixture.scaleWithQueue(fleet);
        // All that the low alarm looks back over, and one instance less.
        await clock.advance(40 * minute);
        await clock.runUntil(nextMinute() + run.phaseSeconds * 1000);
        const first = clock.now();
        entries.length = 0;
        for (const [index, arrival] of run.arrivals.entries()) {
            await clock.runUntil(first + arrival * 1000);
            await fixture.invoke(String(index), {
                RequestTTLSeconds: fleet.requestTtlSeconds,
                InvocationTimeoutSeconds: fleet.invocationTimeoutSeconds,
            });
        }
        while (!isOver(entries, run.arrivals.length, fleet.minCapacity)) await clock.runUntil(nextMinute());
        return loadRecord(entries, first, fleet.minCapacity);
    } finally {
        globalThis.fetch = realFetch;
    }
}

// Durations are binary fractions: what is due at one moment must be so in both, and not a rounding error later in one.
const anyRun: fc.Arbitrary<Run> = fc
    .record({
        minCapacity: fc.constantFrom(0, 0, 0, 1),
        moreCapacity: fc.integer({ min: 1, max: 7 }),
        maxConcurrentInvocationsPerInstance: fc.integer({ min: 1, max: 4 }),
        backlogPerInstance: fc.constantFrom(1, 2, 5, 7.5, 20),
        scaleInCooldownSeconds: fc.constantFrom(0, 120, 900),
        scaleOutCooldownSeconds: fc.constantFrom(0, 60, 120, 300),
        wakeUpScalingAdjustment: fc.constantFrom(1, 1, 3, 9),
        requestTtlSeconds: fc.constantFrom(21_600, 600, 1800),
        invocationTimeoutSeconds: fc.constantFrom(900, 20),
        arrivals: fc.oneof(
            fc.integer({ min: 1, max: 200 }).map((requests) => Array.from({ length: requests }, () => 0)),
            fc
                .tuple(fc.integer({ min: 20, max: 200 }), fc.constantFrom(1, 5, 20, 60))
                .map(([requests, seconds]) => Array.from({ length: requests }, (_, index) => index * seconds)),
            fc
                .array(fc.integer({ min: 0, max: 6000 }), { maxLength: 200 })
                .map((times) => [0, ...times].sort((a, b) => a - b)),
        ),
        phaseSeconds: fc.constantFrom(0, 25, 30.5, 59.75),
        serviceSeconds: fc.constantFrom(1.25, 4, 7.5, 15, 30.75, 45),
        coldStartSeconds: fc.constantFrom(60, 61, 240, 243, 330),
        scaleInSeconds: fc.constantFrom(5, 60, 90),
        metricLagSeconds: fc.constantFrom(0, 30, 90),
        backlogIncludesInFlight: fc.boolean(),
        lowAlarmCountsFromScaleOut: fc.boolean(),
        scaleInDrains: fc.boolean(),
        scaleInStep: fc.constantFrom("proportional" as const, "oneStep" as const),
    })
    .map(({ moreCapacity, arrivals, phaseSeconds, serviceSeconds, coldStartSeconds, ...rest }) => {
        const { scaleInSeconds, metricLagSeconds, ...others } = rest;
        const { backlogIncludesInFlight, lowAlarmCountsFromScaleOut, scaleInDrains, scaleInStep, ...fleet } = others;
        return {
            fleet: {
                ...fleet,
                initialCapacity: fleet.minCapacity,
                maxCapacity: fleet.minCapacity + moreCapacity,
            },
            arrivals,
            phaseSeconds,
            serviceSeconds,
            coldStartSeconds,
            switches: {
                ...defaultSwitches,
                scaleInSeconds,
                metricLagSeconds,
                backlogIncludesInFlight,
                lowAlarmCountsFromScaleOut,
                scaleInDrains,
                scaleInStep,
            },
        };
    });

describe("the laptop AWS and the forecast agree, whatever the settings, the load and the open questions:", () => {
    // Where instances go at work while others stay, what they work on depends on who was given it: the laptop AWS spreads requests evenly,
    // the forecast gives them to the slot that has been free for longest.
    it("capacities, and when answers come, as long as no instance goes at work while others stay", async () => {
        let compared = 0;
        await fc.assert(
            fc.asyncProperty(anyRun, async (run) => {
                const laptop = await onLaptop(run);
                if (laptop.wentAtWork) return;
                const outcome = simulate(
                    {
                        fleet: run.fleet,
                        workload: { kind: "times", seconds: run.arrivals },
                        serviceSeconds: { kind: "constant", seconds: run.serviceSeconds },
                        requestOverheadSeconds: 0,
                        coldStartSeconds: { kind: "constant", seconds: run.coldStartSeconds },
                        phaseSeconds: run.phaseSeconds,
                        switches: run.switches,
                    },
                    1,
                    { minutes: true },
                );
                const { atSeconds, done } = outcome.minutes as MinuteSeries;
                assert.deepEqual(laptop.changes, toldOnce(outcome.changes));
                assert.deepEqual(
                    atSeconds.map((at) => laptop.completions.filter((completion) => completion <= at).length),
                    done,
                );
                assert.deepEqual([laptop.failed, laptop.expired], [outcome.timedOut, outcome.expired]);
                compared++;
            }),
            { seed: 7, numRuns: 25, endOnFailure: true },
        );
        assert.ok(compared >= 20, `only ${String(compared)} of 25 runs could be compared`);
    });
});
