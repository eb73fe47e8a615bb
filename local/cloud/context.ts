import { type ApplicationAutoScaling } from "./applicationAutoScaling/applicationAutoScaling";
import { type SimulatedClock } from "./clock";
import { type CloudWatch } from "./cloudWatch/cloudWatch";
import { type CloudWatchLogs } from "./cloudWatchLogs/cloudWatchLogs";
import { type Access } from "./iam/access";
import { type Caller } from "./iam/principal";
import { type Iam } from "./iam/iam";
import { type Journal } from "./journal";
import { type Kms } from "./kms/kms";
import { type S3 } from "./s3/s3";
import { type SageMaker } from "./sageMaker/sageMaker";
import { type SageMakerRuntime } from "./sageMaker/sageMakerRuntime";
import { type Sns } from "./sns/sns";
import { type Sqs } from "./sqs/sqs";
import { type Sts } from "./iam/sts";

/**
 * The services of the laptop AWS. Each is a class whose operations are methods named as AWS names them, with two parameters:
 * the input, and who asks, where the operation asks for more leave than its service's permissions say.
 */
export interface Services {
    s3: S3;
    kms: Kms;
    iam: Iam;
    sts: Sts;
    sns: Sns;
    sqs: Sqs;
    sagemaker: SageMaker;
    "sagemaker-runtime": SageMakerRuntime;
    "application-autoscaling": ApplicationAutoScaling;
    cloudwatch: CloudWatch;
    logs: CloudWatchLogs;
}

export type ServiceName = keyof Services;

/** Operations of a service: its methods that AWS spells with a capital, take one input and promise an output. */
export type OperationName<S extends ServiceName> = {
    // `any`: the input's type is what is being looked up.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    [K in keyof Services[S] & Capitalize<string>]: Services[S][K] extends (input: any) => Promise<unknown> ? K : never;
}[keyof Services[S] & Capitalize<string>];

type OperationOf<S extends ServiceName, O extends OperationName<S>> = Services[S][O] extends (
    input: infer Input,
    by?: Caller,
) => Promise<infer Output>
    ? { input: Input; output: Output }
    : never;

export type InputOf<S extends ServiceName, O extends OperationName<S>> = OperationOf<S, O>["input"];

/** Calls one operation of one service. Rejects with an AwsError. */
export type Call = <S extends ServiceName, O extends OperationName<S>>(
    service: S,
    operation: O,
    input: OperationOf<S, O>["input"],
) => Promise<OperationOf<S, O>["output"]>;

/** What every service is given. */
export interface Context {
    readonly partition: string;
    readonly region: string;
    readonly accountId: string;
    readonly clock: SimulatedClock;
    readonly journal: Journal;
    /** How one service reaches another for AWS's own ends: nobody is asked for leave. */
    readonly call: Call;
    /** The same on behalf of somebody, who must be allowed to. */
    as(caller: Caller): Call;
    readonly access: Access;
    /** `arn:<partition>:<service>:<region>:<account>:<resource>` */
    arn(service: string, resource: string): string;
}

/** What every service offers besides its operations. */
export interface Service {
    /** ARNs (or names where AWS has no ARN) of all that exists, for the question whether anything is left. */
    inventory(): string[];
    /**
     * What a service answers before it looks at who asks, as S3 does for a bucket that does not exist.
     *
     * @throws AwsError the answer
     */
    checkBeforeLeave?(operation: string, input: unknown): void;
}
