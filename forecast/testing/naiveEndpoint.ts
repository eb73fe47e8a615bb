import { type Scenario } from "../scenario";
import { appendMinute, newMinuteSeries } from "../simulation/minuteSeries";
import { type CapacityEvent, type MinuteSeries, type Outcome } from "../simulation/outcome";
import { type PolicyName } from "../simulation/autoscaler";
import { NaiveScaling } from "./naiveScaling";

/** What chance decides in a run, in the order in which it is asked. */
export interface Draws {
    /** Seconds after the first moment of the workload, ascending. */
    arrivals: readonly number[];
    service: () => number;
    coldStart: () => number;
}

export interface NaiveOutcome extends Omit<Outcome, "latencySeconds" | "minutes"> {
    /** Of all that were done, ascending. */
    latencies: number[];
    minutes: MinuteSeries;
    /** Starts, as seconds after arrival; a request whose instance was killed starts again. */
    waits: number[];
    /** Whether instances with different work were told apart by nothing but which of several equally long free slots took a request. */
    arbitrary: boolean;
}

interface Request {
    arrivedAt: number;
    serviceSeconds: number | undefined;
    /** When it would have ended, had its instance not gone; `Infinity` for one that never started. */
    wouldHaveEnded: number;
}

interface Slot {
    freeSince: number;
    work: { request: Request; end: number; late: boolean } | undefined;
}

interface Instance {
    slots: Slot[];
    inServiceAt: number;
    leftAt: number;
    drainedAt: number;
}

/** An instance that was asked for, or asked to go. */
interface Pending {
    more: boolean;
    at: number;
    askedAt: number;
    calledOff: boolean;
}

interface Happening {
    at: number;
    order: number;
    happen: () => void;
}

/** What comes first where times are equal. Starts come last. */
const order = { end: 0, expiry: 1, capacity: 2, minute: 3, noticed: 4, arrival: 5 } as const;

/**
 * The asynchronous endpoint once more, as an oracle for tests: one object per request, slot and instance, a list of things to happen, of which
 * the earliest happens next. Slow, and as plain as the rules that it follows. Times are seconds after the first moment of the workload.
 *
 * @param scenario with a `phaseSeconds`; its distributions and its workload are not read, `draws` stand for them
 */
export function naiveEndpoint(scenario: Scenario, draws: Draws): NaiveOutcome {
    return new NaiveEndpoint(scenario, draws).run();
}

class NaiveEndpoint {
    private now = -Infinity;
    private readonly phase: number;
    /** In order. */
    private readonly happenings: Happening[] = [];
    private queue: Request[] = [];
    private readonly instances: Instance[] = [];
    private pending: Pending[] = [];
    private readonly provisioned: number[] = [];
    private desired: number;
    private awaited: { policy: PolicyName; startedAt: number } | undefined;
    private readonly scaling: NaiveScaling;
    private toCome: number;
    private peak = 0;
    private over = false;
    private undecided = false;
    private arbitrary = false;
    private readonly ends: number[] = [];
    private readonly counts = { arrived: 0, done: 0, timedOut: 0, expired: 0 };
    private readonly latencies: number[] = [];
    private readonly answers: number[] = [];
    private readonly waits: number[] = [];
    private readonly changes: CapacityEvent[] = [];
    private readonly minutes = newMinuteSeries();
    private readonly oldestWaits: number[] = [];

    constructor(
        private readonly scenario: Scenario,
        private readonly draws: Draws,
    ) {
        this.phase = scenario.phaseSeconds as number;
        this.desired = scenario.fleet.initialCapacity;
        this.scaling = new NaiveScaling(scenario.fleet, scenario.switches);
        this.toCome = draws.arrivals.length;
    }

    run(): NaiveOutcome {
        for (const at of this.draws.arrivals) this.on(at, "arrival", () => this.arrive());
        for (let i = 0; i < this.scenario.fleet.initialCapacity; i++) this.comeIntoService(-this.phase);
        this.on(-this.phase, "minute", () => this.everyMinute(0));
        while (!this.over) {
            const next = this.happenings[0] as Happening;
            if (next.at > this.now && this.startOne()) continue;
            this.happenings.shift();
            this.now = next.at;
            next.happen();
        }
        return this.outcome();
    }

    private on(at: number, kind: keyof typeof order, happen: () => void): void {
        const happening = { at, order: order[kind], happen };
        const place = this.happenings.findIndex((other) => comesBefore(happening, other));
        this.happenings.splice(place < 0 ? this.happenings.length : place, 0, happening);
    }

    private arrive(): void {
        const request: Request = { arrivedAt: this.now, serviceSeconds: undefined, wouldHaveEnded: Infinity };
        this.toCome--;
        this.counts.arrived++;
        this.queue.push(request);
        this.on(this.now + this.scenario.fleet.requestTtlSeconds, "expiry", () => this.expire(request));
    }

