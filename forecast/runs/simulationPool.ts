import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";

import { type Batch, type Job, takeJobs } from "./batch";
import { BatchOutcomes } from "./batchOutcomes";
import { type Outcome } from "../simulation/outcome";
import { effortOf } from "../workload/effort";

export interface BatchOptions {
    /** Whether outcomes go without their changes of capacity; false unless told otherwise. */
    bare?: boolean | undefined;
    signal?: AbortSignal | undefined;
    /** Told now and then how many of the jobs are done. */
    onDone?: ((done: number) => void) | undefined;
}

/** Milliseconds that this thread works before it looks at what has come in meanwhile. */
const sliceMilliseconds = 20;

/**
 * Milliseconds of work that have to be left for workers to be started. Measured: one is ready after 150 to 250 ms, in which this
 * thread goes on working; with less than this left a worker would hardly take anything off it.
 */
const workersPayOffMilliseconds = 400;

/** More effort than this in one run, and this thread leaves all to workers, so that it still hears of signals. */
const longRunEffort = 2_000_000;

/**
 * Simulates on several threads. Which thread runs a job makes no difference to its outcome. Workers are started when there is enough
 * to do, and kept for the next batch until the pool is closed; short runs are simulated by the calling thread as well.
 */
export class SimulationPool {
    private workers: Worker[] = [];
    private batches = 0;

    /**
     * @param threads how many may be busy at once; with 1 there are no workers
     * @param longRun more effort than this in one run (see {@link effortOf}), and the calling thread leaves all to workers
     */
    constructor(
        private readonly threads: number,
        private readonly longRun = longRunEffort,
    ) {}

    /**
     * @returns outcomes in the order of the jobs
     * @throws the reason of the signal once it is aborted, and what a simulation throws
     */
    async simulate(jobs: readonly Job[], { bare = false, signal, onDone }: BatchOptions = {}): Promise<Outcome[]> {
        signal?.throwIfAborted();
        if (jobs.length === 0) return [];
        const batch = { id: this.batches++, jobs, bare, next: new Int32Array(new SharedArrayBuffer(4)) };
        const gathered = new BatchOutcomes(batch, onDone);
        const stop = (reason: unknown): void => {
            Atomics.store(batch.next, 0, jobs.length);
            gathered.fail(reason);
        };
        const aborted = (): void => {
            stop(signal?.reason);
        };
        signal?.addEventListener("abort", aborted);
        try {
            this.workHere(batch, gathered).catch(stop);
            return await gathered.all;
        } catch (error) {
            // Workers may still be at a long run that nobody waits for.
            await this.close();
            throw error;
        } finally {
            signal?.removeEventListener("abort", aborted);
            gathered.end();
        }
    }

    /** Workers that there are. */
    get size(): number {
        return this.workers.length;
    }

    /** Ends the workers; they are started anew if need be. */
    async close(): Promise<void> {
        const { workers } = this;
        this.workers = [];
        await Promise.all(workers.map((worker) => worker.terminate()));
    }

    /** What this thread does for a batch: it calls in the workers when they pay off, and works itself unless runs are long. */
    private async workHere(batch: Batch, gathered: BatchOutcomes): Promise<void> {
        const { jobs } = batch;
        const workloads = new Set(jobs.map(({ scenario }) => scenario.workload));
        const long = this.threads > 1 && [...workloads].some((each) => effortOf(each) > this.longRun);
        let calledIn = this.workers.length > 0 || long;
        if (calledIn) this.callIn(batch, gathered, long ? this.threads : this.threads - 1);
        if (long) return;
        let worked = 0;
        for (let done = 0; ;) {
            const began = performance.now();
            const { places, outcomes, left } = takeJobs(batch, sliceMilliseconds);
            worked += performance.now() - began;
            done += places.length;
            gathered.add(places, outcomes);
            if (!left) return;
            if (!calledIn && (worked / done) * (jobs.length - done) > workersPayOffMilliseconds) {
                this.callIn(batch, gathered, this.threads - 1);
                calledIn = true;
            }
            await setImmediate();
        }
    }

    private callIn(batch: Batch, gathered: BatchOutcomes, count: number): void {
        const wanted = Math.min(count, batch.jobs.length);
        while (this.workers.length < wanted) this.workers.push(startWorker());
        for (const worker of this.workers) {
            gathered.listenTo(worker);
            worker.postMessage(batch);
        }
    }
}

function startWorker(): Worker {
    return new Worker(join(__dirname, "replicationWorker.ts"), { execArgv: preloads(process.execArgv) });
}

/** Of node's arguments those that load something first: what makes this process understand TypeScript has to be there in a worker too. */
function preloads(nodeArguments: readonly string[]): string[] {
    return nodeArguments.flatMap((argument, place) => {
        if (/^(-r|--require|--import)$/.test(argument)) return [argument, nodeArguments[place + 1] ?? ""];
        return /^--(require|import)=/.test(argument) ? [argument] : [];
    });
}
