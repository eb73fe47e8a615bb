import { AwsError } from "../cloud/awsError";
import { type Call, type ServiceName } from "../cloud/context";
import { type Connection } from "./connection";

interface Client {
    send(command: object): Promise<unknown>;
    destroy(): void;
}

type Module = Record<string, new (input: object) => object>;

/** Loaded when first used: a preview needs one or two of them. */
const modules: Readonly<Record<ServiceName, { load: () => Promise<unknown>; client: string }>> = {
    s3: { load: () => import("@aws-sdk/client-s3"), client: "S3Client" },
    kms: { load: () => import("@aws-sdk/client-kms"), client: "KMSClient" },
    iam: { load: () => import("@aws-sdk/client-iam"), client: "IAMClient" },
    sts: { load: () => import("@aws-sdk/client-sts"), client: "STSClient" },
    sns: { load: () => import("@aws-sdk/client-sns"), client: "SNSClient" },
    sqs: { load: () => import("@aws-sdk/client-sqs"), client: "SQSClient" },
    sagemaker: { load: () => import("@aws-sdk/client-sagemaker"), client: "SageMakerClient" },
    "sagemaker-runtime": {
        load: () => import("@aws-sdk/client-sagemaker-runtime"),
        client: "SageMakerRuntimeClient",
    },
    "application-autoscaling": {
        load: () => import("@aws-sdk/client-application-auto-scaling"),
        client: "ApplicationAutoScalingClient",
    },
    cloudwatch: { load: () => import("@aws-sdk/client-cloudwatch"), client: "CloudWatchClient" },
    logs: { load: () => import("@aws-sdk/client-cloudwatch-logs"), client: "CloudWatchLogsClient" },
};

/**
 * The `call` of resource types, over HTTP with the AWS SDK's own clients.
 *
 * Errors come back as an AwsError with the code that the protocol carries, which is the service's own but for some of SQS, SNS and
 * IAM, as on AWS; resource types know both.
 */
export function sdkCall(connection: Connection): Call {
    const clients = new Map<ServiceName, Promise<{ client: Client; commands: Module }>>();
    const connect = async (service: ServiceName): Promise<{ client: Client; commands: Module }> => {
        const { load, client } = modules[service];
        const commands = (await load()) as Module;
        const Client = commands[client] as new (configuration: object) => object;
        return { client: new Client({ ...connection, ...(service === "s3" && pathStyle) }) as Client, commands };
    };
    const call = async (service: ServiceName, operation: string, input: object): Promise<unknown> => {
        const connecting = clients.get(service) ?? connect(service);
        clients.set(service, connecting);
        const { client, commands } = await connecting;
        const Command = commands[`${operation}Command`];
        if (!Command) throw new Error(`The AWS SDK has no operation ${operation} of ${service}.`);
        try {
            return await client.send(new Command(input));
        } catch (error) {
            throw awsError(service, operation, error);
        }
    };
    return call as unknown as Call;
}

const pathStyle = { forcePathStyle: true };

interface SdkError extends Error {
    /** Query protocols: what the service wrote, where `name` is the SDK's class for it. */
    Error?: { Code?: string };
    Code?: string;
    $metadata?: { httpStatusCode?: number };
}

function awsError(service: string, operation: string, error: unknown): unknown {
    const { name, message, Error: written, Code, $metadata } = error as SdkError;
    const status = $metadata?.httpStatusCode;
    // No answer at all: a connection that was refused or cut off, named so that one knows which call it was.
    if (status === undefined) return new Error(`${service} ${operation}: ${message}`, { cause: error });
    return new AwsError(written?.Code ?? Code ?? name, message, status);
}
