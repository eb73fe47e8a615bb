import { type Sampler } from "../random/sampler";
import { type Arrivals } from "../workload/arrivals";
import { ArrivalCursor } from "./arrivalCursor";
import { LatencyHistogram } from "./latencyHistogram";
import { Slots, type Work } from "./slots";

export interface RequestQueueArgs {
    arrivals: Arrivals;
    /** Seconds that the model works on a request. */
    service: Sampler;
    /** Seconds that a slot spends on a request besides. */
    overheadSeconds: number;
    /** Seconds that a request may wait; `Infinity` for ever. */
    ttlSeconds: number;
    /** Seconds that the model may take; `Infinity` for ever. */
    timeoutSeconds: number;
}

const serviceBlock = 1024;

/**
 * The queueing kernel: requests in order of arrival, each to the slot that has been free for longest or will be free first.
 *
 * With a known number of slots nothing has to happen in between, so there are no events: a request starts at the later of its
 * arrival and the first slot's end (Kiefer and Wolfowitz, "On the theory of queues with many servers", 1955). Slots come and go
 * only between two calls of {@link serveUntil}. Nothing is allocated per request, and nothing is kept of requests that wait:
 * their number is read from a second cursor over the same arrivals.
 *
 * All times are seconds after the first moment of the workload.
 */
export class RequestQueue {
    started = 0;
    /** Started after a wait. */
    delayed = 0;
    /** Seconds that all that started had waited. */
    waitedSeconds = 0;
    done = 0;
    timedOut = 0;
    expired = 0;
    /** When the first answer was there; `Infinity` before. */
    firstResult = Infinity;
    /** When the last request so far ended, one way or another. */
    lastEnd = 0;
    /** From arrival to answer, of all that were done. */
    readonly latencies = new LatencyHistogram();
    private readonly slots = new Slots();
    private readonly next: ArrivalCursor;
    private readonly ahead: ArrivalCursor;
    private readonly services = new Float64Array(serviceBlock);
    private nextService = serviceBlock;
    /**
     * Requests whose instance went, at `from`, without draining; they go before all others, by arrival, and of equals the one that
     * would have ended first.
     */
    private readonly requeued: (Work & { from: number })[] = [];
    /** Requests on instances that drain. */
    private draining: Work[] = [];

    constructor(private readonly args: RequestQueueArgs) {
        this.next = new ArrivalCursor(args.arrivals);
        this.ahead = new ArrivalCursor(args.arrivals.clone());
    }

    /** Puts an instance of so many slots into service. */
    addInstance(instance: number, slots: number, at: number): void {
        this.slots.add(instance, slots, at);
    }

    /**
     * Takes instances out of service, those with the least work first.
     *
     * @param drains whether they finish what they work on; else it goes back to the head of the queue, unless its time there is over
     * @returns when each of them has ended
     */
    removeInstances(count: number, at: number, drains: boolean): number[] {
        return this.slots
            .leastBusyFirst(at)
            .slice(0, count)
            .map((instance) => {
                const works = this.slots.remove(instance);
                for (const work of works) if (work.end <= at) this.count(work);
                const interrupted = works.filter(({ end }) => end > at);
                if (drains) {
                    this.draining.push(...interrupted);
                    return interrupted.reduce((latest, { end }) => Math.max(latest, end), at);
                }
                this.started -= interrupted.length;
                for (const work of interrupted) {
                    if (work.arrivedAt + this.args.ttlSeconds <= at) this.expire(at);
                    else this.requeued.push({ ...work, from: at });
                }
                this.requeued.sort((a, b) => a.arrivedAt - b.arrivedAt || a.end - b.end);
                return at;
            });
    }

    /** Starts, and lets expire, all that does so before `until`. */
    serveUntil(until: number): void {
        if (this.requeued.length > 0 && !this.serveRequeued(until)) return;
        while (this.next.next() < until && this.serveBlock(until));
    }

