import { parentPort } from "node:worker_threads";

import { type Answer, type Batch, takeJobs } from "./batch";

/** Milliseconds of work that are answered at once: an answer costs as much as a small run. */
const sliceMilliseconds = 20;

parentPort?.on("message", (batch: Batch) => {
    const answer = (answer: Answer): void => parentPort?.postMessage(answer);
    try {
        for (let more = true; more;) {
            const { places, outcomes, left } = takeJobs(batch, sliceMilliseconds);
            if (places.length > 0) answer({ batch: batch.id, places, outcomes });
            more = left;
        }
    } catch (error) {
        answer({ batch: batch.id, error });
    }
});
