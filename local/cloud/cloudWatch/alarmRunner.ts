import { type AlarmEvaluation, type AlarmState, evaluateAlarm, evaluationRange } from "../../../scaling/alarm";
import { newestSeen } from "../../../scaling/alarmSchedule";
import { type AlarmHistory } from "./alarmHistory";
import { alarmNotification } from "./alarmNotification";
import { stateReason, stateReasonData } from "./alarmReason";
import { AwsError } from "../awsError";
import { type Scheduled } from "../clock";
import { type Context } from "../context";
import { service } from "../iam/principal";
import { type Alarm } from "./metricAlarm";
import { type MetricStore, statisticOf } from "./metricStore";
import { publishRefusal } from "./publishRefusal";

/** An alarm that calls a scaling policy. */
export interface PolicyInvocation {
    policyArn: string;
    alarmName: string;
    alarmArn: string;
    threshold: number;
    /** Whether the alarm watches for values above its threshold. */
    above: boolean;
    /** The metric's newest datapoint, undefined when the alarm's range has none. */
    metric: number | undefined;
    /** When the oldest period began whose datapoint decided the state, in simulated seconds; undefined when a caller set the state. */
    seesFrom: number | undefined;
}

/** What an alarm's state rests on. */
type Seen = Pick<PolicyInvocation, "metric" | "seesFrom">;

/**
 * Takes the invocations of one evaluation together, since policies that act at the same time are weighed against each other.
 *
 * @returns the ARNs among them that are no policy
 */
export type PolicyHandler = (invocations: PolicyInvocation[]) => Promise<string[]>;

const minute = 60_000;
/** Alarms with a period below a minute are evaluated every ten seconds (CloudWatch User Guide, "Alarm evaluation"). */
const highResolution = 10_000;

/** Evaluates alarms as simulated time passes, and does what they are to do. */
export class AlarmRunner {
    private readonly seen = new WeakMap<Alarm, Seen>();
    private tick: { at: number; scheduled: Scheduled } | undefined;
    private handler: PolicyHandler | undefined;

    constructor(
        private readonly context: Context,
        private readonly alarms: ReadonlyMap<string, Alarm>,
        private readonly store: MetricStore,
        private readonly history: AlarmHistory,
        /** Seconds from a datapoint's timestamp until alarms see it. Reports speak of some lag; how much is undocumented. */
        private readonly metricLagSeconds: number,
    ) {}

    setPolicyHandler(handler: PolicyHandler): void {
        this.handler = handler;
    }

    /** To be called whenever alarms come or go: time is only watched while there is one. */
    alarmsChanged(): void {
        if (this.alarms.size === 0) {
            this.tick?.scheduled.cancel();
            this.tick = undefined;
            return;
        }
        const { clock } = this.context;
        const interval = [...this.alarms.values()].some(isHighResolution) ? highResolution : minute;
        const next = (Math.floor(clock.now() / interval) + 1) * interval;
        // A tick that is due at this very moment must not be put off.
        if (this.tick && this.tick.at <= next) return;
        this.tick?.scheduled.cancel();
        const evaluate = async (): Promise<void> => {
            this.tick = undefined;
            this.alarmsChanged();
            await this.evaluateAll(clock.now());
        };
        this.tick = { at: next, scheduled: clock.schedule(next, evaluate, "alarms") };
    }

    /** Puts an alarm into a state, tells what is to be told, and calls its scaling policies. */
    async setState(alarm: Alarm, state: AlarmState, reason: string, reasonData: string | undefined): Promise<void> {
        const metric = newestOf(reasonData);
        if (metric !== undefined) this.seen.set(alarm, { metric, seesFrom: undefined });
        if (alarm.state === state) return;
        await this.changeState(alarm, state, reason, reasonData);
        await this.invokePolicies([alarm], new Set([alarm]));
    }

    private async evaluateAll(now: number): Promise<void> {
        const changed = new Set<Alarm>();
        for (const alarm of [...this.alarms.values()]) {
            if (now % minute !== 0 && !isHighResolution(alarm)) continue;
            const end = this.endOfRange(alarm, now);
            const evaluation = this.evaluate(alarm, end);
            this.seen.set(alarm, seenBy(alarm, evaluation, end));
            if (evaluation.state === alarm.state) continue;
            changed.add(alarm);
            const data = stateReasonData(alarm, evaluation, end);
            await this.changeState(alarm, evaluation.state, stateReason(alarm, evaluation, end), data);
        }
        // Documented: Auto Scaling actions, unlike all others, are invoked again every minute that the state lasts.
        const due = now % minute === 0 ? [...this.alarms.values()] : [...changed];
        await this.invokePolicies(due, changed);
    }

    private endOfRange(alarm: Alarm, now: number): number {
        const seconds = (isHighResolution(alarm) ? highResolution : minute) / 1000;
        // What is watched every ten seconds would be pointless if it were seen much later; AWS says nothing of it.
        const lag = isHighResolution(alarm) ? Math.min(this.metricLagSeconds, seconds) : this.metricLagSeconds;
        return (newestSeen(now / 1000, seconds, lag) + seconds) * 1000;
    }

