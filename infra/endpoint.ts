import { Endpoint, EndpointConfiguration } from "@pulumi/aws/sagemaker";
import * as pulumi from "@pulumi/pulumi";

import { hasLocalNvme } from "../contract/instanceTypes";
import { prefixes, variantName } from "../contract/names";

export interface AsyncEndpointArgs {
    endpointName: string;
    modelName: pulumi.Input<string>;
    instanceType: string;
    /** Key that encrypts results, and the instances' volumes where they are not encrypted by hardware. */
    keyArn: pulumi.Input<string>;
    /** Bucket for summaries and failures. */
    outputBucketName: string;
    successTopicArn: pulumi.Input<string>;
    errorTopicArn: pulumi.Input<string>;
    maxConcurrentInvocationsPerInstance: number;
    containerStartupHealthCheckTimeoutInSeconds: number;
    modelDataDownloadTimeoutInSeconds: number;
    /** Not used for instance types with local NVMe storage. */
    volumeSizeInGb: number;
}

/** The asynchronous endpoint with its one production variant. */
export class AsyncEndpoint extends pulumi.ComponentResource {
    readonly endpoint: Endpoint;
    readonly endpointConfigName: pulumi.Output<string>;

    constructor(name: string, args: AsyncEndpointArgs, opts?: pulumi.ComponentResourceOptions) {
        super("summarizer:index:AsyncEndpoint", name, args, opts);
        // CreateEndpointConfig refuses a key and a size for a volume that is local NVMe.
        const ownVolume = !hasLocalNvme(args.instanceType);
        // Unnamed: every change replaces it, and the new one has to exist before the old one can go.
        const config = new EndpointConfiguration(
            name,
            {
                ...(ownVolume ? { kmsKeyArn: args.keyArn } : {}),
                productionVariants: [
                    {
                        variantName,
                        modelName: args.modelName,
                        instanceType: args.instanceType,
                        // SageMaker starts with at least one instance; autoscaling takes it away.
                        initialInstanceCount: 1,
                        containerStartupHealthCheckTimeoutInSeconds: args.containerStartupHealthCheckTimeoutInSeconds,
                        modelDataDownloadTimeoutInSeconds: args.modelDataDownloadTimeoutInSeconds,
                        ...(ownVolume ? { volumeSizeInGb: args.volumeSizeInGb } : {}),
                    },
                ],
                asyncInferenceConfig: {
                    outputConfig: {
                        s3OutputPath: location(args.outputBucketName, prefixes.output),
                        s3FailurePath: location(args.outputBucketName, prefixes.failure),
                        kmsKeyId: args.keyArn,
                        notificationConfig: { successTopic: args.successTopicArn, errorTopic: args.errorTopicArn },
                    },
                    clientConfig: { maxConcurrentInvocationsPerInstance: args.maxConcurrentInvocationsPerInstance },
                },
            },
            { parent: this },
        );
        this.endpoint = new Endpoint(
            name,
            { name: args.endpointName, endpointConfigName: config.name },
            // A component's dependencies are not its children's: without this, destroy may take the role's policy first.
            { parent: this, dependsOn: opts?.dependsOn },
        );
        this.endpointConfigName = config.name;
        this.registerOutputs({ endpointConfigName: this.endpointConfigName });
    }
}

/** SageMaker puts a slash between this and the object's name. */
function location(bucketName: string, prefix: string): string {
    return `s3://${bucketName}/${prefix.replace(/\/$/, "")}`;
}
