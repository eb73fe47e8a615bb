import { readFileSync, statSync } from "node:fs";

import { UsageError } from "./usageError";

/** A string of Node.js holds less than 512 MiB. */
const mostBytes = 256 * 2 ** 20;

const reasons: Readonly<Record<string, string>> = {
    ENOENT: "it does not exist",
    EACCES: "it may not be read",
    EPERM: "it may not be read",
    EISDIR: "it is a folder",
    ENOTDIR: "what stands before the last / is no folder",
};

/**
 * A text file of the user's; a byte order mark is left out.
 *
 * @param what what it is, for the message, e.g. `The trace`
 * @throws UsageError
 */
export function readInputFile(file: string, what: string): string {
    let text: string;
    try {
        if (statSync(file).size > mostBytes) throw new UsageError(`${what} ${file} is too large: 256 MiB are read.`);
        text = readFileSync(file, "utf8");
    } catch (error) {
        if (error instanceof UsageError) throw error;
        const { code = "", message } = error as NodeJS.ErrnoException;
        throw new UsageError(`${what} ${file} cannot be read: ${reasons[code] ?? message}.`);
    }
    return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/** A cell or line of a file as a message shows it. */
export function shownText(text: string): string {
    return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
