import assert from "node:assert/strict";

import fc from "fast-check";

import { RandomStream } from "../random/randomStream";
import { type Arrivals } from "./arrivals";
import { arrivalsOf, requestsExpected } from "./arrivalsOf";
import { type Workload } from "./workload";

function all(arrivals: Arrivals, blockLength = 100): number[] {
    const block = new Float64Array(blockLength);
    const times: number[] = [];
    for (let count = arrivals.fill(block); count > 0; count = arrivals.fill(block))
        times.push(...block.subarray(0, count));
    return times;
}

function arrivals(workload: Workload, seed = 1): Arrivals {
    return arrivalsOf(workload, new RandomStream(seed, 0));
}

function times(workload: Workload, seed = 1): number[] {
    return all(arrivals(workload, seed));
}

const daily = Array.from({ length: 24 }, (_, hour) => (hour === 3 ? 0 : 40 * hour));

describe("arrivals of a workload that leaves nothing to chance", () => {
    const rows: [string, Workload, number[]][] = [
        ["a burst is all at once", { kind: "burst", requests: 3 }, [0, 0, 0]],
        ["a burst of nothing", { kind: "burst", requests: 0 }, []],
        [
            "a rate is evenly spaced",
            { kind: "rate", perSecond: 4, requests: 3, durationSeconds: Infinity },
            [0, 0.25, 0.5],
        ],
        [
            "a rate ends before its duration, not at it",
            { kind: "rate", perSecond: 2, requests: Infinity, durationSeconds: 2 },
            [0, 0.5, 1, 1.5],
        ],
        [
            "a rate ends where the first of its limits is",
            { kind: "rate", perSecond: 2, requests: 3, durationSeconds: 2 },
            [0, 0.5, 1],
        ],
        ["a rate of nothing", { kind: "rate", perSecond: 0, requests: 5, durationSeconds: Infinity }, []],
        ["a rate for no time", { kind: "rate", perSecond: 5, requests: 5, durationSeconds: 0 }, []],
        ["times are as they are given", { kind: "times", seconds: [0, 1.5, 1.5, 7] }, [0, 1.5, 1.5, 7]],
        ["no times", { kind: "times", seconds: [] }, []],
        [
            "counts are evenly spaced within their minute",
            { kind: "counts", perMinute: [2, 0, 3, 1] },
            [0, 30, 120, 140, 160, 180],
        ],
        ["no counts", { kind: "counts", perMinute: [] }, []],
        ["counts of nothing", { kind: "counts", perMinute: [0, 0] }, []],
        [
            "bursts come at the beginning and as long as there is time",
            { kind: "bursts", basePerSecond: 0, burstRequests: 2, everySeconds: 30, durationSeconds: 90 },
            [0, 0, 30, 30, 60, 60],
        ],
        [
            "bursts of nothing",
            { kind: "bursts", basePerSecond: 0, burstRequests: 0, everySeconds: 30, durationSeconds: 90 },
            [],
        ],
        ["a Poisson process of nothing", { kind: "poisson", perSecond: 0, requests: 5, durationSeconds: Infinity }, []],
        [
            "a Poisson process without requests",
            { kind: "poisson", perSecond: 3, requests: 0, durationSeconds: Infinity },
            [],
        ],
        [
            "a Poisson process for no time",
            { kind: "poisson", perSecond: 3, requests: Infinity, durationSeconds: 0 },
            [],
        ],
        ["days without requests", { kind: "daily", perHour: new Array<number>(24).fill(0), durationSeconds: 1e9 }, []],
    ];
    for (const [name, workload, expected] of rows) {
        it(name, () => {
            assert.deepEqual(times(workload), expected);
            assert.deepEqual(times(workload, 2), expected);
            assert.equal(requestsExpected(workload), expected.length);
        });
    }

    it("expects of a rate exactly as many as arrive", () => {
        const some = fc.double({ min: 0.01, max: 50, noNaN: true });
        fc.assert(
            fc.property(
                some,
                fc.oneof(some, fc.integer({ min: 1, max: 40 })),
                fc.nat(500),
                (perSecond, seconds, requests) => {
                    const workload: Workload = { kind: "rate", perSecond, requests, durationSeconds: seconds };
                    const at = times(workload);
                    assert.equal(at.length, requestsExpected(workload));
                    assert(at.every((time) => time < seconds));
                    assert(at.length === requests || at.length / perSecond >= seconds * (1 - 1e-9));
                },
            ),
        );
    });

    it("is not misled by rounding about what is before the end", () => {
        for (const [perSecond, durationSeconds, requests] of [
            // 33 / 1.1 is below 30, and 7.5 × 33.2 above 249, in floating-point numbers.
            [1.1, 30, 33],
            [7.5, 33.2, 249],
            [12.5, 4.4, 55],
        ] as const) {
            const workload: Workload = { kind: "rate", perSecond, requests: Infinity, durationSeconds };
            assert.equal(requestsExpected(workload), requests);
            assert.equal(times(workload).length, requests);
        }
    });

    it("expects no end of a rate without a limit", () => {
        const endless: Workload = { kind: "rate", perSecond: 1, requests: Infinity, durationSeconds: Infinity };
        assert.equal(requestsExpected(endless), Infinity);
    });
});

