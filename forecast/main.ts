import { resolve } from "node:path";

import { CommanderError } from "commander";

import { ProjectError } from "../contract/project";
import { SettingsError } from "../contract/settings";
import { parseCommandLine } from "./command/commandLine";
import { runForecast } from "./command/runForecast";
import { UsageError } from "./command/usageError";

/** Ctrl-C needs no handler: the process ends at once, with its threads, and files are written whole or not at all. */
async function main(args: readonly string[]): Promise<void> {
    const options = parseCommandLine(args);
    const surroundings = { root: resolve(__dirname, ".."), args };
    if (!options.optimize) return runForecast(options, surroundings);
    const { runOptimization } = await import("./command/runOptimization");
    await runOptimization(options, surroundings);
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // Whoever reads no further, such as `| head`, wants no more.
    if (error.code !== "EPIPE") throw error;
});
main(process.argv.slice(2)).catch((error: unknown) => {
    if (error instanceof CommanderError) {
        // It has been told already.
        process.exitCode = error.exitCode === 0 ? 0 : 2;
        return;
    }
    const isBadInput = [UsageError, ProjectError, SettingsError].some((kind) => error instanceof kind);
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = isBadInput ? 2 : 1;
});
