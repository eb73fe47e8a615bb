import { randomUUID } from "node:crypto";

import {
    type CreateTopicCommandInput,
    type DeleteTopicCommandInput,
    type GetSubscriptionAttributesCommandInput,
    type GetTopicAttributesCommandInput,
    type ListSubscriptionsByTopicCommandInput,
    type ListSubscriptionsCommandInput,
    type ListTopicsCommandInput,
    type PublishCommandInput,
    type SetSubscriptionAttributesCommandInput,
    type SetTopicAttributesCommandInput,
    type SubscribeCommandInput,
    type UnsubscribeCommandInput,
} from "@aws-sdk/client-sns";

import { AwsError } from "../awsError";
import { type Context, type Service } from "../context";
import { type Caller } from "../iam/principal";
import { passesFilter } from "./filterPolicy";
import { messageBytes } from "../sqs/messageAttributes";
import { deliver, type Notification } from "./notificationDelivery";
import { page } from "../page";
import { checkMessage, textsByProtocol } from "./publishedMessage";
import { checkEndpoint, invalidParameter, type Subscription, withSettings } from "./subscription";
import { defaultTopicPolicy, type TopicAttributes, withTopicAttribute } from "./topicAttributes";
import { requireTopicKey } from "./topicKey";

interface Topic {
    readonly arn: string;
    attributes: TopicAttributes;
    readonly subscriptions: Map<string, Subscription>;
}

/** A subscription as lists tell it. */
export interface SubscriptionDescription {
    /** `PendingConfirmation` until it is confirmed. */
    SubscriptionArn: string;
    Owner: string;
    Protocol: string;
    Endpoint: string;
    TopicArn: string;
}

/** Simple Notification Service: standard topics that deliver to SQS queues; e-mail is stored and never sent. */
export class Sns implements Service {
    private readonly topics = new Map<string, Topic>();
    /** Ends when all that was published so far has been delivered. */
    private deliveries: Promise<void> = Promise.resolve();

    constructor(private readonly context: Context) {}

    /** The same call again gives the same topic; other attributes are refused. */
    async CreateTopic(input: CreateTopicCommandInput): Promise<{ TopicArn: string }> {
        const name = input.Name ?? "";
        if (name.endsWith(".fifo")) {
            throw new AwsError("NotImplemented", "The laptop AWS has standard topics only, no FIFO topics.", 501);
        }
        if (!/^[\w-]{1,256}$/.test(name)) throw invalidParameter("Topic Name");
        const arn = this.context.arn("sns", name);
        const existing = this.topics.get(arn);
        let attributes = existing?.attributes ?? {
            Policy: defaultTopicPolicy(arn, this.context.accountId),
            DisplayName: "",
        };
        for (const [attribute, value] of Object.entries(input.Attributes ?? {})) {
            attributes = withTopicAttribute(attributes, attribute, value);
        }
        if (!existing) this.topics.set(arn, { arn, attributes, subscriptions: new Map() });
        else if (!sameEntries(existing.attributes, attributes)) {
            throw invalidParameter("Attributes Reason: Topic already exists with different attributes");
        }
        return { TopicArn: arn };
    }

    async GetTopicAttributes(
        input: GetTopicAttributesCommandInput,
    ): Promise<{ Attributes: Record<string, string> & TopicAttributes }> {
        const { arn, attributes, subscriptions } = this.topic(input.TopicArn);
        const pending = [...subscriptions.values()].filter((subscription) => subscription.pending).length;
        return {
            Attributes: {
                ...attributes,
                TopicArn: arn,
                Owner: this.context.accountId,
                SubscriptionsPending: String(pending),
                SubscriptionsConfirmed: String(subscriptions.size - pending),
                SubscriptionsDeleted: "0",
            },
        };
    }

    async SetTopicAttributes(input: SetTopicAttributesCommandInput): Promise<object> {
        const topic = this.topic(input.TopicArn);
        topic.attributes = withTopicAttribute(topic.attributes, input.AttributeName ?? "", input.AttributeValue ?? "");
        return {};
    }

    /** With all its subscriptions. A topic that is gone already is no error (AWS: SNS API Reference, DeleteTopic). */
    async DeleteTopic(input: DeleteTopicCommandInput): Promise<object> {
        if (!input.TopicArn) throw invalidParameter("TopicArn");
        this.topics.delete(input.TopicArn);
        return {};
    }

