import { Topic, TopicPolicy } from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";

import { type Named, type Place } from "../contract/names";
import { denyInsecureTransport, policyDocument } from "./policyDocument";

export interface EncryptedTopicArgs {
    place: Place;
    topic: Named;
    /** Key that encrypts messages at rest; publishers need it too. */
    keyArn: pulumi.Input<string>;
}

/** An SNS topic to which only this account publishes, and only over TLS. */
export class EncryptedTopic extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: EncryptedTopicArgs, opts?: pulumi.ComponentResourceOptions) {
        super("summarizer:index:EncryptedTopic", name, args, opts);
        const topic = new Topic(name, { name: args.topic.name, kmsMasterKeyId: args.keyArn }, { parent: this });
        new TopicPolicy(name, { arn: topic.arn, policy: topicPolicy(args.place, args.topic) }, { parent: this });
        this.arn = topic.arn;
        this.registerOutputs({ arn: this.arn });
    }
}

/** Replaces SNS's default policy. Publishing still takes an IAM policy that allows it, such as the execution role's. */
export function topicPolicy({ partition, accountId }: Place, topic: Named): string {
    return policyDocument(
        {
            Sid: "AccountPublishes",
            Effect: "Allow",
            Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
            Action: "sns:Publish",
            Resource: topic.arn,
        },
        denyInsecureTransport("sns:Publish", topic.arn),
    );
}