    private expire(request: Request): void {
        const place = this.queue.indexOf(request);
        if (place < 0) return;
        this.queue.splice(place, 1);
        this.counts.expired++;
        this.ends.push(this.now);
    }

    private get inService(): Instance[] {
        return this.instances.filter(({ leftAt }) => leftAt === Infinity);
    }

    /** The oldest request starts on the slot that has been free for longest. @returns whether there were both */
    private startOne(): boolean {
        const request = this.queue[0];
        const free = this.inService.flatMap(({ slots }) => slots).filter(({ work }) => !work);
        const since = Math.min(...free.map(({ freeSince }) => freeSince));
        const slot = free.find(({ freeSince }) => freeSince === since);
        if (!request || !slot) return false;
        const could = this.inService.filter(({ slots }) => slots.some((one) => !one.work && one.freeSince === since));
        if (could.length > 1) this.undecided = true;
        this.queue.shift();
        const { fleet, requestOverheadSeconds } = this.scenario;
        const seconds = (request.serviceSeconds ??= this.draws.service());
        const late = seconds > fleet.invocationTimeoutSeconds;
        const end = this.now + requestOverheadSeconds + (late ? fleet.invocationTimeoutSeconds : seconds);
        const work = { request, end, late };
        slot.work = work;
        this.waits.push(this.now - request.arrivedAt);
        this.on(end, "end", () => {
            if (slot.work === work) this.end(slot, request, late);
        });
        return true;
    }

    private end(slot: Slot, { arrivedAt }: Request, late: boolean): void {
        slot.work = undefined;
        slot.freeSince = this.now;
        this.ends.push(this.now);
        if (late) {
            this.counts.timedOut++;
            return;
        }
        this.counts.done++;
        this.answers.push(this.now);
        this.latencies.push(this.now - arrivedAt);
    }

    private everyMinute(clock: number): void {
        const { fleet, switches } = this.scenario;
        if (this.queue[0]) this.oldestWaits.push(this.now - this.queue[0].arrivedAt);
        // What a slot takes at this very moment waits no more.
        while (this.startOne());
        const n = this.inService.length;
        const inFlight = this.instances.flatMap(({ slots }) => slots).filter(({ work }) => work).length;
        const backlog = this.queue.length + (switches.backlogIncludesInFlight ? inFlight : 0);
        this.scaling.observe(backlog, n);
        const ask = this.scaling.decide(clock, this.desired);
        if (ask) this.change(ask.capacity, ask.policy, clock);
        appendMinute(this.minutes, {
            atSeconds: this.now,
            backlog,
            backlogPerInstance: backlog / Math.max(n, 1),
            backlogWithoutCapacity: backlog > 0 && n === 0 ? 1 : 0,
            desired: this.desired,
            inService: n,
            ...this.counts,
            inSystem: this.queue.length + inFlight,
            ...this.spent(this.now),
        });
        this.on(clock + 60 - this.phase, "minute", () => this.everyMinute(clock + 60));
        const idle = this.toCome === 0 && this.queue.length === 0 && inFlight === 0;
        this.over = idle && this.pending.length === 0 && n === fleet.minCapacity;
    }

    private change(to: number, policy: PolicyName, clock: number): void {
        const { rejectWhileUpdating, scaleInSeconds } = this.scenario.switches;
        const from = this.desired;
        const refused = rejectWhileUpdating && this.pending.length > 0;
        this.changes.push({ atSeconds: this.now, kind: refused ? "refused" : "asked", from, to, policy });
        if (refused) return;
        if (this.awaited) this.scaling.ended(this.awaited.policy, false, clock);
        this.scaling.started(policy, clock, from, to);
        this.desired = to;
        this.awaited = { policy, startedAt: clock };
        const takes = to > from ? this.draws.coldStart() : scaleInSeconds;
        for (let i = from; i < to; i++) this.ask(true, clock, takes);
        for (let i = to; i < from; i++) if (!this.callOff()) this.ask(false, clock, takes);
        if (this.pending.length === 0) this.notice(clock);
        else this.on(clock + takes - this.phase, "capacity", () => this.changeCapacity(clock + takes));
    }

    private ask(more: boolean, clock: number, takes: number): void {
        this.pending.push({ more, at: clock + takes - this.phase, askedAt: this.now, calledOff: false });
    }

    /** An instance that is to come, of those asked for last, comes no more. */
    private callOff(): boolean {
        const last = this.pending.findLast(({ more }) => more);
        if (!last) return false;
        this.pending.splice(this.pending.indexOf(last), 1);
        this.provisioned.push(this.now - last.askedAt);
        return true;
    }

