import { type Arrivals } from "./arrivals";

const blockLength = 256;

/** The arrivals of two streams. */
export class MergedArrivals implements Arrivals {
    constructor(
        private readonly one: Ahead,
        private readonly other: Ahead,
    ) {}

    /** @param streams become the merged one's own */
    static of(one: Arrivals, other: Arrivals): MergedArrivals {
        return new MergedArrivals(new Ahead(one), new Ahead(other));
    }

    fill(block: Float64Array): number {
        const { one, other } = this;
        for (let i = 0; i < block.length; i++) {
            const earlier = one.next() <= other.next() ? one : other;
            const at = earlier.next();
            if (at === Infinity) return i;
            block[i] = at;
            earlier.position++;
        }
        return block.length;
    }

    clone(): Arrivals {
        return new MergedArrivals(this.one.clone(), this.other.clone());
    }
}

/** A stream of which some arrivals have been read ahead. */
class Ahead {
    position = 0;
    private filled = 0;

    constructor(
        private readonly arrivals: Arrivals,
        private readonly block = new Float64Array(blockLength),
    ) {}

    /** The next arrival; `Infinity` when there is none. */
    next(): number {
        if (this.position < this.filled) return this.block[this.position] as number;
        this.position = 0;
        this.filled = this.arrivals.fill(this.block);
        return this.filled > 0 ? (this.block[0] as number) : Infinity;
    }

    clone(): Ahead {
        const copy = new Ahead(this.arrivals.clone(), this.block.slice());
        copy.position = this.position;
        copy.filled = this.filled;
        return copy;
    }
}
