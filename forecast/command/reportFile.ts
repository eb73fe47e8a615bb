import { join, relative } from "node:path";

import { refuseUnwritable } from "./outputFile";

/**
 * Where the report goes; undefined for none.
 *
 * @param given of `--report`; `false` for none
 * @param name what it is about
 * @throws UsageError when it is a folder
 */
export function reportFile(given: string | false | undefined, root: string, name: string): string | undefined {
    if (given === false) return undefined;
    if (given !== undefined) refuseUnwritable(given, "--report");
    const plain = name.replaceAll(/[^\w.-]+/g, "-").slice(0, 100);
    return given ?? join(root, ".forecast", `${plain}.html`);
}

/** As it is written shortest from where the user is. */
export function shownPath(file: string): string {
    const path = relative(process.cwd(), file);
    return path === "" || path.startsWith("..") ? file : path;
}
