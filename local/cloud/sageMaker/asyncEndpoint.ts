import { type AsyncRequest, askModel, type ModelAnswer, parseLocation } from "./asyncRequest";
import { AwsError, validationException } from "../awsError";
import { type Scheduled } from "../clock";
import { type ContainerHost } from "./containerHost";
import { type Context } from "../context";
import { type EndpointBehaviour } from "./endpointBehaviour";
import { EndpointMetrics } from "./endpointMetrics";
import { type ContainerSpec, Fleet, type Instance } from "./fleet";
import { inferenceNotification, type InvocationOutcome, testNotification } from "./inferenceNotification";

export type EndpointStatus = "Creating" | "InService" | "Updating" | "Deleting" | "Failed";

/** What an endpoint runs on: its configuration with the model resolved. */
export interface Deployment {
    readonly endpointConfigName: string;
    readonly variantName: string;
    readonly instanceType: string;
    readonly initialInstanceCount: number;
    readonly container: ContainerSpec;
    readonly executionRoleArn: string;
    readonly concurrencyPerInstance: number;
    readonly s3OutputPath: string;
    readonly s3FailurePath: string | undefined;
    readonly outputKmsKeyId: string | undefined;
    readonly successTopic: string | undefined;
    readonly errorTopic: string | undefined;
}

/**
 * One asynchronous endpoint at work: a FIFO queue, a fleet that takes time to grow, and what becomes of each request.
 * Model errors are never retried (AWS documentation).
 */
export class AsyncEndpoint {
    status: EndpointStatus = "Creating";
    failureReason: string | undefined;
    desiredInstanceCount: number;
    lastModified: Date;
    readonly created: Date;
    private readonly queue: AsyncRequest[] = [];
    private readonly fleet: Fleet;
    private readonly metrics: EndpointMetrics;
    private readonly timers = new Set<Scheduled>();
    private readonly expiries = new Map<AsyncRequest, Scheduled>();

    constructor(
        readonly name: string,
        readonly arn: string,
        public deployment: Deployment,
        private readonly context: Context,
        containers: ContainerHost,
        private readonly behaviour: EndpointBehaviour,
    ) {
        this.created = this.lastModified = context.clock.date();
        this.desiredInstanceCount = deployment.initialInstanceCount;
        this.fleet = new Fleet(context.clock, containers);
        this.metrics = new EndpointMetrics(context, name, deployment.variantName);
        this.tell();
        this.after(behaviour.coldStartSeconds, () => this.create());
    }

    get currentInstanceCount(): number {
        return this.fleet.inService;
    }

    /** Requests queued, and by default those in process. */
    get backlog(): number {
        return this.queue.length + (this.behaviour.backlogIncludesInFlight ? this.fleet.inFlight : 0);
    }

    get acceptsRequests(): boolean {
        return this.status === "InService" || this.status === "Updating";
    }

    enqueue(request: AsyncRequest): void {
        this.queue.push(request);
        this.awaitExpiry(request);
        this.record(request, "Queued");
        this.dispatch();
    }

    /** UpdateEndpointWeightsAndCapacities: one update at a time, instances of one update become ready together (inferred). */
    scale(desired: number): void {
        this.requireInService();
        this.desiredInstanceCount = desired;
        const missing = desired - this.fleet.inService;
        this.become("Updating");
        if (missing > 0) this.after(this.behaviour.coldStartSeconds, () => this.grow(missing));
        else this.after(this.behaviour.scaleInSeconds, () => this.shrink(-missing));
    }

    /** UpdateEndpoint: a new fleet of the initial count takes over, or the old one stays. The queue survives. */
    update(next: Deployment): void {
        this.requireInService();
        this.become("Updating");
        this.after(this.behaviour.coldStartSeconds, async () => {
            const old = [...this.fleet.all()];
            try {
                await this.fleet.start(next.initialInstanceCount, next.container);
            } catch (error) {
                this.become("InService", reasonOf(error));
                return;
            }
            this.deployment = next;
            this.desiredInstanceCount = next.initialInstanceCount;
            for (const instance of old) await this.release(instance);
            await this.settle();
        });
    }

    /** DeleteEndpoint: what is queued is lost (undocumented; the pessimistic reading). */
    delete(gone: () => void): void {
        this.become("Deleting");
        for (const timer of this.timers) timer.cancel();
        for (const expiry of this.expiries.values()) expiry.cancel();
        this.metrics.stop();
        this.queue.length = 0;
        this.context.clock.after(this.behaviour.deleteSeconds, async () => {
            await this.stopAll();
            gone();
        });
    }

