import { AwsError } from "../awsError";
import { SimulatedClock } from "../clock";
import { type Container, type ContainerHost } from "../sageMaker/containerHost";
import { type Call, type Context } from "../context";
import { type EndpointBehaviour } from "../sageMaker/endpointBehaviour";
import { Journal, type JournalEntry } from "../journal";
import { SageMaker } from "../sageMaker/sageMaker";
import { SageMakerRuntime } from "../sageMaker/sageMakerRuntime";
import { everybodyMay } from "./everybodyMay";

type Answer = (input: never) => unknown;

/** Hosts containers whose answers a test decides; none listens anywhere: `fetch` is replaced for their URLs. */
export class FakeContainers implements ContainerHost {
    started = 0;
    stopped = 0;
    /** Thrown instead of starting, until it is taken away. */
    broken: Error | undefined;
    answer: (payload: string, headers: Headers) => Response | Promise<Response> = () =>
        new Response('[{"summary_text":"short"}]');

    start = (): Promise<Container> => {
        if (this.broken) return Promise.reject(this.broken);
        const url = `http://container.test/${String(this.started++)}`;
        return Promise.resolve({
            url,
            stop: () => {
                this.stopped++;
                return Promise.resolve();
            },
        });
    };

    /** Answers what is fetched from a container; a test installs it for as long as it runs. */
    fetch = (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
        if (!String(url as string).startsWith("http://container.test/"))
            throw new Error(`unexpected fetch of ${String(url as string)}`);
        const payload = Buffer.from(init?.body as Uint8Array).toString("utf8");
        return Promise.resolve(this.answer(payload, new Headers(init?.headers)));
    };
}

export const account = "123456789012";
export const role = `arn:aws:iam::${account}:role/execution`;
const topic = (name: string): string => `arn:aws:sns:us-east-1:${account}:${name}`;

/** SageMaker alone, on a manual clock that starts at a full minute; the services it calls are answered from memory. */
export class AsyncEndpointFixture {
    readonly clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
    readonly journal = new Journal(() => this.clock.now());
    readonly entries: JournalEntry[] = [];
    readonly containers = new FakeContainers();
    readonly objects = new Map<string, string>();
    readonly published: { topic: string; message: Record<string, unknown> }[] = [];
    readonly metrics: { name: string; value: number; dimensions: string[]; at: number }[] = [];
    scalableTargets: unknown[] = [];
    readonly sagemaker: SageMaker;
    readonly runtime: SageMakerRuntime;
    protected readonly context: Context;
    /** What the other services answer; a test replaces one to make it fail. */
    readonly answers: Record<string, Answer> = {
        "s3 GetObject": ({ Bucket, Key }: { Bucket: string; Key: string }) => {
            const found = this.objects.get(`s3://${Bucket}/${Key}`);
            if (found === undefined) throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
            return { Body: Buffer.from(found) };
        },
        "s3 PutObject": ({ Bucket, Key, Body }: { Bucket: string; Key: string; Body: Buffer }) => {
            this.objects.set(`s3://${Bucket}/${Key}`, Body.toString("utf8"));
            return {};
        },
        "sns Publish": ({ TopicArn, Message }: { TopicArn: string; Message: string }) => {
            const message = JSON.parse(Message) as Record<string, unknown>;
            this.published.push({ topic: TopicArn.split(":").at(-1) as string, message });
            return { MessageId: "1" };
        },
        "cloudwatch PutMetricData": ({ MetricData }: { MetricData: Datum[] }) => {
            for (const { MetricName, Value, Dimensions, Timestamp } of MetricData) {
                const dimensions = Dimensions.map(({ Name }) => Name);
                this.metrics.push({ name: MetricName, value: Value, dimensions, at: Timestamp.getTime() });
            }
            return {};
        },
        "logs DescribeLogStreams": () => ({ logStreams: [] }),
        "logs CreateLogStream": () => ({}),
        "logs PutLogEvents": () => ({}),
        "application-autoscaling DescribeScalableTargets": () => ({ ScalableTargets: this.scalableTargets }),
        "application-autoscaling DeregisterScalableTarget": () => {
            this.scalableTargets = [];
            return {};
        },
    };

