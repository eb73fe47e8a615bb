import { exponentialLayers, normalLayers } from "./ziggurat";

/**
 * Random numbers that depend on a seed and the number of a stream only. Scenarios that are compared use one stream for each purpose, so that
 * what happens to one of them by chance happens to all (common random numbers).
 *
 * The generator is sfc32 ("small fast counting") of Chris Doty-Humphrey's PractRand: additions, shifts and a counter on 32-bit integers, which
 * is what JavaScript engines keep in registers; xoshiro128** needs two multiplications more and took a sixth longer here. Its counter makes every period
 * at least 2³² steps, 2¹²⁷ on average, and two streams can never be in the same state at the same step.
 *
 * How many numbers a call asks for makes no difference: blocks of any size give the same sequence.
 */
export class RandomStream {
    /** The three words that are mixed, and the counter. */
    private readonly state = new Int32Array(4);
    private readonly one = new Float64Array(1);

    /**
     * @param seed a whole number from 0 below 2⁵³
     * @param stream a whole number from 0 below 2³²
     */
    constructor(seed: number, stream: number) {
        // Each word comes from a part of its own through a one-to-one function, so that no two pairs of seed and stream begin alike.
        this.state[0] = splitmix32(seed, 1);
        this.state[1] = splitmix32(seed / 2 ** 32, 2);
        this.state[2] = splitmix32(stream, 3);
        this.state[3] = 1;
        // PractRand seeds sfc32 with 15 steps, after which every bit of the seed has reached every word.
        for (let step = 0; step < 15; step++) this.next();
    }

    /** @returns a number from 0 below 1, one of 2⁵³ */
    next(): number {
        this.fillUniform(this.one);
        return this.one[0] as number;
    }

    /** Fills the block with numbers from 0 below 1, each one of 2⁵³. */
    fillUniform(block: Float64Array): void {
        const state = this.state;
        let a = state[0] as number;
        let b = state[1] as number;
        let c = state[2] as number;
        let counter = state[3] as number;
        for (let i = 0; i < block.length; i++) {
            // Two steps of sfc32, written out: a call for each would have to bring the state to memory and back.
            const high = (((a + b) | 0) + counter) | 0;
            counter = (counter + 1) | 0;
            a = b ^ (b >>> 9);
            b = (c + (c << 3)) | 0;
            c = (((c << 21) | (c >>> 11)) + high) | 0;
            const low = (((a + b) | 0) + counter) | 0;
            counter = (counter + 1) | 0;
            a = b ^ (b >>> 9);
            b = (c + (c << 3)) | 0;
            c = (((c << 21) | (c >>> 11)) + low) | 0;
            block[i] = ((high >>> 11) * 2 ** 32 + (low >>> 0)) / 2 ** 53;
        }
        state[0] = a;
        state[1] = b;
        state[2] = c;
        state[3] = counter;
    }

    /** Fills the block with exponentially distributed numbers. */
    fillExponential(block: Float64Array, mean: number): void {
        const { stepWidth, sureSteps } = exponentialLayers;
        const state = this.state;
        const end = block.length;
        let i = 0;
        for (;;) {
            let a = state[0] as number;
            let b = state[1] as number;
            let c = state[2] as number;
            let counter = state[3] as number;
            let layer = 0;
            let step = 0;
            for (; i < end; i++) {
                const high = (((a + b) | 0) + counter) | 0;
                counter = (counter + 1) | 0;
                a = b ^ (b >>> 9);
                b = (c + (c << 3)) | 0;
                c = (((c << 21) | (c >>> 11)) + high) | 0;
                const low = (((a + b) | 0) + counter) | 0;
                counter = (counter + 1) | 0;
                a = b ^ (b >>> 9);
                b = (c + (c << 3)) | 0;
                c = (((c << 21) | (c >>> 11)) + low) | 0;
                layer = high & 255;
                step = (high >>> 19) * 2 ** 32 + (low >>> 0);
                if (!(step < (sureSteps[layer] as number))) break;
                block[i] = step * (stepWidth[layer] as number) * mean;
            }
            state[0] = a;
            state[1] = b;
            state[2] = c;
            state[3] = counter;
            if (i === end) return;
            block[i++] = this.exponentialNearTheEdge(layer, step * (stepWidth[layer] as number)) * mean;
        }
    }

