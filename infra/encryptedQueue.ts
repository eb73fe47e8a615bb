import { Queue, type QueueArgs, QueuePolicy } from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";

import { type Named } from "../contract/names";
import { denyInsecureTransport, policyDocument } from "./policyDocument";

/** SQS keeps no message longer (AWS: SQS API Reference, SetQueueAttributes). */
export const fourteenDays = 14 * 24 * 60 * 60;

export interface EncryptedQueueArgs {
    queue: Named;
    /** Key that encrypts messages at rest; its policy must let SNS use it. */
    keyArn: pulumi.Input<string>;
    /** Topics that may send to the queue, and nobody else outside IAM may. */
    senderTopics: Named[];
    /** Seconds a message is kept that nobody deletes. */
    messageRetentionSeconds?: number;
    /** Seconds a receiver waits for a message, 0 to 20. */
    receiveWaitTimeSeconds?: number;
    /** Where a message goes that was received often and never deleted. */
    deadLetters?: { queue: Named; maxReceiveCount: number };
}

/** An SQS queue that takes messages from certain topics, over TLS only. */
export class EncryptedQueue extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly url: pulumi.Output<string>;

    constructor(name: string, args: EncryptedQueueArgs, opts?: pulumi.ComponentResourceOptions) {
        super("summarizer:index:EncryptedQueue", name, args, opts);
        const { deadLetters } = args;
        const queueArgs: QueueArgs = {
            name: args.queue.name,
            kmsMasterKeyId: args.keyArn,
            messageRetentionSeconds: args.messageRetentionSeconds,
            receiveWaitTimeSeconds: args.receiveWaitTimeSeconds,
            redrivePolicy:
                deadLetters &&
                JSON.stringify({
                    deadLetterTargetArn: deadLetters.queue.arn,
                    maxReceiveCount: deadLetters.maxReceiveCount,
                }),
        };
        const queue = new Queue(name, queueArgs, { parent: this });
        new QueuePolicy(
            name,
            { queueUrl: queue.url, policy: queuePolicy(args.queue, args.senderTopics) },
            { parent: this },
        );
        this.arn = queue.arn;
        this.url = queue.url;
        this.registerOutputs({ arn: this.arn, url: this.url });
    }
}

export function queuePolicy(queue: Named, senderTopics: Named[]): string {
    const deny = denyInsecureTransport("sqs:*", queue.arn);
    if (senderTopics.length === 0) return policyDocument(deny);
    return policyDocument(
        {
            Sid: "TopicsSend",
            Effect: "Allow",
            Principal: { Service: "sns.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: queue.arn,
            Condition: { ArnEquals: { "aws:SourceArn": senderTopics.map((topic) => topic.arn) } },
        },
        deny,
    );
}
