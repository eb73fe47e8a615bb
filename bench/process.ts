import { spawnSync } from "node:child_process";

import { root } from "./root";

/** Runs node in the folder of the project. @returns what it printed on stdout */
export function ended(args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${String(status)}: ${stdout}${stderr}`);
    return stdout;
}