    async ListTopics(input: ListTopicsCommandInput): Promise<{ Topics: { TopicArn: string }[]; NextToken?: string }> {
        const all = [...this.topics.keys()].map((TopicArn) => ({ TopicArn }));
        const { page: Topics, next } = page(all, 100, input.NextToken);
        return { Topics, ...(next !== undefined && { NextToken: next }) };
    }

    /** A queue of this account is confirmed at once; e-mail waits for a confirmation that nobody gives. */
    async Subscribe(input: SubscribeCommandInput): Promise<{ SubscriptionArn: string }> {
        const topic = this.topic(input.TopicArn);
        const protocol = checkEndpoint(input.Protocol, input.Endpoint);
        const endpoint = input.Endpoint as string;
        const told = withSettings({}, input.Attributes ?? {}, protocol, "Attributes Reason: ");
        let subscription = [...topic.subscriptions.values()].find(
            (one) => one.protocol === protocol && one.endpoint === endpoint,
        );
        if (!subscription) {
            const arn = `${topic.arn}:${randomUUID()}`;
            subscription = { arn, topicArn: topic.arn, protocol, endpoint, pending: protocol !== "sqs", ...told };
            topic.subscriptions.set(arn, subscription);
        } else if (!sameEntries(subscription.settings, told.settings)) {
            throw invalidParameter("Attributes Reason: Subscription already exists with different attributes");
        }
        const hidden = subscription.pending && !input.ReturnSubscriptionArn;
        return { SubscriptionArn: hidden ? "pending confirmation" : subscription.arn };
    }

    async Unsubscribe(input: UnsubscribeCommandInput): Promise<object> {
        const { arn, topicArn, pending } = this.subscription(input.SubscriptionArn);
        if (pending) throw invalidParameter("Cannot unsubscribe a subscription that is pending confirmation");
        this.topics.get(topicArn)?.subscriptions.delete(arn);
        return {};
    }

    async GetSubscriptionAttributes(
        input: GetSubscriptionAttributesCommandInput,
    ): Promise<{ Attributes: Record<string, string> }> {
        const { arn, topicArn, protocol, endpoint, pending, settings } = this.subscription(input.SubscriptionArn);
        const { FilterPolicyScope = "MessageAttributes", RawMessageDelivery = "false", ...others } = settings;
        return {
            Attributes: {
                SubscriptionArn: arn,
                TopicArn: topicArn,
                Owner: this.context.accountId,
                Protocol: protocol,
                Endpoint: endpoint,
                PendingConfirmation: String(pending),
                ConfirmationWasAuthenticated: String(!pending),
                RawMessageDelivery,
                ...(others.FilterPolicy !== undefined && { FilterPolicyScope }),
                ...others,
            },
        };
    }

    async SetSubscriptionAttributes(input: SetSubscriptionAttributesCommandInput): Promise<object> {
        const subscription = this.subscription(input.SubscriptionArn);
        const changes = { [input.AttributeName ?? ""]: input.AttributeValue ?? "" };
        const told = withSettings(subscription.settings, changes, subscription.protocol);
        delete subscription.filterPolicy;
        Object.assign(subscription, told);
        return {};
    }

    async ListSubscriptionsByTopic(
        input: ListSubscriptionsByTopicCommandInput,
    ): Promise<{ Subscriptions: SubscriptionDescription[]; NextToken?: string }> {
        return this.described([...this.topic(input.TopicArn).subscriptions.values()], input.NextToken);
    }

    async ListSubscriptions(
        input: ListSubscriptionsCommandInput,
    ): Promise<{ Subscriptions: SubscriptionDescription[]; NextToken?: string }> {
        const all = [...this.topics.values()].flatMap(({ subscriptions }) => [...subscriptions.values()]);
        return this.described(all, input.NextToken);
    }

