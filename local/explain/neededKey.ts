import { dnsSuffix } from "../../contract/partition";
import { AwsError } from "../cloud/awsError";
import { type Cloud } from "../cloud/cloud";
import { type Permission } from "../cloud/iam/access";
import { type Caller } from "../cloud/iam/principal";
import { isAwsManagedKey } from "../cloud/kms/unusableKey";
import { type RequestKeys } from "./askedContext";

/**
 * What else an action needs of the key that encrypts what it is done to. An upload in parts needs kms:Decrypt as well, which one
 * PutObject does not (AWS: S3 User Guide, "Uploading a large file with AWS KMS key encryption"; SNS Developer Guide, "Managing
 * encryption keys"; SQS Developer Guide, "Key management").
 */
const keyActions: Readonly<Record<string, { via: "s3" | "sns" | "sqs"; actions: readonly string[] }>> = {
    "s3:getobject": { via: "s3", actions: ["kms:Decrypt"] },
    "s3:putobject": { via: "s3", actions: ["kms:GenerateDataKey"] },
    "sns:publish": { via: "sns", actions: ["kms:GenerateDataKey", "kms:Decrypt"] },
    "sqs:sendmessage": { via: "sqs", actions: ["kms:GenerateDataKey", "kms:Decrypt"] },
    "sqs:receivemessage": { via: "sqs", actions: ["kms:Decrypt"] },
};

/** Leave to use a key, and what a request for it carries. */
export interface KeyPermission extends Pick<Permission, "action" | "resource"> {
    readonly keys: RequestKeys;
}

/**
 * Leave that a request needs in addition, since what it is about is encrypted with a key of the account's own. A key that AWS manages
 * has no policy that could be asked.
 */
export async function neededOfKey(
    cloud: Cloud,
    by: Caller,
    { action, resource }: Permission,
): Promise<KeyPermission[]> {
    const needed = keyActions[action.toLowerCase()];
    const keyId = needed && (await keyOf(cloud, needed.via, resource));
    if (!keyId || isAwsManagedKey(keyId)) return [];
    const { KeyMetadata } = await cloud.call("kms", "DescribeKey", { KeyId: keyId });
    // A service that acts in its own name uses the key directly.
    const through = `${needed.via}.${cloud.region}.${dnsSuffix(cloud.partition)}`;
    const keys: RequestKeys = by.principal.kind === "service" ? {} : { "kms:ViaService": [through] };
    return needed.actions.map((one) => ({ action: one, resource: KeyMetadata.Arn, keys }));
}

/** @returns undefined where there is no such bucket, topic or queue, or none of its own encrypts it */
async function keyOf({ call }: Cloud, via: "s3" | "sns" | "sqs", resource: string): Promise<string | undefined> {
    const name = resource.split(":").slice(5).join(":");
    try {
        if (via === "s3") {
            const Bucket = name.split("/", 1)[0] ?? "";
            const { ServerSideEncryptionConfiguration } = await call("s3", "GetBucketEncryption", { Bucket });
            const [rule] = ServerSideEncryptionConfiguration.Rules;
            return rule?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
        }
        if (via === "sns") {
            const { Attributes } = await call("sns", "GetTopicAttributes", { TopicArn: resource });
            return Attributes["KmsMasterKeyId"];
        }
        const { QueueUrl } = await call("sqs", "GetQueueUrl", { QueueName: name });
        const AttributeNames = ["KmsMasterKeyId" as const];
        return (await call("sqs", "GetQueueAttributes", { QueueUrl, AttributeNames })).Attributes["KmsMasterKeyId"];
    } catch (error) {
        if (error instanceof AwsError) return undefined;
        throw error;
    }
}
