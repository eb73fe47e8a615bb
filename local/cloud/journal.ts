/** What happened in the laptop AWS, for those who watch it: the timeline of `npm start`, tests, later the load's cross-check. */
export type JournalEvent =
    | { kind: "endpointStatus"; endpointName: string; status: string; reason?: string }
    /** Instances in service changed. */
    | { kind: "capacity"; endpointName: string; instances: number }
    | { kind: "alarmState"; alarmName: string; previous: string; state: string; reason: string }
    /** A scaling policy asked for another capacity; `outcome` is what became of it at once. */
    | {
          kind: "scaling";
          resourceId: string;
          policyName: string;
          from: number;
          to: number;
          outcome: "started" | "refused";
          reason?: string;
      }
    | {
          kind: "request";
          endpointName: string;
          inferenceId: string;
          status: "Queued" | "Started" | "Completed" | "Failed" | "Expired";
          location?: string;
          reason?: string;
      }
    /** A message was published to a topic and handed to `delivered` subscriptions. */
    | { kind: "published"; topicArn: string; message: string; delivered: number }
    /** A message that nobody got: to say so is better than AWS's silence. */
    | { kind: "undelivered"; topicArn: string; reason: string }
    /** What an instance says is missing in the log group, since its execution role may not write it; told once for each. */
    | { kind: "unlogged"; endpointName: string; instanceId: string; reason: string }
    /** Metrics of an endpoint are missing, since its execution role may not put them. */
    | { kind: "unmeasured"; endpointName: string; reason: string };

export type JournalEntry = { readonly at: number } & JournalEvent;
export type Watcher = (entry: JournalEntry) => void;

/** Hands each event, stamped with simulated time, to all who watch. */
export class Journal {
    private readonly watchers = new Set<Watcher>();

    constructor(private readonly now: () => number) {}

    record(event: JournalEvent): void {
        const entry: JournalEntry = { at: this.now(), ...event };
        for (const watcher of this.watchers) watcher(entry);
    }

    /** @returns a function that ends the watching */
    watch(watcher: Watcher): () => void {
        this.watchers.add(watcher);
        return () => this.watchers.delete(watcher);
    }
}
