import assert from "node:assert/strict";

import fc from "fast-check";

import { followWall, SimulatedClock } from "./clock";

const start = new Date("2026-01-01T00:00:00Z");

describe("SimulatedClock", () => {
    it("stands still until it is moved", async () => {
        const clock = new SimulatedClock(start);
        await new Promise((resolve) => setImmediate(resolve));
        assert.equal(clock.now(), start.getTime());
    });

    it("runs what is due in order of time, and of scheduling where times are equal", async () => {
        const clock = new SimulatedClock(start);
        const seen: string[] = [];
        clock.after(20, () => void seen.push("late"));
        clock.after(10, () => void seen.push("first"));
        clock.after(10, () => void seen.push("second"));
        await clock.advance(20);
        assert.deepEqual(seen, ["first", "second", "late"]);
    });

    it("lets things happen, then capacity change, then datapoints, alarms and polls, however they were scheduled", async () => {
        const clock = new SimulatedClock(start);
        const seen: string[] = [];
        for (const turn of ["polls", "alarms", "events", "metrics", "capacity"] as const) {
            clock.after(10, () => void seen.push(turn), turn);
        }
        clock.after(10, () => void seen.push("event"));
        clock.after(9, () => void seen.push("earlier poll"), "polls");
        await clock.advance(10);
        assert.deepEqual(seen, ["earlier poll", "events", "event", "capacity", "metrics", "alarms", "polls"]);
    });

    it("shows each action its own time, and the end time afterwards", async () => {
        const clock = new SimulatedClock(start);
        const seen: number[] = [];
        clock.after(10, () => void seen.push(clock.now()));
        await clock.advance(60);
        assert.deepEqual(seen, [start.getTime() + 10_000]);
        assert.equal(clock.now(), start.getTime() + 60_000);
    });

    it("leaves what is not due, and what was called off", async () => {
        const clock = new SimulatedClock(start);
        const seen: string[] = [];
        clock.after(61, () => void seen.push("not due"));
        clock.after(5, () => void seen.push("called off")).cancel();
        await clock.advance(60);
        assert.deepEqual(seen, []);
    });

    it("awaits an action before the next one, and runs what actions schedule", async () => {
        const clock = new SimulatedClock(start);
        const seen: string[] = [];
        clock.after(1, async () => {
            await new Promise((resolve) => setTimeout(resolve, 5));
            clock.after(1, () => void seen.push("scheduled by the first"));
            seen.push("first");
        });
        clock.after(3, () => void seen.push("last"));
        await clock.advance(3);
        assert.deepEqual(seen, ["first", "scheduled by the first", "last"]);
    });

    it("does not move while it is held", async () => {
        const clock = new SimulatedClock(start);
        const release = clock.hold();
        let fired = false;
        clock.after(1, () => void (fired = true));
        const moving = clock.advance(1);
        await new Promise((resolve) => setTimeout(resolve, 5));
        assert.equal(fired, false);
        release();
        release();
        await moving;
        assert.equal(fired, true);
    });

    it("needs every hold released", async () => {
        const clock = new SimulatedClock(start);
        const [first, second] = [clock.hold(), clock.hold()];
        let moved = false;
        const moving = clock.advance(1).then(() => (moved = true));
        first();
        first();
        await new Promise((resolve) => setTimeout(resolve, 5));
        assert.equal(moved, false);
        second();
        await moving;
    });

    it("gives the hold back when the held work fails", async () => {
        const clock = new SimulatedClock(start);
        await assert.rejects(
            clock.holdWhile(() => Promise.reject(new Error("broken"))),
            /broken/,
        );
        await clock.advance(1);
    });

    it("never lets an action see time go back", async () => {
        await fc.assert(
            fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 30 }), async (delays) => {
                const clock = new SimulatedClock(start);
                const seen: number[] = [];
                for (const delay of delays) clock.after(delay, () => void seen.push(clock.now()));
                await clock.advance(100);
                assert.deepEqual(
                    seen,
                    [...delays].sort((a, b) => a - b).map((delay) => start.getTime() + delay * 1000),
                );
            }),
            { numRuns: 50 },
        );
    });
});

describe("followWall", () => {
    it("moves simulated time as long as it runs, and not while it is held", async () => {
        const clock = new SimulatedClock(start);
        const release = clock.hold();
        const stop = followWall(clock, 1000);
        await new Promise((resolve) => setTimeout(resolve, 20));
        assert.equal(clock.now(), start.getTime());
        release();
        await new Promise<void>((resolve) => {
            clock.after(10, resolve);
        });
        await stop();
        const stoppedAt = clock.now();
        assert.ok(stoppedAt >= start.getTime() + 10_000);
        await new Promise((resolve) => setTimeout(resolve, 20));
        assert.equal(clock.now(), stoppedAt);
    });
});
