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

    it("refuses what the container refuses at its start", async () => {
        const host = new InProcessHost();
        await assert.rejects(host.start("image", { HF_TASK: "translation" }), /can only summarize/);
        assert.equal(host.running(), 0);
    });
});
