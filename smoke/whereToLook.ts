import { type Outputs } from "../contract/outputs";

/** Places in AWS where the reason of a failure stands, by their names in this stack. */
export class WhereToLook {
    constructor(private readonly outputs: Outputs) {}

    endpoint(): string {
        const { endpointName, region } = this.outputs;
        return `DescribeEndpoint ${endpointName} (FailureReason) and the SageMaker console of ${region}`;
    }

    update(): string {
        const { endpointName, logGroupName } = this.outputs;
        return `FailureReason of DescribeEndpoint ${endpointName}, and log group ${logGroupName}; then \`pulumi up\` again`;
    }

    logs(): string {
        const { logGroupName, variantName } = this.outputs;
        return `log group ${logGroupName}, streams ${variantName}/…; those that end in /data-log carry the inferenceId`;
    }

    wakeUp(): string {
        const { wakeUpAlarmName, endpointName, variantName } = this.outputs;
        return (
            `history of alarm ${wakeUpAlarmName}, and scaling activities of endpoint/${endpointName}/variant/${variantName} ` +
            `(aws application-autoscaling describe-scaling-activities --service-namespace sagemaker)`
        );
    }

    notifications(topicArn: string): string {
        const { endpointName } = this.outputs;
        return (
            `metric NotificationFailures of ${endpointName}, topic ${topicArn} with its subscriptions and their filter policies, ` +
            `and the stack's dead letter queues (…-notification-dead-letters, …-inbox-dead-letters)`
        );
    }

    inbox(): string {
        return `sqs:ReceiveMessage, DeleteMessage and ChangeMessageVisibility on ${this.outputs.smokeInboxUrl}, kms:Decrypt on ${this.outputs.keyArn}`;
    }

    upload(): string {
        const { inputBucketName, inputPrefix, keyArn } = this.outputs;
        return `s3:PutObject on ${this.bucketArn(inputBucketName)}/${inputPrefix}*, kms:GenerateDataKey on ${keyArn}`;
    }

    invoke(): string {
        const { endpointArn, callerPolicyArn } = this.outputs;
        return `sagemaker:InvokeEndpointAsync on ${endpointArn} (policy ${callerPolicyArn} grants it), and the endpoint's status`;
    }

    reading(): string {
        const { outputBucketName, outputPrefix, failurePrefix, keyArn } = this.outputs;
        const arn = this.bucketArn(outputBucketName);
        return `s3:GetObject on ${arn}/${outputPrefix}* and ${arn}/${failurePrefix}*, s3:ListBucket on ${arn}, kms:Decrypt on ${keyArn}`;
    }

    deleting(): string {
        const { inputBucketName, outputBucketName } = this.outputs;
        return `s3:DeleteObject on ${this.bucketArn(inputBucketName)}/* and ${this.bucketArn(outputBucketName)}/*`;
    }

    bucketArn(bucket: string): string {
        const partition = this.outputs.endpointArn.split(":")[1] ?? "aws";
        return `arn:${partition}:s3:::${bucket}`;
    }
}
