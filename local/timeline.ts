import { type Outputs } from "../contract/outputs";
import { type JournalEntry } from "./cloud/journal";

/** One thing that happened, in simulated seconds since the laptop AWS started. */
export interface TimelineEvent {
    atSeconds: number;
    event: string;
}

/** Instances in service from `atSeconds` on. */
export interface CapacityPoint {
    atSeconds: number;
    instances: number;
}

/** Tells what happens to one endpoint in words, and keeps it. */
export class Timeline {
    readonly events: TimelineEvent[] = [];
    readonly capacity: CapacityPoint[] = [];
    private readonly waiting: { condition: () => boolean; resolve: () => void }[] = [];
    private outputs: Outputs | undefined;

    constructor(
        /** Simulated milliseconds since the epoch. */
        private readonly startedAt: number,
        private readonly tell: (event: TimelineEvent) => void,
    ) {}

    /** Names of the deployed stack, from now on used to say which alarm and which topic an event is about. */
    name(outputs: Outputs): void {
        this.outputs = outputs;
    }

    add(at: number, event: string): void {
        const told = { atSeconds: this.seconds(at), event };
        this.events.push(told);
        this.tell(told);
    }

    watch = (entry: JournalEntry): void => {
        if (entry.kind === "capacity")
            this.capacity.push({ atSeconds: this.seconds(entry.at), instances: entry.instances });
        const words = this.words(entry);
        if (words !== undefined) this.add(entry.at, words);
        for (const waiter of this.waiting.filter(({ condition }) => condition())) {
            this.waiting.splice(this.waiting.indexOf(waiter), 1);
            waiter.resolve();
        }
    };

    /** Resolves once this many instances are in service. */
    async instances(count: number): Promise<void> {
        const condition = (): boolean => this.capacity.at(-1)?.instances === count;
        if (condition()) return;
        await new Promise<void>((resolve) => this.waiting.push({ condition, resolve }));
    }

    private seconds(at: number): number {
        return Math.round((at - this.startedAt) / 1000);
    }

    private words(entry: JournalEntry): string | undefined {
        switch (entry.kind) {
            case "capacity":
                return inService(entry.instances);
            case "endpointStatus":
                return entry.status === "Failed" ? `endpoint failed: ${String(entry.reason)}` : undefined;
            case "alarmState":
                return this.alarm(entry.alarmName, entry.state);
            case "scaling":
                return entry.outcome === "started"
                    ? `scaling from ${String(entry.from)} to ${String(entry.to)} by policy ${entry.policyName}`
                    : undefined;
            case "request":
                return entry.reason === undefined
                    ? `request ${entry.inferenceId} ${entry.status.toLowerCase()}`
                    : `request ${entry.inferenceId} ${entry.status.toLowerCase()}: ${entry.reason}`;
            case "published":
                return this.published(entry.topicArn, entry.message, entry.delivered);
            case "unmeasured":
                return `metrics of ${entry.endpointName} are missing: ${entry.reason}`;
            case "unlogged":
                return `logs of ${entry.endpointName} are missing: ${entry.reason}`;
            case "undelivered":
                return `not delivered to ${entry.topicArn}: ${entry.reason}`;
        }
    }

    private alarm(name: string, state: string): string | undefined {
        if (state !== "ALARM") return undefined;
        if (name === this.outputs?.wakeUpAlarmName)
            return "woken by HasBacklogWithoutCapacity: two minutes with a backlog and no instance";
        if (name.includes("AlarmLow")) return "fifteen quiet minutes: target tracking's low alarm";
        if (name.includes("AlarmHigh")) return "three busy minutes: target tracking's high alarm";
        return `alarm ${name}`;
    }

    private published(topicArn: string, message: string, delivered: number): string | undefined {
        // Every update of the endpoint tests both topics; that is no news.
        if (message.includes("TestNotification")) return undefined;
        const topic =
            topicArn === this.outputs?.successTopicArn
                ? "success"
                : topicArn === this.outputs?.errorTopicArn
                  ? "error"
                  : topicArn;
        return `${topic} topic notified, ${String(delivered)} subscription${delivered === 1 ? "" : "s"} told`;
    }
}

function inService(instances: number): string {
    if (instances === 0) return "scaled in to 0 instances: idle costs no instance";
    return `${String(instances)} instance${instances === 1 ? "" : "s"} in service`;
}
