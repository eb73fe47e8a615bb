import { type JournalEntry } from "../journal";

/** `inService` is a change of the instances in service; the others are what a scaling policy asked for. */
export interface RecordedChange {
    atSeconds: number;
    kind: "asked" | "refused" | "inService";
    from: number;
    to: number;
    policy?: "backlog" | "wakeUp";
}

/** What became of a load, read off the journal. Times are seconds after its first request. */
export interface LoadRecord {
    changes: RecordedChange[];
    /** When each request that was answered had been, ascending. */
    completions: number[];
    failed: number;
    expired: number;
    /** How often a request was given to an instance; more than once when its first instance went without draining. */
    starts: number;
    /** Whether some instances went while others stayed and requests were in process. */
    wentAtWork: boolean;
}

/**
 * @param entries of the journal, from the first request on
 * @param first simulated milliseconds of the first request
 * @param capacity instances in service until then
 */
export function loadRecord(entries: readonly JournalEntry[], first: number, capacity: number): LoadRecord {
    const record: LoadRecord = {
        changes: [],
        completions: [],
        failed: 0,
        expired: 0,
        starts: 0,
        wentAtWork: false,
    };
    const inProcess = new Map<string, number>();
    let current = capacity;
    for (const entry of entries) {
        const atSeconds = (entry.at - first) / 1000;
        if (entry.kind === "scaling") {
            const { from, to, outcome, policyName } = entry;
            const policy = policyName.endsWith("wake-up") ? "wakeUp" : "backlog";
            record.changes.push({ atSeconds, kind: outcome === "started" ? "asked" : "refused", from, to, policy });
        } else if (entry.kind === "capacity") {
            const { instances } = entry;
            if (instances > 0 && instances < current && inProcess.size > 0) record.wentAtWork = true;
            if (instances !== current)
                record.changes.push({ atSeconds, kind: "inService", from: current, to: instances });
            current = instances;
        } else if (entry.kind === "request") {
            const { inferenceId, status } = entry;
            if (status === "Started") inProcess.set(inferenceId, ++record.starts);
            else inProcess.delete(inferenceId);
            if (status === "Completed") record.completions.push(atSeconds);
            if (status === "Failed") record.failed++;
            if (status === "Expired") record.expired++;
        }
    }
    return record;
}

/** Whether `requests` or more have ended, one way or another, no more than `capacity` instances are left, and no change is under way. */
export function isOver(entries: readonly JournalEntry[], requests: number, capacity: number): boolean {
    const instances = entries.findLast((entry) => entry.kind === "capacity")?.instances ?? capacity;
    const status = entries.findLast((entry) => entry.kind === "endpointStatus")?.status ?? "InService";
    if (instances !== capacity || status !== "InService") return false;
    let open = requests;
    for (const entry of entries) {
        if (entry.kind === "request" && entry.status !== "Queued" && entry.status !== "Started") open--;
    }
    return open <= 0;
}

/** Changes as the journal tells them: a refusal once, though the alarm asks again every minute. */
export function toldOnce(changes: readonly RecordedChange[]): RecordedChange[] {
    return changes.filter((change, index) => {
        const before = changes[index - 1];
        return change.kind !== "refused" || before?.kind !== "refused" || before.to !== change.to;
    });
}
