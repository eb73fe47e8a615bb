import { randomUUID } from "node:crypto";

import {
    type ChangeMessageVisibilityCommandInput,
    type CreateQueueCommandInput,
    type DeleteMessageBatchCommandInput,
    type DeleteMessageCommandInput,
    type DeleteQueueCommandInput,
    type GetQueueAttributesCommandInput,
    type GetQueueUrlCommandInput,
    type ListQueuesCommandInput,
    type Message,
    type PurgeQueueCommandInput,
    type ReceiveMessageCommandInput,
    type SendMessageBatchCommandInput,
    type SendMessageCommandInput,
    type SetQueueAttributesCommandInput,
} from "@aws-sdk/client-sqs";

import { AwsError } from "../awsError";
import { type Context, type Service } from "../context";
import { type Caller } from "../iam/principal";
import { checkMessageBody, describedMessage, md5, messageOf, receiptHandleFor } from "./message";
import { attributesDigest, checkMessageAttributes, messageBytes } from "./messageAttributes";
import { MessageQueue, type QueuedMessage } from "./messageQueue";
import { requireOwnAccount } from "./ownAccount";
import { page } from "../page";
import {
    checkAttributeNames,
    checkNumber,
    defaultQueueAttributes,
    invalidValue,
    numberOf,
    type QueueAttributes,
    redrivePolicyOf,
    takesDeadLettersOf,
    withAttributes,
} from "./queueAttributes";
import { type BatchResult, checkBatch, eachEntry } from "./queueBatch";
import { type KeyAction, requireQueueKey } from "./queueKey";
import { queueOf } from "./queueUrl";
import { type WallTimer } from "./wallTimer";

/** ReceiveMessage's input; `abortSignal` ends the waiting of a client that has gone away. */
export type ReceiveMessageInput = ReceiveMessageCommandInput & { abortSignal?: AbortSignal };

/** What SendMessage answers. */
export interface SentMessage {
    MessageId: string;
    MD5OfMessageBody: string;
    MD5OfMessageAttributes?: string;
}

/** AWS: SQS Developer Guide, "Key management": what producers and consumers need of an encrypted queue's key. */
const toSend = ["kms:GenerateDataKey", "kms:Decrypt"] as const;
const toReceive = ["kms:Decrypt"] as const;

interface Queue {
    readonly name: string;
    readonly url: string;
    readonly arn: string;
    /** Simulated milliseconds. */
    readonly created: number;
    modified: number;
    purged?: number;
    attributes: QueueAttributes;
    readonly messages: MessageQueue;
}

/** Simple Queue Service: standard queues. Message times are simulated; waits, delays and visibility run on the wall clock. */
export class Sqs implements Service {
    private readonly queues = new Map<string, Queue>();

    /** @param timer replaces the wall clock's, in tests */
    constructor(
        private readonly context: Context,
        private readonly timer?: WallTimer,
    ) {}

    /** The same call again gives the same queue; other attributes are refused. */
    async CreateQueue(input: CreateQueueCommandInput): Promise<{ QueueUrl: string }> {
        const name = required(input.QueueName, "QueueName");
        const attributes = input.Attributes ?? {};
        if (name.endsWith(".fifo")) {
            throw new AwsError("NotImplemented", "The laptop AWS has standard queues only, no FIFO queues.", 501);
        }
        if (!/^[\w-]{1,80}$/.test(name)) {
            throw new AwsError(
                "InvalidParameterValue",
                "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
            );
        }
        const arn = this.context.arn("sqs", name);
        const given = withAttributes(defaultQueueAttributes, attributes, (target) => this.target(target, arn));
        const existing = this.queues.get(name);
        if (existing) {
            for (const attribute of Object.keys(attributes) as (keyof QueueAttributes)[]) {
                if (existing.attributes[attribute] === given[attribute]) continue;
                throw new AwsError(
                    "QueueNameExists",
                    `A queue already exists with the same name and a different value for attribute ${attribute}`,
                );
            }
            return { QueueUrl: existing.url };
        }
        const now = this.context.clock.now();
        const queue: Queue = {
            name,
            url: this.url(name),
            arn,
            created: now,
            modified: now,
            attributes: given,
            messages: new MessageQueue(
                (message) => !this.isExpired(queue, message) && !this.redrive(queue, message),
                (message) => {
                    message.receiveCount++;
                    message.firstReceivedAt ??= this.context.clock.now();
                    message.receiptHandle = receiptHandleFor(message.id);
                },
                this.timer,
                this.timer,
            ),
        };
        this.queues.set(name, queue);
        return { QueueUrl: queue.url };
    }