    /** Fills the block with normally distributed numbers of mean 0 and variance 1. */
    fillNormal(block: Float64Array): void {
        const { stepWidth, sureSteps } = normalLayers;
        const state = this.state;
        const end = block.length;
        let i = 0;
        for (;;) {
            let a = state[0] as number;
            let b = state[1] as number;
            let c = state[2] as number;
            let counter = state[3] as number;
            let layer = 0;
            let step = 0;
            let sign = 1;
            for (; i < end; i++) {
                const high = (((a + b) | 0) + counter) | 0;
                counter = (counter + 1) | 0;
                a = b ^ (b >>> 9);
                b = (c + (c << 3)) | 0;
                c = (((c << 21) | (c >>> 11)) + high) | 0;
                const low = (((a + b) | 0) + counter) | 0;
                counter = (counter + 1) | 0;
                a = b ^ (b >>> 9);
                b = (c + (c << 3)) | 0;
                c = (((c << 21) | (c >>> 11)) + low) | 0;
                layer = high & 255;
                sign = ((high >>> 7) & 2) - 1;
                step = (high >>> 19) * 2 ** 32 + (low >>> 0);
                if (!(step < (sureSteps[layer] as number))) break;
                block[i] = step * (stepWidth[layer] as number) * sign;
            }
            state[0] = a;
            state[1] = b;
            state[2] = c;
            state[3] = counter;
            if (i === end) return;
            block[i++] = this.normalNearTheEdge(layer, step * (stepWidth[layer] as number)) * sign;
        }
    }

    /** @returns a stream that goes on from here by itself, with the same numbers */
    clone(): RandomStream {
        const copy = new RandomStream(0, 0);
        copy.state.set(this.state);
        return copy;
    }

    /** Decides on a value that is not surely under the density, one in a hundred. */
    private exponentialNearTheEdge(layer: number, x: number): number {
        const { tail, edge, density } = exponentialLayers;
        let before = 0;
        for (;;) {
            // What an exponentially distributed number exceeds the tail's beginning by is distributed like the number itself.
            if (layer === 0) before += tail;
            else {
                const floor = density[layer] as number;
                if (floor + this.next() * ((density[layer + 1] as number) - floor) < Math.exp(-x)) return before + x;
            }
            layer = Math.floor(this.next() * 256);
            x = this.next() * (edge[layer] as number);
            if (x < (edge[layer + 1] as number)) return before + x;
        }
    }

    /** The same for one side of the normal distribution. */
    private normalNearTheEdge(layer: number, x: number): number {
        const { tail, edge, density } = normalLayers;
        for (;;) {
            if (layer === 0) return this.normalTail(tail);
            const floor = density[layer] as number;
            if (floor + this.next() * ((density[layer + 1] as number) - floor) < Math.exp((-x * x) / 2)) return x;
            layer = Math.floor(this.next() * 256);
            x = this.next() * (edge[layer] as number);
            if (x < (edge[layer + 1] as number)) return x;
        }
    }

    /** Source: Marsaglia, "Generating a Variable from the Tail of the Normal Distribution", Technometrics 6, 1964. */
    private normalTail(tail: number): number {
        for (;;) {
            const beyond = -Math.log(1 - this.next()) / tail;
            const height = -Math.log(1 - this.next());
            if (2 * height >= beyond * beyond) return tail + beyond;
        }
    }
}

/** Step `step` of a splitmix generator of 32 bits: Weyl sequence by the golden ratio, and the finalizer of MurmurHash3, both one-to-one. */
function splitmix32(start: number, step: number): number {
    let word = ((start | 0) + Math.imul(step, 0x9e3779b9)) | 0;
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return word ^ (word >>> 16);
}
