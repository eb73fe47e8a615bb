import { resolve } from "node:path";

import { Command } from "commander";

import { SettingsError } from "../contract/settings";
import { loadProject, ProjectError, settingsOf, stackNames } from "./engine/project";
import { judge, passes, type Verdict } from "./gate";
import { type Finding } from "./engine/policyPack";
import { colours, table } from "./terminal";

const root = resolve(__dirname, "..");

async function main(): Promise<void> {
    const command = new Command("check")
        .description("First preview of every stack under every policy pack, offline: no AWS account, no Pulumi CLI.")
        .option("--stack <name...>", "stacks to check (default: every Pulumi.<stack>.yaml)")
        .option("--json", "print one JSON object on stdout")
        .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
        .parse();
    const { stack, json } = command.opts<{ stack?: string[]; json?: boolean }>();
    const projects = (stack ?? stackNames(root)).map((name) => loadProject(root, name));
    projects.forEach(settingsOf);
    const verdicts = await Promise.all(projects.map((project) => judge(project)));
    const ok = verdicts.every(passes);
    if (json) process.stdout.write(`${JSON.stringify({ ok, stacks: verdicts }, undefined, 2)}\n`);
    else process.stdout.write(`${verdicts.map(report).join("\n")}\n`);
    process.exitCode = ok ? 0 : 1;
}

function report(verdict: Verdict): string {
    const { stack, resources, errors, warnings } = verdict;
    const mark = passes(verdict) ? colours.green("passed") : colours.red("failed");
    const lines = [
        `${stack}: ${mark}, ${String(resources)} resources`,
        ...errors.map((error) => `  ${error}`),
        ...warnings.map((warning) => `  warning: ${warning}`),
    ];
    const findings: [string, Finding[]][] = [
        ["mandatory", verdict.violations],
        ["not evaluated", verdict.unevaluated],
        ["advisory", verdict.advisories],
    ];
    const rows = findings.flatMap(([kind, list]) => list.map((finding) => [kind, ...row(finding)]));
    if (rows.length === 0) return lines.join("\n");
    const head = ["", "rule", "resource", "what, and how to mend it"];
    return [...lines, table(head, rows, [15, 30, 46, 60])].join("\n");
}

function row({ pack, policy, urn, message }: Finding): string[] {
    const [types, name] = urn.split("::").slice(2);
    return [`${policy}\n(${pack})`, `${String(types?.split("$").at(-1))}\n${String(name)}`, message];
}

main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof ProjectError || error instanceof SettingsError ? 2 : 1;
});
