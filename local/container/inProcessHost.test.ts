import assert from "node:assert/strict";

import { InProcessHost } from "./inProcessHost";

describe("InProcessHost", () => {
    it("starts containers that answer, and stops them", async () => {
        const host = new InProcessHost();
        const one = await host.start("image", { HF_TASK: "summarization" });
        const other = await host.start("image", {});
        assert.notEqual(one.url, other.url);
        assert.equal((await fetch(`${one.url}/ping`)).status, 200);
        assert.equal(host.running(), 2);
        await one.stop();
        await one.stop();
        assert.equal(host.running(), 1);
        await assert.rejects(fetch(`${one.url}/ping`));
        await host.stopAll();
        assert.equal(host.running(), 0);
    });

    it("tells of every line that the container prints", async () => {
        const host = new InProcessHost();
        const lines: string[] = [];
        const environment = { HF_TASK: "summarization", SAGEMAKER_MODEL_SERVER_WORKERS: "1" };
        const { url, stop } = await host.start("image", environment, (line) => lines.push(line));
        await (await fetch(`${url}/invocations`, { method: "POST", body: "no JSON" })).text();
        await stop();
        assert.equal(lines[0], "extractive stand-in, not PEGASUS: HF_TASK=summarization HF_MODEL_ID=-, 1 worker");
        assert.match(String(lines[1]), /^POST \/invocations 400 \d+\.\d{3} s inference-id=-$/);
        assert.equal(lines.length, 2);
    });

    it("refuses what the container refuses at its start, and says so as a process would", async () => {
        const host = new InProcessHost();
        const lines: string[] = [];
        await assert.rejects(
            host.start("image", { HF_TASK: "translation" }, (line) => lines.push(line)),
            /can only summarize/,
        );
        assert.equal(host.running(), 0);
        assert.match(lines.join("\n"), /^HF_TASK is "translation", but .* can only summarize/);
    });
});
