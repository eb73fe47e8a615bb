import { type AwsError } from "../awsError";

/**
 * What an alarm's history says when SNS does not take its message. CloudWatch publishes in its own name, so it is topic and key
 * that have to let it.
 *
 * AWS: re:Post knowledge centre, "Why didn't I receive an SNS notification for my CloudWatch alarm trigger?" and "How do I
 * configure a CloudWatch alarm with an encrypted SNS topic?".
 */
export function publishRefusal({ code, message }: AwsError, alarmArn: string, topicArn: string): string {
    switch (code) {
        case "AuthorizationError":
            return `Resource: ${alarmArn} is not authorized to perform: SNS:Publish on resource: ${topicArn}`;
        case "KMSAccessDenied":
            return "CloudWatch Alarms does not have authorization to access the SNS topic encryption key.";
        default:
            return message;
    }
}
