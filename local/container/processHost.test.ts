import assert from "node:assert/strict";

import { ProcessHost } from "./processHost";

const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/summarizer:1.0";
const environment = { HF_TASK: "summarization" };

/** A program in the container's place. */
function program(source: string): string[] {
    return ["-e", source];
}

const pinged =
    "process.stdin.on('end', () => process.exit()).resume();" +
    "http.createServer((q, r) => r.end()).listen(0, '127.0.0.1', function () { console.log('listening on http://127.0.0.1:' + this.address().port) });";

describe("ProcessHost", () => {
    let host: ProcessHost;

    beforeEach(() => {
        host = new ProcessHost();
    });

    afterEach(() => host.stopAll());

    it("starts the stand-in as a process that summarizes, and stops it", async () => {
        const container = await host.start(image, environment);
        assert.equal(host.running(), 1);
        assert.match(container.url, /^http:\/\/127\.0\.0\.1:\d+$/);
        const response = await fetch(`${container.url}/invocations`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ inputs: "The tide came in." }),
        });
        assert.deepEqual(await response.json(), [{ summary_text: "The tide came in." }]);

        await container.stop();
        assert.equal(host.running(), 0);
        assert.throws(() => process.kill(container.pid, 0), { code: "ESRCH" });
        await assert.rejects(fetch(`${container.url}/ping`));
        await container.stop();
    });

    it("stops all of several", async () => {
        await Promise.all([host.start(image, environment), host.start(image, environment)]);
        assert.equal(host.running(), 2);
        await host.stopAll();
        assert.equal(host.running(), 0);
    });

    it("says what a container printed that ended early", async () => {
        await assert.rejects(host.start(image, { HF_TASK: "translation" }), {
            message:
                `Container of ${image} ended with exit code 1; it printed:\n` +
                'HF_TASK is "translation", but this stand-in for the Hugging Face container can only summarize: set it to summarization or text2text-generation.',
        });
        assert.equal(host.running(), 0);
    });

    it("tells of every line that the stand-in prints, and of no word of the text", async () => {
        const lines: string[] = [];
        const container = await host.start(image, { ...environment, SAGEMAKER_MODEL_SERVER_WORKERS: "3" }, (line) =>
            lines.push(line),
        );
        const response = await fetch(`${container.url}/invocations`, {
            method: "POST",
            headers: { "content-type": "application/json", "x-amzn-sagemaker-inference-id": "article-7" },
            body: JSON.stringify({ inputs: "The tide came in." }),
        });
        await response.text();
        await container.stop();
        assert.deepEqual(lines.slice(0, 2), [
            "extractive stand-in, not PEGASUS: HF_TASK=summarization HF_MODEL_ID=-, 3 workers",
            `listening on ${container.url}`,
        ]);
        assert.match(String(lines[2]), /^POST \/invocations 200 \d+\.\d{3} s inference-id=article-7$/);
        assert.equal(lines.length, 3);
    });

    it("tells of both streams of a container that ended early, to its last word", async () => {
        host = new ProcessHost({
            command: program("console.log('loading'); process.stderr.write('no\\nmemory'); process.exitCode = 3"),
        });
        const lines: string[] = [];
        await assert.rejects(host.start(image, {}, (line) => lines.push(line)));
        assert.deepEqual(lines.sort(), ["loading", "memory", "no"]);
    });

    it("says so when a container ended without a word", async () => {
        host = new ProcessHost({ command: program("process.exit(3)") });
        await assert.rejects(host.start(image, {}), {
            message: `Container of ${image} ended with exit code 3; it printed nothing`,
        });
    });

    it("gives up on a container that never answers, and leaves no process", async () => {
        host = new ProcessHost({
            command: program("console.log('loading'); process.stdin.resume()"),
            startTimeoutMilliseconds: 500,
        });
        await assert.rejects(host.start(image, {}), {
            message: `Container of ${image} did not answer /ping within 0.5 s; it printed:\nloading`,
        });
        assert.equal(host.running(), 0);
    });

    it("counts a container that was killed no more", async () => {
        const container = await host.start(image, environment);
        process.kill(container.pid, "SIGKILL");
        await container.stop();
        assert.equal(host.running(), 0);
    });

    it("kills a container that does not heed SIGTERM", async () => {
        host = new ProcessHost({
            command: program(`process.on("SIGTERM", () => {}); ${pinged}`),
            graceMilliseconds: 100,
        });
        const container = await host.start(image, {});
        await container.stop();
        assert.throws(() => process.kill(container.pid, 0), { code: "ESRCH" });
    });

    it("hands over the model's environment, a free port, PATH and nothing else", async () => {
        process.env.NOT_FOR_CONTAINERS = "1";
        host = new ProcessHost({
            command: program(
                "console.log(JSON.stringify(Object.entries(process.env).filter(([k]) => !k.startsWith('__')).sort())); process.exit(1)",
            ),
        });
        const failure = await host.start(image, { HF_TASK: "summarization" }).catch((error: unknown) => error as Error);
        delete process.env.NOT_FOR_CONTAINERS;
        assert.ok(failure instanceof Error);
        const printed = JSON.parse(failure.message.split("printed:\n")[1] ?? "") as [string, string][];
        assert.deepEqual(
            printed.filter(([key]) => key !== "SystemRoot"),
            [
                ["HF_TASK", "summarization"],
                ["PATH", process.env.PATH],
                ["SAGEMAKER_BIND_TO_PORT", "0"],
            ],
        );
    });
});
