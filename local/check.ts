import { resolve } from "node:path";

import { Command } from "commander";

import { SettingsError } from "../contract/settings";
import { packDirectories } from "./engine/policyPack";
import { loadProject, ProjectError, settingsOf, stackNames } from "../contract/project";
import { type GateResult, judgeRecording, judgeStacks } from "./gate/gate";
import { passes, type StackVerdict } from "./gate/judge";
import { report } from "./gate/report";
import { sarifLog, writeWhole } from "./gate/sarif";
import { readState } from "./gate/state";

const root = resolve(__dirname, "..");
/** Whoever waits no longer than this need not be told what is going on. */
const quietMilliseconds = 2000;

interface Options {
    project?: string;
    stack?: string[];
    json?: boolean;
    sarif?: string;
    state?: string;
}

/** What `--json` prints: one object, whose keys stay. */
export interface CheckReport {
    /** The gate lets everything pass; the exit code is then 0, and 1 otherwise. */
    ok: boolean;
    stacks: (StackVerdict & { ok: boolean })[];
}

async function main(): Promise<void> {
    const options = new Command("check")
        .description(
            "Judges every stack by every policy pack, offline: as a first preview, and with ids known. No AWS account, no Pulumi CLI.",
        )
        .option("--project <folder>", "judge another Pulumi project of Node.js (default: this one)")
        .option("--stack <name...>", "stacks to check (default: every Pulumi.<stack>.yaml)")
        .option("--json", "print one JSON object on stdout")
        .option("--sarif <file>", "write the findings to a file in SARIF 2.1.0 as well")
        .option("--state <file>", "judge what `pulumi stack export` wrote, instead of the program")
        .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
        .parse()
        .opts<Options>();
    const { verdicts, packs } = await result(options);
    const ok = verdicts.every(passes);
    if (options.sarif !== undefined) writeWhole(options.sarif, sarifLog(verdicts, packs, folderOf(options)));
    if (options.json) {
        const whole: CheckReport = { ok, stacks: verdicts.map((verdict) => ({ ok: passes(verdict), ...verdict })) };
        process.stdout.write(`${JSON.stringify(whole, undefined, 2)}\n`);
    } else process.stdout.write(`${verdicts.map((verdict) => report(verdict, packs)).join("\n")}\n`);
    process.exitCode = ok ? 0 : 1;
}

async function result({ stack, state, ...options }: Options): Promise<GateResult> {
    const folder = folderOf(options);
    const args = { packs: packDirectories(root), configuredBy: folder, today: new Date(), onStep: progress() };
    if (state !== undefined) return judgeRecording(readState(state, stack?.[0]), args);
    const projects = (stack ?? stackNames(folder)).map((name) => loadProject(folder, name));
    if (folder === root) projects.forEach(settingsOf);
    if (projects.length === 0)
        throw new ProjectError(`${folder} has no Pulumi.<stack>.yaml, and so no stack to check.`);
    return judgeStacks(projects, args);
}

/** Folder of the project that is judged. */
function folderOf({ project }: Pick<Options, "project">): string {
    return project === undefined ? root : resolve(project);
}

/** Says on stderr how far it is, once that takes a while. */
function progress(): (step: string) => void {
    const begun = performance.now();
    return (step) => {
        const elapsed = performance.now() - begun;
        if (elapsed > quietMilliseconds) process.stderr.write(`${(elapsed / 1000).toFixed(1)} s  ${step}\n`);
    };
}

main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof ProjectError || error instanceof SettingsError ? 2 : 1;
});
