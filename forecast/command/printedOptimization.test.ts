import assert from "node:assert/strict";

import { parseInstanceType } from "../../contract/instanceTypes";
import { type Optimization, type Point } from "../optimize/optimization";
import { optimize } from "../optimize/optimize";
import { exampleCase } from "../testing/exampleForecast";
import { optimizationJson } from "./optimizationJson";
import { printedOptimization } from "./printedOptimization";
import { screenOf } from "./screen";

const screen = screenOf({});

describe("printed optimization", () => {
    let found: Optimization;
    before(async () => {
        found = await optimize({
            case: exampleCase("dev", { kind: "burst", requests: 200 }),
            deadlineSeconds: 1800,
            candidates: {
                maxCapacity: [2, 5],
                maxConcurrentInvocationsPerInstance: [2],
                backlogPerInstance: [5],
                scaleInCooldownSeconds: [120],
                scaleOutCooldownSeconds: [120],
                wakeUpScalingAdjustment: [1, 2],
            },
            seed: 1,
            threads: 1,
        });
    });

    it("begins with the answer, and fits 80 columns", () => {
        const text = printedOptimization(found, screen);
        assert.match(text, /^For 200 requests at once, \$0\.\d\d is the least/);
        assert.deepEqual(
            text.split("\n").filter((line) => line.length > 80),
            [],
        );
    });

    it("has the settings to paste of what was chosen, or says that they are there", () => {
        const lines = ["summarizer:maxCapacity: 2", "summarizer:wakeUpScalingAdjustment: 2"];
        const changed = printedOptimization({ ...found, chosen: { ...found.present, lines } }, screen);
        assert.ok(
            changed.includes(
                "\n\nFor the stack file, under config, in place of what it sets:\n  summarizer:maxCapacity: 2\n  summarizer:wakeUpScalingAdjustment: 2\n\n",
            ),
        );
        const kept = printedOptimization({ ...found, chosen: found.present }, screen);
        assert.ok(kept.includes("\n\nThese are the settings that the stack has.\n\n"));
    });

    it("has the frontier, what was chosen and the stack as it is, each once, the cheapest first", () => {
        const point = (dollars: number, seconds: number, lines: string[]): Point => ({
            ...found.present,
            usd: { low: dollars, median: dollars, high: dollars },
            seconds,
            lines,
        });
        const [slow, fast] = [
            point(1, 3600, ["summarizer:maxCapacity: 2"]),
            point(3, 600, ["summarizer:maxCapacity: 9"]),
        ];
        const chosen = point(2, 900, ["summarizer:maxCapacity: 4", "summarizer:backlogPerInstance: 9"]);
        const present = point(2.5, 1000, []);
        const text = printedOptimization({ ...found, frontier: [slow, fast], chosen, present }, screen);
        const rows = [...text.matchAll(/^│ (.) │ +(\S+) │ +(.*?) │ (.*?) +│$/gm)].map(([, ...cells]) => cells);
        assert.deepEqual(rows, [
            [" ", "cost", "time", "settings"],
            [" ", "$1.00", "1 h", "maxCapacity: 2"],
            ["*", "$2.00", "15 min", "maxCapacity: 4, backlogPerInstance: 9"],
            [" ", "$2.50", "17 min", "as they are"],
            [" ", "$3.00", "10 min", "maxCapacity: 9"],
        ]);
        const flat = text.replaceAll("\n", " ");
        assert.ok(flat.includes("Settings go under config in the stack file, for example summarizer:maxCapacity: 4 "));
    });

    it("says how many requests a configuration does not answer", () => {
        const present = { ...found.present, arrived: 200, done: 150 };
        const text = printedOptimization({ ...found, frontier: [], chosen: undefined, present }, screen);
        assert.match(text, /│ as they are; 50 not answered +│/);
    });

    it("has the four cheapest types of each kind that could pay off, and says how many more there are", () => {
        assert.ok(found.breakEven.length > 8);
        const text = printedOptimization(found, screen);
        const shown = [...text.matchAll(/^│ (ml\.\S+)/gm)].map(
            ([, type]) => parseInstanceType(type as string)?.accelerator,
        );
        assert.deepEqual(shown, [...Array<string>(4).fill("cpu"), ...Array<string>(4).fill("gpu")]);
        assert.ok(text.includes(`\n… and ${String(found.breakEven.length - 8)} more types\n`));
        assert.doesNotMatch(printedOptimization({ ...found, breakEven: [] }, screen), /Types without/);
    });

    it("ends with the report", () => {
        assert.ok(printedOptimization(found, screen, "a.html").endsWith("\n\nReport: a.html"));
    });

    it("is JSON with keys that stay, and null for what there is none of", () => {
        const none = { ...found, deadlineSeconds: undefined, chosen: undefined, nearest: undefined };
        const json = JSON.parse(JSON.stringify(optimizationJson(none, undefined))) as Record<string, unknown>;
        assert.deepEqual(Object.keys(json).sort(), [
            "all",
            "breakEven",
            "candidates",
            "case",
            "chosen",
            "concurrencyScaling",
            "deadlineSeconds",
            "feasible",
            "findings",
            "frontier",
            "leftOut",
            "nearest",
            "notes",
            "objective",
            "present",
            "report",
            "searched",
            "seed",
            "types",
        ]);
        assert.deepEqual(
            [json["deadlineSeconds"], json["chosen"], json["nearest"], json["report"]],
            [null, null, null, null],
        );
    });
});
