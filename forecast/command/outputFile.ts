import { randomBytes } from "node:crypto";
import {
    accessSync,
    closeSync,
    constants,
    fchmodSync,
    mkdirSync,
    openSync,
    realpathSync,
    renameSync,
    rmSync,
    type Stats,
    statSync,
    writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";

import { UsageError } from "./usageError";

/** What was computed could not be written. */
export class OutputError extends Error {
    override readonly name = "OutputError";
}

/**
 * Writes a whole file or none, so that nobody, whoever interrupts, is left with half of it. Makes its folder; a file that was there
 * keeps its mode.
 *
 * @throws OutputError when it cannot be written
 */
export function writeOutputFile(file: string, content: string): void {
    const stats = statsOf(file);
    try {
        // A device such as /dev/null is written to, and not replaced.
        if (stats && !stats.isFile()) writeFileSync(file, content);
        else replace(stats ? realpathSync(file) : file, content, stats && stats.mode & 0o7777);
    } catch (error) {
        throw new OutputError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
    }
}

/** @param mode undefined for that of a new file */
function replace(file: string, content: string, mode: number | undefined): void {
    makeFolder(dirname(file));
    const part = `${file}.${randomBytes(6).toString("hex")}.part`;
    // Whatever has that name already is neither written to nor removed.
    const descriptor = openSync(part, "wx", mode);
    try {
        try {
            // The mode that a file is opened with is subject to the umask.
            if (mode !== undefined) fchmodSync(descriptor, mode);
            writeFileSync(descriptor, content);
        } finally {
            closeSync(descriptor);
        }
        renameSync(part, file);
    } catch (error) {
        rmSync(part, { force: true });
        throw error;
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
