import { type RequestQueue } from "./requestQueue";

/** Instances that were asked for and come, or that were asked to go, at a known time. */
interface Change {
    at: number;
    /** More when positive. */
    instances: number;
}

/**
 * The instances of the production variant: those in service, those on the way, and what all of them come to in instance-seconds.
 * Times are seconds of the simulation's clock; `toWorkload` is what has to be added for the queue's.
 */
export class Instances {
    inService = 0;
    /** Instances asked for. */
    desired: number;
    peak = 0;
    private drainedSeconds = 0;
    private serviceSeconds = 0;
    private provisionedSeconds = 0;
    /** Until when instance-seconds were added up; they count from the first moment of the workload. */
    private since: number;
    private changes: Change[] = [];
    private nextInstance = 0;

    constructor(
        private readonly queue: RequestQueue,
        private readonly slotsPerInstance: number,
        private readonly drains: boolean,
        private readonly toWorkload: number,
        initial: number,
    ) {
        this.desired = initial;
        this.since = -toWorkload;
        this.add(initial, 0);
    }

    /** When the next change happens; `Infinity` when there is none. */
    get nextChange(): number {
        return this.changes.reduce((next, { at }) => Math.min(next, at), Infinity);
    }

    /** Whether a change is under way, during which the endpoint is Updating. */
    get updating(): boolean {
        return this.changes.length > 0;
    }

    private get coming(): number {
        return this.changes.reduce((sum, { instances }) => sum + Math.max(instances, 0), 0);
    }

    /** UpdateEndpointWeightsAndCapacities: what is still on its way is called off first when there are to be fewer. */
    request(desired: number, now: number, coldStartSeconds: number, scaleInSeconds: number): void {
        this.passTo(now);
        let difference = desired - this.desired;
        this.desired = desired;
        if (difference > 0) {
            this.changes.push({ at: now + coldStartSeconds, instances: difference });
            return;
        }
        for (const change of [...this.changes].reverse()) {
            if (change.instances <= 0 || difference === 0) continue;
            const calledOff = Math.min(change.instances, -difference);
            change.instances -= calledOff;
            difference += calledOff;
        }
        this.changes = this.changes.filter(({ instances }) => instances !== 0);
        if (difference < 0) this.changes.push({ at: now + scaleInSeconds, instances: difference });
    }

    /** Makes happen what is due at `now`. @returns whether the number in service is another */
    apply(now: number): boolean {
        this.passTo(now);
        const before = this.inService;
        for (const { at, instances } of this.changes) {
            if (at > now) continue;
            if (instances > 0) this.add(instances, now);
            else this.remove(-instances, now);
        }
        this.changes = this.changes.filter(({ at }) => at > now);
        return this.inService !== before;
    }

    /**
     * Instance-seconds until `now`; what drains is in from the moment at which it begins to. To ask changes nothing, not even how the
     * sums are rounded.
     */
    spent(now: number): { inServiceSeconds: number; provisioningSeconds: number } {
        const elapsed = Math.max(0, now - this.since);
        return {
            inServiceSeconds: this.serviceSeconds + this.inService * elapsed + this.drainedSeconds,
            provisioningSeconds: this.provisionedSeconds + this.coming * elapsed,
        };
    }

    private add(count: number, now: number): void {
        for (let i = 0; i < count; i++)
            this.queue.addInstance(this.nextInstance++, this.slotsPerInstance, now + this.toWorkload);
        this.inService += count;
        this.peak = Math.max(this.peak, this.inService);
    }

    private remove(count: number, now: number): void {
        const at = now + this.toWorkload;
        for (const end of this.queue.removeInstances(count, at, this.drains)) this.drainedSeconds += end - at;
        this.inService -= count;
    }

    private passTo(now: number): void {
        const elapsed = Math.max(0, now - this.since);
        this.serviceSeconds += this.inService * elapsed;
        this.provisionedSeconds += this.coming * elapsed;
        this.since += elapsed;
    }
}