describe("random arrivals", () => {
    // Bounds are four standard deviations of a Poisson number.
    const near = (count: number, mean: number): void => {
        assert(Math.abs(count - mean) < 4 * Math.sqrt(mean), `${String(count)} rather than ${String(mean)}`);
    };

    it("of a Poisson process come at its rate, and as irregularly as they should", () => {
        const workload: Workload = { kind: "poisson", perSecond: 5, requests: Infinity, durationSeconds: 20_000 };
        const at = times(workload);
        assert.equal(requestsExpected(workload), 100_000);
        near(at.length, 100_000);
        const perSecond = new Float64Array(20_000);
        for (const time of at) perSecond[Math.floor(time)] = (perSecond[Math.floor(time)] as number) + 1;
        const mean = at.length / 20_000;
        const variance = perSecond.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 20_000;
        // Variance equals mean; its standard deviation is √((2 m² + m) / n).
        assert(Math.abs(variance - 5) < 4 * Math.sqrt(55 / 20_000), String(variance));
    });

    it("of a Poisson process end with the last request", () => {
        const workload: Workload = { kind: "poisson", perSecond: 5, requests: 250, durationSeconds: 1e9 };
        assert.equal(times(workload).length, 250);
        assert.equal(requestsExpected(workload), 250);
    });

    it("of a Poisson process do not depend on where it ends", () => {
        const short: Workload = { kind: "poisson", perSecond: 5, requests: 50, durationSeconds: Infinity };
        const long: Workload = { kind: "poisson", perSecond: 5, requests: Infinity, durationSeconds: 100 };
        assert.deepEqual(times(short), times(long).slice(0, 50));
    });

    it("of bursts have all bursts over a Poisson base", () => {
        const workload: Workload = {
            kind: "bursts",
            basePerSecond: 2,
            burstRequests: 700,
            everySeconds: 600,
            durationSeconds: 3600,
        };
        const at = times(workload);
        const burst = at.filter((time) => time % 600 === 0);
        assert.equal(burst.length, 6 * 700);
        near(at.length - burst.length, 7200);
        assert.equal(requestsExpected(workload), 7200 + 4200);
    });

    it("of days follow the rate of each hour, day after day", () => {
        const workload: Workload = { kind: "daily", perHour: daily, durationSeconds: 3 * 86_400 + 1800 };
        const at = times(workload);
        const perHour = new Array<number>(24).fill(0);
        for (const time of at.filter((time) => time < 3 * 86_400)) {
            const hour = Math.floor(time / 3600) % 24;
            perHour[hour] = (perHour[hour] as number) + 1;
        }
        for (const [hour, count] of perHour.entries()) {
            if (daily[hour] === 0) assert.equal(count, 0);
            else near(count, 3 * (daily[hour] as number));
        }
        // Hour 0 has no requests at all, so half an hour of it adds none.
        assert.equal(requestsExpected(workload), 3 * 40 * (276 - 3));
        const longer: Workload = { ...workload, durationSeconds: 86_400 + 1.5 * 3600 };
        assert.equal(requestsExpected(longer), 40 * (276 - 3) + 20);
    });

    it("of days are spread evenly over the hour", () => {
        const workload: Workload = { kind: "daily", perHour: [0, 50_000], durationSeconds: 7200 };
        const at = times(workload);
        assert(at.every((time) => time >= 3600 && time < 7200));
        const mean = at.reduce((sum, time) => sum + time, 0) / at.length;
        // Four standard deviations of the mean of 50,000 uniform numbers within an hour.
        assert(Math.abs(mean - 5400) < (4 * 3600) / Math.sqrt(12 * 50_000), String(mean));
    });

    it("are others with another seed, and the same with the same", () => {
        const workload: Workload = { kind: "poisson", perSecond: 5, requests: 10, durationSeconds: Infinity };
        assert.deepEqual(times(workload, 3), times(workload, 3));
        assert.notDeepEqual(times(workload, 3), times(workload, 4));
    });
});

