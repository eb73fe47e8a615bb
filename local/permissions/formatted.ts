import { writeFileSync } from "node:fs";

import { format, resolveConfig } from "prettier";

/** A text as Prettier lays it out for a file of that name, which need not exist. */
export async function formatted(file: string, text: string): Promise<string> {
    return format(text, { ...(await resolveConfig(file)), filepath: file });
}

export async function writeFormatted(file: string, text: string): Promise<void> {
    writeFileSync(file, await formatted(file, text));
}
