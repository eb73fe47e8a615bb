import { randomUUID } from "node:crypto";
import { existsSync, realpathSync } from "node:fs";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Programs beside the packs that start as processes of their own, and so should start fast. */
const programs = ["local/container/main.ts", "local/provider/main.ts"];

/**
 * Bundles every policy pack (each folder of policies/ with a PulumiPolicy.yaml) to its dist/index.js. Whoever starts a
 * pack calls this first, so that no rule is judged by what it was before it was changed.
 *
 * @returns {Promise<string[]>} absolute paths of the bundles
 */
export async function buildPacks() {
    const folders = await readdir(join(root, "policies"));
    const packs = folders.filter((folder) => existsSync(join(root, "policies", folder, "PulumiPolicy.yaml")));
    return bundle(packs.map((pack) => `policies/${pack}/index.ts`));
}

/**
 * Bundles the packs and all other programs.
 *
 * @returns {Promise<string[]>} absolute paths of the bundles
 */
export async function buildAll() {
    return [...(await buildPacks()), ...(await bundle(programs))];
}

/** Each entry becomes dist/<its name>.js beside it. */
async function bundle(entries) {
    const { outputFiles } = await build({
        absWorkingDir: root,
        entryPoints: entries.map((entry) => ({
            in: entry,
            out: join(dirname(entry), "dist", entry.slice(dirname(entry).length + 1, -".ts".length)),
        })),
        outdir: root,
        bundle: true,
        platform: "node",
        format: "cjs",
        target: "node20",
        // One copy of each: the analyzer of @pulumi/policy and the rules share an UnknownValueError, Pulumi's protocol and whoever
        // speaks it share google-protobuf's classes.
        external: ["@pulumi/policy", "@pulumi/pulumi", "@grpc/grpc-js", "google-protobuf"],
        // No source maps: with them Node 20 takes half a minute to print an error whose stack passes Pulumi's SDK.
        sourcemap: false,
        write: false,
        logLevel: "warning",
    });
    await Promise.all(outputFiles.map(({ path, text }) => replace(path, text)));
    return outputFiles.map(({ path }) => path);
}

/** Writes whole or not at all: another process may be starting the same bundle. */
async function replace(path, text) {
    if (existsSync(path) && (await readFile(path, "utf8")) === text) return;
    await mkdir(dirname(path), { recursive: true });
    const draft = `${path}.${randomUUID()}`;
    await writeFile(draft, text);
    await rename(draft, path);
}

// No top-level await: CommonJS code could then not require this file.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
    void buildAll().then((paths) => {
        // Before another command the build is not what one asked for, and its stdout belongs to that command.
        if (process.argv.includes("--quiet")) return;
        for (const path of paths) console.log(`built ${relative(process.cwd(), path)}`);
    });
}
