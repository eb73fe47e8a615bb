import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { type ForecastJson } from "./command/forecastJson";
import { type OptimizationJson } from "./command/optimizationJson";

const root = resolve(__dirname, "..");

interface Ended {
    code: number | null;
    signal: NodeJS.Signals | null;
    stdout: string;
    stderr: string;
}

describe("npm run forecast", function () {
    this.timeout(60_000);

    const folder = mkdtempSync(join(tmpdir(), "forecast-"));
    after(() => {
        rmSync(folder, { recursive: true });
    });

    /** Runs the command; `onStderr` gets what it says there, and may kill it. */
    async function forecast(
        args: string[],
        onStderr?: (kill: () => void) => void,
        readsNoFurther = false,
    ): Promise<Ended> {
        const child = spawn(process.execPath, ["-r", "./local/typescript.cjs", "forecast/main.ts", ...args], {
            cwd: root,
            stdio: ["ignore", "pipe", "pipe"],
        });
        let stdout = "";
        let stderr = "";
        child.stdout.setEncoding("utf8").on("data", (text: string) => {
            stdout += text;
            if (readsNoFurther) child.stdout.destroy();
        });
        child.stderr.setEncoding("utf8").on("data", (text: string) => {
            stderr += text;
            onStderr?.(() => child.kill("SIGINT"));
        });
        const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((done) => {
            child.on("close", (...end) => {
                done(end);
            });
        });
        return { code, signal, stdout, stderr };
    }

    it("prints the answer and writes the report", async () => {
        const report = join(folder, "new", "report.html");
        const args = ["--stack", "dev", "--requests", "500", "--runs", "3", "--report", report];
        const { code, stdout, stderr } = await forecast(args);
        assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
        assert.match(stdout, /^500 requests at once are answered\s+after 1\d min/);
        assert.ok(stdout.endsWith(`\n\nReport: ${report}\n`));
        const page = readFileSync(report, "utf8");
        assert.match(page, /^<!doctype html>/i);
        assert.ok(page.includes(`npm run forecast -- ${args.join(" ")}`));
        assert.deepEqual(readdirSync(join(folder, "new")), ["report.html"]);
    });

    it("prints one JSON object with --json, and writes the minutes with --csv", async () => {
        const csv = join(folder, "minutes.csv");
        const times = join(folder, "times.txt");
        writeFileSync(times, "# seconds\n2\n3\n");
        const { code, stdout, stderr } = await forecast(
            `--compare dev prod --poisson 0.5 --for 30m --runs 2 --no-sensitivity --no-report --json --csv ${csv} --service-times ${times}`.split(
                " ",
            ),
        );
        assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
        const { forecasts, report } = JSON.parse(stdout) as ForecastJson;
        assert.equal(report, null);
        assert.deepEqual(
            forecasts.map(({ name, runs, seed, serviceTime }) => ({ name, runs, seed, source: serviceTime.source })),
            ["dev", "prod"].map((name) => ({ name, runs: 2, seed: 1, source: `2 measured samples of ${times}` })),
        );
        const [header, ...lines] = readFileSync(csv, "utf8").trimEnd().split("\n");
        assert.match(header ?? "", /^case,atSeconds,backlog,/);
        assert.ok(lines.length > 60);
        assert.equal(new Set(lines.map((line) => line.split(",").length)).size, 1);
    });

    it("gives the minutes alone on stdout with --csv -", async () => {
        const { code, stdout, stderr } = await forecast("--requests 20 --runs 1 --no-report --csv -".split(" "));
        assert.equal(code, 0);
        assert.match(stdout, /^atSeconds,backlog,[^]*\n$/);
        assert.doesNotMatch(stdout, /answered/);
        assert.match(stderr, /^20 requests at once are answered/);
    });

    it("ends well when nobody reads on", async () => {
        const args = "--rate 0.001 --for 10d --runs 1 --no-sensitivity --no-report --csv -".split(" ");
        const { code, stderr } = await forecast(args, undefined, true);
        assert.equal(code, 0);
        assert.doesNotMatch(stderr, /EPIPE/);
    });

    it("says the same again with the same seed, on one thread or two", async () => {
        const args = "--requests 300 --runs 4 --no-report --json --service-time exponential:4 --seed 7".split(" ");
        const [one, two] = await Promise.all([
            forecast([...args, "--threads", "1"]),
            forecast([...args, "--threads", "2"]),
        ]);
        assert.equal(one.code, 0);
        assert.equal(one.stdout, two.stdout);
    });

    it("searches for settings with --optimize", async () => {
        const { code, stdout } = await forecast(
            "--optimize --requests 100 --deadline 1h --try maxCapacity=2,5 --try maxConcurrentInvocationsPerInstance=2 --try backlogPerInstance=5 --try scaleInCooldownSeconds=120 --try scaleOutCooldownSeconds=120 --try wakeUpScalingAdjustment=1 --service-time 2 --no-report --json".split(
                " ",
            ),
        );
        assert.equal(code, 0);
        const { chosen, deadlineSeconds, types, searched, report } = JSON.parse(stdout) as OptimizationJson;
        assert.equal(deadlineSeconds, 3600);
        assert.equal(searched, 2);
        assert.deepEqual(
            types.map(({ instanceType }) => instanceType),
            ["ml.m5.xlarge"],
        );
        assert.equal(chosen?.withinDeadline, 1);
        assert.equal(report, null);
    });

    const bad: [string, string, string][] = [
        [
            "no load",
            "--stack dev",
            "Say when requests come: --requests 10000, --poisson 2 --for 2h, --rate 2 --for 2h, --burst 500 --every 30m --for 8h, --daily FILE --for 3d or --trace FILE.\n",
        ],
        [
            "a bad number",
            "--requests many --json",
            "error: option '--requests <number>' argument 'many' is invalid. It must be a whole number from 1 to 100,000,000.\n",
        ],
        [
            "a bad setting",
            "--requests 5 --set maxCapacity=0",
            "summarizer:maxCapacity is 0, but must be a whole number from 1 to 1000\n",
        ],
        [
            "several stacks for a search",
            "--optimize --requests 5 --compare dev prod",
            "--optimize searches for one stack's settings: leave out --compare.\n",
        ],
    ];
    for (const [what, line, message] of bad) {
        it(`refuses ${what} with exit code 2 and one sentence`, async () => {
            const { signal, ...ended } = await forecast(line.split(" "));
            assert.equal(signal, null);
            assert.deepEqual(ended, { code: 2, stdout: "", stderr: message });
        });
    }

    it("fails with exit code 1 when what was simulated cannot be written", async () => {
        // No file system has names that long, which only shows when it is written.
        const report = join(folder, "x".repeat(300));
        const { code, stdout, stderr } = await forecast([
            "--requests",
            "10",
            "--runs",
            "1",
            "--no-sensitivity",
            "--report",
            report,
        ]);
        assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
        assert.ok(stderr.startsWith(`${report} cannot be written: ENAMETOOLONG`), stderr);
    });

    it("ends at once on Ctrl-C, and leaves no report", async () => {
        const report = join(folder, "interrupted", "report.html");
        const args = ["--requests", "3000000", "--runs", "1000", "--report", report];
        let interrupted = 0;
        const { code, signal, stdout } = await forecast(args, (kill) => {
            interrupted ||= performance.now();
            kill();
        });
        // What a shell shows as 130.
        assert.deepEqual({ code, signal, stdout }, { code: null, signal: "SIGINT", stdout: "" });
        assert.ok(interrupted > 0);
        assert.ok(!existsSync(join(folder, "interrupted")));
    });
});
