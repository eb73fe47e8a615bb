/** Something that will happen at a simulated time; it can be called off until then. */
export interface Scheduled {
    cancel(): void;
}

/**
 * What comes first of what is due at the same moment: things happen, instances come and go, datapoints describe all that, alarms see
 * the datapoints, and whoever merely asks from time to time comes last. A choice, so that no order depends on what was scheduled first.
 */
const turns = ["events", "capacity", "metrics", "alarms", "polls"] as const;
export type Turn = (typeof turns)[number];

interface Entry {
    at: number;
    turn: number;
    action: () => void | Promise<void>;
}

/**
 * Simulated time: it stands still unless {@link runUntil} moves it, and it never moves while somebody holds it.
 *
 * Whatever is due runs in order of time, of turn where times are equal, and of scheduling where turns are; an action that returns
 * a promise is awaited before the next one. An HTTP request or a container call takes a hold for as long as it is served, so the
 * speed at which simulated time follows the wall never changes what happens.
 */
export class SimulatedClock {
    private time: number;
    private readonly entries: Entry[] = [];
    private holds = 0;
    private readonly waiting: (() => void)[] = [];

    constructor(start: Date) {
        this.time = start.getTime();
    }

    /** Simulated milliseconds since the epoch. */
    now(): number {
        return this.time;
    }

    date(): Date {
        return new Date(this.time);
    }

    /** Runs `action` once simulated time has reached `at` (milliseconds since the epoch; the past means as soon as time moves). */
    schedule(at: number, action: () => void | Promise<void>, turn: Turn = "events"): Scheduled {
        const entry: Entry = { at: Math.max(at, this.time), turn: turns.indexOf(turn), action };
        let low = 0;
        let high = this.entries.length;
        while (low < high) {
            const middle = (low + high) >>> 1;
            if (!isBefore(entry, this.entries[middle] as Entry)) low = middle + 1;
            else high = middle;
        }
        this.entries.splice(low, 0, entry);
        return {
            cancel: () => {
                const index = this.entries.indexOf(entry);
                if (index >= 0) this.entries.splice(index, 1);
            },
        };
    }

    /** Same, `seconds` from now. */
    after(seconds: number, action: () => void | Promise<void>, turn?: Turn): Scheduled {
        return this.schedule(this.time + seconds * 1000, action, turn);
    }

    /** Stops time until the returned function is called; calling it again does nothing. */
    hold(): () => void {
        this.holds++;
        let held = true;
        return () => {
            if (!held) return;
            held = false;
            this.holds--;
            if (this.holds === 0) for (const resume of this.waiting.splice(0)) resume();
        };
    }

    /** Holds time while `work` is under way. */
    async holdWhile<T>(work: () => Promise<T>): Promise<T> {
        const release = this.hold();
        try {
            return await work();
        } finally {
            release();
        }
    }

    /** Moves time to `end` (milliseconds since the epoch), running what is due on the way. One caller at a time. */
    async runUntil(end: number): Promise<void> {
        for (;;) {
            await this.released();
            const next = this.entries[0];
            if (!next || next.at > end) break;
            this.entries.shift();
            this.time = Math.max(this.time, next.at);
            await next.action();
        }
        this.time = Math.max(this.time, end);
    }

    /** Lets `seconds` pass. */
    async advance(seconds: number): Promise<void> {
        await this.runUntil(this.time + seconds * 1000);
    }

    private async released(): Promise<void> {
        // One turn of the event loop first: what just resolved may want to take a hold of its own.
        await new Promise((resolve) => setImmediate(resolve));
        while (this.holds > 0) {
            await new Promise<void>((resolve) => this.waiting.push(resolve));
            await new Promise((resolve) => setImmediate(resolve));
        }
    }
}

function isBefore(one: Entry, other: Entry): boolean {
    return one.at < other.at || (one.at === other.at && one.turn < other.turn);
}

/**
 * Lets simulated time follow the wall clock, `speed` times as fast. Time spent held, or running what was due, does not count.
 *
 * @returns a function that stops it and resolves once nothing is running
 */
export function followWall(clock: SimulatedClock, speed: number): () => Promise<void> {
    const tickMilliseconds = 5;
    let stopped = false;
    const running = (async () => {
        while (!stopped) {
            const before = performance.now();
            await new Promise((resolve) => setTimeout(resolve, tickMilliseconds));
            await clock.runUntil(clock.now() + (performance.now() - before) * speed);
        }
    })();
    return async () => {
        stopped = true;
        await running;
    };
}
