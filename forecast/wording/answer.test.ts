import assert from "node:assert/strict";

import { answerOf, spread } from "./answer";
import { duration } from "./amounts";
import { type Forecast, type Measure, type Spread } from "../forecast";
import { exampleCase, exampleForecast } from "../testing/exampleForecast";

describe("the answer of a forecast", () => {
    const forecast = exampleForecast(exampleCase("dev", { kind: "burst", requests: 100 }), 1);
    const told = (changes: Partial<Record<Measure, Spread>>, requests = 100): Forecast => ({
        ...forecast,
        requests,
        measures: {
            ...forecast.measures,
            makespanSeconds: { low: 600, median: 700, high: 800 },
            firstResultSeconds: { low: 395, median: 395, high: 395 },
            capacityPeak: { low: 5, median: 5, high: 5 },
            usd: { low: 1.5, median: 1.66, high: 1.75 },
            ...changes,
        },
    });
    const always = (value: number): Spread => ({ low: value, median: value, high: value });

    it("says when all is answered, when the first is, and what it takes", () => {
        assert.equal(
            answerOf(told({ done: always(100) })),
            "100 requests at once are answered after 12 min (10 min – 13 min); the first result is there after 6 min 35 s. That takes up to 5 × ml.m5.xlarge and $1.66 ($1.50 – $1.75).",
        );
    });

    it("says so when some are not answered", () => {
        assert.match(
            answerOf(told({ done: always(90) })),
            /^Of 100 requests at once, 90 are answered, and all have ended after 12 min \(10 min – 13 min\); the first/,
        );
    });

    it("says so when none is", () => {
        assert.equal(
            answerOf(told({ done: always(0), firstResultSeconds: always(NaN) })),
            "Of 100 requests at once, none is answered. That takes up to 5 × ml.m5.xlarge and $1.66 ($1.50 – $1.75).",
        );
    });

    it("says how long each waits when requests come over a time", () => {
        const workload = { kind: "rate", perSecond: 2, requests: 100, durationSeconds: Infinity } as const;
        const spreads = { latencyP50Seconds: always(4), latencyP95Seconds: { low: 380, median: 390, high: 400 } };
        const over = (done: number): string => {
            const one = told({ ...spreads, done: always(done) });
            return answerOf({ ...one, case: { ...one.case, scenario: { ...one.case.scenario, workload } } });
        };
        const within =
            "half of them within 4 s, 95 % within 6 min 30 s (6 min 20 s – 6 min 40 s). That takes up to 5 ×";
        assert.ok(over(100).startsWith(`100 requests evenly, 2 a second are answered, ${within}`), over(100));
        assert.ok(over(90).startsWith(`Of 100 requests evenly, 2 a second, 90 are answered, ${within}`), over(90));
    });

    it("speaks of one request as of one", () => {
        assert.match(answerOf(told({ done: always(1) }, 1)), /^1 request at once is answered after /);
    });

    it("names a range only where it reads otherwise than the median", () => {
        assert.equal(spread({ low: 700.1, median: 700, high: 700.4 }, duration), "12 min");
        assert.equal(spread({ low: 600, median: 700, high: 700 }, duration), "12 min (10 min – 12 min)");
    });
});
