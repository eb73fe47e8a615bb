import { type MessageAttributes } from "./messageAttributes";
import { wallTimer, type WallTimer } from "./wallTimer";

/** A message in a queue. Times are simulated milliseconds since the epoch. */
export interface QueuedMessage {
    readonly id: string;
    readonly body: string;
    readonly attributes: MessageAttributes;
    readonly sentAt: number;
    readonly groupId?: string;
    receiveCount: number;
    firstReceivedAt?: number;
    /** Of the last receive: an older handle deletes nothing. */
    receiptHandle?: string;
    /** ARN of the queue that gave the message up. */
    deadLetterSourceArn?: string;
}

export interface Receive {
    max: number;
    visibilityTimeoutSeconds: number;
    waitSeconds: number;
    /** Ends the waiting: a client that has gone away takes no message. */
    signal?: AbortSignal | undefined;
}

interface Hidden {
    readonly message: QueuedMessage;
    readonly cancel: () => void;
}

interface Waiter {
    readonly receive: Receive;
    finish(messages: QueuedMessage[]): void;
}

/**
 * One standard queue: messages that can be received, that are delayed, and that somebody works on. Delays, visibility
 * timeouts and long polls run on the wall clock.
 */
export class MessageQueue {
    private readonly visible = new Map<string, QueuedMessage>();
    private readonly delayed = new Map<string, Hidden>();
    private readonly inFlight = new Map<string, Hidden>();
    private readonly waiting = new Set<Waiter>();
    private closed = false;

    /**
     * @param admit asked before a message is handed out; false takes it out of this queue
     * @param onReceive called for each message that is handed out
     */
    constructor(
        private readonly admit: (message: QueuedMessage) => boolean,
        private readonly onReceive: (message: QueuedMessage) => void,
        private readonly timer: WallTimer = wallTimer(false),
        private readonly waitTimer: WallTimer = wallTimer(true),
    ) {}

    get counts(): { visible: number; delayed: number; inFlight: number } {
        return { visible: this.visible.size, delayed: this.delayed.size, inFlight: this.inFlight.size };
    }

    send(message: QueuedMessage, delaySeconds: number): void {
        if (delaySeconds > 0) this.hide(this.delayed, message, delaySeconds);
        else this.show(message);
    }

    /** Up to `max` messages, as soon as there is one, or none once the wait is over. */
    async receive(receive: Receive): Promise<QueuedMessage[]> {
        if (receive.signal?.aborted) return [];
        const messages = this.take(receive);
        if (messages.length > 0 || receive.waitSeconds === 0 || this.closed) return messages;
        return new Promise((resolve) => {
            const abort = () => {
                waiter.finish([]);
            };
            const cancel = this.waitTimer(receive.waitSeconds * 1000, abort);
            const waiter: Waiter = {
                receive,
                finish: (got) => {
                    cancel();
                    receive.signal?.removeEventListener("abort", abort);
                    this.waiting.delete(waiter);
                    resolve(got);
                },
            };
            receive.signal?.addEventListener("abort", abort);
            this.waiting.add(waiter);
        });
    }

    /** Deletes a received message, in flight or visible again. What is gone, or was received anew, is let be. */
    delete(id: string, receiptHandle: string): void {
        if (this.visible.get(id)?.receiptHandle === receiptHandle) this.visible.delete(id);
        const hidden = this.inFlight.get(id);
        if (hidden?.message.receiptHandle !== receiptHandle) return;
        hidden.cancel();
        this.inFlight.delete(id);
    }

    /** @returns false when the message is not in flight under this handle */
    changeVisibility(id: string, receiptHandle: string, seconds: number): boolean {
        const hidden = this.inFlight.get(id);
        if (hidden?.message.receiptHandle !== receiptHandle) return false;
        hidden.cancel();
        this.inFlight.delete(id);
        if (seconds > 0) this.hide(this.inFlight, hidden.message, seconds);
        else this.show(hidden.message);
        return true;
    }

    /** Drops messages for which `expired` holds. */
    drop(expired: (message: QueuedMessage) => boolean): void {
        for (const [id, message] of this.visible) if (expired(message)) this.visible.delete(id);
        for (const hidden of [this.delayed, this.inFlight]) {
            for (const [id, { message, cancel }] of hidden) {
                if (!expired(message)) continue;
                cancel();
                hidden.delete(id);
            }
        }
    }

    /** Ends all waiting with no message, and all timers. */
    close(): void {
        this.closed = true;
        for (const waiter of [...this.waiting]) waiter.finish([]);
        for (const hidden of [this.delayed, this.inFlight]) for (const { cancel } of hidden.values()) cancel();
    }

    private hide(where: Map<string, Hidden>, message: QueuedMessage, seconds: number): void {
        const cancel = this.timer(seconds * 1000, () => {
            where.delete(message.id);
            this.show(message);
        });
        where.set(message.id, { message, cancel });
    }

    private show(message: QueuedMessage): void {
        this.visible.set(message.id, message);
        for (const waiter of this.waiting) {
            if (this.visible.size === 0) break;
            const got = this.take(waiter.receive);
            if (got.length > 0) waiter.finish(got);
        }
    }

    private take({ max, visibilityTimeoutSeconds }: Receive): QueuedMessage[] {
        const taken: QueuedMessage[] = [];
        for (const [id, message] of this.visible) {
            if (taken.length === max) break;
            this.visible.delete(id);
            if (!this.admit(message)) continue;
            this.onReceive(message);
            taken.push(message);
        }
        // Hidden only now: with a timeout of 0 a message is visible again at once, but not twice in one answer.
        for (const message of taken) {
            if (visibilityTimeoutSeconds > 0) this.hide(this.inFlight, message, visibilityTimeoutSeconds);
            else this.visible.set(message.id, message);
        }
        return taken;
    }
}
