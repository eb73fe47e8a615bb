import { type Time } from "../deadline";

interface Timer {
    at: number;
    wake: () => void;
}

/** Time that passes only when everything waits for it. */
export class VirtualTime implements Time {
    private time = 0;
    private readonly timers = new Set<Timer>();

    now(): number {
        return this.time;
    }

    sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
        return new Promise((resolve, reject) => {
            if (signal?.aborted) {
                reject(signal.reason as Error);
                return;
            }
            const abort = (): void => {
                this.timers.delete(timer);
                reject(signal?.reason as Error);
            };
            const wake = (): void => {
                signal?.removeEventListener("abort", abort);
                resolve();
            };
            const timer: Timer = { at: this.time + milliseconds, wake };
            this.timers.add(timer);
            signal?.addEventListener("abort", abort, { once: true });
        });
    }

    /** Lets time pass, from one timer to the next, until `work` is done. */
    async runUntilDone<T>(work: Promise<T>): Promise<T> {
        const state = { done: false };
        const finished = (): void => void (state.done = true);
        work.then(finished, finished);
        for (;;) {
            // Everything that needs no time happens before an immediate.
            await new Promise((resolve) => setImmediate(resolve));
            if (state.done) return work;
            const next = [...this.timers].sort((a, b) => a.at - b.at)[0];
            if (!next) throw new Error("nothing waits for time, and nothing is done either");
            this.timers.delete(next);
            this.time = Math.max(this.time, next.at);
            next.wake();
        }
    }

    /** Timers that nobody called off. */
    pending(): number {
        return this.timers.size;
    }
}
