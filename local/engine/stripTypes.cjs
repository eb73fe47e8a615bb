"use strict";
const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { join, resolve, sep } = require("node:path");

const root = resolve(__dirname, "../..");
/** Stripped files by the hash of all that they are made from, so that none is ever out of date; `npm ci` empties it. */
const cache = join(root, "node_modules", ".cache", "stripped-types");

/**
 * Lets Node run TypeScript as it is: esbuild strips the types, file by file, in a fraction of the time that the compiler takes.
 *
 * @param {{ sourceMaps: boolean }} options `sourceMaps`: whether stacks of errors name the lines of the TypeScript
 */
module.exports = function stripTypes({ sourceMaps }) {
    if (sourceMaps) process.setSourceMapsEnabled(true);
    let transform;
    Module._extensions[".ts"] = (module, file) => {
        transform ??= remembered(transformer(sourceMaps));
        module._compile(transform(readFileSync(file, "utf8"), file), file);
    };
};

/** Looks into the cache first: a command of a hundred files then starts half a second sooner, and esbuild not at all. */
function remembered({ transform, options }) {
    const made = JSON.stringify([require("esbuild/package.json").version, options]);
    return (source, file) => {
        // Projects that a test makes somewhere else would only fill the cache.
        if (!file.startsWith(root + sep)) return transform(source, file);
        const hash = createHash("sha256")
            .update(JSON.stringify([made, file, source]))
            .digest("hex");
        const kept = join(cache, `${hash}.js`);
        if (existsSync(kept)) return readFileSync(kept, "utf8");
        const code = transform(source, file);
        keep(kept, code);
        return code;
    };
}

/** Whole or not at all: several processes may write the same file. Without leave to write there is no cache. */
function keep(file, code) {
    const part = `${file}.${process.pid}.${Math.random()}`;
    try {
        mkdirSync(cache, { recursive: true });
        writeFileSync(part, code);
        renameSync(part, file);
    } catch {
        // The next start strips it again.
    }
}

function transformer(sourceMaps) {
    const options = {
        loader: "ts",
        format: "cjs",
        target: "node20",
        // `import()` becomes `require`, as the compiler makes it for CommonJS: Node's own knows no TypeScript.
        supported: { "dynamic-import": false },
        sourcemap: sourceMaps ? "inline" : false,
        sourcesContent: false,
        tsconfigRaw: compilerOptions(),
    };
    const transform = (source, file) => require("esbuild").transformSync(source, { ...options, sourcefile: file }).code;
    return { transform, options };
}

/**
 * The options of the folder that the program starts in. Without a target Pulumi compiles for ES2020, where a field that a class
 * only declares does not overwrite what its base class put there (pulumi: sdk/nodejs/cmd/run/run.ts).
 */
function compilerOptions() {
    const file = resolve("tsconfig.json");
    const text = existsSync(file) ? readFileSync(file, "utf8") : "{}";
    if (/"(target|useDefineForClassFields)"/.test(text)) return text;
    return '{ "compilerOptions": { "useDefineForClassFields": false } }';
}
