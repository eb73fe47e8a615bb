import { SimulatedClock } from "../clock";
import { type Call, type Context } from "../context";
import { Iam } from "../iam/iam";
import { Journal, type JournalEntry } from "../journal";
import { Kms } from "../kms/kms";
import { Sns } from "../sns/sns";
import { Sqs } from "../sqs/sqs";
import { type WallTimer } from "../sqs/wallTimer";
import { everybodyMay } from "./everybodyMay";

/** A wall clock that a test moves. */
export class ManualWall {
    private now = 0;
    private readonly due = new Map<object, { at: number; action: () => void }>();

    readonly timer: WallTimer = (milliseconds, action) => {
        const key = {};
        this.due.set(key, { at: this.now + milliseconds, action });
        return () => {
            this.due.delete(key);
        };
    };

    get timers(): number {
        return this.due.size;
    }

    pass(seconds: number): void {
        this.now += seconds * 1000;
        for (const [key, { at, action }] of [...this.due].sort(([, a], [, b]) => a.at - b.at)) {
            if (at <= this.now && this.due.delete(key)) action();
        }
    }
}

/** KMS, IAM, SNS and SQS on manual clocks, with what most tests need. */
export class MessagingFixture {
    readonly clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
    readonly wall = new ManualWall();
    readonly entries: JournalEntry[] = [];
    readonly kms: Kms;
    readonly iam: Iam;
    readonly sns: Sns;
    readonly sqs: Sqs;

    constructor() {
        const journal = new Journal(() => this.clock.now());
        journal.watch((entry) => this.entries.push(entry));
        const call = async (service: "kms" | "iam" | "sns" | "sqs", operation: string, input: unknown) => {
            const target = this[service] as unknown as Record<string, (input: unknown) => Promise<unknown>>;
            return (target[operation] as (input: unknown) => Promise<unknown>).call(target, input);
        };
        const context: Context = everybodyMay({
            partition: "aws",
            region: "us-east-1",
            accountId: "123456789012",
            clock: this.clock,
            journal,
            call: call as Call,
            arn: (service, resource) => `arn:aws:${service}:us-east-1:123456789012:${resource}`,
        });
        this.kms = new Kms(context);
        this.iam = new Iam(context);
        this.sns = new Sns(context);
        this.sqs = new Sqs(context, this.wall.timer);
    }

    /** A queue whose policy lets SNS send for every topic of the account. */
    async queue(name: string, attributes: Record<string, string> = {}): Promise<{ url: string; arn: string }> {
        const arn = `arn:aws:sqs:us-east-1:123456789012:${name}`;
        const Attributes = { Policy: queuePolicy(arn), ...attributes };
        const { QueueUrl } = await this.sqs.CreateQueue({ QueueName: name, Attributes });
        return { url: QueueUrl, arn };
    }

    async topic(name = "topic"): Promise<string> {
        return (await this.sns.CreateTopic({ Name: name })).TopicArn;
    }

    async subscribe(topic: string, queueArn: string, attributes: Record<string, string> = {}): Promise<string> {
        const { SubscriptionArn } = await this.sns.Subscribe({
            TopicArn: topic,
            Protocol: "sqs",
            Endpoint: queueArn,
            Attributes: attributes,
        });
        return SubscriptionArn;
    }

    /** Takes up to ten messages out of a queue. */
    async bodies(url: string): Promise<string[]> {
        const { Messages = [] } = await this.sqs.ReceiveMessage({ QueueUrl: url, MaxNumberOfMessages: 10 });
        return Messages.map(({ Body }) => Body as string);
    }
}

export function queuePolicy(
    queueArn: string,
    condition: object = { ArnLike: { "aws:SourceArn": "arn:aws:sns:us-east-1:123456789012:*" } },
): string {
    return policy({
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: condition,
    });
}

export function policy(...Statement: object[]): string {
    return JSON.stringify({ Version: "2012-10-17", Statement });
}

/** What `assert.rejects` expects of an AwsError. */
export function awsError(code: string, message: string, statusCode = 400): object {
    return { name: "AwsError", code, message, statusCode };
}
