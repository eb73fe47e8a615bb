import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

import { printedPermissions } from "./printedPermissions";

const root = resolve(__dirname, "../..");

function run(...args: string[]) {
    const command = ["-r", "./local/typescript.cjs", "local/permissions/main.ts", ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
    return { status, stdout, stderr };
}

describe("npm run permissions -- --print", () => {
    it("prints nothing but JSON", () => {
        const { status, stdout, stderr } = run("--print", "preview", "--stack", "prod", "--account", "111122223333");
        assert.deepEqual([status, stderr], [0, ""]);
        const options = { stack: "prod", account: "111122223333", partition: "aws" };
        assert.deepEqual(JSON.parse(stdout), printedPermissions("preview", options, root));
    });

    it("ends with 2 and one sentence for bad input", () => {
        const { status, stdout, stderr } = run("--print", "preview");
        assert.deepEqual([status, stdout, stderr], [2, "", "--account is missing: whose stack is it?\n"]);
    });
});
