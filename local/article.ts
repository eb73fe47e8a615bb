import { GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { InvokeEndpointAsyncCommand, SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";

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

export interface Waiting {
    signal: AbortSignal;
    /** How long a result may take. */
    patienceMilliseconds: number;
}

/** A laptop AWS is fast and costs nothing. */
const pollMilliseconds = 200;

/**
 * Sends one article the way any caller does, with nothing but what the caller policy allows: upload, InvokeEndpointAsync, look
 * until the summary or the failure is there. The objects stay: a caller may not delete them.
 *
 * @throws Error with what the failure says when the request failed, or when there is nothing in time
 */
export async function summarize(
    article: string,
    connection: Connection,
    outputs: Outputs,
    { signal, patienceMilliseconds }: Waiting,
): Promise<Summarized> {
    const s3 = new S3Client({ ...connection, forcePathStyle: true });
    const runtime = new SageMakerRuntimeClient(connection);
    // No inbox takes an id without one of their prefixes: a caller may not read them.
    const inferenceId = `start-${Date.now().toString(36)}`;
    const input = { Bucket: outputs.inputBucketName, Key: `${outputs.inputPrefix}${inferenceId}.json` };
    const body = JSON.stringify({ inputs: article, parameters: { truncation: true } });
    await s3.send(new PutObjectCommand({ ...input, Body: body, ContentType: "application/json" }));
    const { OutputLocation, FailureLocation } = await runtime.send(
        new InvokeEndpointAsyncCommand({
            EndpointName: outputs.endpointName,
            ContentType: "application/json",
            InferenceId: inferenceId,
            InputLocation: `s3://${input.Bucket}/${input.Key}`,
            InvocationTimeoutSeconds: outputs.invocationTimeoutSeconds,
        }),
    );
    const outputLocation = String(OutputLocation);
    const end = performance.now() + patienceMilliseconds;
    for (;;) {
        const output = await textAt(s3, outputLocation);
        if (output !== undefined) {
            const [first] = JSON.parse(output) as { summary_text: string }[];
            return { summary: String(first?.summary_text), inferenceId, outputLocation };
        }
        const failure = await textAt(s3, String(FailureLocation));
        if (failure !== undefined) throw new Error(failure);
        signal.throwIfAborted();
        if (performance.now() > end) {
            throw new Error(`There is neither a summary nor a failure of ${inferenceId}, and none comes any more.`);
        }
        await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
    }
}

/** @returns undefined when there is no such object: to somebody who may not list the bucket, S3 says that access is denied */
async function textAt(s3: S3Client, location: string): Promise<string | undefined> {
    const { host, pathname } = new URL(location);
    try {
        const { Body } = await s3.send(
            new GetObjectCommand({ Bucket: host, Key: decodeURIComponent(pathname.slice(1)) }),
        );
        return (await Body?.transformToString()) ?? "";
    } catch (error) {
        const missing = error instanceof S3ServiceException && ["AccessDenied", "NoSuchKey"].includes(error.name);
        if (!missing) throw error;
        return undefined;
    }
}
