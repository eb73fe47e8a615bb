import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { buildAll, buildPacks } from "./build.mjs";

const root = resolve(__dirname, "..");
const bundle = join(__dirname, "async-inference", "dist", "index.js");

describe("bundling the packs", () => {
    it("replaces a bundle that is not what its sources say", async () => {
        await buildPacks();
        const fresh = readFileSync(bundle, "utf8");
        writeFileSync(bundle, "// stale");
        await buildPacks();
        assert.equal(readFileSync(bundle, "utf8"), fresh);
    });

    it("leaves an up-to-date bundle alone", async () => {
        await buildPacks();
        const { mtimeMs, ino } = statSync(bundle);
        await buildPacks();
        const after = statSync(bundle);
        assert.deepEqual({ mtimeMs: after.mtimeMs, ino: after.ino }, { mtimeMs, ino });
    });

    it("may run several times at once", async () => {
        const answers = await Promise.all([buildPacks(), buildPacks(), buildPacks()]);
        for (const paths of answers) assert.ok(paths.every((path) => existsSync(path)));
    });

    it("bundles the model container's stand-in with the rest, once there is one", async () => {
        const program = join(root, "local", "container");
        const wanted = existsSync(join(program, "main.ts")) ? [join(program, "dist", "main.js")] : [];
        assert.deepEqual((await buildAll()).slice((await buildPacks()).length), wanted);
    });
});
