import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { UsageError } from "./usageError";

/**
 * Writes a whole file or none, so that nobody, whoever interrupts, is left with half of it. Makes its folder.
 *
 * @throws UsageError when it cannot be written
 */
export function writeOutputFile(file: string, content: string): void {
    // A device such as /dev/null is written to, and not replaced.
    const isReplaced = statSync(file, { throwIfNoEntry: false })?.isFile() ?? true;
    const written = isReplaced ? `${file}.${String(process.pid)}.part` : file;
    try {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(written, content);
        if (isReplaced) renameSync(written, file);
    } catch (error) {
        if (isReplaced) rmSync(written, { force: true });
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
    let problem: string | undefined;
    if (file === "") problem = "is empty, but must be a file";
    else if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
        problem = `${file} is a folder, but must be a file`;
    if (problem !== undefined) throw new UsageError(`${option} ${problem}.`);
}
