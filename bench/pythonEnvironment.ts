import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { name } from "../package.json";

const run = promisify(execFile);

/** Minutes that a package may take to be fetched and installed. */
const patienceMinutes = 10;

/**
 * The Python of a virtual environment that has one package in one version. It is made at first use and kept in the user's cache folder.
 *
 * @throws Error that says in one line why it cannot be had
 */
export async function pythonWith(distribution: string, version: string): Promise<string> {
    const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
    const folder = join(cache, name, "bench", `${distribution}-${version}`);
    const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
    const installed = ["-c", `import importlib.metadata as m; assert m.version("${distribution}") == "${version}"`];
    if (existsSync(python) && (await succeeds(python, installed))) return python;
    await told("Python cannot make a virtual environment", "python3", ["-m", "venv", "--clear", folder]);
    const quietly = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"];
    await told(`pip cannot install ${distribution} ${version}`, python, [...quietly, `${distribution}==${version}`]);
    return python;
}

async function succeeds(file: string, args: readonly string[]): Promise<boolean> {
    return run(file, args).then(
        () => true,
        () => false,
    );
}

async function told(problem: string, file: string, args: readonly string[]): Promise<void> {
    try {
        await run(file, args, { timeout: patienceMinutes * 60_000 });
    } catch (error) {
        const { code, stderr, stdout } = error as { code?: unknown; stderr?: string; stdout?: string };
        const missing = code === "ENOENT" ? `there is no ${file}` : undefined;
        const lastLine = `${stdout ?? ""}\n${stderr ?? ""}`.trim().split("\n").at(-1);
        throw new Error(`${problem}: ${missing ?? (lastLine || "it ended with an error")}`, { cause: error });
    }
}
