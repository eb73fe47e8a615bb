import assert from "node:assert/strict";

import { devScenario } from "../testing/devScenario";
import { appendMinute, type Minute, minuteColumns, newMinuteSeries } from "./minuteSeries";
import { simulate } from "./simulate";

describe("a minute series", () => {
    it("has an entry of each column for every minute", () => {
        const series = newMinuteSeries();
        for (const start of [0, 100]) {
            const minute = Object.fromEntries(minuteColumns.map((column, i) => [column, start + i])) as Minute;
            appendMinute(series, minute);
        }
        assert.deepEqual(
            minuteColumns.map((column) => series[column]),
            minuteColumns.map((_, i) => [i, 100 + i]),
        );
    });

    it("is made anew each time", () => {
        newMinuteSeries().backlog.push(1);
        assert.deepEqual(newMinuteSeries().backlog, []);
    });

    it("is made by a run only when asked for", () => {
        assert.ok(!("minutes" in simulate(devScenario(), 1)));
        assert.ok(!("minutes" in simulate(devScenario(), 1, { minutes: false })));
        const { minutes } = simulate(devScenario(), 1, { minutes: true });
        assert.deepEqual(Object.keys(minutes ?? {}), minuteColumns);
    });
});
