import { setTimeout as delay } from "node:timers/promises";

import { parseDuration as parseSeconds } from "../contract/duration";

/** Monotonic time; tests put their own in its place. */
export interface Time {
    /** Milliseconds since some fixed moment; never goes back, whatever happens to the machine's clock. */
    now(): number;
    /** @throws the signal's reason once it is aborted */
    sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const monotonicTime: Time = {
    now: () => performance.now(),
    sleep: async (milliseconds, signal) => {
        try {
            await delay(milliseconds, undefined, signal ? { signal } : {});
        } catch (error) {
            signal?.throwIfAborted();
            throw error;
        }
    },
};

/** The time that was given is used up; `cause` is the last error seen until then, if there was one. */
export class DeadlineError extends Error {
    override readonly name = "DeadlineError";
}

/** Somebody wants this to end now: Ctrl-C. */
export class InterruptedError extends Error {
    override readonly name = "InterruptedError";

    constructor() {
        super("interrupted");
    }
}

/** One end for everything that is waited for. */
export class Deadline {
    /** Aborted with a {@link DeadlineError} when time is up, or with the reason of `interrupt` when that comes first. */
    readonly signal: AbortSignal;
    private readonly start: number;
    private readonly timer = new AbortController();

    constructor(
        readonly time: Time,
        readonly milliseconds: number,
        interrupt?: AbortSignal,
    ) {
        this.start = time.now();
        const expired = new AbortController();
        this.signal = interrupt ? AbortSignal.any([interrupt, expired.signal]) : expired.signal;
        time.sleep(milliseconds, this.timer.signal).then(
            () => {
                expired.abort(new DeadlineError(`nothing more within ${formatDuration(milliseconds)}`));
            },
            () => undefined,
        );
    }

    elapsed(): number {
        return this.time.now() - this.start;
    }

    remaining(): number {
        return Math.max(0, this.milliseconds - this.elapsed());
    }

    /** Sleeps, but never longer than there is time. @throws DeadlineError | InterruptedError */
    sleep(milliseconds: number, signal: AbortSignal = this.signal): Promise<void> {
        return this.time.sleep(milliseconds, signal);
    }

    /** Stops counting, so that the process may end. */
    end(): void {
        this.timer.abort();
    }
}

/** setTimeout counts in 31 bits; a day is far below that, and longer than any request can wait (TTL 6 h). */
const longestMilliseconds = 24 * 3_600_000;

/** Milliseconds of `90s`, `20m` or `1h`; undefined when `text` is nothing of the kind, is 0, or is longer than a day. */
export function parseDuration(text: string): number | undefined {
    const milliseconds = (parseSeconds(text) ?? Infinity) * 1000;
    return milliseconds <= longestMilliseconds ? milliseconds : undefined;
}

/** `45s`, `4m12s`, `1h5m`; rounded to seconds. */
export function formatDuration(milliseconds: number): string {
    const seconds = Math.round(milliseconds / 1000);
    const parts: [number, string][] = [
        [Math.floor(seconds / 3600), "h"],
        [Math.floor(seconds / 60) % 60, "m"],
        [seconds % 60, "s"],
    ];
    const text = parts.flatMap(([count, unit]) => (count > 0 ? [`${String(count)}${unit}`] : []));
    return text.length > 0 ? text.join("") : "0s";
}
