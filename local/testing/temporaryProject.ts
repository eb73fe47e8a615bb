import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

/** One change to a copied source file; `from` must stand there exactly once. */
export interface Edit {
    file: string;
    from: string | RegExp;
    to: string;
}

/**
 * Runs `use` with a project in a temporary folder inside the repository (so that packages are found), and removes it afterwards.
 *
 * @param files content by path, relative to the project
 */
export async function withProject<T>(files: Record<string, string>, use: (root: string) => Promise<T>): Promise<T> {
    const directory = makeProject(files);
    try {
        return await use(directory);
    } finally {
        rmSync(directory, { recursive: true, force: true });
    }
}

/** The same project, for the caller to remove. */
export function makeProject(files: Record<string, string>): string {
    const directory = temporaryDirectory();
    for (const [file, content] of Object.entries(files)) {
        mkdirSync(dirname(join(directory, file)), { recursive: true });
        writeFileSync(join(directory, file), content);
    }
    return directory;
}

/**
 * The same with a copy of this very project (program, contract, stack files; not the packs), changed as a pull request might.
 *
 * @throws Error when an edit does not apply: a test that changes nothing proves nothing
 */
export async function withEditedProject<T>(edits: readonly Edit[], use: (root: string) => Promise<T>): Promise<T> {
    const directory = copyProject();
    try {
        edit(directory, edits);
        return await use(directory);
    } finally {
        rmSync(directory, { recursive: true, force: true });
    }
}

/** A copy of this very project in a temporary folder inside the repository, for the caller to remove. */
export function copyProject(): string {
    const directory = temporaryDirectory();
    copyProgram(directory);
    for (const file of ["Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.prod.yaml"]) {
        cpSync(join(root, file), join(directory, file));
    }
    return directory;
}

/** The program as it is, over what a copy has of it. */
export function copyProgram(directory: string): void {
    for (const room of ["contract", "infra"]) cpSync(join(root, room), join(directory, room), { recursive: true });
}

/** @throws Error when an edit does not apply */
export function edit(directory: string, edits: readonly Edit[]): void {
    for (const { file, from, to } of edits) {
        const path = join(directory, file);
        const content = readFileSync(path, "utf8");
        const found = content.split(from).length - 1;
        if (found !== 1) throw new Error(`${file} holds ${String(from)} ${String(found)} times, not once`);
        writeFileSync(path, content.replace(from, to));
    }
}

function temporaryDirectory(): string {
    mkdirSync(join(root, ".laptop"), { recursive: true });
    return mkdtempSync(join(root, ".laptop", "project-"));
}
