import { Alias, Key } from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";

import { type Place } from "../contract/names";
import { policyDocument, type Statement } from "./policyDocument";

export interface EncryptionArgs {
    place: Place;
    /** `alias/…`; grants name the key by it. */
    aliasName: string;
    /** Days a deleted key can still be restored, 7 to 30. */
    deletionWindowInDays: number;
    /** Whether Pulumi refuses to delete the key. */
    protect: boolean;
}

/** The key that encrypts everything in this stack: objects, notifications, queued messages, the instances' volumes. */
export class Encryption extends pulumi.ComponentResource {
    readonly keyArn: pulumi.Output<string>;

    constructor(name: string, args: EncryptionArgs, opts?: pulumi.ComponentResourceOptions) {
        super("summarizer:index:Encryption", name, args, opts);
        const key = new Key(
            name,
            {
                description: `Articles, summaries and notifications of ${args.place.project}, stack ${args.place.stack}`,
                enableKeyRotation: true,
                deletionWindowInDays: args.deletionWindowInDays,
                policy: keyPolicy(args.place),
            },
            { parent: this, protect: args.protect },
        );
        new Alias(name, { name: args.aliasName, targetKeyId: key.keyId }, { parent: this });
        this.keyArn = key.arn;
        this.registerOutputs({ keyArn: this.keyArn });
    }
}

/**
 * The account administers the key, and through IAM gives it to roles. SNS must be named here, since it delivers to
 * encrypted queues in its own name: without this, deliveries fail and nobody is told (AWS: SNS Developer Guide,
 * "Configuring Amazon SNS encryption with encrypted SQS queue subscriptions"). So must CloudWatch, whose alarms publish to an
 * encrypted topic: without this they fire unheard (AWS: SNS Developer Guide, "Enable compatibility between event sources from
 * AWS services and encrypted topics").
 */
export function keyPolicy({ partition, accountId }: Place): string {
    return policyDocument(
        {
            Sid: "AccountAdministersKey",
            Effect: "Allow",
            Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
            Action: "kms:*",
            Resource: "*",
        },
        {
            Sid: "SnsDeliversToEncryptedQueues",
            ...usedFor(accountId, "sns.amazonaws.com"),
        },
        {
            Sid: "AlarmsPublishToEncryptedTopics",
            ...usedFor(accountId, "cloudwatch.amazonaws.com"),
        },
    );
}

/** Use of the key by a service on behalf of this account. */
function usedFor(accountId: string, service: string): Omit<Statement, "Sid"> {
    return {
        Effect: "Allow",
        Principal: { Service: service },
        Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
    };
}
