import { holdToTable } from "../testing/askedPermissions";
import { sqsPermissions } from "./sqsPermissions";

const QueueUrl = "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/inbox";
const arn = "arn:aws-cn:sqs:cn-north-1:123456789012:inbox";
const ReceiptHandle = "handle";

describe("SQS", () => {
    holdToTable(sqsPermissions, [
        ["CreateQueue", { QueueName: "inbox" }, ["sqs:CreateQueue", arn]],
        ["CreateQueue", { QueueName: "inbox", tags: { a: "b" } }, ["sqs:CreateQueue", arn], ["sqs:TagQueue", arn]],
        ["CreateQueue", { QueueName: "inbox", tags: {} }, ["sqs:CreateQueue", arn]],
        ["GetQueueUrl", { QueueName: "inbox" }, ["sqs:GetQueueUrl", arn]],
        [
            "GetQueueUrl",
            { QueueName: "inbox", QueueOwnerAWSAccountId: "111122223333" },
            ["sqs:GetQueueUrl", "arn:aws-cn:sqs:cn-north-1:111122223333:inbox"],
        ],
        ["GetQueueAttributes", { QueueUrl }, ["sqs:GetQueueAttributes", arn]],
        // What matters is whose queue it is, not where a client found it.
        [
            "GetQueueAttributes",
            { QueueUrl: "http://127.0.0.1:4566/123456789012/inbox" },
            ["sqs:GetQueueAttributes", arn],
        ],
        [
            "GetQueueAttributes",
            { QueueUrl: QueueUrl.replace("123456789012", "111122223333") },
            ["sqs:GetQueueAttributes", "arn:aws-cn:sqs:cn-north-1:111122223333:inbox"],
        ],
        ["GetQueueAttributes", { QueueUrl: "inbox" }, ["sqs:GetQueueAttributes", "*"]],
        ["GetQueueAttributes", { QueueUrl: undefined }, ["sqs:GetQueueAttributes", "*"]],
        ["SetQueueAttributes", { QueueUrl, Attributes: {} }, ["sqs:SetQueueAttributes", arn]],
        ["DeleteQueue", { QueueUrl }, ["sqs:DeleteQueue", arn]],
        ["ListQueues", { QueueNamePrefix: "in" }, ["sqs:ListQueues", "*"]],
        ["SendMessage", { QueueUrl, MessageBody: "x" }, ["sqs:SendMessage", arn]],
        ["SendMessageBatch", { QueueUrl, Entries: [] }, ["sqs:SendMessage", arn]],
        ["ReceiveMessage", { QueueUrl }, ["sqs:ReceiveMessage", arn]],
        ["DeleteMessage", { QueueUrl, ReceiptHandle }, ["sqs:DeleteMessage", arn]],
        ["DeleteMessageBatch", { QueueUrl, Entries: [] }, ["sqs:DeleteMessage", arn]],
        [
            "ChangeMessageVisibility",
            { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 },
            ["sqs:ChangeMessageVisibility", arn],
        ],
        ["PurgeQueue", { QueueUrl }, ["sqs:PurgeQueue", arn]],
    ]);
});
