import { inferenceIdPrefixes } from "../contract/names";
import { type Outputs } from "../contract/outputs";
import { CleanUp } from "./cleanUp";
import { type Clients } from "./clients";
import { Deadline, type Time } from "./deadline";
import { Inbox } from "./inbox";
import { Objects } from "./objects";
import { type Line, Report } from "./report";
import { type AcceptedRequest } from "./acceptedRequest";
import { Retry } from "./retry";
import { WhereToLook } from "./whereToLook";

export interface SmokeTestArgs {
    outputs: Outputs;
    clients: Clients;
    article: string;
    /** Follows `smoke-` in every inferenceId of this run; letters and digits. */
    runId: string;
    timeoutMilliseconds: number;
    /** Whether a request that must fail is sent, too. */
    failureProbe: boolean;
    /** Time between two looks at the objects that are waited for. */
    pollMilliseconds: number;
    time: Time;
    /** From 0 to below 1, for the jitter of retries. */
    random: () => number;
    print: (line: Line) => void;
    /** Aborted with an InterruptedError when somebody wants it to end. */
    interrupt: AbortSignal;
    /** Said with the result, e.g. that the summarizer is a stand-in. */
    notes?: readonly string[];
}

/** Everything one run shares. */
export interface SmokeRun extends Omit<SmokeTestArgs, "notes"> {
    /** `smoke-<runId>`: begins every key and inferenceId. */
    label: string;
    deadline: Deadline;
    retry: Retry;
    objects: Objects;
    inbox: Inbox;
    cleanUp: CleanUp;
    /** Accepted requests of which nothing has come yet. */
    unsettled: Set<AcceptedRequest>;
    report: Report;
    look: WhereToLook;
}

export function startRun(args: SmokeTestArgs): SmokeRun {
    const { outputs, clients, time, random } = args;
    const deadline = new Deadline(time, args.timeoutMilliseconds, args.interrupt);
    const report = new Report(args.print, () => deadline.elapsed());
    const retry = new Retry(deadline, report.progress, random);
    const label = `${inferenceIdPrefixes.smoke}${args.runId}`;
    return {
        ...args,
        label,
        deadline,
        retry,
        report,
        objects: new Objects(clients.s3, retry, report.progress),
        inbox: new Inbox(clients, outputs.smokeInboxUrl, `${label}-`, retry),
        unsettled: new Set(),
        cleanUp: new CleanUp(outputs),
        look: new WhereToLook(outputs),
    };
}
