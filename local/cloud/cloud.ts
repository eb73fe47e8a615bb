import { ApplicationAutoScaling } from "./applicationAutoScaling/applicationAutoScaling";
import { AwsError } from "./awsError";
import { type SimulatedClock } from "./clock";
import { CloudWatch } from "./cloudWatch/cloudWatch";
import { CloudWatchLogs } from "./cloudWatchLogs/cloudWatchLogs";
import { type ContainerHost } from "./sageMaker/containerHost";
import { type Call, type Context, type ServiceName, type Services } from "./context";
import { Iam } from "./iam/iam";
import { Journal } from "./journal";
import { Kms } from "./kms/kms";
import { S3 } from "./s3/s3";
import { type EndpointBehaviour, SageMaker } from "./sageMaker/sageMaker";
import { SageMakerRuntime } from "./sageMaker/sageMakerRuntime";
import { Sns } from "./sns/sns";
import { Sqs } from "./sqs/sqs";
import { Sts } from "./iam/sts";

export interface CloudArgs {
    clock: SimulatedClock;
    containers: ContainerHost;
    region: string;
    partition?: string;
    /** Twelve digits; the default is AWS's documentation account. */
    accountId?: string;
    /** Times and choices that AWS does not document, or that a test wants otherwise. */
    behaviour?: Partial<EndpointBehaviour>;
}

/** One account in one region of the laptop AWS. */
export class Cloud {
    readonly clock: SimulatedClock;
    readonly journal: Journal;
    readonly region: string;
    readonly partition: string;
    readonly accountId: string;
    private readonly services: Services;

    constructor(args: CloudArgs) {
        this.clock = args.clock;
        this.region = args.region;
        this.partition = args.partition ?? "aws";
        this.accountId = args.accountId ?? "123456789012";
        this.journal = new Journal(() => args.clock.now());
        const context: Context = {
            partition: this.partition,
            region: this.region,
            accountId: this.accountId,
            clock: this.clock,
            journal: this.journal,
            call: this.call,
            arn: (service, resource) => `arn:${this.partition}:${service}:${this.region}:${this.accountId}:${resource}`,
        };
        const cloudwatch = new CloudWatch(context);
        const sagemaker = new SageMaker(context, args.containers, args.behaviour);
        this.services = {
            s3: new S3(context),
            kms: new Kms(context),
            iam: new Iam(context),
            sts: new Sts(context),
            sns: new Sns(context),
            sqs: new Sqs(context),
            sagemaker,
            "sagemaker-runtime": new SageMakerRuntime(context, sagemaker),
            "application-autoscaling": new ApplicationAutoScaling(context, cloudwatch),
            cloudwatch,
            logs: new CloudWatchLogs(context),
        };
    }

    /** Whether the laptop AWS has this operation; what it has not is answered with 501. */
    has(service: ServiceName, operation: string): boolean {
        // Operations are the methods that AWS spells with a capital; everything else on a service is its own business.
        return /^[A-Z]/.test(operation) && typeof (this.services[service] as never)[operation] === "function";
    }

    readonly call: Call = async (service, operation, input) => {
        if (!this.has(service, operation)) {
            throw new AwsError("NotImplemented", `The laptop AWS does not implement ${service} ${operation}.`, 501);
        }
        const target = this.services[service] as unknown as Record<string, (input: unknown) => Promise<never>>;
        return (target[operation] as (input: unknown) => Promise<never>).call(target, input);
    };

    /** All that exists, by service: empty after a complete destroy. Keys waiting for their deletion are not counted, as AWS keeps them too. */
    inventory(): string[] {
        return Object.values(this.services).flatMap((service) => (service as { inventory(): string[] }).inventory());
    }

    /** Stops what runs on the wall clock: containers, deliveries, waiting receivers. */
    async close(): Promise<void> {
        await this.services.sagemaker.close();
        this.services.sqs.close();
    }
}