    /**
     * The loop over requests. It ends with a block of arrivals, since engines compile a function that is called often better than
     * one long loop, in which every number that goes around would be allocated.
     *
     * @returns whether all of the block lies behind
     */
    private serveBlock(until: number): boolean {
        const { next, services, slots, latencies } = this;
        const { service, overheadSeconds, ttlSeconds, timeoutSeconds } = this.args;
        // Local, so that they stay in registers; the arrays are those of this call, since slots come and go only between calls.
        const { ends, slotAt, arrivedAt, serviceSeconds: servedFor, late } = slots;
        const latency = latencies.next;
        const { block, filled } = next;
        let { position } = next;
        let { nextService, started, delayed, waitedSeconds, done, lastEnd } = this;
        while (position < filled) {
            const arrival = block[position] as number;
            if (arrival >= until) break;
            const free = ends[0] as number;
            // Without a branch on whether it waits, which no processor can foresee: a fifth of the whole.
            const start = Math.max(free, arrival);
            const waited = start - arrival;
            if (waited >= ttlSeconds && arrival + ttlSeconds <= until) {
                this.expire(arrival + ttlSeconds);
                position++;
                continue;
            }
            if (start >= until) break;
            position++;
            if (nextService === serviceBlock) {
                service.fill(services);
                nextService = 0;
            }
            const serviceSeconds = services[nextService++] as number;
            started++;
            waitedSeconds += waited;
            delayed += waited > 0 ? 1 : 0;
            const slot = slotAt[0] as number;
            const before = arrivedAt[slot] as number;
            if (before >= 0) {
                if (late[slot] === 1) this.timedOut++;
                else {
                    done++;
                    latency[0] = free - before;
                    latencies.recordNext();
                    if (free < this.firstResult) this.firstResult = free;
                }
                if (free > lastEnd) lastEnd = free;
            }
            const isLate = serviceSeconds > timeoutSeconds;
            const end = start + overheadSeconds + (isLate ? timeoutSeconds : serviceSeconds);
            // What startFirst() does, without fractions in a call.
            arrivedAt[slot] = arrival;
            servedFor[slot] = serviceSeconds;
            late[slot] = isLate ? 1 : 0;
            ends[0] = end;
            slots.sinkFirst();
        }
        next.position = position;
        this.nextService = nextService;
        this.started = started;
        this.delayed = delayed;
        this.waitedSeconds = waitedSeconds;
        this.done = done;
        if (lastEnd > this.lastEnd) this.lastEnd = lastEnd;
        return position === filled;
    }

    /** Counts all that has ended by `at`. Until then what a slot was last started on is open. */
    countEnded(at: number): void {
        this.slots.countEnded(at, (work) => {
            this.count(work);
        });
        const still = this.draining.filter(({ end }) => end > at);
        if (still.length === this.draining.length) return;
        for (const work of this.draining) if (work.end <= at) this.count(work);
        this.draining = still;
    }

    /** Requests that have arrived before `at`; to be asked with ascending times. */
    arrived(at: number): number {
        if (this.next.next() >= at) return this.next.passed;
        if (this.ahead.passed < this.next.passed) this.ahead.moveTo(this.next);
        this.ahead.passUntil(at);
        return this.ahead.passed;
    }

    /** Requests that wait at a moment up to which was served; what a slot takes at that very moment waits no more. */
    waiting(at: number): number {
        return this.unstarted(at) - this.starting(at);
    }

    /** Requests in process at a moment up to which was served. */
    inFlight(at: number): number {
        let draining = 0;
        for (const { end } of this.draining) if (end > at) draining++;
        return this.slots.busy(at) + draining + this.starting(at);
    }

    /** When the request at the head of the queue arrived, or the next one will; `Infinity` when there is none. */
    get oldest(): number {
        return this.requeued[0]?.arrivedAt ?? this.next.next();
    }

    /** @returns whether all of them have started or expired */
    private serveRequeued(until: number): boolean {
        const { overheadSeconds, ttlSeconds, timeoutSeconds } = this.args;
        const { requeued, slots } = this;
        for (let work = requeued[0]; work; work = requeued[0]) {
            const { arrivedAt, serviceSeconds, late, from } = work;
            const free = slots.ends[0] as number;
            const start = Math.max(free, from);
            if (start - arrivedAt >= ttlSeconds && arrivedAt + ttlSeconds <= until) {
                requeued.shift();
                this.expire(arrivedAt + ttlSeconds);
                continue;
            }
            if (start >= until) return false;
            requeued.shift();
            this.started++;
            slots.countEnded(free, (ended) => {
                this.count(ended);
            });
            const seconds = overheadSeconds + (late ? timeoutSeconds : serviceSeconds);
            slots.startFirst(start + seconds, arrivedAt, serviceSeconds, late);
        }
        return true;
    }

    private unstarted(at: number): number {
        return this.arrived(at) - this.next.passed + this.requeued.length;
    }

    private starting(at: number): number {
        return Math.min(this.unstarted(at), this.slots.size - this.slots.busy(at));
    }

    private count({ arrivedAt, end, late }: Work): void {
        if (late) this.timedOut++;
        else {
            this.done++;
            this.latencies.record(end - arrivedAt);
            if (end < this.firstResult) this.firstResult = end;
        }
        if (end > this.lastEnd) this.lastEnd = end;
    }

    private expire(end: number): void {
        this.expired++;
        if (end > this.lastEnd) this.lastEnd = end;
    }
}
