import assert from "node:assert/strict";

import { type Forecast } from "../forecast";
import { type CapacityEvent } from "../simulation/outcome";
import { exampleCase, exampleForecast } from "../testing/exampleForecast";
import { capacityLines } from "./printedCapacity";
import { printedForecasts } from "./printedForecast";
import { screenOf, wrapped } from "./screen";

const screen = screenOf({});

function lineOf(text: string, beginning: string): string {
    const line = text.split("\n").find((each) => each.startsWith(beginning));
    assert.ok(line !== undefined, `${beginning} in\n${text}`);
    return line;
}

describe("printed forecast", () => {
    let dev: Forecast;
    let prod: Forecast;
    before(() => {
        dev = exampleForecast(exampleCase("dev", { kind: "burst", requests: 2000 }), 3);
        prod = exampleForecast(exampleCase("prod", { kind: "burst", requests: 2000 }), 3);
    });

    it("begins with the answer, and fits 80 columns", () => {
        for (const text of [printedForecasts([dev], screen), printedForecasts([dev, prod], screen)]) {
            assert.match(text, /^(dev: )?2,000 requests at once are answered\s+after 2\d min/);
            const wide = text.split("\n").filter((line) => line.length > 80);
            assert.deepEqual(wide, []);
        }
    });

    it("says loudly that the service time is not measured, and how to measure it", () => {
        const text = printedForecasts([dev], screen).replaceAll(/\s+/g, " ");
        assert.match(
            text,
            /The service time is ASSUMED, NOT MEASURED: 4 s for one request.* with --service-times FILE\./,
        );
        const source = { origin: "given", source: "--service-time" } as const;
        const given = { ...dev, case: { ...dev.case, serviceTime: { ...dev.case.serviceTime, ...source } } };
        assert.doesNotMatch(printedForecasts([given], screen), /ASSUMED/);
        const seconds = { kind: "exponential", meanSeconds: 2.5 } as const;
        const other = { ...dev, case: { ...dev.case, serviceTime: { ...dev.case.serviceTime, seconds } } };
        assert.match(printedForecasts([other], screen), /NOT MEASURED: 2\.5 s for one/);
    });

    it("has a table of medians and of what lies between, without what did not happen", () => {
        const text = printedForecasts([dev], screen);
        assert.match(lineOf(text, "│ largest backlog, at whole minutes"), /│ +2,000 │ +│$/);
        assert.match(lineOf(text, "│ last request ended"), /│ +2\d min │ /);
        assert.match(lineOf(text, "│ idle, a month"), /\$0\.00/);
        assert.doesNotMatch(text, /│ expired/);
        const expired = { ...dev, measures: { ...dev.measures, expired: { low: 0, median: 7, high: 9 } } };
        assert.match(lineOf(printedForecasts([expired], screen), "│ expired"), /│ +7 │ +0 – 9 │$/);
    });

    it("has a table of one column for one run", () => {
        const text = printedForecasts([{ ...dev, runs: 1 }], screen);
        assert.match(lineOf(text, "│ last request ended"), /^│ last request ended +│ +2\d min │$/);
    });

    it("draws backlog and instances over time", () => {
        const text = printedForecasts([dev], screen);
        assert.match(lineOf(text, "backlog "), /^backlog {5}[▁▂▃▄▅▆▇█]{52} 2,000 at most$/);
        assert.match(lineOf(text, "instances "), /^instances {3}[▁▂▃▄▅▆▇█]{52} 5 at most$/);
        assert.match(text, /\ntypical run 0 +\d\d min\n/);
    });

    it("draws cases on one scale of time", () => {
        const text = printedForecasts([dev, prod], screen);
        const widths = [...text.matchAll(/^instances {3}([▁▂▃▄▅▆▇█]+)/gm)].map(([, line = ""]) => line.length);
        const ends = [dev, prod].map(({ typical }) => typical.minutes?.atSeconds.at(-1) ?? 0);
        assert.deepEqual(
            widths,
            ends.map((end) => Math.round((52 * end) / Math.max(...ends))),
        );
    });

    it("tells cases side by side: what they differ in, medians, and by how much", () => {
        const text = printedForecasts([dev, prod], screen);
        assert.match(lineOf(text, "│ instanceType"), /ml\.m5\.xlarge │ +ml\.g4dn\.xlarge │$/);
        assert.match(lineOf(text, "│ scaleInCooldownSeconds"), / 120 │ +900 │$/);
        assert.doesNotMatch(text, /│ maxCapacity /);
        assert.match(lineOf(text, "│ cost "), /│ +\$0\.\d\d │ +\$\d\.\d\d \+\d+ % │$/);
        assert.match(lineOf(text, "│ answered"), /│ +2,000 │ +2,000 │$/);
    });

    it("puts many cases into several tables, each with the first", () => {
        const cases = ["a", "b", "c", "d"].map((name) => ({ ...dev, case: { ...dev.case, name } }));
        const heads = printedForecasts(cases, screen)
            .split("\n")
            .filter((line) => line.startsWith("│ medians"));
        assert.deepEqual(
            heads.map((line) =>
                line
                    .split("│")
                    .slice(2, -1)
                    .map((cell) => cell.trim()),
            ),
            [
                ["a", "b", "c"],
                ["a", "d"],
            ],
        );
    });

    it("says what moves the answer, what moves it most first, and nothing of what does not", () => {
        const text = printedForecasts([dev], screen);
        assert.ok(text.includes("  - metricLagSeconds 90 instead of 30: +1 min, +$0.020\n"));
        assert.ok(text.includes("  - serviceTime 25 % shorter instead of 4 s: −17 min, −$0.35\n"));
        assert.ok(!text.includes("scaleInDrains"));
        const unmoved = { ...dev, sensitivities: [] };
        assert.ok(!printedForecasts([unmoved], screen).includes("What moves it most"));
    });

    it("tells an assumption once, unless cases differ in it", () => {
        const text = printedForecasts([dev, prod], screen);
        assert.equal(text.match(/Reading the article/g)?.length, 1);
        assert.match(text, / {2}- dev: From asking for instances/);
        assert.match(text, / {2}- prod: From asking for instances/);
        assert.match(
            text.replaceAll(/\s+/g, " "),
            /as of 2026-05-20.*Volumes, data processing, requests to S3, alarms, keys and logs cost extra\./,
        );
    });

    it("ends with runs, seed and the report", () => {
        const text = printedForecasts([dev], screen, ".forecast/dev.html");
        assert.match(text, /3 runs,\s+seed 1\.[^]*\n\nReport: \.forecast\/dev\.html$/);
    });
});

