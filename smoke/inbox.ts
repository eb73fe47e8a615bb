import {
    ChangeMessageVisibilityCommand,
    DeleteMessageCommand,
    type Message,
    ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";

import { type Clients } from "./clients";
import { type Notification, parseMessage } from "./notification";
import { type Retry } from "./retry";

/** SQS's longest poll. */
const waitTimeSeconds = 20;
/** How long a message stays hidden from other readers after it was received here; a reader that dies holds it no longer. */
const visibilityTimeoutSeconds = 30;
/** After a batch for others only: long enough that their own long poll gets it first. */
const yieldMilliseconds = 2000;

/** Messages of other runs, as far as seen. */
export interface Strangers {
    count: number;
    /** Age of the oldest by AWS's own time; undefined when no message carried a time. */
    oldestMilliseconds: number | undefined;
}

/**
 * Listens to the smoke inbox and keeps what is about this run.
 *
 * Several runs may share one inbox: what belongs to another run is made visible again at first sight, stays hidden when it keeps
 * coming back (nobody waits for it), and is made visible once more at the end. Duplicates (SNS and SQS deliver at least once) are deleted.
 */
export class Inbox {
    /** Why the inbox cannot be read; nothing arrives any more. */
    trouble: unknown;
    private readonly notifications = new Map<string, Notification>();
    /** Message id to receipt handle. */
    private readonly held = new Map<string, string>();
    private readonly strangers = new Map<string, number | undefined>();
    private readonly stopping = new AbortController();
    private arrival = new AbortController();
    private listening: Promise<void> = Promise.resolve();

    constructor(
        private readonly clients: Pick<Clients, "sqs" | "serviceDate">,
        private readonly queueUrl: string,
        /** Beginning of every inferenceId of this run. */
        private readonly inferenceIdPrefix: string,
        private readonly retry: Retry,
    ) {}

    start(): void {
        this.listening = this.listen().catch((error: unknown) => {
            if (!this.stopping.signal.aborted) this.trouble = error;
            this.announce();
        });
    }

    /** What the inbox was first told about a request. */
    find(inferenceId: string): Notification | undefined {
        return this.notifications.get(inferenceId);
    }

    /** Everything that was told about this run, requests whose answer was lost among them. */
    all(): Notification[] {
        return [...this.notifications.values()];
    }

    /** Waits until something arrives (or {@link trouble} does), at most `milliseconds`. @throws DeadlineError | InterruptedError */
    async next(milliseconds: number): Promise<void> {
        const { signal } = this.retry.deadline;
        const { signal: arrived } = this.arrival;
        try {
            await this.retry.deadline.sleep(milliseconds, AbortSignal.any([signal, arrived]));
        } catch (error) {
            signal.throwIfAborted();
            if (!arrived.aborted) throw error;
        }
    }

    seenOfOthers(): Strangers {
        const ages = [...this.strangers.values()].filter((age) => age !== undefined);
        return {
            count: this.strangers.size,
            oldestMilliseconds: ages.length > 0 ? Math.max(...ages) : undefined,
        };
    }

    /** Ends the listening and gives back what belongs to others. @param retry with time of its own */
    async stop(retry: Retry): Promise<void> {
        this.stopping.abort();
        await this.listening;
        for (const receiptHandle of this.held.values()) await this.giveBack(receiptHandle, retry);
        this.held.clear();
    }

    private async listen(): Promise<void> {
        const signal = AbortSignal.any([this.retry.deadline.signal, this.stopping.signal]);
        const receive = {
            QueueUrl: this.queueUrl,
            MaxNumberOfMessages: 10,
            WaitTimeSeconds: waitTimeSeconds,
            VisibilityTimeout: visibilityTimeoutSeconds,
        };
        while (!signal.aborted) {
            const { Messages = [] } = await this.retry.run(
                "ReceiveMessage",
                (abortSignal) => this.clients.sqs.send(new ReceiveMessageCommand(receive), { abortSignal }),
                undefined,
                signal,
            );
            let ours = 0;
            for (const message of Messages) if (await this.take(message)) ours++;
            if (ours > 0) this.announce();
            else if (Messages.length > 0) await this.retry.deadline.sleep(yieldMilliseconds, signal);
        }
    }

    /** @returns whether the message was about this run */
    private async take(message: Message): Promise<boolean> {
        const parsed = parseMessage(message.Body);
        const receiptHandle = message.ReceiptHandle ?? "";
        if (parsed.kind === "result" && parsed.notification.inferenceId.startsWith(this.inferenceIdPrefix)) {
            const { notification } = parsed;
            if (!this.notifications.has(notification.inferenceId)) {
                this.notifications.set(notification.inferenceId, notification);
            }
            await this.delete(receiptHandle);
            return true;
        }
        // A test of the topics is meant for nobody; left in the queue it would come again and again.
        if (parsed.kind === "test") await this.delete(receiptHandle);
        else await this.leave(message, parsed.kind === "result" ? parsed.notification : undefined);
        return false;
    }

    private async leave(message: Message, notification: Notification | undefined): Promise<void> {
        const id = message.MessageId ?? "";
        const receiptHandle = message.ReceiptHandle ?? "";
        const now = this.clients.serviceDate();
        const known = this.strangers.has(id);
        this.strangers.set(
            id,
            now && notification?.eventTime ? now.getTime() - notification.eventTime.getTime() : undefined,
        );
        if (known) this.held.set(id, receiptHandle);
        else await this.giveBack(receiptHandle, this.retry);
    }

    private async delete(receiptHandle: string): Promise<void> {
        const input = { QueueUrl: this.queueUrl, ReceiptHandle: receiptHandle };
        await this.retry.run("DeleteMessage", (abortSignal) =>
            this.clients.sqs.send(new DeleteMessageCommand(input), { abortSignal }),
        );
    }

    private async giveBack(receiptHandle: string, retry: Retry): Promise<void> {
        const input = { QueueUrl: this.queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: 0 };
        try {
            await retry.run("ChangeMessageVisibility", (abortSignal) =>
                this.clients.sqs.send(new ChangeMessageVisibilityCommand(input), { abortSignal }),
            );
        } catch {
            // It becomes visible by itself when its visibility timeout ends.
        }
    }

    private announce(): void {
        const { arrival } = this;
        this.arrival = new AbortController();
        arrival.abort();
    }
}
