"use strict";
const { existsSync, readFileSync } = require("node:fs");
const Module = require("node:module");
const { resolve } = require("node:path");

/**
 * Lets Node run TypeScript as it is: esbuild strips the types, file by file, in a fraction of the time that the compiler takes.
 *
 * @param {{ sourceMaps: boolean }} options `sourceMaps`: whether stacks of errors name the lines of the TypeScript
 */
module.exports = function stripTypes({ sourceMaps }) {
    if (sourceMaps) process.setSourceMapsEnabled(true);
    let transform;
    Module._extensions[".ts"] = (module, file) => {
        transform ??= transformer(sourceMaps);
        module._compile(transform(readFileSync(file, "utf8"), file), file);
    };
};

function transformer(sourceMaps) {
    const { transformSync } = require("esbuild");
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
    return (source, file) => transformSync(source, { ...options, sourcefile: file }).code;
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
