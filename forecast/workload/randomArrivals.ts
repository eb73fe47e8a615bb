import { type RandomStream } from "../random/randomStream";
import { type Arrivals } from "./arrivals";

const hourSeconds = 3600;

/** A Poisson process: the times between arrivals are exponentially distributed. */
export class PoissonArrivals implements Arrivals {
    private last = 0;
    private left: number;

    /**
     * Ends after `requests`, or before `durationSeconds`, whichever comes first.
     *
     * @param random becomes the arrivals' own
     */
    constructor(
        private readonly perSecond: number,
        requests: number,
        private readonly durationSeconds: number,
        private readonly random: RandomStream,
    ) {
        this.left = perSecond > 0 ? requests : 0;
    }

    fill(block: Float64Array): number {
        if (this.left <= 0) return 0;
        const times = this.left < block.length ? block.subarray(0, this.left) : block;
        this.random.fillExponential(times, 1 / this.perSecond);
        let last = this.last;
        for (let i = 0; i < times.length; i++) {
            last += times[i] as number;
            if (last >= this.durationSeconds) {
                this.left = 0;
                return i;
            }
            times[i] = last;
        }
        this.last = last;
        this.left -= times.length;
        return times.length;
    }

    clone(): Arrivals {
        const copy = new PoissonArrivals(this.perSecond, this.left, this.durationSeconds, this.random.clone());
        copy.last = this.last;
        return copy;
    }
}

/**
 * A Poisson process whose rate changes with the hour: arrivals of rate 1 on an axis that is as long as the integral of the rate, and
 * back from there.
 */
export class DailyArrivals implements Arrivals {
    private last = 0;
    private hour = 0;
    private ended: boolean;

    /**
     * @param perHour requests an hour, for each hour of a day; begins anew when it is through
     * @param random becomes the arrivals' own
     */
    constructor(
        private readonly perHour: readonly number[],
        private readonly durationSeconds: number,
        private readonly random: RandomStream,
    ) {
        this.ended = !perHour.some((requests) => requests > 0);
    }

    fill(block: Float64Array): number {
        if (this.ended) return 0;
        this.random.fillExponential(block, 1);
        for (let i = 0; i < block.length; i++) {
            const at = this.after(block[i] as number);
            if (at >= this.durationSeconds) {
                this.ended = true;
                return i;
            }
            block[i] = at;
        }
        return block.length;
    }

    clone(): Arrivals {
        const copy = new DailyArrivals(this.perHour, this.durationSeconds, this.random.clone());
        copy.last = this.last;
        copy.hour = this.hour;
        copy.ended = this.ended;
        return copy;
    }

    /** When as much of the rate's integral lies behind since the last arrival; not exact once it is beyond the end. */
    private after(integral: number): number {
        for (;;) {
            const perSecond = (this.perHour[this.hour % this.perHour.length] as number) / hourSeconds;
            const hourEnd = (this.hour + 1) * hourSeconds;
            const inHour = perSecond * (hourEnd - this.last);
            if (integral < inHour) return (this.last = Math.min(this.last + integral / perSecond, hourEnd));
            integral -= inHour;
            this.hour++;
            this.last = hourEnd;
            if (hourEnd >= this.durationSeconds) return hourEnd;
        }
    }
}
