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

    it("bundles the programs that start as processes of their own with the rest", async () => {
        const bundles = ["container", "provider"].map((program) => join(root, "local", program, "dist", "main.js"));
        assert.deepEqual((await buildAll()).slice((await buildPacks()).length).sort(), bundles);
        assert.ok(bundles.every((path) => existsSync(path)));
    });
});
