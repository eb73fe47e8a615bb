import { MetricAlarm, type MetricAlarmArgs } from "@pulumi/aws/cloudwatch";
import { TopicSubscription } from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";

import { type EndpointMetricName, endpointMetrics } from "../contract/metrics";
import { type Named, type Names, type Place } from "../contract/names";
import { EncryptedQueue, fourteenDays } from "./encryptedQueue";
import { EncryptedTopic } from "./encryptedTopic";
import { redrivePolicy } from "./notifications";

export interface AlarmsArgs {
    place: Place;
    names: Names;
    /** Key that encrypts topic and queue; its policy must let CloudWatch and SNS use it. */
    keyArn: pulumi.Input<string>;
    endpointName: pulumi.Input<string>;
    variantName: string;
    /** Seconds the oldest request may wait. */
    oldestRequestSeconds: number;
    /** Addresses that are told of every alarm. AWS asks each one to confirm. */
    emails: string[];
}

/**
 * Tells when requests wait too long or expire, when one fails, and when a notification is lost: of the last AWS keeps no trace
 * but a metric. A queue keeps what was told, so that no alarm needs an e-mail address to be seen.
 *
 * The dead letter queues must be among `dependsOn`.
 */
export class Alarms extends pulumi.ComponentResource {
    readonly topicArn: pulumi.Output<string>;
    readonly inboxUrl: pulumi.Output<string>;

    constructor(name: string, args: AlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("summarizer:index:Alarms", name, args, opts);
        const { names, keyArn, place, endpointName, variantName } = args;
        const child = { parent: this };
        // A component's dependencies are not its children's.
        const after = pulumi.mergeOptions({ dependsOn: opts?.dependsOn }, child);
        const alarms = {
            oldest: names.oldestRequestAlarm,
            expired: names.expiredRequestsAlarm,
            failed: names.invocationFailuresAlarm,
            lost: names.notificationFailuresAlarm,
        };
        const topic = new EncryptedTopic(
            "alarms",
            { place, topic: names.alarmTopic, keyArn, alarms: Object.values(alarms) },
            child,
        );
        const inbox = new EncryptedQueue(
            "alarm-inbox",
            {
                queue: names.alarmInbox,
                keyArn,
                senderTopics: [names.alarmTopic],
                messageRetentionSeconds: fourteenDays,
                receiveWaitTimeSeconds: 20,
                deadLetters: { queue: names.inboxDeadLetters, maxReceiveCount: 5 },
            },
            after,
        );
        const subscribed = { topic: topic.arn, redrivePolicy: redrivePolicy(names.notificationDeadLetters) };
        new TopicSubscription(
            "alarm-inbox",
            // The message itself, not wrapped in an envelope of SNS.
            { ...subscribed, protocol: "sqs", endpoint: inbox.arn, rawMessageDelivery: true },
            pulumi.mergeOptions(after, { dependsOn: inbox }),
        );
        for (const email of args.emails) {
            new TopicSubscription(`alarm-${email}`, { ...subscribed, protocol: "email", endpoint: email }, after);
        }

        const alarm = (use: string, { name: alarmName }: Named, watched: Watched): void => {
            const { metricName, ...rest } = watched;
            const { namespace, dimensions } = endpointMetrics[metricName];
            const values = { EndpointName: endpointName, VariantName: variantName };
            new MetricAlarm(
                use,
                {
                    ...rest,
                    name: alarmName,
                    namespace,
                    metricName,
                    dimensions: Object.fromEntries(dimensions.map((dimension) => [dimension, values[dimension]])),
                    period: 300,
                    evaluationPeriods: 1,
                    comparisonOperator: "GreaterThanOrEqualToThreshold",
                    // An endpoint to which nothing happened has no datapoints, and that is good.
                    treatMissingData: "notBreaching",
                    alarmActions: [topic.arn],
                },
                child,
            );
        };
        const any = { statistic: "Sum", threshold: 1 };
        alarm("oldest-request", alarms.oldest, {
            metricName: "ApproximateAgeOfOldestRequest",
            statistic: "Maximum",
            threshold: args.oldestRequestSeconds,
            alarmDescription: `A request has waited for ${args.oldestRequestSeconds} s. After 21600 s it expires: see whether the endpoint scales.`,
        });
        alarm("expired-requests", alarms.expired, {
            ...any,
            metricName: "ExpiredRequests",
            alarmDescription: "Requests waited too long and were dropped: send them again.",
        });
        alarm("invocation-failures", alarms.failed, {
            ...any,
            metricName: "InvocationFailures",
            alarmDescription: "A request failed: its failure object says why. SageMaker does not retry.",
        });
        alarm("notification-failures", alarms.lost, {
            ...any,
            metricName: "NotificationFailures",
            alarmDescription: "A result was written, but the success or error topic could not be told of it.",
        });

        this.topicArn = topic.arn;
        this.inboxUrl = inbox.url;
        this.registerOutputs({ topicArn: this.topicArn, inboxUrl: this.inboxUrl });
    }
}

type Watched = Pick<MetricAlarmArgs, "statistic" | "threshold" | "alarmDescription"> & {
    metricName: EndpointMetricName;
};
