import { type WireCloud } from "./exchange";

/** Simulated time, held for one request. */
export class Hold {
    private release: () => void;
    private ended = false;

    constructor(private readonly cloud: WireCloud) {
        this.release = cloud.clock.hold();
    }

    /** Lets time pass while `work` is under way. */
    async letGo<T>(work: () => Promise<T>): Promise<T> {
        this.release();
        try {
            return await work();
        } finally {
            if (!this.ended) this.release = this.cloud.clock.hold();
        }
    }

    end(): void {
        this.ended = true;
        this.release();
    }
}
