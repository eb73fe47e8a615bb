import { type AsyncRequest, askModel, type ModelAnswer } from "./asyncRequest";
import { AwsError, validationException } from "../awsError";
import { type Scheduled, type Turn } from "../clock";
import { type ContainerHost } from "./containerHost";
import { ContainerLogs } from "./containerLogs";
import { type Call, type Context } from "../context";
import { type Deployment } from "./deployment";
import { type EndpointBehaviour } from "./endpointBehaviour";
import { EndpointMetrics } from "./endpointMetrics";
import { asExecutionRole } from "./executionRole";
import { Fleet, type Instance } from "./fleet";
import { InferenceResults } from "./inferenceResults";
import { fetchForStart } from "./instanceStart";

export type EndpointStatus = "Creating" | "InService" | "Updating" | "Deleting" | "Failed";

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
    private readonly results: InferenceResults;
    private readonly timers = new Set<Scheduled>();
    private readonly expiries = new Map<AsyncRequest, Scheduled>();
    /** What the endpoint does for its owner: all but to publish what its queue looks like. */
    private readonly asRole: Call;

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
        this.asRole = asExecutionRole(context, () => this.deployment.executionRoleArn);
        this.metrics = new EndpointMetrics(context, this.asRole, name, () => this.deployment.variantName);
        this.results = new InferenceResults(context, this.asRole, name, this.metrics, behaviour.expiryNotifies);
        this.tell();
        this.after(behaviour.coldStartSeconds, () => this.create(), "capacity");
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
        this.results.record(request, "Queued");
        this.dispatch();
    }

    /** UpdateEndpointWeightsAndCapacities: one update at a time, instances of one update become ready together (inferred). */
    scale(desired: number): void {
        this.requireInService();
        this.desiredInstanceCount = desired;
        const missing = desired - this.fleet.inService;
        this.become("Updating");
        if (missing > 0) this.after(this.behaviour.coldStartSeconds, () => this.grow(missing), "capacity");
        else this.after(this.behaviour.scaleInSeconds, () => this.shrink(-missing), "capacity");
    }

    /** UpdateEndpoint: a new fleet of the initial count takes over, or the old one stays. The queue survives. */
    update(next: Deployment): void {
        this.requireInService();
        this.become("Updating");
        const takeOver = async (): Promise<void> => {
            const old = [...this.fleet.all()];
            try {
                await this.start(next.initialInstanceCount, next);
            } catch (error) {
                this.become("InService", reasonOf(error));
                return;
            }
            this.deployment = next;
            this.desiredInstanceCount = next.initialInstanceCount;
            for (const instance of old) await this.release(instance);
            await this.settle();
        };
        this.after(this.behaviour.coldStartSeconds, takeOver, "capacity");
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
            await this.start(this.desiredInstanceCount, this.deployment);
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

    private async start(count: number, deployment: Deployment): Promise<void> {
        await fetchForStart(this.context, deployment);
        const asRole = asExecutionRole(this.context, () => deployment.executionRoleArn);
        const logs = new ContainerLogs(this.context, asRole, this.name, deployment.variantName);
        await this.fleet.start(count, deployment.container, logs);
    }

    private async grow(count: number): Promise<void> {
        try {
            await this.start(count, this.deployment);
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
        await this.results.testTopics(this.deployment);
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
            this.results.record(request, "Started");
            this.metrics.timeInBacklog(this.context.clock.now() - request.receivedAt);
            void this.context.clock.holdWhile(() => this.process(request, instance));
        }
    }

    private async process(request: AsyncRequest, instance: Instance): Promise<void> {
        const answer = await askModel(this.asRole, request, instance.container.url);
        if (this.status === "Deleting") return;
        const latency = answer.ok || answer.stage === "model" ? this.behaviour.modelLatencySeconds : 0;
        const late = latency > request.timeoutSeconds;
        const outcome: ModelAnswer = late ? timedOut(request) : answer;
        this.after(late ? request.timeoutSeconds : latency, async () => {
            // Requeued meanwhile: its instance went without draining, and another one will answer.
            if (!instance.inFlight.delete(request)) return;
            instance.logs.answered(request.inferenceId, outcome);
            this.metrics.answered(outcome, latency, this.context.clock.now() - request.receivedAt);
            await this.results.finish(request, outcome, this.deployment);
            if (!outcome.ok && outcome.stage === "unreachable" && !late) await this.replace(instance);
            if (instance.draining && instance.inFlight.size === 0) await this.fleet.remove(instance);
            this.dispatch();
        });
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
        const reason = "ClientError: The request expired in the queue before an instance took it.";
        await this.results.fail(request, "Expired", reason, this.deployment);
    }

    /** SageMaker replaces an instance whose container does not answer. */
    private async replace(instance: Instance): Promise<void> {
        if (!this.fleet.has(instance)) return;
        await this.fleet.remove(instance);
        this.capacityChanged();
        const again = async (): Promise<void> => {
            if (!this.acceptsRequests || this.fleet.inService >= this.desiredInstanceCount) return;
            try {
                await this.start(1, this.deployment);
            } catch {
                this.after(this.behaviour.coldStartSeconds, again, "capacity");
                return;
            }
            this.capacityChanged();
            this.dispatch();
        };
        this.after(this.behaviour.coldStartSeconds, again, "capacity");
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

    private after(seconds: number, action: () => void | Promise<void>, turn?: Turn): void {
        const run = (): void | Promise<void> => {
            this.timers.delete(timer);
            return action();
        };
        const timer = this.context.clock.after(seconds, run, turn);
        this.timers.add(timer);
    }
}

function timedOut(request: AsyncRequest): ModelAnswer {
    const limit = String(request.timeoutSeconds);
    const reason = `ClientError: Your invocation timed out while waiting for a response from the model (${limit} seconds).`;
    return { ok: false, stage: "model", status: 0, reason };
}

/** Why instances did not start: what the role may not, in SageMaker's words, or what the container said. */
function reasonOf(error: unknown): string {
    if (error instanceof AwsError) return error.message;
    const message = error instanceof Error ? error.message : String(error);
    return `The primary container for production variant did not pass the ping health check. ${message}`;
}
