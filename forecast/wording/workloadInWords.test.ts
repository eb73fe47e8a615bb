import assert from "node:assert/strict";

import { type Distribution } from "../distribution";
import { arrivalInWords, distributionInWords, originInWords, sinceInWords } from "./workloadInWords";
import { type Workload } from "../workload/workload";

const first = "after the first request";
const begins = "after the load begins";

describe("a workload in words", () => {
    const cases: [Workload, string, string][] = [
        [{ kind: "burst", requests: 10 }, "at once", first],
        [{ kind: "rate", perSecond: 2.5, requests: 10, durationSeconds: Infinity }, "evenly, 2.5 a second", first],
        [
            { kind: "poisson", perSecond: 0.5, requests: Infinity, durationSeconds: 7200 },
            "at random, 30 a minute on average, for 2 h",
            begins,
        ],
        [
            { kind: "poisson", perSecond: 0.001, requests: 10, durationSeconds: Infinity },
            "at random, 3.6 an hour on average",
            begins,
        ],
        [
            { kind: "bursts", basePerSecond: 0, burstRequests: 500, everySeconds: 1800, durationSeconds: 28_800 },
            "in bursts of 500 every 30 min, for 8 h",
            first,
        ],
        [
            { kind: "bursts", basePerSecond: 1, burstRequests: 500, everySeconds: 1800, durationSeconds: 28_800 },
            "in bursts of 500 every 30 min over 1 a second at random, for 8 h",
            first,
        ],
        [{ kind: "daily", perHour: [], durationSeconds: 259_200 }, "at random by the hour of the day, for 3 d", begins],
        [{ kind: "times", seconds: [0, 1] }, "at recorded times", first],
        [{ kind: "counts", perMinute: [1, 2, 3] }, "as recorded minute by minute, for 3 min", begins],
    ];
    for (const [workload, arrival, since] of cases) {
        it(arrival, () => {
            assert.equal(arrivalInWords(workload), arrival);
            assert.equal(sinceInWords(workload), since);
            assert.equal(originInWords(workload), since === first ? "the first request" : "when the load begins");
        });
    }
});

describe("a distribution in words", () => {
    const cases: [Distribution, string][] = [
        [{ kind: "constant", seconds: 4 }, "4 s, always the same"],
        [{ kind: "exponential", meanSeconds: 4.5 }, "4.5 s on average, exponentially distributed"],
        [{ kind: "logNormal", medianSeconds: 330, sigma: 0.25 }, "5 min 30 s in the median, log-normal with σ 0.25"],
        [{ kind: "samples", seconds: [1, 2, 6] }, "3 s on average, drawn from 3 values (1 s – 6 s)"],
    ];
    for (const [distribution, text] of cases) {
        it(text, () => {
            assert.equal(distributionInWords(distribution), text);
        });
    }
});
