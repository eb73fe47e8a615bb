/** Buckets per doubling. */
const subBuckets = 128;
const lowestExponent = -10;
const highestExponent = 30;
const offset = (1023 + lowestExponent) * subBuckets;

/** Half a bucket: how far a quantile may be off, as a share of itself. */
export const quantileError = 1 / (2 * subBuckets);

/**
 * Durations counted in buckets that are as wide as they are long, from a thousandth of a second to thirty years: memory does not
 * grow with their number. The bucket is read off the bits of the number: exponent and the
 * first 7 bits of the mantissa.
 */
export class LatencyHistogram {
    readonly counts = new Uint32Array((highestExponent - lowestExponent) * subBuckets);
    /** What {@link recordNext} records. */
    readonly next = new Float64Array(1);
    /** The same eight bytes; the second word holds sign, exponent and the first 20 bits of the mantissa. */
    private readonly words = new Uint32Array(this.next.buffer);
    private total = 0;
    private sum = 0;
    private largest = 0;

    record(seconds: number): void {
        this.next[0] = seconds;
        this.recordNext();
    }

    /** Records the one duration in {@link next}: a fraction that is handed over in a call may cost an allocation. */
    recordNext(): void {
        const seconds = this.next[0] as number;
        const bucket = ((this.words[1] as number) >>> 13) - offset;
        const last = this.counts.length - 1;
        const index = bucket < 0 ? 0 : bucket > last ? last : bucket;
        this.counts[index] = (this.counts[index] as number) + 1;
        this.total++;
        this.sum += seconds;
        if (seconds > this.largest) this.largest = seconds;
    }

    get count(): number {
        return this.total;
    }

    /** NaN while nothing was recorded, as for all that follow. Exact. */
    get mean(): number {
        return this.sum / this.total;
    }

    /** Exact. */
    get max(): number {
        return this.total === 0 ? NaN : this.largest;
    }

    /** The smallest duration that at least `share` of all do not exceed, at most {@link quantileError} off. */
    quantile(share: number): number {
        if (this.total === 0) return NaN;
        const rank = Math.max(1, Math.ceil(share * this.total));
        let seen = 0;
        for (let index = 0; index < this.counts.length; index++) {
            seen += this.counts[index] as number;
            if (seen >= rank) return Math.min(middleOf(index), this.largest);
        }
        return this.largest;
    }
}

function middleOf(bucket: number): number {
    const octave = 2 ** (Math.floor(bucket / subBuckets) + lowestExponent);
    return octave * (1 + ((bucket % subBuckets) + 0.5) / subBuckets);
}
