"use strict";

const { createRequire } = require("node:module");
const { join } = require("node:path");

/** Resolves and loads packages as a file in `folder` would. */
function from(folder) {
    return createRequire(join(folder, "package.json"));
}

/** Loads a package of the project that this process was started for: its own files may stand far from any node_modules. */
const fromProject = from(process.cwd());

/**
 * Path of one of the SDK's scripts, as the program or policy pack in `folder` finds it.
 *
 * @throws Error that says what to do when the SDK is not there
 */
function sdkScript(name, folder) {
    try {
        return from(folder).resolve(`@pulumi/pulumi/cmd/${name}`);
    } catch (error) {
        if (error.code !== "MODULE_NOT_FOUND") throw error;
        throw new Error(`The Pulumi SDK is not installed for ${folder}: run npm ci.`);
    }
}

module.exports = { fromProject, sdkScript };
