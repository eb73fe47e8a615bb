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
    const directory = temporaryDirectory();
    try {
        for (const [file, content] of Object.entries(files)) {
            mkdirSync(dirname(join(directory, file)), { recursive: true });
            writeFileSync(join(directory, file), content);
        }
        return await use(directory);
    } finally {
        rmSync(directory, { recursive: true, force: true });
    }
}

/**
 * The same with a copy of this very project (program, contract, stack files; not the packs), changed as a pull request might.
 *
 * @throws Error when an edit does not apply: a test that changes nothing proves nothing
 */
export async function withEditedProject<T>(edits: readonly Edit[], use: (root: string) => Promise<T>): Promise<T> {
    return withProject({}, async (directory) => {
        for (const part of ["contract", "infra", "Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.prod.yaml"]) {
            cpSync(join(root, part), join(directory, part), { recursive: true });
        }
        for (const { file, from, to } of edits) {
            const path = join(directory, file);
            const content = readFileSync(path, "utf8");
            const found = content.split(from).length - 1;
            if (found !== 1) throw new Error(`${file} holds ${String(from)} ${String(found)} times, not once`);
            writeFileSync(path, content.replace(from, to));
        }
        return use(directory);
    });
}

function temporaryDirectory(): string {
    mkdirSync(join(root, ".laptop"), { recursive: true });
    return mkdtempSync(join(root, ".laptop", "project-"));
}
