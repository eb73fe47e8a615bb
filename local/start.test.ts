import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "..");

interface Run {
    code: number | null;
    stdout: string;
    stderr: string;
}

/** Runs a command as its npm script does. `onOutput` sees all of its output so far, whenever there is more. */
async function run(
    script: string,
    args: string[],
    onOutput: (text: string, kill: (signal: NodeJS.Signals) => void) => void = () => undefined,
): Promise<Run> {
    const child = spawn(process.execPath, ["-r", "./local/typescript.cjs", script, ...args], {
        cwd: root,
    });
    const result: Run = { code: null, stdout: "", stderr: "" };
    const kill = (signal: NodeJS.Signals): void => void child.kill(signal);
    child.stdout.on("data", (chunk: Buffer) => {
        result.stdout += chunk.toString();
        onOutput(result.stdout, kill);
    });
    child.stderr.on("data", (chunk: Buffer) => {
        result.stderr += chunk.toString();
        onOutput(result.stderr, kill);
    });
    result.code = await new Promise((done) => child.on("close", done));
    return result;
}

const start = (args: string[], onOutput?: Parameters<typeof run>[2]): Promise<Run> =>
    run("local/start.ts", args, onOutput);

interface Result {
    summary: string;
    inferenceId: string;
    outputLocation: string;
    timeline: { atSeconds: number; event: string }[];
    capacity: { atSeconds: number; instances: number }[];
    leftovers: string[];
}

describe("npm start", () => {
    it("summarizes an article, sleeps, wakes, sleeps again and leaves nothing", async () => {
        const { code, stdout, stderr } = await start([
            "--json",
            "--speed",
            "400",
            "--article",
            "examples/night-train.txt",
        ]);
        assert.equal(code, 0, stderr);
        const result = JSON.parse(stdout) as Result;
        assert.deepEqual(result.leftovers, []);
        assert.ok(result.summary.split(" ").length > 10, result.summary);
        assert.match(result.outputLocation, /^s3:\/\/summarizer-dev-output-\d{12}\/summaries\/[0-9a-f-]{36}\.out$/);
        assert.deepEqual(
            result.capacity.map(({ instances }) => instances),
            [1, 0, 1, 0],
        );
        assert.ok(!existsSync(join(root, ".laptop", "dev.json")));

        const at = (words: RegExp): number => {
            const found = result.timeline.find(({ event }) => words.test(event));
            assert.ok(found, `${String(words)} in ${result.timeline.map(({ event }) => event).join("; ")}`);
            return found.atSeconds;
        };
        const woken = at(/^woken by HasBacklogWithoutCapacity/) - at(/ queued$/);
        assert.ok(woken >= 120 && woken <= 180, String(woken));
        const [, , again, last] = result.capacity;
        assert.ok((last?.atSeconds ?? 0) - at(/^request .* completed$/) >= 900);
        assert.ok((again?.atSeconds ?? 0) > at(/^woken/));
        assert.match(String(result.timeline.at(-1)?.event), /^destroyed \d+ resources, 0 left$/);
    }).timeout(90_000);

    it("cleans up when it is interrupted while it deploys", async () => {
        let interrupted = false;
        const { code, stdout, stderr } = await start(["--json"], (text, kill) => {
            if (interrupted || !text.includes("making resources")) return;
            interrupted = true;
            setTimeout(() => kill("SIGINT"), 2000);
        });
        assert.equal(code, 130, stderr);
        assert.deepEqual((JSON.parse(stdout) as Result).leftovers, []);
        assert.ok(!existsSync(join(root, ".laptop", "dev.json")));
    }).timeout(60_000);

    it("with --keep, serves the smoke test over HTTP, and an interrupt ends it", async () => {
        let smoke: Promise<Run> | undefined;
        const { code, stdout, stderr } = await start(["--keep", "--speed", "2000", "--stack", "prod"], (text, kill) => {
            if (smoke !== undefined || !text.includes("export AWS_ACCESS_KEY_ID=laptop-stranger")) return;
            smoke = run("smoke/main.ts", ["--local", "prod", "--json", "--timeout", "60s"]);
            void smoke.finally(() => {
                kill("SIGINT");
            });
        });
        assert.ok(smoke, stderr);
        const proof = await smoke;
        const { ok, checks, summary } = JSON.parse(proof.stdout) as {
            ok: boolean;
            checks: { name: string; ok: boolean }[];
            summary: string;
        };
        assert.deepEqual(
            checks.filter((check) => !check.ok),
            [],
        );
        assert.ok(ok);
        assert.equal(proof.code, 0);
        assert.equal(checks.length, 13);
        assert.match(summary, /tide mill/);
        assert.equal(code, 130);
        for (const id of ["laptop", "laptop-caller", "laptop-stranger"]) {
            assert.ok(stdout.includes(`  export AWS_ACCESS_KEY_ID=${id} AWS_SECRET_ACCESS_KEY=${id}\n`), stdout);
        }
        // What the caller put there he may not delete, and the stack's buckets are not to be deleted with what is in them.
        assert.match(stdout, /  destroyed \d+ resources, 0 left\n$/);
        assert.ok(!existsSync(join(root, ".laptop", "prod.json")));
    }).timeout(120_000);

    for (const [what, args, message] of [
        ["an article that does not exist", ["--article", "none.txt"], /^none\.txt does not exist\.\n$/],
        ["a stack that does not exist", ["--stack", "staging"], /^There is no stack "staging"/],
        ["a speed of zero", ["--speed", "0"], /must be a number greater than 0/],
        ["an unknown option", ["--fast"], /unknown option '--fast'/],
    ] as const) {
        it(`refuses ${what} with exit code 2`, async () => {
            const { code, stderr } = await start([...args]);
            assert.equal(code, 2);
            assert.match(stderr, message);
        }).timeout(20_000);
    }
});
