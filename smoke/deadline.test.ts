import assert from "node:assert/strict";

import fc from "fast-check";

import { Deadline, DeadlineError, formatDuration, InterruptedError, monotonicTime, parseDuration } from "./deadline";
import { VirtualTime } from "./testing/virtualTime";

describe("durations", () => {
    it("are read in seconds, minutes and hours", () => {
        assert.deepEqual(["90s", "20m", "1h", "0.5m", "24h"].map(parseDuration), [90e3, 1200e3, 3600e3, 30e3, 86400e3]);
    });

    for (const text of ["", "20", "m", "-1m", "0s", "1h30m", "20 m", "1e3s", "25h", "Infinityh", "20M"]) {
        it(`"${text}" is none`, () => {
            assert.equal(parseDuration(text), undefined);
        });
    }

    it("are written as people say them", () => {
        assert.deepEqual([0, 400, 45e3, 252e3, 1200e3, 3600e3, 3900e3].map(formatDuration), [
            "0s",
            "0s",
            "45s",
            "4m12s",
            "20m",
            "1h",
            "1h5m",
        ]);
    });

    it("of one unit come back as they went", () => {
        fc.assert(
            fc.property(fc.integer({ min: 1, max: 59 }), fc.constantFrom("s", "m"), (count, unit) => {
                assert.equal(
                    formatDuration(parseDuration(`${String(count)}${unit}`) ?? NaN),
                    `${String(count)}${unit}`,
                );
            }),
        );
    });
});

describe("deadline", () => {
    it("aborts what runs when time is up, and says how much there was", async () => {
        const time = new VirtualTime();
        const deadline = new Deadline(time, 60_000);
        await time.runUntilDone(time.sleep(59_999));
        assert.equal(deadline.remaining(), 1);
        assert.equal(deadline.signal.aborted, false);
        await time.runUntilDone(assert.rejects(deadline.sleep(5000), new DeadlineError("nothing more within 1m")));
        assert.equal(time.now(), 60_000);
        assert.equal(deadline.remaining(), 0);
    });

    it("gives an interruption's own reason when that comes first", async () => {
        const time = new VirtualTime();
        const interrupt = new AbortController();
        const deadline = new Deadline(time, 60_000, interrupt.signal);
        void time.sleep(10).then(() => {
            interrupt.abort(new InterruptedError());
        });
        await time.runUntilDone(assert.rejects(deadline.sleep(5000), new InterruptedError()));
        assert.equal(time.now(), 10);
    });

    it("leaves no timer behind when it is ended", () => {
        const time = new VirtualTime();
        new Deadline(time, 60_000).end();
        assert.equal(time.pending(), 0);
    });

    it("on the machine's monotonic clock, a sleep ends with the reason of its signal", async () => {
        const controller = new AbortController();
        const sleeping = monotonicTime.sleep(60_000, controller.signal);
        controller.abort(new InterruptedError());
        await assert.rejects(sleeping, new InterruptedError());
        const before = monotonicTime.now();
        await monotonicTime.sleep(1);
        assert.ok(monotonicTime.now() > before);
    });
});
