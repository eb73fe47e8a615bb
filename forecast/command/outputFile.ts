import { mkdirSync, realpathSync, renameSync, rmSync, type Stats, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { UsageError } from "./usageError";

/**
 * Writes a whole file or none, so that nobody, whoever interrupts, is left with half of it. Makes its folder.
 *
 * @throws UsageError when it cannot be written
 */
export function writeOutputFile(file: string, content: string): void {
    const stats = statsOf(file);
    const target = stats?.isFile() ? realpathSync(file) : file;
    // A device such as /dev/null is written to, and not replaced.
    const isReplaced = stats?.isFile() ?? true;
    const written = isReplaced ? `${target}.${String(process.pid)}.part` : target;
    try {
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(written, content);
        if (isReplaced) renameSync(written, target);
    } catch (error) {
        if (isReplaced && statsOf(written)) rmSync(written);
        throw new UsageError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
    }
}

/**
 * Refuses what can be known beforehand not to be written.
 *
 * @param option as the user writes it, e.g. `--report`
 * @throws UsageError
 */
export function refuseUnwritable(file: string, option: string): void {
    if (file === "") throw new UsageError(`${option} is empty, but must be a file.`);
    if (statsOf(file)?.isDirectory()) throw new UsageError(`${option} ${file} is a folder, but must be a file.`);
}

/** @returns undefined when there is none, or none to be seen */
function statsOf(file: string): Stats | undefined {
    try {
        return statSync(file);
    } catch {
        return undefined;
    }
}
