import { type ContainerSpec } from "./fleet";

/** What an endpoint runs on: its configuration with the model resolved. */
export interface Deployment {
    readonly endpointConfigName: string;
    readonly variantName: string;
    readonly instanceType: string;
    readonly initialInstanceCount: number;
    readonly container: ContainerSpec;
    /** `s3://bucket/key` of the model's artifact. */
    readonly modelDataUrl: string | undefined;
    readonly executionRoleArn: string;
    readonly concurrencyPerInstance: number;
    readonly s3OutputPath: string;
    readonly s3FailurePath: string | undefined;
    readonly outputKmsKeyId: string | undefined;
    readonly successTopic: string | undefined;
    readonly errorTopic: string | undefined;
}
