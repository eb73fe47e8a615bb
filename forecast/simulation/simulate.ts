import { noticedAt } from "../../scaling/alarmSchedule";
import { RandomStream } from "../random/randomStream";
import { samplerOf } from "../random/sampler";
import { type Scenario } from "../scenario";
import { arrivalsOf } from "../workload/arrivalsOf";
import { type Ask, Autoscaler } from "./autoscaler";
import { Instances } from "./instances";
import { appendMinute, newMinuteSeries } from "./minuteSeries";
import { type CapacityEvent, type MinuteSeries, type Outcome } from "./outcome";
import { RequestQueue } from "./requestQueue";

const minute = 60;

/** Later than anything that ends: a year of arrivals and all that waits. */
const endlessSeconds = 400 * 86_400;

/** One for everything that is random, so that scenarios with the same seed differ in nothing but what they say. */
export const streams = { arrivals: 0, service: 1, coldStart: 2, phase: 3 } as const;

/** A change that Application Auto Scaling waits for. */
interface Awaited extends Ask {
    startedAt: number;
    /** When it notices that the change is fulfilled; `Infinity` while it is not. */
    noticedAt: number;
}

/**
 * Runs one scenario in virtual time, from the whole minute before the first arrival until all requests have ended and the capacity
 * is back at its minimum. The same scenario and seed give the same outcome.
 *
 * @param seed a whole number
 * @param options `minutes`: whether the outcome has the series of every minute
 * @throws RangeError when there is no end within 400 days
 */
export function simulate(
    scenario: Scenario,
    seed: number,
    options: { minutes: boolean } = { minutes: false },
): Outcome {
    return new Simulation(scenario, seed, options.minutes).run();
}

class Simulation {
    /** Seconds of a clock whose multiples of 60 are whole minutes. */
    private now = 0;
    private readonly phase: number;
    private readonly queue: RequestQueue;
    private readonly instances: Instances;
    private readonly autoscaler: Autoscaler;
    private readonly coldStarts;
    private readonly changes: CapacityEvent[] = [];
    private readonly series: MinuteSeries | undefined;
    private awaited: Awaited | undefined;
    private backlogPeak = 0;
    private oldestWaitPeak = 0;

    constructor(
        private readonly scenario: Scenario,
        seed: number,
        minutes: boolean,
    ) {
        const { fleet, workload, switches, serviceSeconds, coldStartSeconds, phaseSeconds } = scenario;
        const random = (stream: keyof typeof streams): RandomStream => new RandomStream(seed, streams[stream]);
        this.phase = phaseSeconds ?? random("phase").next() * minute;
        this.queue = new RequestQueue({
            arrivals: arrivalsOf(workload, random("arrivals")),
            service: samplerOf(serviceSeconds, random("service")),
            overheadSeconds: scenario.requestOverheadSeconds,
            ttlSeconds: fleet.requestTtlSeconds,
            timeoutSeconds: fleet.invocationTimeoutSeconds,
        });
        this.coldStarts = samplerOf(coldStartSeconds, random("coldStart"));
        const slots = fleet.maxConcurrentInvocationsPerInstance;
        this.instances = new Instances(this.queue, slots, switches.scaleInDrains, -this.phase, fleet.initialCapacity);
        this.autoscaler = new Autoscaler(fleet, switches);
        this.series = minutes ? newMinuteSeries() : undefined;
    }

    run(): Outcome {
        for (let nextMinute = 0; ;) {
            // Where times are equal: what becomes ready, then metrics and alarms, then what is noticed of a change.
            const at = Math.min(this.instances.nextChange, nextMinute, this.awaited?.noticedAt ?? Infinity);
            this.now = at;
            this.queue.serveUntil(at - this.phase);
            if (this.instances.nextChange <= at) this.applyChanges();
            if (nextMinute === at) {
                this.everyMinute();
                nextMinute += minute;
                if (this.ended()) break;
            }
            if (this.awaited && this.awaited.noticedAt <= at) this.endAwaited("fulfilled");
            if (at > endlessSeconds) throw new RangeError("The simulation does not end within 400 days.");
        }
        return this.outcome();
    }

