import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Serves so many customers twice: until everything is compiled, and once more. */
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
    serve(2_000_000);
    console.log("compiled");
    console.log(serve(4_000_000), "done");
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
        const [, afterwards] = stdout.split("compiled");
        assert.match(afterwards ?? "", /4000000 done/);
        const collections = afterwards?.split("\n").filter((line) => line.includes("Scavenge")).length ?? NaN;
        // One number of 16 bytes for each request would fill a megabyte 61 times.
        assert(collections <= 6, `${String(collections)} garbage collections`);
    });
});
