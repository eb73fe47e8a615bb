import {
    accessSync,
    constants,
    mkdirSync,
    realpathSync,
    renameSync,
    rmSync,
    type Stats,
    statSync,
    writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";

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
        makeFolder(dirname(target));
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
    const folder = nearestFolder(dirname(resolve(file)));
    if (!statsOf(folder)?.isDirectory())
        throw new UsageError(`${option} ${file} cannot be written: ${folder} is no folder.`);
    try {
        accessSync(statsOf(file) ? file : folder, constants.W_OK);
    } catch {
        throw new UsageError(`${option} ${file} cannot be written: there is no leave to.`);
    }
}

/** A folder, or what of its path exists. */
function nearestFolder(folder: string): string {
    return statsOf(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}

/** One folder after the other: where none can be made, such as below /proc, Node's own recursive way does not return. */
function makeFolder(folder: string): void {
    if (statsOf(folder)) return;
    makeFolder(dirname(folder));
    if (!statsOf(folder)) mkdirSync(folder);
}

/** @returns undefined when there is none, or none to be seen */
function statsOf(file: string): Stats | undefined {
    try {
        return statSync(file);
    } catch {
        return undefined;
    }
}
