import assert from "node:assert/strict";
import fc from "fast-check";

import { RandomStream } from "../random/randomStream";
import { samplerOf } from "../random/sampler";
import {
    anyScenario,
    distinctTimes,
    equalTimes,
    type GivenScenario,
    oneInstanceAtATime,
    type Times,
} from "../testing/anyScenario";
import { type NaiveOutcome, naiveEndpoint } from "../testing/naiveEndpoint";
import { quantileError } from "./latencyHistogram";
import { minuteColumns } from "./minuteSeries";
import { type CapacityEvent, type Outcome } from "./outcome";
import { simulate, streams } from "./simulate";

/** What the histogram says of less than a thousandth of a second. */
const shortest = 2 ** -9;

function naively(scenario: GivenScenario, seed: number): NaiveOutcome {
    const service = samplerOf(scenario.serviceSeconds, new RandomStream(seed, streams.service));
    const coldStart = samplerOf(scenario.coldStartSeconds, new RandomStream(seed, streams.coldStart));
    return naiveEndpoint(scenario, {
        arrivals: scenario.workload.seconds,
        service: () => service.next(),
        coldStart: () => coldStart.next(),
    });
}

/** The same but for sums that were added up in another order. */
function near(actual: number, expected: number | undefined, what: string): void {
    const close = Math.abs(actual - (expected ?? NaN)) <= 1e-9 * Math.max(1, Math.abs(actual));
    assert.ok(close || Object.is(actual, expected), `${what}: ${actual}, not ${expected}`);
}

function nearAll(actual: readonly number[], expected: readonly number[], what: string): void {
    assert.equal(actual.length, expected.length, `number of ${what}`);
    for (const [i, value] of actual.entries()) near(value, expected[i], `${what} ${i}`);
}

function withoutTime({ kind, from, to, policy }: CapacityEvent): Omit<CapacityEvent, "atSeconds"> {
    return { kind, from, to, policy };
}

function assertSame({ minutes, latencySeconds, changes, ...numbers }: Outcome, naive: NaiveOutcome): void {
    assert.deepEqual(changes.map(withoutTime), naive.changes.map(withoutTime));
    const times = (events: readonly CapacityEvent[]): number[] => events.map(({ atSeconds }) => atSeconds);
    nearAll(times(changes), times(naive.changes), "change");
    assert.ok(minutes);
    for (const column of minuteColumns) nearAll(minutes[column], naive.minutes[column], column);
    for (const [name, value] of Object.entries(numbers)) near(value, naive[name as keyof typeof numbers], name);
    const { latencies } = naive;
    near(latencySeconds.mean, latencies.reduce((sum, latency) => sum + latency, 0) / latencies.length, "mean");
    near(latencySeconds.max, latencies.at(-1) ?? NaN, "max");
    for (const [name, share] of [
        ["p50", 0.5],
        ["p95", 0.95],
        ["p99", 0.99],
    ] as const) {
        const exact = latencies[Math.ceil(share * latencies.length) - 1] ?? NaN;
        const off = Math.abs(latencySeconds[name] - exact);
        assert.ok(latencies.length === 0 || off <= Math.max(exact * quantileError, shortest), name);
    }
}

describe("the simulation", () => {
    const families: [string, Times][] = [
        ["where no two times are equal", distinctTimes],
        ["where many times are equal", equalTimes],
        ["where one instance comes and goes at a time", oneInstanceAtATime],
    ];
    for (const [where, times] of families) {
        it(`comes to what a naive one does, minute by minute, ${where}`, () => {
            fc.assert(
                fc.property(anyScenario(times), fc.nat(), (scenario, seed) => {
                    const naive = naively(scenario, seed);
                    // Which of several equally long free slots takes a request is nobody's rule.
                    fc.pre(!naive.arbitrary);
                    assertSame(simulate(scenario, seed, { minutes: true }), naive);
                }),
                { numRuns: 60 },
            );
        });
    }

    it("is compared on scenarios in which everything happens that can", () => {
        const seen = { refused: 0, expired: 0, timedOut: 0, startedAgain: 0, partly: 0, calledOff: 0, nothing: 0 };
        for (const [, times] of families) {
            for (const scenario of fc.sample(anyScenario(times), { numRuns: 150, seed: 1 })) {
                const naive = naively(scenario, 1);
                if (naive.arbitrary) continue;
                const { changes, waits, arrived, expired, timedOut } = naive;
                const of = (kind: CapacityEvent["kind"]): CapacityEvent[] =>
                    changes.filter((change) => change.kind === kind);
                const added = (kind: "asked" | "inService"): number =>
                    of(kind).reduce((sum, { from, to }) => sum + Math.max(to - from, 0), 0);
                if (of("refused").length > 0) seen.refused++;
                if (expired > 0) seen.expired++;
                if (timedOut > 0) seen.timedOut++;
                if (waits.length > arrived - expired) seen.startedAgain++;
                if (of("inService").some(({ from, to }) => to < from && to > 0)) seen.partly++;
                if (added("asked") > added("inService")) seen.calledOff++;
                if (changes.length === 0) seen.nothing++;
            }
        }
        for (const [what, scenarios] of Object.entries(seen)) assert.ok(scenarios >= 2, `${what}: ${scenarios}`);
    });
});
