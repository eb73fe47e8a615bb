import { type Clients } from "../clients";
import { type VirtualTime } from "./virtualTime";

/** An error as the SDK throws it. */
export function sdkError(name: string, message: string, httpStatusCode?: number, code?: string): Error {
    return Object.assign(new Error(message), {
        name,
        ...(code !== undefined && { code }),
        $metadata: httpStatusCode === undefined ? {} : { httpStatusCode },
    });
}

interface Input {
    Bucket: string;
    Key: string;
    Body: string;
    InferenceId: string;
    InputLocation: string;
    ReceiptHandle: string;
    WaitTimeSeconds: number;
    VisibilityTimeout: number;
}

interface QueuedMessage {
    id: string;
    body: string;
    visibleAt: number;
    receiptHandle: string;
}

export interface Call {
    operation: string;
    input: Partial<Input> & Record<string, unknown>;
}

/** As much of AWS as the smoke test speaks to, in memory, with a switch for each thing that goes wrong. */
export class FakeAws {
    readonly calls: Call[] = [];
    readonly objects = new Map<string, string>();
    queue: QueuedMessage[] = [];
    endpoint = { EndpointStatus: "InService", EndpointConfigName: "config-2", instances: 1, desired: 1 };
    failureReason: string | undefined;
    /** Milliseconds from acceptance to the result. */
    latency = 5000;
    /** Milliseconds from the result to the inbox. */
    deliveryDelay = 300;
    /** What the model does with a payload: text of the output, or an error. */
    model = (payload: { inputs?: string }): { output: string } | { failure: string } =>
        payload.inputs === undefined
            ? { failure: '{"code":400,"message":"inputs"}' }
            : { output: '[{"summary_text":"The mill turns with the tide."}]' };
    /** Turns what SageMaker tells into message bodies: lost, doubled, wrapped. */
    deliver = (notification: Record<string, unknown>): string[] => [JSON.stringify(notification)];
    /** Where results go; the real thing chooses keys of its own. */
    outputRoot = "s3://output-bucket/summaries/";
    failureRoot: string | undefined = "s3://output-bucket/failures/";
    /** A missing object answers 403, as without s3:ListBucket. */
    forbidMissing = false;
    /** Called before each operation; it may throw, or do something else first. */
    before: (call: Call, count: number) => void | Promise<void> = () => undefined;
    private messages = 0;
    private requests = 0;

    constructor(readonly time: VirtualTime) {}

    readonly clients: Clients = {
        s3: this.client(),
        sagemaker: this.client(),
        runtime: this.client(),
        sqs: this.client(),
        serviceDate: () => new Date(Date.UTC(2026, 0, 1) + this.time.now()),
    };

    count(operation: string): number {
        return this.calls.filter((call) => call.operation === operation).length;
    }

    /** Puts a message into the inbox. */
    enqueue(body: string): void {
        const id = `message-${String(++this.messages)}`;
        this.queue.push({ id, body, visibleAt: this.time.now(), receiptHandle: `${id}-0` });
    }

    visible(): string[] {
        return this.queue.filter(({ visibleAt }) => visibleAt <= this.time.now()).map(({ body }) => body);
    }

    private client<T>(): { send: T } {
        const send = async (
            command: { constructor: { name: string }; input: Input },
            { abortSignal }: { abortSignal: AbortSignal },
        ): Promise<unknown> => {
            const operation = command.constructor.name.replace(/Command$/, "");
            const call = { operation, input: command.input as unknown as Call["input"] };
            this.calls.push(call);
            abortSignal.throwIfAborted();
            await this.before(call, this.count(operation));
            abortSignal.throwIfAborted();
            return this.answer(operation, command.input, abortSignal);
        };
        return { send: send as T };
    }