    /** Periods end at the present minute, whatever their length (CloudWatch User Guide, "Alarm evaluation": the window slides). */
    private evaluate(alarm: Alarm, end: number): AlarmEvaluation {
        const period = alarm.periodSeconds * 1000;
        const range: (number | undefined)[] = [];
        for (let age = evaluationRange(alarm.rule.evaluationPeriods) - 1; age >= 0; age--) {
            const start = end - (age + 1) * period;
            const aggregate = this.store.aggregate(alarm.metric, start, start + period, alarm.unit);
            range.push(aggregate && statisticOf(aggregate, alarm.statistic));
        }
        return evaluateAlarm(alarm.rule, range, alarm.state);
    }

    private async changeState(
        alarm: Alarm,
        state: AlarmState,
        reason: string,
        data: string | undefined,
    ): Promise<void> {
        const previous = alarm.state;
        Object.assign(alarm, {
            state,
            stateReason: reason,
            stateReasonData: data,
            stateUpdated: this.context.clock.date(),
        });
        this.history.stateChanged(alarm.name, previous, state, reason);
        this.context.journal.record({ kind: "alarmState", alarmName: alarm.name, previous, state, reason });
        if (!alarm.actionsEnabled) return;
        const notification = alarmNotification(alarm, previous, this.context);
        for (const action of alarm.actions[state]) {
            if (isPolicy(action)) continue;
            if (isTopic(action)) await this.publish(alarm, action, notification);
            else this.failed(alarm, action, "The laptop AWS does not implement this kind of alarm action.");
        }
    }

    private async publish(
        alarm: Alarm,
        TopicArn: string,
        notification: { Subject: string; Message: string },
    ): Promise<void> {
        try {
            const caller = service("cloudwatch.amazonaws.com", alarm.arn, this.context.accountId);
            await this.context.as(caller)("sns", "Publish", { TopicArn, ...notification });
            this.history.actionTaken(alarm.name, TopicArn, alarm.state);
        } catch (error) {
            if (!(error instanceof AwsError)) throw error;
            this.failed(alarm, TopicArn, publishRefusal(error, alarm.arn, TopicArn));
        }
    }

    private async invokePolicies(due: readonly Alarm[], changed: ReadonlySet<Alarm>): Promise<void> {
        const invocations: PolicyInvocation[] = [];
        for (const alarm of due) {
            if (!alarm.actionsEnabled || !this.alarms.has(alarm.name)) continue;
            for (const policyArn of alarm.actions[alarm.state].filter(isPolicy)) {
                invocations.push({
                    policyArn,
                    alarmName: alarm.name,
                    alarmArn: alarm.arn,
                    threshold: alarm.rule.threshold,
                    above: alarm.rule.comparisonOperator.startsWith("Greater"),
                    metric: this.seen.get(alarm)?.metric,
                    seesFrom: this.seen.get(alarm)?.seesFrom,
                });
            }
        }
        if (invocations.length === 0) return;
        const unknown = this.handler ? await this.handler(invocations) : invocations.map(({ policyArn }) => policyArn);
        for (const { alarmName, policyArn } of invocations) {
            const alarm = this.alarms.get(alarmName);
            // Told once, when the state changes, and not again every minute.
            if (!alarm || !changed.has(alarm)) continue;
            if (unknown.includes(policyArn)) this.failed(alarm, policyArn, "There is no such scaling policy.");
            else this.history.actionTaken(alarmName, policyArn, alarm.state);
        }
    }

    private failed(alarm: Alarm, action: string, reason: string): void {
        this.history.actionTaken(alarm.name, action, alarm.state, reason);
        this.context.journal.record({
            kind: "undelivered",
            topicArn: action,
            reason: `Alarm "${alarm.name}": ${reason}`,
        });
    }
}

function isHighResolution(alarm: Alarm): boolean {
    return alarm.periodSeconds < 60;
}

/** @param end of the range that was evaluated, in simulated milliseconds */
function seenBy({ periodSeconds }: Alarm, { points }: AlarmEvaluation, end: number): Seen {
    const [oldest] = points;
    return {
        metric: points.at(-1)?.value,
        seesFrom: oldest && end / 1000 - (oldest.age + 1) * periodSeconds,
    };
}

function isPolicy(action: string): boolean {
    return /^arn:[^:]+:autoscaling:[^:]*:[^:]*:scalingPolicy:/.test(action);
}

function isTopic(action: string): boolean {
    return /^arn:[^:]+:sns:/.test(action);
}

/** The newest of the datapoints that SetAlarmState's caller names. */
function newestOf(reasonData: string | undefined): number | undefined {
    if (reasonData === undefined) return undefined;
    const data = JSON.parse(reasonData) as { recentDatapoints?: unknown } | null;
    const newest: unknown = Array.isArray(data?.recentDatapoints) ? data.recentDatapoints.at(-1) : undefined;
    return typeof newest === "number" ? newest : undefined;
}
