import { Topic, TopicPolicy } from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";

import { type Named, type Place } from "../contract/names";
import { denyInsecureTransport, policyDocument, type Statement } from "./policyDocument";

export interface EncryptedTopicArgs {
    place: Place;
    topic: Named;
    /** Key that encrypts messages at rest; publishers need it too. */
    keyArn: pulumi.Input<string>;
    /** Alarms that publish to it; CloudWatch needs the key too. */
    alarms?: Named[];
}

/** An SNS topic to which only whom IAM lets, and certain alarms, publish, and only over TLS. */
export class EncryptedTopic extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: EncryptedTopicArgs, opts?: pulumi.ComponentResourceOptions) {
        super("summarizer:index:EncryptedTopic", name, args, opts);
        const topic = new Topic(name, { name: args.topic.name, kmsMasterKeyId: args.keyArn }, { parent: this });
        const policy = topicPolicy(args.place, args.topic, args.alarms);
        new TopicPolicy(name, { arn: topic.arn, policy }, { parent: this });
        this.arn = topic.arn;
        this.registerOutputs({ arn: this.arn });
    }
}

/**
 * Replaces SNS's default policy, by which everybody in the account publishes. Whoever publishes needs an IAM policy that allows it, such as
 * the execution role's, and within one account that is enough. An alarm has no role: CloudWatch publishes in its own name, so the
 * topic must name it (AWS: CloudWatch User Guide, "Notifying users on alarm changes"). Each alarm by its ARN: what a wildcard after
 * `<project>-<stack>-` matches may be another stack's.
 */
export function topicPolicy({ accountId }: Place, topic: Named, alarms: Named[] = []): string {
    return policyDocument(
        ...(alarms.length === 0 ? [] : [alarmsPublish(accountId, topic, alarms)]),
        denyInsecureTransport("sns:Publish", topic.arn),
    );
}

function alarmsPublish(accountId: string, topic: Named, alarms: Named[]): Statement {
    return {
        Sid: "AlarmsPublish",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topic.arn,
        Condition: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnLike: { "aws:SourceArn": alarms.map((alarm) => alarm.arn) },
        },
    };
}
