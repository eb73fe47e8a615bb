import { type Arrivals } from "../workload/arrivals";

const blockLength = 1024;

/** A place in a stream of arrivals, which is read in blocks. The kernel reads `block` itself: a call per request would cost more than the request. */
export class ArrivalCursor {
    readonly block = new Float64Array(blockLength);
    /** Index into `block` of the next arrival. */
    position = 0;
    /** Arrivals in `block`. */
    filled = 0;
    private before = 0;

    constructor(private arrivals: Arrivals) {}

    /** Arrivals that lie behind. */
    get passed(): number {
        return this.before + this.position;
    }

    /** The next arrival, `Infinity` when there is none. */
    next(): number {
        return this.position < this.filled || this.refill() ? (this.block[this.position] as number) : Infinity;
    }

    /** Reads the next block once all of this one lies behind. @returns whether there is one */
    refill(): boolean {
        this.before += this.position;
        this.position = 0;
        this.filled = this.arrivals.fill(this.block);
        return this.filled > 0;
    }

    /** Leaves everything behind that arrives before `at`. */
    passUntil(at: number): void {
        while (this.next() < at) {
            let position = this.position;
            while (position < this.filled && (this.block[position] as number) < at) position++;
            this.position = position;
        }
    }

    /** Goes to where another cursor of the same stream is. */
    moveTo(other: ArrivalCursor): void {
        this.block.set(other.block);
        this.position = other.position;
        this.filled = other.filled;
        this.before = other.before;
        this.arrivals = other.arrivals.clone();
    }
}
