import { S3Client } from "@aws-sdk/client-s3";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { SQSClient } from "@aws-sdk/client-sqs";

/** What the smoke test needs of the SDK's clients; tests put their own in place. */
export interface Clients {
    s3: Pick<S3Client, "send">;
    sagemaker: Pick<SageMakerClient, "send">;
    runtime: Pick<SageMakerRuntimeClient, "send">;
    sqs: Pick<SQSClient, "send">;
    /** "Now" as AWS last said in a response's `Date` header; the machine's own clock may be wrong, or the laptop AWS ahead. */
    serviceDate: () => Date | undefined;
}

/** Another AWS than the real one: a laptop AWS. */
export interface CustomEndpoint {
    url: string;
    accessKeyId: string;
    secretAccessKey: string;
}

/** Longer than SQS's longest poll, 20 s. */
const requestTimeout = 30_000;

/** Credentials come by the SDK's default chain, unless an endpoint brings its own. */
export function connect(region: string, custom?: CustomEndpoint): Clients & { end: () => void } {
    const configuration = {
        region,
        maxAttempts: 1,
        requestHandler: { connectionTimeout: 5000, requestTimeout, throwOnRequestTimeout: true },
        ...(custom && {
            endpoint: custom.url,
            credentials: { accessKeyId: custom.accessKeyId, secretAccessKey: custom.secretAccessKey },
        }),
    };
    const s3 = new S3Client({ ...configuration, forcePathStyle: custom !== undefined });
    const sagemaker = new SageMakerClient(configuration);
    const runtime = new SageMakerRuntimeClient(configuration);
    const sqs = new SQSClient(configuration);

    let latest: Date | undefined;
    const observe = (response: unknown): void => {
        const date = (response as { headers?: Record<string, string> }).headers?.["date"];
        const time = Date.parse(date ?? "");
        if (!Number.isNaN(time)) latest = new Date(time);
    };
    // Only queue messages have an age, so only the queue's clock is asked.
    sqs.middlewareStack.add(
        (next) => async (args) => {
            const result = await next(args);
            observe(result.response);
            return result;
        },
        { step: "deserialize", priority: "low", name: "observeServiceDate" },
    );
    const end = (): void => {
        for (const client of [s3, sagemaker, runtime, sqs]) client.destroy();
    };
    return { s3, sagemaker, runtime, sqs, serviceDate: () => latest, end };
}