    constructor(behaviour: Partial<EndpointBehaviour> = {}) {
        const context: Context = (this.context = everybodyMay({
            partition: "aws",
            region: "us-east-1",
            accountId: account,
            clock: this.clock,
            journal: this.journal,
            call: (async (service: string, operation: string, input: never) => {
                const answer = this.answers[`${service} ${operation}`];
                if (!answer) throw new Error(`unexpected call: ${service} ${operation}`);
                return Promise.resolve(answer(input));
            }) as Call,
            arn: (service, resource) => `arn:aws:${service}:us-east-1:${account}:${resource}`,
        }));
        this.journal.watch((entry) => this.entries.push(entry));
        this.sagemaker = new SageMaker(context, this.containers, behaviour);
        this.runtime = new SageMakerRuntime(context, this.sagemaker);
    }

    /** Model, configuration and endpoint of a good program; InService when `inService` (default). */
    async deploy({ inService = true, concurrency = 2 } = {}): Promise<void> {
        await this.sagemaker.CreateModel({
            ModelName: "model",
            ExecutionRoleArn: role,
            PrimaryContainer: { Image: "image", Environment: { HF_TASK: "summarization" } },
        });
        await this.sagemaker.CreateEndpointConfig(endpointConfig({ concurrency }));
        await this.sagemaker.CreateEndpoint({ EndpointName: "endpoint", EndpointConfigName: "config" });
        if (inService) await this.clock.advance(240);
    }

    /** Puts an article and invokes the endpoint with it. */
    async invoke(id: string, more: { RequestTTLSeconds?: number; InvocationTimeoutSeconds?: number } = {}) {
        const InputLocation = `s3://input/${id}.json`;
        this.objects.set(InputLocation, JSON.stringify({ inputs: `article ${id}` }));
        return this.runtime.InvokeEndpointAsync({
            EndpointName: "endpoint",
            InferenceId: id,
            ContentType: "application/json",
            InputLocation,
            ...more,
        });
    }

    async scale(DesiredInstanceCount: number): Promise<unknown> {
        return this.sagemaker.UpdateEndpointWeightsAndCapacities({
            EndpointName: "endpoint",
            DesiredWeightsAndCapacities: [{ VariantName: "primary", DesiredInstanceCount }],
        });
    }

    /** Journal entries of one kind, without their kind and endpoint. */
    of<K extends JournalEntry["kind"]>(kind: K): Extract<JournalEntry, { kind: K }>[] {
        return this.entries.filter((entry) => entry.kind === kind) as Extract<JournalEntry, { kind: K }>[];
    }

    /** What the topics were told of requests, in order. */
    results(): { topic: string; message: Record<string, unknown> }[] {
        return this.published.filter(({ message }) => message["eventName"] === "InferenceResult");
    }
}

interface Datum {
    MetricName: string;
    Value: number;
    Dimensions: { Name: string }[];
    Timestamp: Date;
}

export function endpointConfig({ concurrency = 2, instanceType = "ml.m5.xlarge", name = "config" } = {}) {
    return {
        EndpointConfigName: name,
        ProductionVariants: [
            {
                VariantName: "primary",
                ModelName: "model",
                InstanceType: instanceType as "ml.m5.xlarge",
                InitialInstanceCount: 1,
            },
        ],
        AsyncInferenceConfig: {
            OutputConfig: {
                S3OutputPath: "s3://output/summaries/",
                S3FailurePath: "s3://output/failures/",
                NotificationConfig: { SuccessTopic: topic("success"), ErrorTopic: topic("error") },
            },
            ClientConfig: { MaxConcurrentInvocationsPerInstance: concurrency },
        },
    };
}