    /**
     * Answers before anything is delivered, as AWS does. Deliveries follow in the order of publishing, on the wall clock;
     * simulated time is held until they are done.
     */
    async Publish(input: PublishCommandInput, by?: Caller): Promise<{ MessageId: string }> {
        if (input.PhoneNumber !== undefined) {
            throw new AwsError("NotImplemented", "The laptop AWS sends no text messages.", 501);
        }
        const topic = this.topic(input.TopicArn ?? input.TargetArn);
        const message = checkMessage(input);
        const texts = textsByProtocol(input);
        const attributes = input.MessageAttributes ?? {};
        if (messageBytes(message, attributes) > 262_144) throw invalidParameter("Message too long");
        await requireTopicKey(this.context, by, topic.attributes.KmsMasterKeyId);
        const notification: Notification = {
            messageId: randomUUID(),
            topicArn: topic.arn,
            ...(input.Subject !== undefined && { subject: input.Subject }),
            textFor: (protocol) => texts[protocol] ?? (texts["default"] as string),
            attributes,
            published: this.context.clock.date(),
        };
        this.deliverLater(topic, notification);
        return { MessageId: notification.messageId };
    }

    /** Ends when all that was published so far has been delivered or given up. Not an operation of AWS. */
    async flush(): Promise<void> {
        await this.deliveries;
    }

    /** A topic's policy; undefined where there is no such topic. Not an operation of AWS. */
    policyOf(topicArn: string): string | undefined {
        return this.topics.get(topicArn)?.attributes.Policy;
    }

    inventory(): string[] {
        return [...this.topics.values()].flatMap(({ arn, subscriptions }) => [arn, ...subscriptions.keys()]);
    }

    private deliverLater(topic: Topic, notification: Notification): void {
        const release = this.context.clock.hold();
        this.deliveries = this.deliveries.then(async () => {
            await new Promise((resolve) => setImmediate(resolve));
            try {
                await this.deliverAll(topic, notification);
            } catch (error) {
                // Not an answer of AWS but a fault of this program; the messages behind it are delivered all the same.
                this.context.journal.record({ kind: "undelivered", topicArn: topic.arn, reason: String(error) });
            } finally {
                release();
            }
        });
    }

    private async deliverAll(topic: Topic, notification: Notification): Promise<void> {
        let delivered = 0;
        for (const subscription of [...topic.subscriptions.values()]) {
            const { pending, protocol, filterPolicy, settings } = subscription;
            if (pending) continue;
            const message = { message: notification.textFor(protocol), attributes: notification.attributes };
            const scope = settings.FilterPolicyScope ?? "MessageAttributes";
            if (filterPolicy && !passesFilter(filterPolicy, scope, message)) continue;
            const reason = await deliver(this.context, subscription, notification);
            if (reason === undefined) delivered++;
            else this.context.journal.record({ kind: "undelivered", topicArn: topic.arn, reason });
        }
        const message = notification.textFor("default");
        this.context.journal.record({ kind: "published", topicArn: topic.arn, message, delivered });
    }

    private described(
        subscriptions: readonly Subscription[],
        token: string | undefined,
    ): { Subscriptions: SubscriptionDescription[]; NextToken?: string } {
        const { page: found, next } = page(subscriptions, 100, token);
        const Subscriptions = found.map(({ arn, protocol, endpoint, topicArn, pending }) => ({
            SubscriptionArn: pending ? "PendingConfirmation" : arn,
            Owner: this.context.accountId,
            Protocol: protocol,
            Endpoint: endpoint,
            TopicArn: topicArn,
        }));
        return { Subscriptions, ...(next !== undefined && { NextToken: next }) };
    }

    private topic(arn: string | undefined): Topic {
        if (!arn || !/^arn:[^:]+:sns:[^:]*:\d*:[\w-]+$/.test(arn)) throw invalidParameter("TopicArn");
        const topic = this.topics.get(arn);
        if (!topic) throw new AwsError("NotFound", "Topic does not exist", 404);
        return topic;
    }

    private subscription(arn: string | undefined): Subscription {
        const topicArn = /^(arn:[^:]+:sns:[^:]*:\d*:[\w-]+):[\w-]+$/.exec(arn ?? "")?.[1];
        if (arn === undefined || topicArn === undefined) throw invalidParameter("SubscriptionArn");
        const subscription = this.topics.get(topicArn)?.subscriptions.get(arn);
        if (!subscription) throw new AwsError("NotFound", "Subscription does not exist", 404);
        return subscription;
    }
}

function sameEntries(one: object, other: object): boolean {
    const sorted = (value: object) => JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
    return sorted(one) === sorted(other);
}
