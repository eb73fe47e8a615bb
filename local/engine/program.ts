import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { Child } from "./childProcess";
import { type Project } from "../../contract/project";

export interface ProgramArgs {
    project: Project;
    /** Of the engine, `host:port`. */
    address: string;
    /** What is not known yet stays unknown to the program; otherwise it is `undefined`. */
    dryRun: boolean;
    /** Environment variables, over those of this process; `undefined` takes one away. */
    environment?: Record<string, string | undefined>;
}

const preload = resolve(__dirname, "preload.cjs");

/** Starts the program as Pulumi's language host does, through the SDK's own `cmd/run`. */
export function startProgram({ project, address, dryRun, environment }: ProgramArgs): Child {
    const script = require.resolve("@pulumi/pulumi/cmd/run");
    // Node loads ECMAScript modules past what preload.cjs can change: for them the SDK compiles TypeScript itself.
    const compiles = isEsModule(project.main);
    const flags = [
        ["--monitor", address],
        ["--engine", address],
        ["--project", project.name],
        ["--stack", project.stack],
        ["--organization", "organization"],
        ["--root-directory", project.root],
        ["--pwd", project.main],
        ["--parallel", "16"],
    ].flat();
    const preloads = compiles ? [] : ["--require", preload];
    return new Child([...project.nodeArguments, ...preloads, script, ...flags, ...(dryRun ? ["--dry-run"] : []), "."], {
        cwd: project.main,
        env: {
            ...process.env,
            PULUMI_NODEJS_TYPESCRIPT: String(compiles),
            PULUMI_NODEJS_TRANSPILE_ONLY: "true",
            PULUMI_CONFIG: JSON.stringify(project.config),
            PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(project.secretKeys),
            ...environment,
        },
    });
}

/** What the nearest package.json says, in the program's folder or above. */
function isEsModule(folder: string): boolean {
    const file = join(folder, "package.json");
    if (existsSync(file)) return (JSON.parse(readFileSync(file, "utf8")) as { type?: string }).type === "module";
    const above = dirname(folder);
    return above !== folder && isEsModule(above);
}
