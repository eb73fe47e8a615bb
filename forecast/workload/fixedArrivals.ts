import { type Arrivals } from "./arrivals";

/** `requests` at once every `everySeconds`, the first ones at 0, as long as that is before `durationSeconds`. */
export class BurstArrivals implements Arrivals {
    private burst = 0;
    /** Of the burst, how many are behind. */
    private behind = 0;

    constructor(
        private readonly requests: number,
        private readonly everySeconds = Infinity,
        private readonly durationSeconds = Infinity,
    ) {}

    fill(block: Float64Array): number {
        let filled = 0;
        while (filled < block.length && this.requests > 0) {
            const at = this.burst === 0 ? 0 : this.burst * this.everySeconds;
            if (at >= this.durationSeconds) break;
            const count = Math.min(this.requests - this.behind, block.length - filled);
            block.fill(at, filled, filled + count);
            filled += count;
            this.behind += count;
            if (this.behind < this.requests) break;
            this.burst++;
            this.behind = 0;
        }
        return filled;
    }

    clone(): Arrivals {
        const copy = new BurstArrivals(this.requests, this.everySeconds, this.durationSeconds);
        copy.burst = this.burst;
        copy.behind = this.behind;
        return copy;
    }
}

/** `requests` of them, evenly spaced, the first at 0. */
export class EvenArrivals implements Arrivals {
    private behind = 0;

    constructor(
        private readonly perSecond: number,
        private readonly requests: number,
    ) {}

    fill(block: Float64Array): number {
        const count = Math.min(this.requests - this.behind, block.length);
        for (let i = 0; i < count; i++) block[i] = (this.behind + i) / this.perSecond;
        this.behind += count;
        return count;
    }

    clone(): Arrivals {
        const copy = new EvenArrivals(this.perSecond, this.requests);
        copy.behind = this.behind;
        return copy;
    }
}

/** So many in each minute, evenly spaced within it, the first of a minute at its beginning. */
export class CountedArrivals implements Arrivals {
    private minute = 0;
    /** Of the minute, how many are behind. */
    private behind = 0;

    constructor(private readonly perMinute: readonly number[]) {}

    fill(block: Float64Array): number {
        let filled = 0;
        while (filled < block.length && this.minute < this.perMinute.length) {
            const requests = this.perMinute[this.minute] as number;
            const count = Math.min(requests - this.behind, block.length - filled);
            for (let i = 0; i < count; i++) block[filled + i] = this.minute * 60 + ((this.behind + i) * 60) / requests;
            filled += count;
            this.behind += count;
            if (this.behind < requests) break;
            this.minute++;
            this.behind = 0;
        }
        return filled;
    }

    clone(): Arrivals {
        const copy = new CountedArrivals(this.perMinute);
        copy.minute = this.minute;
        copy.behind = this.behind;
        return copy;
    }
}

/** At given times. */
export class GivenArrivals implements Arrivals {
    private behind = 0;

    /** @param seconds ascending; not copied */
    constructor(private readonly seconds: readonly number[]) {}

    fill(block: Float64Array): number {
        const count = Math.min(this.seconds.length - this.behind, block.length);
        for (let i = 0; i < count; i++) block[i] = this.seconds[this.behind + i] as number;
        this.behind += count;
        return count;
    }

    clone(): Arrivals {
        const copy = new GivenArrivals(this.seconds);
        copy.behind = this.behind;
        return copy;
    }
}
