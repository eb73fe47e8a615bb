import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Workload } from "../workload/workload";
import { UsageError } from "./usageError";
import { type ArrivalOptions, workloadOf } from "./workloadOf";

const endless = { requests: Infinity, durationSeconds: Infinity };

describe("workloads on the command line", () => {
    const folder = mkdtempSync(join(tmpdir(), "workload-"));
    const trace = join(folder, "trace.csv");
    before(() => {
        writeFileSync(trace, "1\n3\n");
    });
    after(() => {
        rmSync(folder, { recursive: true });
    });

    const perHour = Array.from({ length: 24 }, (_, hour) => hour);
    const ways: [ArrivalOptions, Workload][] = [
        [{ requests: 10_000 }, { kind: "burst", requests: 10_000 }],
        [
            { requests: 100, rate: 2 },
            { ...endless, kind: "rate", perSecond: 2, requests: 100 },
        ],
        [
            { rate: 2, for: 60 },
            { ...endless, kind: "rate", perSecond: 2, durationSeconds: 60 },
        ],
        [
            { poisson: 2, requests: 100 },
            { ...endless, kind: "poisson", perSecond: 2, requests: 100 },
        ],
        [
            { poisson: 2, requests: 100, for: 60 },
            { kind: "poisson", perSecond: 2, requests: 100, durationSeconds: 60 },
        ],
        [
            { burst: 500, every: 1800, for: 28_800 },
            { kind: "bursts", basePerSecond: 0, burstRequests: 500, everySeconds: 1800, durationSeconds: 28_800 },
        ],
        [
            { burst: 500, every: 1800, for: 28_800, poisson: 0.1 },
            { kind: "bursts", basePerSecond: 0.1, burstRequests: 500, everySeconds: 1800, durationSeconds: 28_800 },
        ],
        [
            { daily: perHour.join(","), for: 86_400 },
            { kind: "daily", perHour, durationSeconds: 86_400 },
        ],
        [{ trace }, { kind: "times", seconds: [0, 2] }],
    ];
    for (const [options, workload] of ways) {
        it(`${Object.keys(options).join(" and ")} make one of kind ${workload.kind}`, () => {
            assert.deepEqual(workloadOf(options), workload);
        });
    }

    const none =
        "Say when requests come: --requests 10000, --poisson 2 --for 2h, --rate 2 --for 2h, --burst 500 --every 30m --for 8h, --daily FILE --for 3d or --trace FILE.";
    const inOneWay = (one: string, other: string, example: string): string =>
        `${one} and ${other} do not go together: requests come in one way, such as ${example}.`;
    const bad: [ArrivalOptions, string][] = [
        [{}, none],
        [{ for: 60 }, none],
        [{ every: 60, for: 60 }, none],
        [{ rate: 2 }, "--rate needs --requests or --for: --rate 2 --for 2h."],
        [{ poisson: 2 }, "--poisson needs --requests or --for: --poisson 2 --for 2h."],
        [{ burst: 5 }, "--burst needs --every: --burst 500 --every 30m --for 8h."],
        [{ burst: 5, every: 60 }, "--burst needs --for: --burst 500 --every 30m --for 8h."],
        [{ daily: perHour.join(",") }, "--daily needs --for: --daily FILE --for 3d."],
        [{ requests: 5, for: 60 }, inOneWay("--requests", "--for", "--requests 10000")],
        [{ requests: 5, every: 60 }, inOneWay("--requests", "--every", "--requests 10000")],
        [{ rate: 2, poisson: 2, for: 60 }, inOneWay("--rate", "--poisson", "--rate 2 --for 2h")],
        [
            { burst: 5, every: 60, for: 60, requests: 5 },
            inOneWay("--burst", "--requests", "--burst 500 --every 30m --for 8h"),
        ],
        [{ trace: "a.csv", requests: 5 }, inOneWay("--trace", "--requests", "--trace FILE")],
        [{ daily: "a", for: 60, poisson: 2 }, inOneWay("--daily", "--poisson", "--daily FILE --for 3d")],
        [{ rate: 1e6, for: 86_400 }, "These are 86,400,000,000 requests, but must be at most 100,000,000."],
        [{ burst: 1e8, every: 1, for: 60 }, "These are 6,000,000,000 requests, but must be at most 100,000,000."],
        [{ rate: 1e-6, requests: 1000 }, "At 0.000001 a second, 1,000 requests take longer than 366 days to come."],
        [{ poisson: 0.01, requests: 1e6 }, "At 0.01 a second, 1,000,000 requests take longer than 366 days to come."],
        [{ trace: "/nowhere/a.csv" }, "The trace /nowhere/a.csv cannot be read: it does not exist."],
    ];
    for (const [options, message] of bad) {
        it(`${JSON.stringify(options).slice(0, 60)} is refused`, () => {
            assert.throws(() => workloadOf(options), new UsageError(message));
        });
    }
});