    private everyMinute(): void {
        const { queue, instances } = this;
        const { switches } = this.scenario;
        const at = this.now - this.phase;
        queue.countEnded(at);
        const waiting = queue.waiting(at);
        const inFlight = queue.inFlight(at);
        const backlog = waiting + (switches.backlogIncludesInFlight ? inFlight : 0);
        const perInstance = backlog / Math.max(instances.inService, 1);
        const withoutCapacity = backlog > 0 && instances.inService === 0;
        this.backlogPeak = Math.max(this.backlogPeak, backlog);
        if (queue.oldest < at) this.oldestWaitPeak = Math.max(this.oldestWaitPeak, at - queue.oldest);
        this.autoscaler.observe(perInstance, withoutCapacity);
        const ask = this.autoscaler.evaluate(this.now, instances.desired);
        if (ask) this.change(ask);
        if (!this.series) return;
        appendMinute(this.series, {
            atSeconds: at,
            backlog,
            backlogPerInstance: perInstance,
            backlogWithoutCapacity: withoutCapacity ? 1 : 0,
            desired: instances.desired,
            inService: instances.inService,
            arrived: queue.arrived(at),
            done: queue.done,
            timedOut: queue.timedOut,
            expired: queue.expired,
            inSystem: waiting + inFlight,
            ...instances.spent(this.now),
        });
    }

    /** A policy asks for another capacity. */
    private change({ capacity: to, policy }: Ask): void {
        const { instances, autoscaler, now } = this;
        const { rejectWhileUpdating, scaleInSeconds } = this.scenario.switches;
        const from = instances.desired;
        if (instances.updating && rejectWhileUpdating) {
            this.tell({ kind: "refused", from, to, policy });
            return;
        }
        if (this.awaited) this.endAwaited("overridden");
        autoscaler.changeStarted(policy, now, from, to);
        instances.request(to, now, to > from ? this.coldStarts.next() : 0, scaleInSeconds);
        this.awaited = {
            capacity: to,
            policy,
            startedAt: now,
            noticedAt: instances.updating ? Infinity : noticedAt(now, now),
        };
        this.tell({ kind: "asked", from, to, policy });
    }

    private applyChanges(): void {
        const { instances, awaited, now } = this;
        const from = instances.inService;
        instances.apply(now);
        if (instances.inService !== from) this.tell({ kind: "inService", from, to: instances.inService });
        if (awaited && !instances.updating) awaited.noticedAt = noticedAt(awaited.startedAt, now);
    }

    private endAwaited(outcome: "fulfilled" | "overridden"): void {
        if (!this.awaited) return;
        this.autoscaler.changeEnded(this.awaited.policy, outcome, this.now);
        this.awaited = undefined;
    }

    private tell(event: Omit<CapacityEvent, "atSeconds">): void {
        this.changes.push({ atSeconds: this.now - this.phase, ...event });
    }

    private ended(): boolean {
        const { queue, instances, now, phase, scenario } = this;
        if (queue.oldest !== Infinity || instances.updating || instances.inService !== scenario.fleet.minCapacity)
            return false;
        return queue.inFlight(now - phase) === 0;
    }

    private outcome(): Outcome {
        const { queue, instances, changes, series } = this;
        const { latencies } = queue;
        const last = changes.filter(({ kind }) => kind === "inService").at(-1);
        const settledSeconds = Math.max(last?.atSeconds ?? 0, queue.lastEnd);
        return {
            arrived: queue.arrived(Infinity),
            done: queue.done,
            timedOut: queue.timedOut,
            expired: queue.expired,
            firstResultSeconds: queue.done > 0 ? queue.firstResult : NaN,
            makespanSeconds: queue.lastEnd,
            latencySeconds: {
                mean: latencies.mean,
                p50: latencies.quantile(0.5),
                p95: latencies.quantile(0.95),
                p99: latencies.quantile(0.99),
                max: latencies.max,
            },
            backlogPeak: this.backlogPeak,
            oldestWaitPeakSeconds: this.oldestWaitPeak,
            capacityPeak: instances.peak,
            settledSeconds,
            ...instances.spent(settledSeconds + this.phase),
            changes,
            ...(series && { minutes: series }),
        };
    }
}