    async GetQueueUrl(input: GetQueueUrlCommandInput): Promise<{ QueueUrl: string }> {
        const name = required(input.QueueName, "QueueName");
        const queue = this.queues.get(name);
        if (!queue || (input.QueueOwnerAWSAccountId ?? this.context.accountId) !== this.context.accountId)
            throw noQueue();
        return { QueueUrl: queue.url };
    }

    async GetQueueAttributes(input: GetQueueAttributesCommandInput): Promise<{ Attributes: Record<string, string> }> {
        const queue = this.queue(input.QueueUrl);
        const names: readonly string[] = input.AttributeNames ?? [];
        checkAttributeNames(names);
        const all = { ...queue.attributes, ...this.readOnlyAttributes(queue, names) };
        const wanted = Object.entries(all).filter(([name]) => names.includes("All") || names.includes(name));
        return { Attributes: Object.fromEntries(wanted) };
    }

    async SetQueueAttributes(input: SetQueueAttributesCommandInput, by?: Caller): Promise<object> {
        const queue = this.queue(input.QueueUrl);
        requireOwnAccount(this.context, by, "sqs:SetQueueAttributes", queue.arn);
        if (!input.Attributes) throw missing("Attributes");
        queue.attributes = withAttributes(queue.attributes, input.Attributes, (target) =>
            this.target(target, queue.arn),
        );
        queue.modified = this.context.clock.now();
        return {};
    }

    async DeleteQueue(input: DeleteQueueCommandInput, by?: Caller): Promise<object> {
        const queue = this.queue(input.QueueUrl);
        requireOwnAccount(this.context, by, "sqs:DeleteQueue", queue.arn);
        queue.messages.close();
        this.queues.delete(queue.name);
        return {};
    }

    async ListQueues(input: ListQueuesCommandInput): Promise<{ QueueUrls: string[]; NextToken?: string }> {
        const urls = [...this.queues.values()]
            .filter(({ name }) => name.startsWith(input.QueueNamePrefix ?? ""))
            .map(({ url }) => url);
        const { page: QueueUrls, next } = page(urls, input.MaxResults ?? 1000, input.NextToken);
        return { QueueUrls, ...(next !== undefined && { NextToken: next }) };
    }

    async SendMessage(input: SendMessageCommandInput, by?: Caller): Promise<SentMessage> {
        const queue = this.queue(input.QueueUrl);
        await this.requireKey(by, queue, toSend);
        return this.send(queue, input);
    }

    async SendMessageBatch(
        input: SendMessageBatchCommandInput,
        by?: Caller,
    ): Promise<BatchResult<{ Id: string } & SentMessage>> {
        const queue = this.queue(input.QueueUrl);
        const entries = checkBatch(input.Entries, "SendMessageBatchRequestEntry");
        const bytes = entries.reduce(
            (sum, entry) => sum + messageBytes(entry.MessageBody ?? "", entry.MessageAttributes ?? {}),
            0,
        );
        if (bytes > 1_048_576) {
            throw new AwsError(
                "BatchRequestTooLong",
                `Batch requests cannot be longer than 1048576 bytes. You have sent ${String(bytes)} bytes.`,
            );
        }
        await this.requireKey(by, queue, toSend);
        return eachEntry(entries, (entry) => this.send(queue, entry));
    }

