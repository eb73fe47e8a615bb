import assert from "node:assert/strict";

import fc from "fast-check";

import { Workers } from "./workers";

describe("Workers", () => {
    it("works on as many jobs as there are workers, in the order in which they came, whatever order they end in", async () => {
        await fc.assert(
            fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.scheduler(), async (count, scheduler) => {
                const workers = new Workers(count, 100);
                const begun: number[] = [];
                let busy = 0;
                let most = 0;
                const job = (id: number) =>
                    workers.run(async () => {
                        begun.push(id);
                        most = Math.max(most, ++busy);
                        await scheduler.schedule(Promise.resolve());
                        busy--;
                    });
                const first = Array.from({ length: 8 }, (_, id) => job(id));
                await scheduler.waitFor(Promise.all(first));
                const second = Array.from({ length: 8 }, (_, id) => job(8 + id));
                await scheduler.waitFor(Promise.all(second));
                assert.equal(most, count);
                assert.deepEqual(begun, [...begun.keys()]);
            }),
        );
    });

    it("gives the place of a job that failed to the next", async () => {
        const workers = new Workers(1, 1);
        const failing = workers.run(() => Promise.reject(new Error("no")));
        const next = workers.run(() => Promise.resolve("done"));
        assert.equal(workers.full, true);
        await assert.rejects(failing, { message: "no" });
        assert.equal(await next, "done");
        assert.equal(workers.full, false);
    });
});
