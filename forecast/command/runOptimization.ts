import { optimizationPage } from "../page/optimizationPage";
import { type Case } from "../forecast";
import { type KnownType, type Optimization, type OptimizeArgs } from "../optimize/optimization";
import { optimize } from "../optimize/optimize";
import { type Options } from "./commandLine";
import { givenByOptions } from "./givenByOptions";
import { refuseUnsearched, searchOf } from "./knownTypes";
import { optimizationJson } from "./optimizationJson";
import { writeOutputFile } from "./outputFile";
import { printedOptimization } from "./printedOptimization";
import { Progress } from "./progress";
import { commandText } from "./repeatable";
import { reportFile, shownPath } from "./reportFile";
import { type Surroundings, threadsOf } from "./runForecast";
import { screenOf } from "./screen";
import { candidatesOf } from "./triedValues";
import { UsageError } from "./usageError";

/** With fewer there is no quantile to speak of. */
const fewestRuns = 5;

/** Columns of the progress bar. */
const barWidth = 30;

/**
 * Searches for settings, prints and writes what the options ask for.
 *
 * @throws UsageError, ProjectError or SettingsError, all but those of files that cannot be written before anything is simulated
 */
export async function runOptimization(options: Options, { root, args }: Surroundings): Promise<void> {
    refuseMeaningless(options);
    const given = givenByOptions(options);
    const { case: own, types } = searchOf(root, options, given);
    refuseUnsearched(types, given.coldStarts, "--cold-start");
    refuseUnsearched(types, given.prices, "--price");
    const report = reportFile(options.report, root, `${own.name}-optimized`);
    const optimization = await optimizationOf(own, types, options);
    if (report !== undefined) writeOutputFile(report, await optimizationPage(optimization, commandText(args)));
    if (options.json) {
        process.stdout.write(`${JSON.stringify(optimizationJson(optimization, report), undefined, 2)}\n`);
        return;
    }
    const shown = report === undefined ? undefined : shownPath(report);
    process.stdout.write(`${printedOptimization(optimization, screenOf(process.stdout), shown)}\n`);
}

async function optimizationOf(own: Case, types: readonly KnownType[], options: Options): Promise<Optimization> {
    const progress = new Progress();
    const args: OptimizeArgs = {
        case: own,
        types,
        candidates: candidatesOf(options.try),
        concurrencyScaling: options.concurrencyScaling,
        seed: options.seed,
        threads: threadsOf(options),
        ...(options.deadline !== undefined && { deadlineSeconds: options.deadline }),
        ...(options.runs !== undefined && { runs: options.runs }),
        onProgress: (done, total) => {
            progress.tell(barOf(done, total));
        },
    };
    try {
        return await optimize(args);
    } finally {
        progress.end();
    }
}

function barOf(done: number, total: number): string {
    const filled = Math.round((barWidth * done) / total);
    return `${"█".repeat(filled)}${"░".repeat(barWidth - filled)} ${String(Math.floor((100 * done) / total))} %`;
}

function refuseMeaningless({ compare, csv, sensitivity, runs }: Options): void {
    if (compare) throw new UsageError("--optimize searches for one stack's settings: leave out --compare.");
    if (csv !== undefined)
        throw new UsageError("--csv is a run minute by minute, and --optimize has many: leave it out.");
    if (!sensitivity)
        throw new UsageError("--no-sensitivity leaves out what --optimize does not ask anyway: leave it out.");
    if (runs !== undefined && runs < fewestRuns)
        throw new UsageError(
            `--runs is ${String(runs)}, but must be at least ${String(fewestRuns)} with --optimize: what 95 % of fewer runs come to says nothing.`,
        );
}