    /** At most 20 s of wall time, until there is a message. The answer has no `Messages` when there is none. */
    async ReceiveMessage(input: ReceiveMessageInput, by?: Caller): Promise<{ Messages?: Message[] }> {
        const queue = this.queue(input.QueueUrl);
        const max = input.MaxNumberOfMessages ?? 1;
        const visibilityTimeoutSeconds = input.VisibilityTimeout ?? numberOf(queue.attributes, "VisibilityTimeout");
        const waitSeconds = input.WaitTimeSeconds ?? numberOf(queue.attributes, "ReceiveMessageWaitTimeSeconds");
        checkNumber(max, "MaxNumberOfMessages", 1, 10);
        checkNumber(visibilityTimeoutSeconds, "VisibilityTimeout", 0, 43_200);
        checkNumber(waitSeconds, "WaitTimeSeconds", 0, 20);
        await this.requireKey(by, queue, toReceive);
        const signal = input.abortSignal;
        const messages = await queue.messages.receive({ max, visibilityTimeoutSeconds, waitSeconds, signal });
        if (messages.length === 0) return {};
        const system = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
        return {
            Messages: messages.map((message) => describedMessage(message, system, input.MessageAttributeNames ?? [])),
        };
    }

    /** Deleting what is gone already is no error. */
    async DeleteMessage(input: DeleteMessageCommandInput): Promise<object> {
        const queue = this.queue(input.QueueUrl);
        deleteMessage(queue, input.ReceiptHandle);
        return {};
    }

    async DeleteMessageBatch(input: DeleteMessageBatchCommandInput): Promise<BatchResult<{ Id: string }>> {
        const queue = this.queue(input.QueueUrl);
        const entries = checkBatch(input.Entries, "DeleteMessageBatchRequestEntry");
        return eachEntry(entries, (entry) => {
            deleteMessage(queue, entry.ReceiptHandle);
            return {};
        });
    }

    async ChangeMessageVisibility(input: ChangeMessageVisibilityCommandInput): Promise<object> {
        const queue = this.queue(input.QueueUrl);
        const handle = required(input.ReceiptHandle, "ReceiptHandle");
        const id = messageOf(handle);
        if (input.VisibilityTimeout === undefined) throw missing("VisibilityTimeout");
        checkNumber(input.VisibilityTimeout, "VisibilityTimeout", 0, 43_200);
        if (!queue.messages.changeVisibility(id, handle, input.VisibilityTimeout)) {
            throw new AwsError(
                "MessageNotInflight",
                `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
            );
        }
        return {};
    }

    /** Once in 60 simulated seconds. */
    async PurgeQueue(input: PurgeQueueCommandInput): Promise<object> {
        const queue = this.queue(input.QueueUrl);
        const now = this.context.clock.now();
        if (queue.purged !== undefined && now < queue.purged + 60_000) {
            throw new AwsError(
                "PurgeQueueInProgress",
                `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
                403,
            );
        }
        queue.purged = now;
        queue.messages.drop(() => true);
        return {};
    }

    /** A queue's policy; undefined where there is none. Not an operation of AWS. */
    policyOf(queueArn: string): string | undefined {
        return this.byArn(queueArn)?.attributes.Policy;
    }

    inventory(): string[] {
        return [...this.queues.values()].map(({ arn }) => arn);
    }

    /** Ends all waiting receivers and timers. */
    close(): void {
        for (const { messages } of this.queues.values()) messages.close();
    }