    private answer(operation: string, input: Input, abortSignal: AbortSignal): unknown {
        switch (operation) {
            case "DescribeEndpoint": {
                const { instances, desired, ...rest } = this.endpoint;
                const variant = {
                    VariantName: "primary",
                    CurrentInstanceCount: instances,
                    DesiredInstanceCount: desired,
                };
                return { ...rest, FailureReason: this.failureReason, ProductionVariants: [variant] };
            }
            case "PutObject":
                return void this.objects.set(`s3://${input.Bucket}/${input.Key}`, input.Body);
            case "HeadObject":
                this.require(input, "NotFound");
                return {};
            case "GetObject": {
                const text = this.require(input, "NoSuchKey");
                return { Body: { transformToString: () => Promise.resolve(text) } };
            }
            case "DeleteObject":
                return void this.objects.delete(`s3://${input.Bucket}/${input.Key}`);
            case "InvokeEndpointAsync":
                return this.accept(input);
            case "ReceiveMessage":
                return this.receive(input, abortSignal);
            case "DeleteMessage":
                this.queue = this.queue.filter(({ receiptHandle }) => receiptHandle !== input.ReceiptHandle);
                return {};
            case "ChangeMessageVisibility": {
                const message = this.queue.find(({ receiptHandle }) => receiptHandle === input.ReceiptHandle);
                if (message) message.visibleAt = this.time.now() + input.VisibilityTimeout * 1000;
                return {};
            }
            default:
                throw new Error(`the fake does not know ${operation}`);
        }
    }

    private require({ Bucket, Key }: Input, code: string): string {
        const text = this.objects.get(`s3://${Bucket}/${Key}`);
        if (text !== undefined) return text;
        if (this.forbidMissing) throw sdkError("Unknown", "UnknownError", 403);
        throw sdkError(code, "UnknownError", 404);
    }

    /** Takes a request, also when its answer is lost on the way back. */
    accept({ InferenceId, InputLocation }: Pick<Input, "InferenceId" | "InputLocation">): object {
        const uuid = `uuid-${String(++this.requests)}`;
        const outputLocation = `${this.outputRoot}${uuid}.out`;
        const failureLocation = this.failureRoot && `${this.failureRoot}${uuid}-error.out`;
        void this.work(InferenceId, InputLocation, outputLocation, failureLocation);
        return { InferenceId, OutputLocation: outputLocation, FailureLocation: failureLocation };
    }

    private async work(id: string, inputLocation: string, output: string, failure: string | undefined): Promise<void> {
        await this.time.sleep(this.latency);
        const payload = JSON.parse(this.objects.get(inputLocation) ?? "{}") as { inputs?: string };
        const answer = this.model(payload);
        const envelope = {
            inferenceId: id,
            eventName: "InferenceResult",
            eventTime: this.clients.serviceDate()?.toISOString(),
        };
        let notification: Record<string, unknown>;
        if ("output" in answer) {
            this.objects.set(output, answer.output);
            notification = {
                ...envelope,
                invocationStatus: "Completed",
                responseParameters: { outputLocation: output },
            };
        } else {
            if (failure !== undefined) this.objects.set(failure, answer.failure);
            const failureReason = "ClientError: Received client error (400) from model.";
            notification = { ...envelope, invocationStatus: "Failed", failureReason, failureLocation: failure };
        }
        await this.time.sleep(this.deliveryDelay);
        for (const body of this.deliver(notification)) this.enqueue(body);
    }

    private async receive({ WaitTimeSeconds, VisibilityTimeout }: Input, signal: AbortSignal): Promise<object> {
        const end = this.time.now() + WaitTimeSeconds * 1000;
        for (;;) {
            const now = this.time.now();
            const messages = this.queue.filter(({ visibleAt }) => visibleAt <= now).slice(0, 10);
            if (messages.length > 0 || now >= end) {
                for (const message of messages) {
                    message.visibleAt = now + VisibilityTimeout * 1000;
                    message.receiptHandle = `${message.id}-${String(Number(message.receiptHandle.split("-")[2]) + 1)}`;
                }
                return {
                    Messages: messages.map(({ id, body, receiptHandle }) => ({
                        MessageId: id,
                        Body: body,
                        ReceiptHandle: receiptHandle,
                    })),
                };
            }
            await this.time.sleep(100, signal);
        }
    }
}