    async stopAll(): Promise<void> {
        await Promise.all([...this.fleet.all()].map((instance) => this.fleet.remove(instance)));
    }

    private async create(): Promise<void> {
        try {
            await this.fleet.start(this.desiredInstanceCount, this.deployment.container);
        } catch (error) {
            this.become("Failed", reasonOf(error));
            return;
        }
        this.metrics.publishEveryMinute(() => ({
            backlog: this.backlog,
            instances: this.fleet.inService,
            oldest: this.queue[0]?.receivedAt,
        }));
        await this.settle();
    }

    private async grow(count: number): Promise<void> {
        try {
            await this.fleet.start(count, this.deployment.container);
        } catch (error) {
            this.desiredInstanceCount = this.fleet.inService;
            this.become("InService", reasonOf(error));
            return;
        }
        await this.settle();
    }

    private async shrink(count: number): Promise<void> {
        const idleFirst = [...this.fleet.all()].sort((a, b) => a.inFlight.size - b.inFlight.size);
        for (const instance of idleFirst.slice(0, count)) await this.release(instance);
        await this.settle();
    }

    /** An update has ended: the endpoint is in service, both topics are told, waiting work starts. */
    private async settle(): Promise<void> {
        this.become("InService");
        this.capacityChanged();
        await this.publish(this.deployment.successTopic, testNotification);
        await this.publish(this.deployment.errorTopic, testNotification);
        this.dispatch();
    }

    /** Lets an instance go: at once when idle, after its work when draining, else with its work back at the queue's head. */
    private async release(instance: Instance): Promise<void> {
        if (instance.inFlight.size > 0 && this.behaviour.scaleInDrains) {
            instance.draining = true;
            return;
        }
        this.queue.unshift(...instance.inFlight);
        for (const request of instance.inFlight) this.awaitExpiry(request);
        instance.inFlight.clear();
        await this.fleet.remove(instance);
    }

    private dispatch(): void {
        for (;;) {
            const instance = this.queue.length > 0 && this.fleet.leastBusy(this.deployment.concurrencyPerInstance);
            if (!instance) return;
            const request = this.queue.shift() as AsyncRequest;
            this.expiries.get(request)?.cancel();
            this.expiries.delete(request);
            instance.inFlight.add(request);
            this.record(request, "Started");
            this.metrics.timeInBacklog(this.context.clock.now() - request.receivedAt);
            void this.context.clock.holdWhile(() => this.process(request, instance));
        }
    }

    private async process(request: AsyncRequest, instance: Instance): Promise<void> {
        const answer = await askModel(this.context, request, instance.container.url);
        if (this.status === "Deleting") return;
        const latency = answer.ok || answer.stage === "model" ? this.behaviour.modelLatencySeconds : 0;
        const late = latency > request.timeoutSeconds;
        const outcome: ModelAnswer = late ? timedOut(request) : answer;
        this.after(late ? request.timeoutSeconds : latency, async () => {
            // Requeued meanwhile: its instance went without draining, and another one will answer.
            if (!instance.inFlight.delete(request)) return;
            await this.finish(request, outcome, latency);
            if (!outcome.ok && outcome.stage === "unreachable" && !late) await this.replace(instance);
            if (instance.draining && instance.inFlight.size === 0) await this.fleet.remove(instance);
            this.dispatch();
        });
    }

    private async finish(request: AsyncRequest, answer: ModelAnswer, latencySeconds: number): Promise<void> {
        this.metrics.answered(answer, latencySeconds, this.context.clock.now() - request.receivedAt);
        if (!answer.ok) {
            await this.fail(request, "Failed", answer.reason, answer.body);
            return;
        }
        const stored = await this.store(request.outputLocation, answer.body, answer.contentType);
        if (stored !== undefined) {
            this.metrics.uploadFailed();
            await this.fail(request, "Failed", `ClientError: Unable to upload to ${request.outputLocation}: ${stored}`);
            return;
        }
        this.record(request, "Completed", { location: request.outputLocation });
        await this.notify(request, { status: "Completed", contentType: answer.contentType });
    }

    private async fail(
        request: AsyncRequest,
        status: "Failed" | "Expired",
        reason: string,
        body?: Buffer,
    ): Promise<void> {
        if (this.deployment.s3FailurePath !== undefined) {
            const content = body ?? Buffer.from(JSON.stringify({ message: reason }));
            if ((await this.store(request.failureLocation, content, "application/json")) !== undefined) {
                this.metrics.uploadFailed();
            }
        }
        this.record(request, status, { reason, location: request.failureLocation });
        if (status === "Failed" || this.behaviour.expiryNotifies) await this.notify(request, { status, reason });
    }

