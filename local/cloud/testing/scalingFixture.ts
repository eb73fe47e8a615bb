import { AwsError, validationException } from "../awsError";
import { ApplicationAutoScaling } from "../applicationAutoScaling/applicationAutoScaling";
import { SimulatedClock } from "../clock";
import { CloudWatch, type CloudWatchOptions } from "../cloudWatch/cloudWatch";
import { type Call, type Context } from "../context";
import { type Caller, type Principal } from "../iam/principal";
import { Journal, type JournalEntry } from "../journal";
import { type ScalingOptions } from "../../../scaling/scalingState";
import { everybodyMay } from "./everybodyMay";

export const target = {
    ServiceNamespace: "sagemaker",
    ResourceId: "endpoint/summarizer/variant/main",
    ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
} as const;

/** An endpoint of one variant, as SageMaker would describe it; a change takes `provisioningSeconds`. */
export class FakeEndpoint {
    exists = true;
    status = "InService";
    current = 1;
    desired = 1;
    provisioningSeconds = 240;
    /** Words with which every change is refused, if any. */
    refusal: string | undefined;
    readonly asked: { at: number; instances: number }[] = [];
    /** When an instance was last in service, or ceased to be. */
    readonly inService: { at: number; instances: number }[] = [];
    /** Requests queued or in process. */
    backlog = 0;
}

/** CloudWatch and Application Auto Scaling on a manual clock that starts at a full minute, with a fake SageMaker and SNS. */
export class ScalingFixture {
    readonly clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
    readonly journal = new Journal(() => this.clock.now());
    readonly entries: JournalEntry[] = [];
    readonly endpoint = new FakeEndpoint();
    readonly published: {
        TopicArn: string;
        Subject: string;
        Message: Record<string, unknown>;
        publisher: Principal;
    }[] = [];
    readonly cloudWatch: CloudWatch;
    readonly autoScaling: ApplicationAutoScaling;
    private readonly start = this.clock.now();

    constructor(options: Partial<ScalingOptions> & CloudWatchOptions = {}) {
        const context: Context = {
            ...everybodyMay({
                partition: "aws",
                region: "us-east-1",
                accountId: "123456789012",
                clock: this.clock,
                journal: this.journal,
                call: this.call,
                arn: (service, resource) => `arn:aws:${service}:us-east-1:123456789012:${resource}`,
            }),
            as: (caller) => this.as(caller),
        };
        this.cloudWatch = new CloudWatch(context, options);
        this.autoScaling = new ApplicationAutoScaling(context, this.cloudWatch, options);
        this.journal.watch((entry) => this.entries.push(entry));
    }

    /** Simulated seconds since the start. */
    seconds(): number {
        return (this.clock.now() - this.start) / 1000;
    }

    /** Publishes what `value` says at every full minute from now on. */
    async publishEveryMinute(
        metricName: string,
        value: () => number | undefined,
        dimensions = [{ Name: "EndpointName", Value: "summarizer" }],
    ): Promise<void> {
        const current = value();
        if (current !== undefined) {
            await this.cloudWatch.PutMetricData({
                Namespace: "AWS/SageMaker",
                MetricData: [
                    { MetricName: metricName, Value: current, Dimensions: dimensions, Timestamp: this.clock.date() },
                ],
            });
        }
        this.clock.after(60, () => this.publishEveryMinute(metricName, value, dimensions), "metrics");
    }

    /** The queue metrics of the fake endpoint, zeros while idle. */
    async publishQueue(): Promise<void> {
        const { endpoint } = this;
        await this.publishEveryMinute(
            "ApproximateBacklogSizePerInstance",
            () => endpoint.backlog / Math.max(endpoint.current, 1),
        );
        await this.publishEveryMinute("HasBacklogWithoutCapacity", () =>
            endpoint.backlog > 0 && endpoint.current === 0 ? 1 : 0,
        );
    }

    /** State changes of alarms so far, as `[seconds, name, state]`; of target tracking's only AlarmHigh or AlarmLow is shown. */
    alarmStates(): [number, string, string][] {
        return this.entries.flatMap((entry): [number, string, string][] =>
            entry.kind === "alarmState"
                ? [
                      [
                          (entry.at - this.start) / 1000,
                          /AlarmHigh|AlarmLow/.exec(entry.alarmName)?.[0] ?? entry.alarmName,
                          entry.state,
                      ],
                  ]
                : [],
        );
    }

    /** What was asked of the endpoint so far, as `[seconds, policy, from, to, outcome]`. */
    scalings(): [number, string, number, number, string][] {
        return this.entries.flatMap((entry): [number, string, number, number, string][] =>
            entry.kind === "scaling"
                ? [[(entry.at - this.start) / 1000, entry.policyName, entry.from, entry.to, entry.outcome]]
                : [],
        );
    }

    private readonly call = (async (service: string, operation: string, input: unknown): Promise<unknown> => {
        switch (`${service} ${operation}`) {
            case "sns Publish": {
                const { Message, ...published } = input as Record<"TopicArn" | "Subject" | "Message", string> & {
                    publisher: Principal;
                };
                if (published.TopicArn.endsWith(":missing")) {
                    throw new AwsError("NotFound", "Topic does not exist", 404);
                }
                this.published.push({ ...published, Message: JSON.parse(Message) as Record<string, unknown> });
                return {};
            }
            case "sagemaker DescribeEndpoint":
                return this.describeEndpoint();
            case "sagemaker UpdateEndpointWeightsAndCapacities":
                return this.updateEndpoint(input as Parameters<ScalingFixture["updateEndpoint"]>[0]);
        }
        const services: Record<string, object> = {
            cloudwatch: this.cloudWatch,
            "application-autoscaling": this.autoScaling,
        };
        const method = (services[service] as Record<string, unknown> | undefined)?.[operation];
        if (typeof method !== "function") throw new Error(`unexpected call of ${service} ${operation}`);
        return (method as (input: unknown) => Promise<unknown>).call(services[service], input);
    }) as Call;

    /** The fake SNS is told who publishes. */
    private as({ principal: publisher }: Caller): Call {
        return (async (service: string, operation: string, input: object): Promise<unknown> =>
            this.call(
                service as never,
                operation as never,
                (service === "sns" ? { ...input, publisher } : input) as never,
            )) as Call;
    }

    private describeEndpoint() {
        const { exists, status, current, desired } = this.endpoint;
        if (!exists) throw validationException('Could not find endpoint "summarizer".');
        const variant = { VariantName: "main", CurrentInstanceCount: current, DesiredInstanceCount: desired };
        return { EndpointName: "summarizer", EndpointStatus: status, ProductionVariants: [variant] };
    }

    private updateEndpoint(input: { DesiredWeightsAndCapacities: { DesiredInstanceCount: number }[] }) {
        const { endpoint } = this;
        if (endpoint.refusal) throw validationException(endpoint.refusal);
        if (endpoint.status !== "InService") throw validationException("Cannot update in-progress endpoint.");
        const instances = input.DesiredWeightsAndCapacities[0]?.DesiredInstanceCount ?? NaN;
        endpoint.asked.push({ at: this.seconds(), instances });
        Object.assign(endpoint, { desired: instances, status: "Updating" });
        const fulfil = (): void => {
            Object.assign(endpoint, { current: instances, status: "InService" });
            endpoint.inService.push({ at: this.seconds(), instances });
        };
        this.clock.after(endpoint.provisioningSeconds, fulfil, "capacity");
        return {};
    }
}
