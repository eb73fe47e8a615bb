/** The model's workers: so many jobs at a time, the next in the order in which they came, no more waiting than the queue holds. */
export class Workers {
    private busy = 0;
    private readonly waiting: (() => void)[] = [];

    constructor(
        private readonly count: number,
        private readonly queueSize: number,
    ) {}

    /** Whether one more job is turned away. */
    get full(): boolean {
        return this.busy >= this.count && this.waiting.length >= this.queueSize;
    }

    async run<T>(job: () => Promise<T>): Promise<T> {
        if (this.busy >= this.count) await new Promise<void>((resolve) => this.waiting.push(resolve));
        else this.busy++;
        try {
            return await job();
        } finally {
            // The place is handed on, so nobody who comes now can take it first.
            const next = this.waiting.shift();
            if (next) next();
            else this.busy--;
        }
    }
}
