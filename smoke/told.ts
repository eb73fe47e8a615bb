import { type AcceptedRequest } from "./acceptedRequest";
import { DeadlineError, formatDuration } from "./deadline";
import { formatLocation, parseLocation } from "./objects";
import { type Notification } from "./notification";
import { Unmet } from "./report";
import { describeError } from "./retry";
import { type SmokeRun } from "./run";
import { excerpt } from "./summary";

export type Topic = "success" | "error";

/** What each topic tells; with raw delivery the status is all that says by which topic a message came. */
const statusOf: Record<Topic, string> = { success: "Completed", error: "Failed" };
const progressMilliseconds = 30_000;

/** Whether it is known within `milliseconds` that the inbox is told of a request, or that it cannot be read. */
export async function toldWithin(run: SmokeRun, request: AcceptedRequest, milliseconds: number): Promise<boolean> {
    const end = run.time.now() + milliseconds;
    try {
        for (;;) {
            if (run.inbox.find(request.inferenceId) ?? run.inbox.trouble) return true;
            const left = end - run.time.now();
            if (left <= 0) return false;
            await run.inbox.next(left);
        }
    } catch (error) {
        if (error instanceof DeadlineError) return false;
        throw error;
    }
}

/** Requires that the right topic tells the inbox of a request; waits until the deadline. */
export async function checkTold(run: SmokeRun, request: AcceptedRequest, topic: Topic): Promise<void> {
    const { successTopicArn, errorTopicArn } = run.outputs;
    const topicArn = topic === "success" ? successTopicArn : errorTopicArn;
    const status = statusOf[topic];
    const check = {
        name: `${topic}-notification`,
        expected: `a notification of status ${status} about ${request.inferenceId}, from ${topicArn}`,
        look: run.look.notifications(topicArn),
    };
    await run.report.check(check, async () => {
        const notification = await untilTold(run, request);
        const { invocationStatus, failureReason } = notification;
        const reason = failureReason === undefined ? "" : ` (${excerpt(failureReason)})`;
        const seen = `a notification of status ${invocationStatus}${reason}`;
        if (invocationStatus !== status) throw new Unmet(`${seen}, as the other topic should tell`);
        if (notification.topicArn !== undefined && notification.topicArn !== topicArn) {
            throw new Unmet(`${seen}, but from ${notification.topicArn}`);
        }
        noteOtherLocation(run, request, notification);
        return { seen };
    });
}

async function untilTold(run: SmokeRun, request: AcceptedRequest): Promise<Notification> {
    try {
        for (;;) {
            const notification = run.inbox.find(request.inferenceId);
            if (notification) return notification;
            if (run.inbox.trouble !== undefined) {
                throw new Unmet(`the inbox cannot be read: ${describeError(run.inbox.trouble)}`, run.look.inbox());
            }
            await run.inbox.next(progressMilliseconds);
            if (!run.inbox.find(request.inferenceId)) {
                run.report.progress(`the inbox has not been told of ${request.inferenceId} yet`);
            }
        }
    } catch (error) {
        if (!(error instanceof DeadlineError)) throw error;
        throw new Unmet(`no notification within ${formatDuration(run.timeoutMilliseconds)}`);
    }
}

/** Who reads notifications, and not answers of InvokeEndpointAsync, would look in the wrong place. */
function noteOtherLocation(run: SmokeRun, request: AcceptedRequest, { outputLocation }: Notification): void {
    const told = outputLocation === undefined ? undefined : parseLocation(outputLocation);
    const answered = formatLocation(request.outputLocation);
    if (!told || formatLocation(told) === answered) return;
    run.report.note(
        `the notification about ${request.inferenceId} names ${formatLocation(told)}, InvokeEndpointAsync named ${answered}`,
    );
}
