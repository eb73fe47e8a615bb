import { GetObjectCommand, PutObjectCommand, DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { InvokeEndpointAsyncCommand, SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

import { inferenceIdPrefixes } from "../contract/names";
import { type Outputs } from "../contract/outputs";

/** How the laptop is reached: what an SDK client of any program would be given. */
export interface Connection {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
}

export interface Summarized {
    summary: string;
    inferenceId: string;
    outputLocation: string;
}

/**
 * Sends one article the way any caller does: upload, InvokeEndpointAsync, wait for the notification, read the summary.
 * The objects are deleted again.
 *
 * @throws Error with the failure reason when the request failed
 */
export async function summarize(
    article: string,
    connection: Connection,
    outputs: Outputs,
    signal: AbortSignal,
): Promise<Summarized> {
    const s3 = new S3Client({ ...connection, forcePathStyle: true });
    const runtime = new SageMakerRuntimeClient(connection);
    const sqs = new SQSClient(connection);
    const runId = Date.now().toString(36);
    const input = { Bucket: outputs.inputBucketName, Key: `${outputs.inputPrefix}start-${runId}.json` };
    const body = JSON.stringify({ inputs: article, parameters: { truncation: true } });
    await s3.send(new PutObjectCommand({ ...input, Body: body, ContentType: "application/json" }));
    const inferenceId = `${inferenceIdPrefixes.smoke}start-${runId}`;
    const { OutputLocation } = await runtime.send(
        new InvokeEndpointAsyncCommand({
            EndpointName: outputs.endpointName,
            ContentType: "application/json",
            InferenceId: inferenceId,
            InputLocation: `s3://${input.Bucket}/${input.Key}`,
            InvocationTimeoutSeconds: outputs.invocationTimeoutSeconds,
        }),
    );
    const notification = await waitForNotification(sqs, outputs.smokeInboxUrl, inferenceId, signal);
    if (notification.invocationStatus !== "Completed") throw new Error(String(notification.failureReason));

    const output = objectAt(String(OutputLocation));
    const answer = await s3.send(new GetObjectCommand(output));
    const [first] = JSON.parse(String(await answer.Body?.transformToString())) as { summary_text: string }[];
    await s3.send(new DeleteObjectCommand(input));
    await s3.send(new DeleteObjectCommand(output));
    return { summary: String(first?.summary_text), inferenceId, outputLocation: String(OutputLocation) };
}

interface Notification {
    inferenceId: string;
    invocationStatus: string;
    failureReason?: string;
}

async function waitForNotification(
    sqs: SQSClient,
    QueueUrl: string,
    inferenceId: string,
    signal: AbortSignal,
): Promise<Notification> {
    for (;;) {
        const receive = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 });
        const { Messages } = await sqs.send(receive, { abortSignal: signal });
        for (const message of Messages ?? []) {
            const notification = JSON.parse(String(message.Body)) as Notification;
            if (notification.inferenceId !== inferenceId) continue;
            await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
            return notification;
        }
    }
}

function objectAt(location: string): { Bucket: string; Key: string } {
    const { host, pathname } = new URL(location);
    return { Bucket: host, Key: decodeURIComponent(pathname.slice(1)) };
}
