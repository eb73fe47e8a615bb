import { ApplicationAutoScaling } from "./applicationAutoScaling/applicationAutoScaling";
import { AwsError } from "./awsError";
import { type SimulatedClock } from "./clock";
import { CloudWatch } from "./cloudWatch/cloudWatch";
import { CloudWatchLogs } from "./cloudWatchLogs/cloudWatchLogs";
import { type ContainerHost } from "./sageMaker/containerHost";
import { type Call, type Context, type Service, type ServiceName, type Services } from "./context";
import { Access, type Permission, type Refusal } from "./iam/access";
import { Iam } from "./iam/iam";
import {
    type AccessKey,
    administratorAccess,
    type IdentityDocuments,
    type IdentityName,
    type KnownIdentity,
    knownIdentities,
} from "./iam/identities";
import { type Place } from "./iam/operationPermissions";
import { type Caller } from "./iam/principal";
import { Journal } from "./journal";
import { Kms } from "./kms/kms";
import { permissions } from "./permissions";
import { PolicySources } from "./policySources";
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
    /** What deployer and preview may do; everything when it is not said. */
    documents?: IdentityDocuments;
}

type Operation<T> = (input: unknown, by: Caller | undefined) => Promise<T>;

/** The tables of all services, seen by someone who knows operation and input as text and value. */
interface AnyPermissions {
    readonly operations: Readonly<Record<string, (input: unknown, place: Place) => readonly Permission[]>>;
    readonly refusal: Refusal;
}

/**
 * What an input from the wire needs leave for. A member of another type than its own names nothing that leave could be for; AWS
 * does not read such a request, and asks nobody.
 *
 * @throws AwsError SerializationException (400)
 */
function ofRightTypes(operation: string, permissionsOf: () => readonly Permission[]): readonly Permission[] {
    const wrong = (): AwsError =>
        new AwsError("SerializationException", `A member of the input of ${operation} is of a wrong type.`);
    const isText = (value: unknown): boolean => value === undefined || typeof value === "string";
    try {
        const needed = permissionsOf();
        const values = needed.flatMap(({ resource, keys = {} }) => [resource, ...Object.values(keys).flat()]);
        if (values.every(isText)) return needed;
    } catch (error) {
        throw error instanceof TypeError ? wrong() : error;
    }
    throw wrong();
}

/** One account in one region of the laptop AWS. */
export class Cloud {
    readonly clock: SimulatedClock;
    readonly journal: Journal;
    readonly region: string;
    readonly partition: string;
    readonly accountId: string;
    readonly access: Access;
    readonly identities: Readonly<Record<IdentityName, KnownIdentity>>;
    private readonly services: Services;
    private readonly place: Place;

    constructor(args: CloudArgs) {
        this.clock = args.clock;
        this.region = args.region;
        this.partition = args.partition ?? "aws";
        this.accountId = args.accountId ?? "123456789012";
        this.journal = new Journal(() => args.clock.now());
        const { documents = { deployer: [administratorAccess], preview: [administratorAccess] } } = args;
        this.identities = knownIdentities(this, documents);
        this.access = new Access(this, new PolicySources(this, () => this.services));
        const context: Context = {
            partition: this.partition,
            region: this.region,
            accountId: this.accountId,
            clock: this.clock,
            journal: this.journal,
            call: this.call,
            as: (caller) => this.as(caller),
            access: this.access,
            arn: (service, resource) => `arn:${this.partition}:${service}:${this.region}:${this.accountId}:${resource}`,
        };
        this.place = context;
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

    /** What AWS does for its own ends, and tests: nobody is asked for leave. */
    readonly call: Call = async (service, operation, input) => this.operate(service, operation, input);

    /** Calls on behalf of somebody, who must be allowed to. */
    as(caller: Caller): Call {
        return async (service, operation, input) => {
            this.authorize(caller, service, operation, input);
            return this.operate(service, operation, input, caller);
        };
    }

    /** What arrives by HTTP. */
    async callAs(caller: Caller, service: ServiceName, operation: string, input: unknown): Promise<unknown> {
        return this.as(caller)(service as never, operation as never, input as never);
    }

    /** Whose access key it is; undefined: nobody's. */
    accessKey(accessKeyId: string): AccessKey | undefined {
        return Object.values(this.identities).find((identity) => identity.accessKeyId === accessKeyId);
    }

    private authorize(caller: Caller, service: ServiceName, operation: string, input: unknown): void {
        if (!this.has(service, operation)) return;
        const { operations, refusal } = permissions[service] as AnyPermissions;
        const permissionsOf = operations[operation];
        // The types demand a row for each; without one nobody may, rather than everybody.
        if (!permissionsOf) throw new Error(`No table says what ${service} ${operation} needs leave for.`);
        const needed = ofRightTypes(operation, () => {
            const asked: Service = this.services[service];
            asked.checkBeforeLeave?.(operation, input);
            return permissionsOf(input, this.place);
        });
        for (const permission of needed) this.access.require(caller, permission, refusal);
    }

    private async operate<T>(service: ServiceName, operation: string, input: unknown, by?: Caller): Promise<T> {
        if (!this.has(service, operation)) {
            throw new AwsError("NotImplemented", `The laptop AWS does not implement ${service} ${operation}.`, 501);
        }
        const target = this.services[service] as unknown as Record<string, Operation<T>>;
        return (target[operation] as Operation<T>).call(target, input, by);
    }

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