    private send(
        queue: Queue,
        input: Pick<SendMessageCommandInput, "MessageBody" | "MessageAttributes" | "DelaySeconds" | "MessageGroupId">,
    ): SentMessage {
        const body = required(input.MessageBody, "MessageBody");
        const attributes = input.MessageAttributes ?? {};
        checkMessageBody(body);
        checkMessageAttributes(attributes);
        const limit = numberOf(queue.attributes, "MaximumMessageSize");
        if (messageBytes(body, attributes) > limit) {
            throw new AwsError(
                "InvalidParameterValue",
                `One or more parameters are invalid. Reason: Message must be shorter than ${String(limit)} bytes.`,
            );
        }
        const delay = input.DelaySeconds ?? numberOf(queue.attributes, "DelaySeconds");
        if (!Number.isInteger(delay) || delay < 0 || delay > 900) {
            throw invalidValue(String(delay), "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.");
        }
        const id = randomUUID();
        const sentAt = this.context.clock.now();
        const groupId = input.MessageGroupId;
        queue.messages.send(
            { id, body, attributes, sentAt, receiveCount: 0, ...(groupId !== undefined && { groupId }) },
            delay,
        );
        const digest = attributesDigest(attributes);
        return {
            MessageId: id,
            MD5OfMessageBody: md5(body),
            ...(digest !== undefined && { MD5OfMessageAttributes: digest }),
        };
    }

    /** Moves a message to the dead-letter queue that was received often enough; it keeps its age (AWS: SQS Developer Guide). */
    private redrive(queue: Queue, message: QueuedMessage): boolean {
        const policy = redrivePolicyOf(queue.attributes);
        if (!policy || message.receiveCount < policy.maxReceiveCount) return false;
        const target = this.byArn(policy.deadLetterTargetArn);
        if (!target) return false;
        const { id, body, attributes, sentAt, groupId } = message;
        target.messages.send(
            {
                ...{ id, body, attributes, sentAt, receiveCount: 0, deadLetterSourceArn: queue.arn },
                ...(groupId !== undefined && { groupId }),
            },
            0,
        );
        return true;
    }

    private isExpired({ attributes }: Queue, { sentAt }: QueuedMessage): boolean {
        return this.context.clock.now() - sentAt >= numberOf(attributes, "MessageRetentionPeriod") * 1000;
    }

    private readOnlyAttributes(queue: Queue, names: readonly string[]): Record<string, string> {
        if (names.some((name) => name === "All" || name.startsWith("Approximate"))) {
            queue.messages.drop((message) => this.isExpired(queue, message));
        }
        const { visible, delayed, inFlight } = queue.messages.counts;
        return {
            QueueArn: queue.arn,
            ApproximateNumberOfMessages: String(visible),
            ApproximateNumberOfMessagesDelayed: String(delayed),
            ApproximateNumberOfMessagesNotVisible: String(inFlight),
            CreatedTimestamp: String(Math.floor(queue.created / 1000)),
            LastModifiedTimestamp: String(Math.floor(queue.modified / 1000)),
        };
    }

    private async requireKey(by: Caller | undefined, queue: Queue, actions: readonly KeyAction[]): Promise<void> {
        await requireQueueKey(this.context, by, queue.attributes.KmsMasterKeyId, actions);
    }

    private target(arn: string, source: string): "takes" | "refuses" | "missing" {
        const queue = this.byArn(arn);
        if (!queue) return "missing";
        return takesDeadLettersOf(queue.attributes, source) ? "takes" : "refuses";
    }

    private byArn(arn: string): Queue | undefined {
        const queue = this.queues.get(arn.slice(arn.lastIndexOf(":") + 1));
        return queue?.arn === arn ? queue : undefined;
    }

    private queue(url: string | undefined): Queue {
        const { accountId, name = "" } = queueOf(required(url, "QueueUrl")) ?? {};
        const queue = this.queues.get(name);
        if (!queue || accountId !== this.context.accountId) throw noQueue();
        return queue;
    }

    private url(name: string): string {
        const { region, partition, accountId } = this.context;
        return `https://sqs.${region}.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}/${accountId}/${name}`;
    }
}

function deleteMessage(queue: Queue, receiptHandle: string | undefined): void {
    const handle = required(receiptHandle, "ReceiptHandle");
    queue.messages.delete(messageOf(handle), handle);
}

function required(value: string | undefined, name: string): string {
    if (!value) throw missing(name);
    return value;
}

function missing(name: string): AwsError {
    return new AwsError("MissingParameter", `The request must contain the parameter ${name}.`);
}

function noQueue(): AwsError {
    return new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
}