describe("arrivals of any workload", () => {
    const limit = 400;
    const duration = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 5000, noNaN: true }));
    const rate = fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 2, noNaN: true }));
    const requests = fc.nat(limit);
    const workload: fc.Arbitrary<Workload> = fc.oneof(
        fc.record({ kind: fc.constant("burst"), requests }),
        fc.record({
            kind: fc.constantFrom("rate", "poisson"),
            perSecond: rate,
            requests,
            durationSeconds: fc.oneof(duration, fc.constant(Infinity)),
        }),
        fc.record({
            kind: fc.constant("bursts"),
            basePerSecond: rate.map((perSecond) => perSecond / 10),
            burstRequests: fc.nat(50),
            everySeconds: fc.double({ min: 100, max: 2000, noNaN: true }),
            durationSeconds: duration,
        }),
        fc.record({
            kind: fc.constant("daily"),
            perHour: fc.array(
                rate.map((perSecond) => 150 * perSecond),
                {
                    minLength: 24,
                    maxLength: 24,
                },
            ),
            durationSeconds: duration.map((seconds) => 5 * seconds),
        }),
        fc.record({
            kind: fc.constant("times"),
            seconds: fc
                .array(fc.double({ min: 0, max: 1e6, noNaN: true }))
                .map((seconds) => seconds.sort((a, b) => a - b)),
        }),
        fc.record({ kind: fc.constant("counts"), perMinute: fc.array(fc.nat(70), { maxLength: 10 }) }),
    );

    it("are ascending, within the duration, and not more than the limit", () => {
        fc.assert(
            fc.property(workload, fc.maxSafeNat(), (workload, seed) => {
                const at = times(workload, seed);
                for (const [i, time] of at.entries()) assert(time >= (i === 0 ? 0 : (at[i - 1] as number)));
                if ("requests" in workload) assert(at.length <= workload.requests);
                if ("durationSeconds" in workload) assert(at.every((time) => time < workload.durationSeconds));
                if (workload.kind === "counts") assert.equal(at.length, requestsExpected(workload));
            }),
        );
    });

    it("are replayed by a clone from any point, in blocks of any size", () => {
        const size = fc.integer({ min: 1, max: 300 });
        fc.assert(
            fc.property(
                workload,
                fc.maxSafeNat(),
                fc.array(size, { maxLength: 5 }),
                size,
                size,
                (workload, seed, before, one, other) => {
                    const original = arrivals(workload, seed);
                    let behind = 0;
                    for (const length of before) behind += original.fill(new Float64Array(length));
                    const clone = original.clone();
                    const rest = all(original, one);
                    assert.deepEqual(all(clone, other), rest);
                    assert.deepEqual(times(workload, seed).slice(behind), rest);
                },
            ),
        );
    });

    it("have ended for good once they have ended", () => {
        fc.assert(
            fc.property(workload, fc.maxSafeNat(), (workload, seed) => {
                const ended = arrivals(workload, seed);
                all(ended);
                const block = new Float64Array(10);
                assert.equal(ended.fill(block), 0);
                assert.equal(ended.clone().fill(block), 0);
            }),
        );
    });
});
