import { type ModelAnswer } from "./asyncRequest";
import { type Scheduled } from "./clock";
import { type Context } from "./context";

const namespace = "AWS/SageMaker";
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
 */
export class EndpointMetrics {
    private timer: Scheduled | undefined;
    private stopped = false;

    constructor(
        private readonly context: Context,
        private readonly endpointName: string,
        private readonly variantName: string,
    ) {}

    /** Publishes the queue metrics at every full simulated minute; zeros while idle. */
    publishEveryMinute(state: () => QueueState): void {
        const { clock } = this.context;
        const next = (Math.floor(clock.now() / minute) + 1) * minute;
        this.timer = clock.schedule(next, async () => {
            this.publishEveryMinute(state);
            await this.publishQueue(state());
        });
    }

    stop(): void {
        this.stopped = true;
        this.timer?.cancel();
    }

    timeInBacklog(milliseconds: number): void {
        this.put("TimeInBacklog", milliseconds, "Milliseconds");
    }

    answered(answer: ModelAnswer, latencySeconds: number, totalMilliseconds: number): void {
        if (answer.ok || answer.stage === "model") this.put("ModelLatency", latencySeconds * 1e6, "Microseconds");
        this.put("TotalProcessingTime", totalMilliseconds, "Milliseconds");
        this.put("InvocationsProcessed", 1, "Count");
        if (answer.ok) return;
        this.put("InvocationFailures", 1, "Count");
        if (answer.stage === "download") this.put("RequestDownloadFailures", 1, "Count");
        else
            this.put(
                answer.status >= 400 && answer.status < 500 ? "Invocation4XXErrors" : "Invocation5XXErrors",
                1,
                "None",
            );
    }

    uploadFailed(): void {
        this.put("ResponseUploadFailures", 1, "Count");
    }

    expired(): void {
        this.put("ExpiredRequests", 1, "Count");
    }

    notificationFailed(): void {
        this.put("NotificationFailures", 1, "Count");
    }

    private async publishQueue({ backlog, instances, oldest }: QueueState): Promise<void> {
        const now = this.context.clock.now();
        const age = oldest === undefined ? 0 : (now - oldest) / 1000;
        const values: [string, number, "Count" | "Seconds"][] = [
            ["ApproximateBacklogSize", backlog, "Count"],
            // With no instance the metric is published and equals the backlog (observed: huggingface/notebooks 16, CloudWatch graph).
            ["ApproximateBacklogSizePerInstance", backlog / Math.max(instances, 1), "Count"],
            ["ApproximateAgeOfOldestRequest", age, "Seconds"],
            ["HasBacklogWithoutCapacity", backlog > 0 && instances === 0 ? 1 : 0, "Count"],
        ];
        await this.context.call("cloudwatch", "PutMetricData", {
            Namespace: namespace,
            MetricData: values.map(([MetricName, Value, Unit]) => ({
                MetricName,
                Value,
                Unit,
                Timestamp: new Date(now),
                Dimensions: [{ Name: "EndpointName", Value: this.endpointName }],
            })),
        });
    }

    /** One datapoint of a single request. Time stands still until it is stored, so no alarm can miss it. */
    private put(MetricName: string, Value: number, Unit: "Count" | "Milliseconds" | "Microseconds" | "None"): void {
        if (this.stopped) return;
        const { clock, call } = this.context;
        const Dimensions = [
            { Name: "EndpointName", Value: this.endpointName },
            { Name: "VariantName", Value: this.variantName },
        ];
        void clock.holdWhile(() =>
            call("cloudwatch", "PutMetricData", {
                Namespace: namespace,
                MetricData: [{ MetricName, Value, Unit, Timestamp: clock.date(), Dimensions }],
            }),
        );
    }
}
