import { TopicSubscription } from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";

import { inferenceIdPrefixes, type Named, type Names, type Place } from "../contract/names";
import { EncryptedQueue, fourteenDays } from "./encryptedQueue";
import { EncryptedTopic } from "./encryptedTopic";
import { emailFilter, inboxFilter } from "./notificationFilter";

export interface NotificationsArgs {
    place: Place;
    names: Names;
    /** Key that encrypts topics and queues. */
    keyArn: pulumi.Input<string>;
    /** Addresses that are told of every summary. AWS asks each one to confirm. */
    successEmails: string[];
    /** Addresses that are told of every failure. */
    errorEmails: string[];
}

/** Tells people by e-mail, and programs through an SQS inbox, how each request ended. */
export class Notifications extends pulumi.ComponentResource {
    readonly successTopicArn: pulumi.Output<string>;
    readonly errorTopicArn: pulumi.Output<string>;
    readonly smokeInboxUrl: pulumi.Output<string>;
    readonly loadInboxUrl: pulumi.Output<string>;
    /** SNS drops what it cannot deliver unless the subscription has a dead letter queue. */
    private readonly undelivered: { redrivePolicy: string; queue: EncryptedQueue };

    constructor(name: string, args: NotificationsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("summarizer:index:Notifications", name, args, opts);
        const { names, keyArn, place } = args;
        const child = { parent: this };
        const senderTopics = [names.successTopic, names.errorTopic];
        const topics = {
            success: new EncryptedTopic("success", { place, topic: names.successTopic, keyArn }, child),
            error: new EncryptedTopic("error", { place, topic: names.errorTopic, keyArn }, child),
        };
        this.undelivered = {
            redrivePolicy: redrivePolicy(names.notificationDeadLetters),
            queue: new EncryptedQueue(
                "notification-dead-letters",
                {
                    queue: names.notificationDeadLetters,
                    keyArn,
                    senderTopics: [...senderTopics, names.alarmTopic],
                    messageRetentionSeconds: fourteenDays,
                },
                child,
            ),
        };
        const unread = new EncryptedQueue(
            "inbox-dead-letters",
            { queue: names.inboxDeadLetters, keyArn, senderTopics: [], messageRetentionSeconds: fourteenDays },
            child,
        );
        const inbox = (use: "smoke" | "load", queue: Named): EncryptedQueue => {
            const made = new EncryptedQueue(
                use,
                {
                    queue,
                    keyArn,
                    senderTopics,
                    receiveWaitTimeSeconds: 20,
                    deadLetters: { queue: names.inboxDeadLetters, maxReceiveCount: 5 },
                },
                { ...child, dependsOn: unread },
            );
            for (const [outcome, topic] of Object.entries(topics)) {
                this.subscribeInbox(`${use}-${outcome}`, topic, made, inferenceIdPrefixes[use]);
            }
            return made;
        };
        const smokeInbox = inbox("smoke", names.smokeInbox);
        const loadInbox = inbox("load", names.loadInbox);
        for (const email of args.successEmails) this.subscribeEmail("success", topics.success, email, names);
        for (const email of args.errorEmails) this.subscribeEmail("error", topics.error, email, names);

        this.successTopicArn = topics.success.arn;
        this.errorTopicArn = topics.error.arn;
        this.smokeInboxUrl = smokeInbox.url;
        this.loadInboxUrl = loadInbox.url;
        this.registerOutputs({
            successTopicArn: this.successTopicArn,
            errorTopicArn: this.errorTopicArn,
            smokeInboxUrl: this.smokeInboxUrl,
            loadInboxUrl: this.loadInboxUrl,
        });
    }

    private subscribeInbox(name: string, topic: EncryptedTopic, inbox: EncryptedQueue, prefix: string): void {
        new TopicSubscription(
            name,
            {
                topic: topic.arn,
                protocol: "sqs",
                endpoint: inbox.arn,
                // The message itself, not wrapped in an envelope of SNS.
                rawMessageDelivery: true,
                filterPolicy: inboxFilter(prefix),
                filterPolicyScope: "MessageBody",
                redrivePolicy: this.undelivered.redrivePolicy,
            },
            { parent: this, dependsOn: [inbox, this.undelivered.queue] },
        );
    }

    private subscribeEmail(outcome: string, topic: EncryptedTopic, email: string, names: Names): void {
        new TopicSubscription(
            `${outcome}-${email}`,
            {
                topic: topic.arn,
                protocol: "email",
                endpoint: email,
                filterPolicy: emailFilter(names.inputBucket.name),
                filterPolicyScope: "MessageBody",
                redrivePolicy: this.undelivered.redrivePolicy,
            },
            { parent: this, dependsOn: this.undelivered.queue },
        );
    }
}

/** Of a subscription: where SNS puts what it cannot deliver. */
export function redrivePolicy(deadLetters: Named): string {
    return JSON.stringify({ deadLetterTargetArn: deadLetters.arn });
}
