import { type Fleet } from "../scenario";
import { type PolicyName } from "../simulation/autoscaler";
import { type Switches } from "../switches";

/** What the metrics say at one whole minute: whole numbers, so that the rules below need no division. */
interface Datapoint {
    backlog: number;
    inService: number;
}

/** A policy's last scale-out and scale-in, as far as its cooldowns ask. */
interface History {
    cooldownOut: number;
    cooldownIn: number;
    /** Instances added by the scale-outs that a cooldown still counts. */
    added: number;
    outUnderWay: boolean;
    outUntil: number;
    inUnderWay: boolean;
    inUntil: number;
}

const wakeUpCooldownSeconds = 300;
const lowAlarmMinutes = 15;

/**
 * The rules of target tracking and of the wake-up once more, each as plainly as it can be said, for the one case that a forecast has:
 * two policies, one datapoint a minute, none missing. Whole numbers instead of quotients.
 */
export class NaiveScaling {
    private readonly points: Datapoint[] = [];
    private readonly histories: Record<PolicyName, History>;
    private scaledOutAt: number;
    private scalingOut = false;

    constructor(
        private readonly fleet: Fleet,
        private readonly switches: Switches,
    ) {
        this.histories = {
            backlog: newHistory(fleet.scaleOutCooldownSeconds, fleet.scaleInCooldownSeconds),
            wakeUp: newHistory(wakeUpCooldownSeconds, wakeUpCooldownSeconds),
        };
        this.scaledOutAt = fleet.initialCapacity > fleet.minCapacity ? 0 : -Infinity;
    }

    observe(backlog: number, inService: number): void {
        this.points.push({ backlog, inService });
    }

    /** The capacity that is asked for, and by whom; undefined when it stays as it is. */
    decide(now: number, n: number): { capacity: number; policy: PolicyName } | undefined {
        const { minCapacity, maxCapacity } = this.fleet;
        const limited = (capacity: number): number => Math.min(Math.max(capacity, minCapacity), maxCapacity);
        const tracking = limited(this.trackingAsks(now, n));
        const wakeUp = limited(this.wakeUpAsks(now, n));
        if (wakeUp > Math.max(tracking, n)) return { capacity: wakeUp, policy: "wakeUp" };
        return tracking === n ? undefined : { capacity: tracking, policy: "backlog" };
    }

    started(policy: PolicyName, now: number, from: number, to: number): void {
        const own = this.histories[policy];
        this.scalingOut = to > from;
        if (to < from) {
            own.inUnderWay = true;
            return;
        }
        own.added = (outHolds(own, now) ? own.added : 0) + to - from;
        own.outUnderWay = true;
        // A scale-out ends every policy's scale-in cooldown.
        for (const history of Object.values(this.histories)) {
            history.inUnderWay = false;
            history.inUntil = -Infinity;
        }
    }

    ended(policy: PolicyName, fulfilled: boolean, now: number): void {
        const own = this.histories[policy];
        if (own.outUnderWay) {
            own.outUntil = fulfilled ? now + own.cooldownOut : -Infinity;
            if (!fulfilled) own.added = 0;
        }
        if (own.inUnderWay) own.inUntil = fulfilled ? now + own.cooldownIn : -Infinity;
        own.outUnderWay = own.inUnderWay = false;
        if (fulfilled && this.scalingOut) this.scaledOutAt = now;
        this.scalingOut = false;
    }

    private trackingAsks(now: number, n: number): number {
        const { backlogPerInstance: target, minCapacity } = this.fleet;
        const { metricLagSeconds, lowAlarmExtraLagSeconds, scaleInStep, lowAlarmCountsFromScaleOut } = this.switches;
        const own = this.histories.backlog;
        const high = this.newest(now, metricLagSeconds, 3);
        if (high.every(({ backlog, inService }) => backlog > target * Math.max(inService, 1))) {
            const newest = high.at(-1) as Datapoint;
            const wanted = (from: number): number => proportional(from, newest, target);
            if (wanted(n) <= n) return n;
            return outHolds(own, now) ? Math.max(n, wanted(Math.max(0, n - own.added))) : wanted(n);
        }
        const low = this.newest(now, metricLagSeconds + lowAlarmExtraLagSeconds, lowAlarmMinutes);
        if (!low.every(({ backlog, inService }) => 10 * backlog < 9 * target * Math.max(inService, 1))) return n;
        const lag = metricLagSeconds + lowAlarmExtraLagSeconds;
        const oldest = 60 * (Math.floor((now - lag) / 60) - (lowAlarmMinutes - 1));
        if (lowAlarmCountsFromScaleOut && (this.scalingOut || oldest <= this.scaledOutAt)) return n;
        const newest = low.at(-1) as Datapoint;
        const without = (n - 1) * target * Math.max(newest.inService, 1);
        if (n > 1 && n > minCapacity && newest.backlog * n > without) return n;
        if (own.inUnderWay || now < own.inUntil) return n;
        const wanted = Math.min(n, proportional(n, newest, target));
        return scaleInStep === "oneStep" ? Math.max(wanted, n - 1) : wanted;
    }

    private wakeUpAsks(now: number, n: number): number {
        const { wakeUpScalingAdjustment: adjustment } = this.fleet;
        const own = this.histories.wakeUp;
        const alarm = this.newest(now, this.switches.metricLagSeconds, 2).every(
            ({ backlog, inService }) => backlog > 0 && inService === 0,
        );
        if (!alarm) return n;
        return outHolds(own, now) ? Math.max(n, Math.max(0, n - own.added) + adjustment) : n + adjustment;
    }

    /** The newest datapoints that have come through by now, oldest first; before the first there were only zeros. */
    private newest(now: number, lagSeconds: number, count: number): Datapoint[] {
        const newest = Math.floor((now - lagSeconds) / 60);
        const minutes = Array.from({ length: count }, (_, i) => newest - count + 1 + i);
        return minutes.map((minute) => this.points[minute] ?? { backlog: 0, inService: 0 });
    }
}

function newHistory(cooldownOut: number, cooldownIn: number): History {
    return {
        cooldownOut,
        cooldownIn,
        added: 0,
        outUnderWay: false,
        outUntil: -Infinity,
        inUnderWay: false,
        inUntil: -Infinity,
    };
}

function outHolds(history: History, now: number): boolean {
    return history.outUnderWay || now < history.outUntil;
}

/** The least number of instances, of which each has at most the target, if each of `from` now has what the datapoint says. */
function proportional(from: number, { backlog, inService }: Datapoint, target: number): number {
    const perInstance = Math.max(inService, 1) * target;
    const total = Math.max(from, 1) * backlog;
    return (total - (total % perInstance)) / perInstance + (total % perInstance > 0 ? 1 : 0);
}
