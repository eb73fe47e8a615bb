/** Statistics that a metric is worth reading with. */
export type Statistic = "Average" | "Sum" | "Minimum" | "Maximum" | "SampleCount";

/** Dimensions that a metric is published with: exactly these, or a reader gets no data, for ever and without an error. */
export type MetricDimension = "EndpointName" | "VariantName";

export interface EndpointMetric {
    namespace: "AWS/SageMaker" | "/aws/sagemaker/Endpoints";
    dimensions: readonly MetricDimension[];
    /** CloudWatch's own spelling. */
    unit: "Count" | "Seconds" | "Milliseconds" | "Microseconds" | "Percent" | "None";
    statistics: readonly Statistic[];
}

const endpointOnly = ["EndpointName"] as const;
const endpointAndVariant = ["EndpointName", "VariantName"] as const;
const levels = ["Average", "Maximum", "Minimum"] as const;
const latencies = ["Average", "Sum", "Minimum", "Maximum", "SampleCount"] as const;

const queue = (unit: "Count" | "Seconds") =>
    ({ namespace: "AWS/SageMaker", dimensions: endpointOnly, unit, statistics: levels }) as const;
const event = {
    namespace: "AWS/SageMaker",
    dimensions: endpointAndVariant,
    unit: "Count",
    statistics: ["Sum"],
} as const;
const latency = (unit: "Microseconds" | "Milliseconds") =>
    ({ namespace: "AWS/SageMaker", dimensions: endpointAndVariant, unit, statistics: latencies }) as const;
const response = {
    namespace: "AWS/SageMaker",
    dimensions: endpointAndVariant,
    unit: "None",
    statistics: ["Average", "Sum"],
} as const;
/** SampleCount of one of these over 60 s is the only published number of instances (AWS: async inference FAQ). */
const host = {
    namespace: "/aws/sagemaker/Endpoints",
    dimensions: endpointAndVariant,
    unit: "Percent",
    statistics: latencies,
} as const;

/**
 * All that CloudWatch is told of an asynchronous endpoint, a point a minute (AWS: SageMaker Developer Guide, "Monitor
 * asynchronous endpoint" and "Metrics for monitoring SageMaker with CloudWatch").
 * Not published for it: Invocations, InvocationsPerInstance, OverheadLatency.
 */
export const endpointMetrics = {
    ApproximateBacklogSize: queue("Count"),
    ApproximateBacklogSizePerInstance: queue("Count"),
    ApproximateAgeOfOldestRequest: queue("Seconds"),
    /** 1 while requests wait and there is no instance, else 0. */
    HasBacklogWithoutCapacity: { ...queue("Count"), statistics: ["Average"] },
    RequestDownloadFailures: event,
    ResponseUploadFailures: event,
    NotificationFailures: event,
    ExpiredRequests: event,
    InvocationFailures: event,
    InvocationsProcessed: event,
    RequestDownloadLatency: latency("Microseconds"),
    ResponseUploadLatency: latency("Microseconds"),
    ModelLatency: latency("Microseconds"),
    TimeInBacklog: latency("Milliseconds"),
    TotalProcessingTime: latency("Milliseconds"),
    Invocation4XXErrors: response,
    Invocation5XXErrors: response,
    CPUUtilization: host,
    MemoryUtilization: host,
    GPUUtilization: host,
    GPUMemoryUtilization: host,
    DiskUtilization: host,
} as const satisfies Record<string, EndpointMetric>;

export type EndpointMetricName = keyof typeof endpointMetrics;

/** Published for real-time endpoints but not for asynchronous ones: a policy or alarm on them never acts. */
export const metricsNotPublished = ["Invocations", "InvocationsPerInstance", "OverheadLatency"] as const;

/** Namespaces into which an execution role has to put metrics. */
export const metricNamespaces = ["AWS/SageMaker", "/aws/sagemaker/Endpoints"] as const;

/** What target tracking holds at `backlogPerInstance`. */
export const backlogMetric = "ApproximateBacklogSizePerInstance" satisfies EndpointMetricName;

/** What wakes an endpoint that has no instance: the backlog per instance alone does not before it exceeds its target. */
export const wakeUpMetric = "HasBacklogWithoutCapacity" satisfies EndpointMetricName;

/** Requests queued or in process: what would be lost with the endpoint. */
export const backlogSizeMetric = "ApproximateBacklogSize" satisfies EndpointMetricName;
