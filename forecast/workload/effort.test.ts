import assert from "node:assert/strict";

import { effortOf } from "./effort";
import { type Workload } from "./workload";

describe("effort of a workload", () => {
    const some: [string, Workload, number][] = [
        ["a burst is its requests", { kind: "burst", requests: 100 }, 100],
        ["an hour is 1,800 besides", { kind: "rate", perSecond: 1, requests: Infinity, durationSeconds: 3600 }, 5400],
        ["no longer than its requests", { kind: "rate", perSecond: 1, requests: 60, durationSeconds: Infinity }, 90],
        ["of a random one", { kind: "poisson", perSecond: 2, requests: Infinity, durationSeconds: 60 }, 150],
        ["nothing without requests", { kind: "poisson", perSecond: 0, requests: Infinity, durationSeconds: 60 }, 0],
        [
            "of bursts",
            { kind: "bursts", basePerSecond: 0, burstRequests: 10, everySeconds: 60, durationSeconds: 120 },
            80,
        ],
        ["of a day", { kind: "daily", perHour: Array<number>(24).fill(1), durationSeconds: 86_400 }, 24 + 43_200],
        ["of times", { kind: "times", seconds: [0, 60] }, 32],
        ["of counts", { kind: "counts", perMinute: [5, 0] }, 65],
        ["of no times", { kind: "times", seconds: [] }, 0],
    ];
    for (const [what, workload, effort] of some) {
        it(`${what}: ${String(effort)}`, () => {
            assert.equal(effortOf(workload), effort);
        });
    }
});
