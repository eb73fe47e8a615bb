"use strict";
// Preloaded before a program or a policy pack, so that it starts in half of the time. Pulumi's SDK loads the TypeScript compiler
// and npm's resolver for programs that serialize functions, and reads source maps for the stack of every promise it makes: here
// the former wait until somebody uses them, the latter are left out, and esbuild strips the types, file by file.
const Module = require("node:module");

/** Modules that are loaded when one of their members is first read. */
const deferred = new Set(["typescript", "@npmcli/arborist"]);

/** What others do, esbuild does here. `tsutils` finds the compiler, of which the SDK then asks for nothing but its version. */
const replaced = {
    "source-map-support/register": {},
    "ts-node": { register: () => undefined },
    "../../tsutils": {
        loadTypeScriptCompilerOptions: () => ({}),
        typeScriptRequireStrings: () => ({ tsnodeRequire: "ts-node", typescriptRequire: "typescript/package.json" }),
    },
};

const load = Module._load;
Module._load = function (request, ...rest) {
    if (Object.hasOwn(replaced, request)) return replaced[request];
    if (deferred.has(request)) return whenRead(() => load.call(this, request, ...rest));
    return load.call(this, request, ...rest);
};

function whenRead(loadNow) {
    let loaded;
    // Compiled code asks for __esModule as soon as it requires a module; so answered, it reads members from the proxy itself.
    const get = (_, name) => (name === "__esModule" ? true : Reflect.get((loaded ??= loadNow()), name));
    return new Proxy({}, { get });
}

require("./stripTypes.cjs")({ sourceMaps: false });
