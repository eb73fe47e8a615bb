import assert from "node:assert/strict";

import { CommanderError } from "commander";

import { searchedNumbers } from "../optimize/optimization";
import { type Options, parseCommandLine } from "./commandLine";

const unset: Options = {
    set: [],
    serviceTime: [],
    serviceTimes: [],
    overhead: 0,
    coldStart: [],
    imageCache: false,
    price: [],
    ttl: 21_600,
    switch: [],
    optimize: false,
    try: [],
    concurrencyScaling: "shared",
    seed: 1,
    sensitivity: true,
    json: false,
};

/** What is written to stderr, or to stdout for help. */
function told(args: string[]): { text: string; exitCode: number } {
    let text = "";
    const write = (more: string): void => void (text += more);
    try {
        parseCommandLine(args, { writeErr: write, writeOut: write });
    } catch (error) {
        if (error instanceof CommanderError) return { text, exitCode: error.exitCode };
        throw error;
    }
    throw new Error("nothing was wrong");
}

describe("command line of the forecast", () => {
    it("has defaults", () => {
        assert.deepEqual(parseCommandLine([]), unset);
    });

    const some: [string, Partial<Options>][] = [
        ["--stack prod --requests 10000", { stack: "prod", requests: 10_000 }],
        ["--compare dev prod --rate 2 --for 1.5h", { compare: ["dev", "prod"], rate: 2, for: 5400 }],
        ["--burst 5 --every 30m --for 3d --poisson 0.1", { burst: 5, every: 1800, for: 259_200, poisson: 0.1 }],
        ["--daily a.txt --trace b.csv", { daily: "a.txt", trace: "b.csv" }],
        [
            "--set maxCapacity=8 --set targetValue=9",
            {
                set: [
                    { key: "summarizer:maxCapacity", name: "maxCapacity", value: "8" },
                    { key: "summarizer:backlogPerInstance", name: "backlogPerInstance", value: "9" },
                ],
            },
        ],
        [
            "--service-time 4 --service-time ml.g4dn.xlarge@4=exponential:1 --service-times ml.c5.xlarge=t.txt",
            {
                serviceTime: [
                    { value: { kind: "constant", seconds: 4 } },
                    {
                        instanceType: "ml.g4dn.xlarge",
                        concurrency: 4,
                        value: { kind: "exponential", meanSeconds: 1 },
                    },
                ],
                serviceTimes: [{ instanceType: "ml.c5.xlarge", value: "t.txt" }],
            },
        ],
        ["--overhead 0.5 --image-cache", { overhead: 0.5, imageCache: true }],
        [
            "--cold-start ml.m5.xlarge=200",
            { coldStart: [{ instanceType: "ml.m5.xlarge", value: { kind: "constant", seconds: 200 } }] },
        ],
        ["--price 0.3", { price: [{ value: 0.3 }] }],
        ["--ttl 60s --initial-capacity 0 --phase 60", { ttl: 60, initialCapacity: 0, phase: 60 }],
        ["--switch scaleInDrains=false", { switch: [{ name: "scaleInDrains", value: false }] }],
        [
            "--optimize --deadline 2h --try maxCapacity=5,8 --concurrency-scaling independent",
            {
                optimize: true,
                deadline: 7200,
                try: [{ name: "maxCapacity", values: [5, 8] }],
                concurrencyScaling: "independent",
            },
        ],
        [
            "--runs 100000 --seed 0 --threads 64 --no-sensitivity",
            { runs: 100_000, seed: 0, threads: 64, sensitivity: false },
        ],
        ["--json --csv - --report a.html", { json: true, csv: "-", report: "a.html" }],
        ["--no-report", { report: false }],
    ];
    for (const [line, options] of some) {
        it(`understands ${line}`, () => {
            assert.deepEqual(parseCommandLine(line.split(" ")), { ...unset, ...options });
        });
    }

    const invalid = (option: string, value: string, must: string): string =>
        `error: option '${option}' argument '${value}' is invalid. It must be ${must}.\n`;
    const aDuration = "a duration such as 90s, 20m, 2h or 3d, from 1s to 366d";
    const bad: [string[], string][] = [
        [["--requests", "0"], invalid("--requests <number>", "0", "a whole number from 1 to 100,000,000")],
        [["--requests", "1.5"], invalid("--requests <number>", "1.5", "a whole number from 1 to 100,000,000")],
        [
            ["--requests", "100000001"],
            invalid("--requests <number>", "100000001", "a whole number from 1 to 100,000,000"),
        ],
        [["--requests", "10,000"], invalid("--requests <number>", "10,000", "a whole number from 1 to 100,000,000")],
        [["--rate", "0"], invalid("--rate <number>", "0", "a number above 0 and at most 1,000,000")],
        [
            ["--poisson", "Infinity"],
            invalid("--poisson <number>", "Infinity", "a number above 0 and at most 1,000,000"),
        ],
        [["--for", "90"], invalid("--for <duration>", "90", aDuration)],
        [["--for", "367d"], invalid("--for <duration>", "367d", aDuration)],
        [["--every", "0.5s"], invalid("--every <duration>", "0.5s", aDuration)],
        [["--ttl", "7h"], invalid("--ttl <duration>", "7h", "a duration such as 90s, 20m, 2h or 3d, from 60s to 6h")],
        [["--overhead", "-1"], invalid("--overhead <seconds>", "-1", "a number of seconds from 0 to 3,600")],
        [["--phase", "61"], invalid("--phase <seconds>", "61", "a number of seconds from 0 to 60")],
        [["--price", "free"], invalid("--price <[type=]usd>", "free", "a number above 0 and at most 100,000")],
        [["--runs", "0"], invalid("--runs <number>", "0", "a whole number from 1 to 100,000")],
        [["--seed", "4294967296"], invalid("--seed <number>", "4294967296", "a whole number from 0 to 4,294,967,295")],
        [["--threads", "0"], invalid("--threads <number>", "0", "a whole number from 1 to 64")],
        [["--initial-capacity", "-1"], invalid("--initial-capacity <number>", "-1", "a whole number from 0 to 1,000")],
        [["--service-times", "ml.m5.xlarge="], invalid("--service-times <[type=]file>", "ml.m5.xlarge=", "a file")],
        [
            ["--service-time", "slow"],
            invalid(
                "--service-time <[type=]time>",
                "slow",
                "a number of seconds, exponential:MEAN or lognormal:MEDIAN,SIGMA, such as 4 or lognormal:3.5,0.4",
            ),
        ],
        [
            ["--switch", "drains=true"],
            invalid(
                "--switch <name=value>",
                "drains=true",
                "name=value, with a name of backlogIncludesInFlight, scaleInStep, lowAlarmCountsFromScaleOut, scaleInDrains, billProvisioning, rejectWhileUpdating, metricLagSeconds, lowAlarmExtraLagSeconds, scaleInSeconds",
            ),
        ],
        [
            ["--set", "maxCapacity"],
            invalid("--set <setting=value>", "maxCapacity", "setting=value, such as maxCapacity=8"),
        ],
        [
            ["--concurrency-scaling", "none"],
            "error: option '--concurrency-scaling <how>' argument 'none' is invalid. Allowed choices are shared, independent.\n",
        ],
        [["--request", "5"], "error: unknown option '--request'\n(Did you mean --requests?)\n"],
        [["10000"], "error: too many arguments. Expected 0 arguments but got 1.\n"],
        [["--requests"], "error: option '--requests <number>' argument missing\n"],
    ];
    for (const [args, text] of bad) {
        it(`refuses ${args.join(" ")}`, () => {
            assert.deepEqual(told(args), { text, exitCode: 1 });
        });
    }

    it("has help with every option, AWS's names and every switch, in 80 columns", () => {
        const { text, exitCode } = told(["--help"]);
        assert.equal(exitCode, 0);
        for (const word of [
            "--daily <file>",
            "--try <setting=values>",
            "targetValue       is backlogPerInstance",
            "scaleInDrains=true\n      what becomes of work on an instance that is removed; true or false",
            "metricLagSeconds=30",
            "Durations are 90s, 20m, 2h or 3d.",
            ...searchedNumbers,
        ]) {
            assert.ok(text.includes(word), word);
        }
        assert.doesNotMatch(text, /\[\]|undefined|default: false/);
        const flat = text.replaceAll(/\s+/g, " ");
        for (const [option, more] of Object.entries({
            "--compare <stack...>": "not with --optimize",
            "--csv <file>": "not with --optimize",
            "--report <file>": "overwritten",
            "--runs <number>": "(default: 40; with --optimize 20 close up; fewer of large loads)",
        })) {
            const [, after = ""] = flat.split(` ${option} `);
            assert.ok(after.slice(0, 160).includes(more), option);
        }
        const wide = text.split("\n").filter((line) => line.length > 80);
        assert.deepEqual(wide, []);
    });
});
