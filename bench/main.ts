import { Command, CommanderError, Option } from "commander";

import { forecastRuns } from "./forecast";
import { kernel } from "./kernel";
import { decisions, mutations, packScales } from "./packs";
import { ratios } from "./ratios";
import { type Section } from "./section";

/** By the names that `--only` and the JSON have. */
const sections: Record<string, Section> = {
    ratios,
    decisions,
    scales: packScales,
    mutations,
    kernel,
    forecast: forecastRuns,
};

async function main(): Promise<void> {
    process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
    const { json, only = Object.keys(sections) } = new Command("bench")
        .description("Times what dominates, as ratios within this run.")
        .addOption(new Option("--only <section...>", "some sections").choices(Object.keys(sections)))
        .option("--json", "print one JSON object")
        .allowExcessArguments(false)
        .exitOverride()
        .parse()
        .opts<{ json?: boolean; only?: string[] }>();
    const measured: Record<string, unknown> = {};
    for (const [name, section] of Object.entries(sections)) {
        if (!only.includes(name)) continue;
        const { json: result, text } = await section();
        measured[name] = result;
        if (!json) process.stdout.write(`${text}\n`);
    }
    if (json) process.stdout.write(`${JSON.stringify(measured, undefined, 2)}\n`);
}

main().catch((thrown: unknown) => {
    // Commander has written its own words.
    if (thrown instanceof CommanderError) process.exitCode = thrown.exitCode === 0 ? 0 : 2;
    else {
        process.stderr.write(`${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`);
        process.exitCode = 1;
    }
});
