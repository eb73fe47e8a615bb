import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { build } from "esbuild";

const source = ["-r", join(__dirname, "../typescript.cjs"), join(__dirname, "main.ts")];

/** Starts the container as a shell would. */
function run(args: string[], environment: Record<string, string>) {
    const child = spawn(process.execPath, args, {
        env: { PATH: process.env.PATH, ...environment },
        stdio: ["pipe", "pipe", "pipe"],
    });
    const printed = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (printed.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (printed.stderr += text));
    const closed = once(child, "close");
    /** @returns where it listens */
    const listening = async (): Promise<string> => {
        for (;;) {
            const url = /^listening on (\S+)$/m.exec(printed.stdout)?.[1];
            if (url !== undefined) return url;
            await Promise.race([once(child.stdout, "data"), closed.then(() => assert.fail(printed.stderr))]);
        }
    };
    return { child, printed, closed, listening };
}

describe("The container", () => {
    const folder = mkdtempSync(join(tmpdir(), "container-"));
    const bundle = [join(folder, "main.js")];

    before(() =>
        build({
            entryPoints: [join(__dirname, "main.ts")],
            outfile: bundle[0],
            bundle: true,
            platform: "node",
            target: "node20",
        }),
    );

    after(() => {
        rmSync(folder, { recursive: true });
    });

    it("needs nothing but Node and files of its folder", async () => {
        const { metafile } = await build({
            entryPoints: [join(__dirname, "main.ts")],
            bundle: true,
            platform: "node",
            write: false,
            metafile: true,
            absWorkingDir: __dirname,
        });
        for (const file of Object.keys(metafile.inputs)) assert.match(file, /^[a-zA-Z]+\.ts$/);
        for (const { imports } of Object.values(metafile.outputs)) {
            for (const { path } of imports) assert.match(path, /^node:/);
        }
    });

    it("prints what it is and where it listens, and ends when the process that started it is gone", async () => {
        const environment = { SAGEMAKER_BIND_TO_PORT: "0", SAGEMAKER_MODEL_SERVER_WORKERS: "2" };
        const { child, printed, closed, listening } = run(source, environment);
        await listening();
        assert.match(
            printed.stdout,
            /^extractive stand-in, not PEGASUS: HF_TASK=- HF_MODEL_ID=-, 2 workers\nlistening on http:\/\/127\.0\.0\.1:\d+\n$/,
        );
        child.stdin.end();
        assert.deepEqual(await closed, [0, null]);
    });

    it("ends cleanly on SIGTERM, although a client keeps its connection", async () => {
        const { child, printed, closed, listening } = run(bundle, { SAGEMAKER_BIND_TO_PORT: "0" });
        await (await fetch(`${await listening()}/ping`)).text();
        child.kill("SIGTERM");
        assert.deepEqual(await closed, [0, null]);
        assert.equal(printed.stderr, "");
    });

    it("says one sentence and ends with 1 when it cannot start", async () => {
        const { printed, closed } = run(bundle, { SAGEMAKER_BIND_TO_PORT: "http" });
        assert.deepEqual(await closed, [1, null]);
        assert.deepEqual(printed, {
            stdout: "",
            stderr: 'SAGEMAKER_BIND_TO_PORT must be a port from 0 to 65535, not "http".\n',
        });
    });
});
