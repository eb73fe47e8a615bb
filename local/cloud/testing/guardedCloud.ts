import { SimulatedClock } from "../clock";
import { Cloud } from "../cloud";
import { type Caller, roleSession } from "../iam/principal";
import { type JournalEntry } from "../journal";
import { policy, queuePolicy } from "./messagingFixture";

export const account = "123456789012";
export const topic = `arn:aws:sns:us-east-1:${account}:topic`;
export const inbox = {
    url: `https://sqs.us-east-1.amazonaws.com/${account}/inbox`,
    arn: `arn:aws:sqs:us-east-1:${account}:inbox`,
};
export const sessionArn = (role: string) => `arn:aws:sts::${account}:assumed-role/${role}/test`;

/** What the program's queues have in their policies. */
export const denyPlainHttp = {
    Effect: "Deny",
    Principal: "*",
    Action: "sqs:*",
    Resource: inbox.arn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
};

/** What lets the account give a key away by its own policies. */
export const administered = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
};
/** What lets a service, or somebody else, use a key. */
export const usedBy = (Principal: object) => ({
    Effect: "Allow",
    Principal,
    Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
    Resource: "*",
});

/** A laptop AWS of which every caller is asked for leave, unlike `everybodyMay`, with a topic, and an inbox to which SNS may send. */
export class GuardedCloud {
    readonly clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
    readonly cloud = new Cloud({
        clock: this.clock,
        containers: { start: () => Promise.reject(new Error("no containers in this test")) },
        region: "us-east-1",
    });
    readonly entries: JournalEntry[] = [];

    static async make(): Promise<GuardedCloud> {
        const fixture = new GuardedCloud();
        fixture.cloud.journal.watch((entry) => fixture.entries.push(entry));
        await fixture.cloud.call("sns", "CreateTopic", { Name: "topic" });
        await fixture.queue("inbox");
        return fixture;
    }

    async queue(name: string, attributes: Record<string, string> = {}): Promise<{ url: string; arn: string }> {
        const arn = `arn:aws:sqs:us-east-1:${account}:${name}`;
        const Attributes = { Policy: queuePolicy(arn), ...attributes };
        const { QueueUrl } = await this.cloud.call("sqs", "CreateQueue", { QueueName: name, Attributes });
        return { url: QueueUrl, arn };
    }

    /** A session of a role that may do what the statements say, and nothing without any. */
    async role(RoleName: string, ...statements: object[]): Promise<Caller> {
        const AssumeRolePolicyDocument = policy({
            Effect: "Allow",
            Principal: { Service: "sagemaker.amazonaws.com" },
            Action: "sts:AssumeRole",
        });
        const { Role } = await this.cloud.call("iam", "CreateRole", { RoleName, AssumeRolePolicyDocument });
        if (statements.length > 0) await this.grant(RoleName, ...statements);
        return roleSession(Role.Arn, "test");
    }

    async grant(RoleName: string, ...statements: object[]): Promise<void> {
        const PolicyDocument = policy(...statements);
        await this.cloud.call("iam", "PutRolePolicy", { RoleName, PolicyName: "test", PolicyDocument });
    }

    /** @returns the ARN of a key with this policy */
    async key(...statements: object[]): Promise<string> {
        const { KeyMetadata } = await this.cloud.call("kms", "CreateKey", { Policy: policy(...statements) });
        return KeyMetadata.Arn;
    }

    async setTopic(AttributeName: "Policy" | "KmsMasterKeyId", AttributeValue: string): Promise<void> {
        await this.cloud.call("sns", "SetTopicAttributes", { TopicArn: topic, AttributeName, AttributeValue });
    }

    async setInbox(Attributes: { Policy?: string; KmsMasterKeyId?: string }): Promise<void> {
        await this.cloud.call("sqs", "SetQueueAttributes", { QueueUrl: inbox.url, Attributes });
    }

    async subscribe(queueArn: string, attributes: Record<string, string> = {}): Promise<void> {
        const subscribed = { TopicArn: topic, Protocol: "sqs", Endpoint: queueArn, Attributes: attributes };
        await this.cloud.call("sns", "Subscribe", subscribed);
    }

    /** Publishes, and waits until what was published is delivered or given up. */
    async publish(Message: string, by?: Caller): Promise<void> {
        const call = by ? this.cloud.as(by) : this.cloud.call;
        await call("sns", "Publish", { TopicArn: topic, Message });
        await this.clock.advance(1);
    }

    /** Takes up to ten messages out of a queue. */
    async bodies(url: string): Promise<string[]> {
        const { Messages = [] } = await this.cloud.call("sqs", "ReceiveMessage", {
            QueueUrl: url,
            MaxNumberOfMessages: 10,
        });
        return Messages.map(({ Body }) => Body as string);
    }

    /** Why messages were not delivered. */
    undelivered(): string[] {
        return this.entries.flatMap((entry) => (entry.kind === "undelivered" ? [entry.reason] : []));
    }

    /** To how many subscriptions each message was delivered. */
    delivered(): number[] {
        return this.entries.flatMap((entry) => (entry.kind === "published" ? [entry.delivered] : []));
    }
}
