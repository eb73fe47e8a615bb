import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Serves so many customers again and again: how soon everything is compiled, the engine decides on a thread of its own. */
const program = `
    const { RandomStream } = require("./forecast/random/randomStream.ts");
    const { samplerOf } = require("./forecast/random/sampler.ts");
    const { RequestQueue } = require("./forecast/simulation/requestQueue.ts");
    const { arrivalsOf } = require("./forecast/workload/arrivalsOf.ts");
    function serve(requests) {
        const poisson = { kind: "poisson", perSecond: 8, requests, durationSeconds: Infinity };
        const queue = new RequestQueue({
            arrivals: arrivalsOf(poisson, new RandomStream(1, 0)),
            service: samplerOf({ kind: "exponential", meanSeconds: 1 }, new RandomStream(1, 1)),
            overheadSeconds: 0,
            ttlSeconds: Infinity,
            timeoutSeconds: 900,
        });
        queue.addInstance(0, 10, 0);
        queue.serveUntil(Infinity);
        queue.countEnded(Infinity);
        return queue.done;
    }
    for (let pass = 0; pass < 8; pass++) console.log(serve(2_000_000), "done");
`;

describe("the queueing kernel", () => {
    it("allocates nothing for a request", async () => {
        const preload = ["-r", "./local/typescript.cjs"];
        const { stdout } = await promisify(execFile)(process.execPath, [
            ...preload,
            "--trace-gc",
            "--max-semi-space-size=1",
            "-e",
            program,
        ]);
        const passes = stdout.split("2000000 done").slice(0, -1);
        assert.equal(passes.length, 8);
        const collections = passes.map((pass) => pass.split("Scavenge").length - 1);
        // One number of 16 bytes for each request would fill a megabyte 30 times in every pass, compiled or not.
        assert(Math.min(...collections) <= 1, `garbage collections in each pass: ${collections.join(", ")}`);
    });
});
