import { AwsError } from "../awsError";
import { type Permission, type Refusal } from "../iam/access";
import { type Place, type ServicePermissions } from "../iam/operationPermissions";
import { queueOf } from "./queueUrl";

/** SQS spells actions without capitals in its answers, `sqs:sendmessage` (aws/serverless-application-model #3633). */
export const accessDenied: Refusal = (message) =>
    new AwsError(
        "AccessDenied",
        message.replace(/\bsqs:[A-Z]\w*/g, (action) => action.toLowerCase()),
        403,
    );

interface OnQueue {
    QueueUrl?: string | undefined;
}

function onQueue(action: string): (input: OnQueue, place: Place) => readonly Permission[] {
    return ({ QueueUrl }, place) => [{ action: `sqs:${action}`, resource: arnOf(QueueUrl, place) }];
}

/** What is no queue's URL is told by the operation, to whoever may do this to all queues. */
function arnOf(url: string | undefined, { partition, region }: Place): string {
    const queue = queueOf(url ?? "");
    return queue ? `arn:${partition}:sqs:${region}:${queue.accountId}:${queue.name}` : "*";
}

/** AWS: Service Authorization Reference, "Actions, resources, and condition keys for Amazon SQS". */
export const sqsPermissions: ServicePermissions<"sqs"> = {
    operations: {
        CreateQueue: ({ QueueName, tags = {} }, place) => {
            const resource = place.arn("sqs", QueueName ?? "");
            const create = { action: "sqs:CreateQueue", resource };
            // AWS: SQS API Reference, CreateQueue: to tag a queue on creation takes both.
            return Object.keys(tags).length === 0 ? [create] : [create, { action: "sqs:TagQueue", resource }];
        },
        GetQueueUrl: ({ QueueName, QueueOwnerAWSAccountId }, { partition, region, accountId }) => {
            const owner = QueueOwnerAWSAccountId ?? accountId;
            const resource = `arn:${partition}:sqs:${region}:${owner}:${QueueName ?? ""}`;
            return [{ action: "sqs:GetQueueUrl", resource }];
        },
        GetQueueAttributes: onQueue("GetQueueAttributes"),
        SetQueueAttributes: onQueue("SetQueueAttributes"),
        DeleteQueue: onQueue("DeleteQueue"),
        ListQueues: () => [{ action: "sqs:ListQueues", resource: "*" }],
        // A batch takes no action of its own (AWS: SQS API Reference, AddPermission).
        SendMessage: onQueue("SendMessage"),
        SendMessageBatch: onQueue("SendMessage"),
        ReceiveMessage: onQueue("ReceiveMessage"),
        DeleteMessage: onQueue("DeleteMessage"),
        DeleteMessageBatch: onQueue("DeleteMessage"),
        ChangeMessageVisibility: onQueue("ChangeMessageVisibility"),
        PurgeQueue: onQueue("PurgeQueue"),
    },
    refusal: accessDenied,
};
