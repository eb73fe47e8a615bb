import { type Sampler } from "../random/sampler";
import { type Arrivals } from "../workload/arrivals";

const blockLength = 1024;

/**
 * One server that is as fast as several together, by Lindley's recursion (1952). Under load it does to the same customers nearly what the several
 * do, and its mean wait is known.
 */
export class FastServer {
    /** Seconds that all customers so far had waited. */
    waitedSeconds = 0;
    private readonly times = new Float64Array(blockLength);
    private readonly services = new Float64Array(blockLength);
    private position = blockLength;
    private customers = 0;
    private free = 0;

    constructor(
        private readonly arrivals: Arrivals,
        private readonly service: Sampler,
        private readonly servers: number,
    ) {}

    /** Serves until so many customers have been served since the beginning. */
    serve(customers: number): void {
        while (this.customers < customers) {
            if (this.position === blockLength) {
                this.arrivals.fill(this.times);
                this.service.fill(this.services);
                this.position = 0;
            }
            this.serveBlock(customers - this.customers);
        }
    }

    private serveBlock(most: number): void {
        const { times, services, servers, position } = this;
        const end = Math.min(blockLength, position + most);
        let { free, waitedSeconds } = this;
        for (let i = position; i < end; i++) {
            const arrival = times[i] as number;
            const start = Math.max(free, arrival);
            waitedSeconds += start - arrival;
            free = start + (services[i] as number) / servers;
        }
        this.free = free;
        this.waitedSeconds = waitedSeconds;
        this.customers += end - position;
        this.position = end;
    }
}
