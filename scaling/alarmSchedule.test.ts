import assert from "node:assert/strict";
import fc from "fast-check";
import { defaultMetricLagSeconds, fulfilmentPollSeconds, newestSeen, noticedAt } from "./alarmSchedule";

describe("the newest datapoint that an evaluation sees", () => {
    // A datapoint of a whole minute, and evaluations at whole minutes.
    const cases: [lag: number, now: number, newest: number][] = [
        [0, 600, 600],
        [1, 600, 540],
        [30, 600, 540],
        [60, 600, 540],
        [61, 600, 480],
        [120, 600, 480],
        [150, 600, 420],
        [30, 629, 540],
        [30, 630, 600],
        [30, 0, -60],
    ];
    for (const [lag, now, newest] of cases) {
        it(`is that of ${newest} s at ${now} s with a lag of ${lag} s`, () => {
            assert.equal(newestSeen(now, 60, lag), newest);
        });
    }

    it("of ten seconds is that of ten seconds ago, with a lag of ten seconds", () => {
        assert.equal(newestSeen(40, 10, 10), 30);
    });

    it("is the same for every lag from over 0 to 60 s, the whole range that is reported", () => {
        assert.equal(defaultMetricLagSeconds, 30);
        fc.assert(
            fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 60 }), (minute, lag) => {
                assert.equal(newestSeen(minute * 60, 60, lag), newestSeen(minute * 60, 60, defaultMetricLagSeconds));
            }),
        );
    });

    it("is at least the lag old, and the next one is not, for any lag", () => {
        fc.assert(
            fc.property(
                fc.integer({ min: 0, max: 1e7 }),
                fc.nat(600),
                fc.constantFrom(10, 60, 300),
                (now, lag, period) => {
                    const newest = newestSeen(now, period, lag);
                    assert.ok(newest + lag <= now && newest + period + lag > now);
                },
            ),
        );
    });

    it("is not missed for a binary fraction", () => {
        assert.equal(newestSeen(59.999999999999986, 60, 0), 60);
    });
});

describe("the end of a change is noticed", () => {
    const cases: [started: number, done: number, noticed: number][] = [
        [0, 240, 240],
        [0, 236, 240],
        [0, 240.5, 245],
        [120, 121, 125],
        [120, 120, 125],
        [180, 240, 240],
        [42.1, 42.1 + 240, 282.1],
    ];
    for (const [started, done, noticed] of cases) {
        it(`at ${noticed} s when it began at ${started} s and was done at ${done} s`, () => {
            assert.ok(Math.abs(noticedAt(started, done) - noticed) < 1e-6, String(noticedAt(started, done)));
        });
    }

    it("at a whole number of intervals after its beginning, less than one interval late, and never early", () => {
        fc.assert(
            fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 36_000 }), (started, tenths) => {
                const done = started + tenths / 10;
                const noticed = noticedAt(started, done);
                assert.equal((noticed - started) % fulfilmentPollSeconds, 0);
                assert.ok(noticed >= done - 1e-6 && noticed < done + fulfilmentPollSeconds);
            }),
        );
    });
});