    /** What is due comes and goes together, in the order in which it was asked for. */
    private changeCapacity(clock: number): void {
        const from = this.inService.length;
        const due = this.pending.filter(({ at }) => at <= this.now);
        if (due.length === 0) return;
        this.pending = this.pending.filter(({ at }) => at > this.now);
        for (let i = 0, leaving = 0; i < due.length; i++) {
            const { more, askedAt } = due[i] as Pending;
            if (!more) {
                leaving++;
                if (due[i + 1]?.more === false) continue;
                this.takeOut(leaving);
                leaving = 0;
                continue;
            }
            this.provisioned.push(this.now - askedAt);
            this.comeIntoService(this.now);
        }
        const to = this.inService.length;
        if (to !== from) this.changes.push({ atSeconds: this.now, kind: "inService", from, to });
        if (this.pending.length === 0) this.notice(clock);
    }

    private comeIntoService(at: number): void {
        const count = this.scenario.fleet.maxConcurrentInvocationsPerInstance;
        const slots = Array.from({ length: count }, () => ({ freeSince: at, work: undefined }));
        this.instances.push({ slots, inServiceAt: at, leftAt: Infinity, drainedAt: Infinity });
        this.peak = Math.max(this.peak, this.inService.length);
    }

    /** Instances with the least work go first, of equals the oldest. */
    private takeOut(count: number): void {
        const before = this.inService;
        const leastFirst = before.toSorted((a, b) => busy(a) - busy(b));
        // All at once are interrupted in whatever way they share the work; but how long they drain depends on it.
        const same = count === 0 || (count === before.length && !this.scenario.switches.scaleInDrains);
        if (!same && this.undecided && before.some((one) => busy(one) > 0)) this.arbitrary = true;
        for (const instance of leastFirst.slice(0, count)) {
            instance.leftAt = this.now;
            const ends = instance.slots.flatMap(({ work }) => work?.end ?? []);
            instance.drainedAt = this.scenario.switches.scaleInDrains ? Math.max(this.now, ...ends) : this.now;
            if (this.scenario.switches.scaleInDrains) continue;
            for (const slot of instance.slots) {
                if (slot.work) this.putBack(slot.work.request, slot.work.end);
                slot.work = undefined;
            }
        }
        if (this.inService.length === 0) this.undecided = false;
    }

    /** It waits again, before all that arrived later; of those that arrived together, the one that would have ended first is the first. */
    private putBack(request: Request, end: number): void {
        request.wouldHaveEnded = end;
        this.queue.push(request);
        this.queue.sort((a, b) => a.arrivedAt - b.arrivedAt || byNumber(a.wouldHaveEnded, b.wouldHaveEnded));
        const expiresAt = request.arrivedAt + this.scenario.fleet.requestTtlSeconds;
        this.on(Math.max(expiresAt, this.now), "expiry", () => this.expire(request));
    }

    /** Application Auto Scaling asks every five seconds whether its last change is fulfilled. */
    private notice(doneAt: number): void {
        const { awaited } = this;
        if (!awaited) return;
        let at = awaited.startedAt + 5;
        while (at < doneAt) at += 5;
        this.on(at - this.phase, "noticed", () => {
            if (this.awaited !== awaited) return;
            this.scaling.ended(awaited.policy, true, at);
            this.awaited = undefined;
        });
    }

    /** Instance-seconds from the first moment of the workload on. */
    private spent(until: number): { inServiceSeconds: number; provisioningSeconds: number } {
        const inService = this.instances.map(({ inServiceAt, leftAt, drainedAt }) =>
            Math.max(0, (leftAt === Infinity ? until : drainedAt) - Math.max(0, inServiceAt)),
        );
        const provisioning = this.pending.map(({ more, askedAt }) => (more ? until - askedAt : 0));
        return {
            inServiceSeconds: sum(inService),
            provisioningSeconds: sum(provisioning) + sum(this.provisioned),
        };
    }

    private outcome(): NaiveOutcome {
        const last = this.changes.findLast(({ kind }) => kind === "inService");
        const makespanSeconds = Math.max(0, ...this.ends);
        const settledSeconds = Math.max(last?.atSeconds ?? 0, makespanSeconds);
        return {
            ...this.counts,
            firstResultSeconds: this.answers.length > 0 ? Math.min(...this.answers) : NaN,
            makespanSeconds,
            backlogPeak: Math.max(...this.minutes.backlog),
            oldestWaitPeakSeconds: Math.max(0, ...this.oldestWaits),
            capacityPeak: this.peak,
            settledSeconds,
            ...this.spent(settledSeconds),
            changes: this.changes,
            latencies: this.latencies.toSorted((a, b) => a - b),
            minutes: this.minutes,
            waits: this.waits,
            arbitrary: this.arbitrary,
        };
    }
}

function comesBefore(a: Happening, b: Happening): boolean {
    return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function busy({ slots }: Instance): number {
    return slots.filter(({ work }) => work).length;
}

function sum(numbers: readonly number[]): number {
    return numbers.reduce((total, number) => total + number, 0);
}

/** For sorting; the difference of two infinities would be no number. */
function byNumber(a: number, b: number): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
