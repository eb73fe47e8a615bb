import { type Distribution } from "../distribution";
import { type RandomStream } from "./randomStream";

/** Durations of one distribution, one after the other. Blocks of any size give the same sequence. */
export interface Sampler {
    /** Fills the block with the next durations, in seconds. */
    fill(block: Float64Array): void;
    /** The next duration, in seconds. */
    next(): number;
}

/**
 * @param random becomes the sampler's own, unless the distribution is constant
 * @throws RangeError when there are no samples to draw from
 */
export function samplerOf(distribution: Distribution, random: RandomStream): Sampler {
    switch (distribution.kind) {
        case "constant":
            return new ConstantSampler(distribution.seconds);
        case "exponential":
            return new ExponentialSampler(distribution.meanSeconds, random);
        case "logNormal":
            return new LogNormalSampler(distribution.medianSeconds, distribution.sigma, random);
        case "samples":
            return new MeasuredSampler(Float64Array.from(distribution.seconds), random);
    }
}

class ConstantSampler implements Sampler {
    constructor(private readonly seconds: number) {}

    fill(block: Float64Array): void {
        block.fill(this.seconds);
    }

    next(): number {
        return this.seconds;
    }
}

abstract class RandomSampler implements Sampler {
    private readonly one = new Float64Array(1);

    constructor(protected readonly random: RandomStream) {}

    abstract fill(block: Float64Array): void;

    next(): number {
        this.fill(this.one);
        return this.one[0] as number;
    }
}

class ExponentialSampler extends RandomSampler {
    constructor(
        private readonly mean: number,
        random: RandomStream,
    ) {
        super(random);
    }

    fill(block: Float64Array): void {
        this.random.fillExponential(block, this.mean);
    }
}

class LogNormalSampler extends RandomSampler {
    constructor(
        private readonly median: number,
        private readonly sigma: number,
        random: RandomStream,
    ) {
        super(random);
    }

    fill(block: Float64Array): void {
        this.random.fillNormal(block);
        for (let i = 0; i < block.length; i++) block[i] = this.median * Math.exp(this.sigma * (block[i] as number));
    }
}

class MeasuredSampler extends RandomSampler {
    constructor(
        private readonly measured: Float64Array,
        random: RandomStream,
    ) {
        super(random);
        if (measured.length === 0) throw new RangeError("There are no samples to draw from.");
    }

    fill(block: Float64Array): void {
        this.random.fillUniform(block);
        const { length } = this.measured;
        for (let i = 0; i < block.length; i++) {
            block[i] = this.measured[Math.floor((block[i] as number) * length)] as number;
        }
    }
}
