import { AwsError } from "../awsError";
import { type Context } from "../context";
import { isGrantedByResource } from "../iam/grants";
import { isAwsManagedKey } from "../kms/unusableKey";
import { type TopicAttributes } from "./topicAttributes";

/**
 * Refuses an alarm to which topic or key do not open: CloudWatch publishes in its own name, so no role's policy helps it.
 *
 * The words are those of an alarm's history (AWS re:Post knowledge centre, "Why didn't I receive an SNS notification for my
 * CloudWatch alarm trigger?" and "How do I configure a CloudWatch alarm with an encrypted SNS topic?").
 *
 * @throws AwsError AuthorizationError or KMSAccessDenied
 */
export async function checkAlarm(
    context: Context,
    alarmArn: string,
    topicArn: string,
    { Policy, KmsMasterKeyId }: TopicAttributes,
): Promise<void> {
    if (!isGrantedByResource(Policy, asCloudWatch(context, alarmArn, "sns:Publish", topicArn))) {
        throw new AwsError(
            "AuthorizationError",
            `Resource: ${alarmArn} is not authorized to perform: SNS:Publish on resource: ${topicArn}`,
            403,
        );
    }
    if (KmsMasterKeyId === undefined || (await mayUseKey(context, alarmArn, KmsMasterKeyId))) return;
    throw new AwsError(
        "KMSAccessDenied",
        "CloudWatch Alarms does not have authorization to access the SNS topic encryption key.",
    );
}

/** A key that AWS manages has a policy that nobody can change, and that does not name CloudWatch. */
async function mayUseKey(context: Context, alarmArn: string, keyId: string): Promise<boolean> {
    if (isAwsManagedKey(keyId)) return false;
    const { KeyMetadata } = await context.call("kms", "DescribeKey", { KeyId: keyId });
    const { Policy } = await context.call("kms", "GetKeyPolicy", { KeyId: KeyMetadata.KeyId });
    return ["kms:GenerateDataKey", "kms:Decrypt"].every((action) =>
        isGrantedByResource(Policy, asCloudWatch(context, alarmArn, action, KeyMetadata.Arn)),
    );
}

function asCloudWatch({ accountId }: Context, alarmArn: string, action: string, resource: string) {
    return {
        principal: { kind: "Service" as const, id: "cloudwatch.amazonaws.com" },
        action,
        resource,
        context: {
            "aws:sourcearn": alarmArn,
            "aws:sourceaccount": accountId,
            // The key of the policy that SNS gives a topic by default.
            "aws:sourceowner": accountId,
            "aws:securetransport": "true",
        },
    };
}