    /** A request may wait for RequestTTLSeconds; being worked on does not count. */
    private awaitExpiry(request: AsyncRequest): void {
        this.expiries.set(
            request,
            this.context.clock.schedule(request.expiresAt, () => this.expire(request)),
        );
    }

    private async expire(request: AsyncRequest): Promise<void> {
        const index = this.queue.indexOf(request);
        if (index < 0) return;
        this.queue.splice(index, 1);
        this.expiries.delete(request);
        this.metrics.expired();
        await this.fail(
            request,
            "Expired",
            "ClientError: The request expired in the queue before an instance took it.",
        );
    }

    /** @returns what S3 said, if it refused */
    private async store(location: string, body: Buffer, contentType: string): Promise<string | undefined> {
        try {
            const { outputKmsKeyId } = this.deployment;
            await this.context.call("s3", "PutObject", {
                ...parseLocation(location),
                Body: body,
                ContentType: contentType,
                ...(outputKmsKeyId === undefined
                    ? {}
                    : { ServerSideEncryption: "aws:kms", SSEKMSKeyId: outputKmsKeyId }),
            });
            return undefined;
        } catch (error) {
            if (error instanceof AwsError) return error.message;
            throw error;
        }
    }

    private async notify(request: AsyncRequest, outcome: InvocationOutcome): Promise<void> {
        const { successTopic, errorTopic } = this.deployment;
        const topic = outcome.status === "Completed" ? successTopic : errorTopic;
        const { region, clock } = this.context;
        await this.publish(topic, inferenceNotification(this.name, region, request, outcome, clock.date()));
    }

    /** A notification that cannot be published is lost; AWS shows it only as NotificationFailures. */
    private async publish(topicArn: string | undefined, message: string): Promise<void> {
        if (topicArn === undefined) return;
        try {
            const publisherRoleArn = this.deployment.executionRoleArn;
            await this.context.call("sns", "Publish", { TopicArn: topicArn, Message: message, publisherRoleArn });
        } catch (error) {
            if (!(error instanceof AwsError)) throw error;
            this.metrics.notificationFailed();
            this.context.journal.record({ kind: "undelivered", topicArn, reason: error.message });
        }
    }

    /** SageMaker replaces an instance whose container does not answer. */
    private async replace(instance: Instance): Promise<void> {
        if (!this.fleet.has(instance)) return;
        await this.fleet.remove(instance);
        this.capacityChanged();
        const again = async (): Promise<void> => {
            if (!this.acceptsRequests || this.fleet.inService >= this.desiredInstanceCount) return;
            try {
                await this.fleet.start(1, this.deployment.container);
            } catch {
                this.after(this.behaviour.coldStartSeconds, again);
                return;
            }
            this.capacityChanged();
            this.dispatch();
        };
        this.after(this.behaviour.coldStartSeconds, again);
    }

    private requireInService(): void {
        if (this.status !== "InService") throw validationException(`Cannot update in-progress endpoint "${this.arn}".`);
    }

    private become(status: EndpointStatus, failureReason?: string): void {
        this.status = status;
        this.failureReason = failureReason;
        this.lastModified = this.context.clock.date();
        this.tell();
    }

    private tell(): void {
        const reason = this.failureReason === undefined ? {} : { reason: this.failureReason };
        this.context.journal.record({
            kind: "endpointStatus",
            endpointName: this.name,
            status: this.status,
            ...reason,
        });
    }

    private capacityChanged(): void {
        this.context.journal.record({ kind: "capacity", endpointName: this.name, instances: this.fleet.inService });
    }

    private record(
        request: AsyncRequest,
        status: "Queued" | "Started" | "Completed" | "Failed" | "Expired",
        more: { location?: string; reason?: string } = {},
    ): void {
        const { inferenceId } = request;
        this.context.journal.record({ kind: "request", endpointName: this.name, inferenceId, status, ...more });
    }

    private after(seconds: number, action: () => void | Promise<void>): void {
        const timer = this.context.clock.after(seconds, () => {
            this.timers.delete(timer);
            return action();
        });
        this.timers.add(timer);
    }
}

function timedOut(request: AsyncRequest): ModelAnswer {
    const limit = String(request.timeoutSeconds);
    const reason = `ClientError: Your invocation timed out while waiting for a response from the model (${limit} seconds).`;
    return { ok: false, stage: "model", status: 0, reason };
}

function reasonOf(error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    return `The primary container for production variant did not pass the ping health check. ${message}`;
}
