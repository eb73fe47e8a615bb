import { type MetricDatum } from "@aws-sdk/client-cloudwatch";

import { type EndpointMetricName, endpointMetrics } from "../../../contract/metrics";
import { AwsError } from "../awsError";
import { type ModelAnswer } from "./asyncRequest";
import { type Scheduled } from "../clock";
import { type Call, type Context } from "../context";

const minute = 60_000;

/** What the queue looks like at the end of a minute. */
export interface QueueState {
    backlog: number;
    /** Instances in service. */
    instances: number;
    /** When the oldest waiting request was received, in simulated milliseconds. */
    oldest: number | undefined;
}

/**
 * The CloudWatch metrics of one asynchronous endpoint (AWS: "Monitor asynchronous endpoints").
 * Queue metrics carry EndpointName only; metrics of single requests carry VariantName too.
 *
 * Those of requests are put as the execution role, which AWS has allow cloudwatch:PutMetricData. Those of the queue are there while
 * there is no instance either: that SageMaker puts them in its own name is inferred.
 */
export class EndpointMetrics {
    private timer: Scheduled | undefined;
    private stopped = false;
    private readonly refusals = new Set<string>();

    constructor(
        private readonly context: Context,
        private readonly asRole: Call,
        private readonly endpointName: string,
        /** Asked each time: an update may bring another variant. */
        private readonly variantName: () => string,
    ) {}

    /** Publishes the queue metrics at every full simulated minute; zeros while idle. */
    publishEveryMinute(state: () => QueueState): void {
        const { clock } = this.context;
        const next = (Math.floor(clock.now() / minute) + 1) * minute;
        const publish = async (): Promise<void> => {
            this.publishEveryMinute(state);
            await this.publishQueue(state());
        };
        this.timer = clock.schedule(next, publish, "metrics");
    }

    stop(): void {
        this.stopped = true;
        this.timer?.cancel();
    }

    timeInBacklog(milliseconds: number): void {
        this.put("TimeInBacklog", milliseconds);
    }

    answered(answer: ModelAnswer, latencySeconds: number, totalMilliseconds: number): void {
        if (answer.ok || answer.stage === "model") this.put("ModelLatency", latencySeconds * 1e6);
        this.put("TotalProcessingTime", totalMilliseconds);
        this.put("InvocationsProcessed", 1);
        if (answer.ok) return;
        this.put("InvocationFailures", 1);
        if (answer.stage === "download") this.put("RequestDownloadFailures", 1);
        else this.put(answer.status >= 400 && answer.status < 500 ? "Invocation4XXErrors" : "Invocation5XXErrors", 1);
    }

    uploadFailed(): void {
        this.put("ResponseUploadFailures", 1);
    }

    expired(): void {
        this.put("ExpiredRequests", 1);
    }

    notificationFailed(): void {
        this.put("NotificationFailures", 1);
    }

    private async publishQueue({ backlog, instances, oldest }: QueueState): Promise<void> {
        const age = oldest === undefined ? 0 : (this.context.clock.now() - oldest) / 1000;
        await put(this.context.call, [
            this.datum("ApproximateBacklogSize", backlog),
            // With no instance the metric is published and equals the backlog (observed: huggingface/notebooks 16, CloudWatch graph).
            this.datum("ApproximateBacklogSizePerInstance", backlog / Math.max(instances, 1)),
            this.datum("ApproximateAgeOfOldestRequest", age),
            this.datum("HasBacklogWithoutCapacity", backlog > 0 && instances === 0 ? 1 : 0),
        ]);
    }

    /** One datapoint of a single request. Time stands still until it is stored, so no alarm can miss it. */
    private put(name: EndpointMetricName, value: number): void {
        if (this.stopped) return;
        void this.context.clock.holdWhile(() => this.putAsRole(this.datum(name, value)));
    }

    /** A metric that the role may not put is missing, on AWS without a word; here the journal says so once. */
    private async putAsRole(datum: MetricDatum): Promise<void> {
        try {
            await put(this.asRole, [datum]);
        } catch (error) {
            if (!(error instanceof AwsError)) throw error;
            const { endpointName } = this;
            if (this.refusals.has(error.message)) return;
            this.refusals.add(error.message);
            this.context.journal.record({ kind: "unmeasured", endpointName, reason: error.message });
        }
    }

    private datum(MetricName: EndpointMetricName, Value: number): MetricDatum {
        const { dimensions, unit } = endpointMetrics[MetricName];
        const values = { EndpointName: this.endpointName, VariantName: this.variantName() };
        const Dimensions = dimensions.map((Name) => ({ Name, Value: values[Name] }));
        return { MetricName, Value, Unit: unit, Timestamp: this.context.clock.date(), Dimensions };
    }
}

async function put(call: Call, MetricData: MetricDatum[]): Promise<void> {
    await call("cloudwatch", "PutMetricData", { Namespace: "AWS/SageMaker", MetricData });
}
