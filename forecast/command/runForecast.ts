import { availableParallelism } from "node:os";

import { type Case, type Forecast } from "../forecast";
import { forecastIn } from "../forecastOf";
import { SimulationPool } from "../runs/simulationPool";
import { effortOf } from "../workload/effort";
import { casesOf, type GivenForCases, refuseUnused } from "./casesOf";
import { type Options } from "./commandLine";
import { caseJson, type ForecastJson } from "./forecastJson";
import { givenByOptions } from "./givenByOptions";
import { minuteCsv } from "./minuteCsv";
import { refuseUnwritable, writeOutputFile } from "./outputFile";
import { Progress } from "./progress";
import { commandText } from "./repeatable";
import { reportFile, shownPath } from "./reportFile";
import { screenOf } from "./screen";
import { UsageError } from "./usageError";

/** With more, intervals hardly change any more. */
const mostRuns = 40;
/** With fewer, there is nothing to say of what lies between. */
const fewestRuns = 5;
/** Effort that all runs of a case come to, unless --runs says otherwise: a second or two. */
const affordableEffort = 4_000_000;

/** What a command needs to know besides its options. */
export interface Surroundings {
    /** Folder of Pulumi.yaml. */
    root: string;
    /** The command line, to be told in the report. */
    args: readonly string[];
}

/**
 * Forecasts, prints and writes what the options ask for.
 *
 * @throws UsageError, ProjectError or SettingsError, all but those of files that cannot be written before anything is simulated
 */
export async function runForecast(options: Options, { root, args }: Surroundings): Promise<void> {
    refuseMeaningless(options);
    const given = givenByOptions(options);
    const cases = casesOf(root, options, given);
    refuseUnused(cases, given.serviceTimes, "A service time");
    refuseUnused(cases, given.coldStarts, "--cold-start");
    refuseUnused(cases, given.prices, "--price");
    const report = reportFile(options.report, root, cases.map(({ name }) => name).join("-beside-"));
    if (options.csv !== undefined && options.csv !== "-") refuseUnwritable(options.csv, "--csv");

    const forecasts = await forecastsOf(cases, options, given);
    if (report !== undefined) {
        // Drawing takes longer to load than most forecasts take.
        const { reportPage } = await import("../page/reportPage");
        writeOutputFile(report, await reportPage(forecasts, commandText(args)));
    }
    if (options.csv === "-") process.stdout.write(minuteCsv(forecasts));
    else if (options.csv !== undefined) writeOutputFile(options.csv, minuteCsv(forecasts));
    if (options.json) {
        const json: ForecastJson = { forecasts: forecasts.map(caseJson), report: report ?? null };
        process.stdout.write(`${JSON.stringify(json, undefined, 2)}\n`);
        return;
    }
    const { printedForecasts } = await import("./printedForecast");
    const stream = options.csv === "-" ? process.stderr : process.stdout;
    const shown = report === undefined ? undefined : shownPath(report);
    stream.write(`${printedForecasts(forecasts, screenOf(stream), shown)}\n`);
}

async function forecastsOf(cases: readonly Case[], options: Options, given: GivenForCases): Promise<Forecast[]> {
    const runs = options.runs ?? defaultRuns(given);
    const progress = new Progress();
    const pool = new SimulationPool(threadsOf(options));
    try {
        const forecasts: Forecast[] = [];
        for (const one of cases) {
            const forecast = await forecastIn(pool, one, {
                runs,
                seed: options.seed,
                sensitivity: options.sensitivity,
                onProgress: (done, total) => {
                    const after = done < total ? "" : "; now what limits it, and what moves it";
                    progress.tell(`${one.name}: ${String(done)} of ${String(total)} runs${after}`);
                },
            });
            forecasts.push(forecast);
        }
        return forecasts;
    } finally {
        progress.end();
        await pool.close();
    }
}

function refuseMeaningless(options: Options): void {
    const [alone] = [
        ...(options.deadline === undefined ? [] : ["--deadline"]),
        ...(options.try.length === 0 ? [] : ["--try"]),
        ...(options.concurrencyScaling === "shared" ? [] : ["--concurrency-scaling"]),
    ];
    if (alone !== undefined) throw new UsageError(`${alone} is for a search: give --optimize, too.`);
    if (options.json && options.csv === "-") {
        throw new UsageError("--json and --csv - both go to stdout: give --csv a file.");
    }
}

/** Threads at most: as many as there are cores, unless the options say otherwise. */
export function threadsOf({ threads }: Pick<Options, "threads">): number {
    return threads ?? availableParallelism();
}

function defaultRuns({ workload }: Pick<GivenForCases, "workload">): number {
    const affordable = Math.floor(affordableEffort / Math.max(1, effortOf(workload)));
    return Math.min(mostRuns, Math.max(fewestRuns, affordable));
}