describe("printed capacity", () => {
    const changes: CapacityEvent[] = [
        { atSeconds: 150, kind: "asked", from: 0, to: 1, policy: "wakeUp" },
        { atSeconds: 210, kind: "refused", from: 1, to: 5, policy: "backlog" },
        { atSeconds: 270, kind: "refused", from: 1, to: 5, policy: "backlog" },
        { atSeconds: 390, kind: "inService", from: 0, to: 1 },
        { atSeconds: 400, kind: "asked", from: 1, to: 5, policy: "backlog" },
        { atSeconds: 640, kind: "inService", from: 1, to: 5 },
        { atSeconds: 5400, kind: "asked", from: 5, to: 0, policy: "backlog" },
        { atSeconds: 5460, kind: "inService", from: 5, to: 0 },
    ];
    const linesOf = (events: CapacityEvent[]): string[] => {
        const forecast = exampleForecast(exampleCase("dev", { kind: "burst", requests: 1 }), 1);
        return capacityLines({ ...forecast, typical: { ...forecast.typical, changes: events } });
    };

    it("says who asked, what was refused and when it was there", () => {
        assert.deepEqual(linesOf(changes), [
            "  2 min 30 s  0 → 1    asked for by the wake-up, in service at 6 min 30 s",
            "  3 min 30 s  1 → 5    refused 2×, until 4 min 30 s: a change was under way",
            "  6 min 40 s  1 → 5    asked for by the backlog, in service at 11 min",
            "  1 h 30 min  5 → 0    asked for by target tracking, gone at 1 h 31 min",
        ]);
    });

    it("says nothing of when a change was there that another one overtook", () => {
        const asked = (at: number, to: number): CapacityEvent => ({
            atSeconds: at,
            kind: "asked",
            from: 0,
            to,
            policy: "backlog",
        });
        const there = (at: number, to: number): CapacityEvent => ({ atSeconds: at, kind: "inService", from: 0, to });
        assert.deepEqual(linesOf([asked(60, 1), asked(120, 3), there(300, 3), asked(600, 1), there(900, 1)]), [
            "       1 min  0 → 1    asked for by the backlog",
            "       2 min  0 → 3    asked for by the backlog, in service at 5 min",
            "      10 min  0 → 1    asked for by the backlog, in service at 15 min",
        ]);
    });

    it("leaves out the middle of many", () => {
        const many = Array.from({ length: 30 }, (_, index) => ({
            ...(changes[0] as CapacityEvent),
            atSeconds: index * 60,
        }));
        const lines = linesOf(many);
        assert.equal(lines.length, 12);
        assert.equal(lines[7], "… 19 more");
        assert.match(lines[11] ?? "", /^ {6}29 min/);
    });
});

describe("lines of text", () => {
    it("end before the screen does, and are indented like the first", () => {
        assert.equal(wrapped("one two three", { width: 11 }, "  - "), "  - one two\n    three");
        assert.equal(wrapped("one two", { width: 7 }), "one two");
    });

    it("are longer only for a word that is", () => {
        assert.equal(wrapped("a incomprehensibilities b", { width: 10 }), "a\nincomprehensibilities\nb");
    });

    it("keep the blanks that columns are made of", () => {
        assert.equal(wrapped("   a  b", { width: 80 }, "  "), "     a  b");
    });

    it("are plain where there is no terminal, and as wide as it up to 110 columns where there is one", () => {
        assert.deepEqual([screenOf({}).width, screenOf({}).colours.isColorSupported], [80, false]);
        assert.deepEqual(
            [0, 20, 100, 300].map((columns) => screenOf({ isTTY: true, columns }).width),
            [80, 40, 100, 110],
        );
    });
});
