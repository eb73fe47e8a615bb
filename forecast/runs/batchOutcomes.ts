import { type Worker } from "node:worker_threads";

import { type Answer, type Batch } from "./batch";
import { type Outcome } from "../simulation/outcome";

/** The outcomes of a batch, from all threads. */
export class BatchOutcomes {
    readonly all: Promise<Outcome[]>;
    private readonly outcomes: Outcome[] = [];
    private done = 0;
    private readonly ends: (() => void)[] = [];
    private resolve!: (outcomes: Outcome[]) => void;
    private reject!: (error: unknown) => void;

    constructor(
        private readonly batch: Batch,
        private readonly onDone: ((done: number) => void) | undefined,
    ) {
        this.all = new Promise((resolve, reject) => {
            this.resolve = resolve;
            this.reject = reject;
        });
    }

    add(places: readonly number[], outcomes: readonly Outcome[]): void {
        for (const [i, place] of places.entries()) this.outcomes[place] = outcomes[i] as Outcome;
        this.done += places.length;
        if (places.length > 0) this.onDone?.(this.done);
        if (this.done === this.batch.jobs.length) this.resolve(this.outcomes);
    }

    fail(error: unknown): void {
        this.reject(error);
    }

    listenTo(worker: Worker): void {
        const answered = (answer: Answer): void => {
            if (answer.batch !== this.batch.id) return;
            if ("error" in answer) this.fail(answer.error);
            else this.add(answer.places, answer.outcomes);
        };
        const failed = (error: unknown): void => {
            this.fail(error);
        };
        const exited = (code: number): void => {
            this.fail(new Error(`A simulation thread ended with ${String(code)}.`));
        };
        worker.on("message", answered).on("error", failed).on("exit", exited);
        this.ends.push(() => worker.off("message", answered).off("error", failed).off("exit", exited));
    }

    /** Listens no more. */
    end(): void {
        for (const end of this.ends) end();
    }
}
