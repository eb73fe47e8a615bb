import { Endpoint, EndpointConfiguration } from "@pulumi/aws/sagemaker";
import * as pulumi from "@pulumi/pulumi";

import { hasLocalNvme } from "../contract/instanceTypes";
import { prefixes } from "../contract/names";
import { type DeletionGuards } from "./guards";

export interface AsyncEndpointArgs {
    endpointName: string;
    variantName: string;
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
    /** Asked before the endpoint or its configuration is deleted. */
    guards?: DeletionGuards;
}

/** The asynchronous endpoint with its one production variant. */
export class AsyncEndpoint extends pulumi.ComponentResource {
    readonly endpoint: Endpoint;
    readonly endpointConfigName: pulumi.Output<string>;
    /** The variant's name, for whoever registers it as a scalable target: see {@link scalableVariant}. */
    readonly variantName: pulumi.Output<string>;

    constructor(name: string, { guards, ...args }: AsyncEndpointArgs, opts?: pulumi.ComponentResourceOptions) {
        super("summarizer:index:AsyncEndpoint", name, args, opts);
        const { variantName } = args;
        const variant = scalableVariant(name, args, { parent: this });
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
            { parent: this, hooks: guards && { beforeDelete: [guards.configuration] } },
        );
        this.endpoint = new Endpoint(
            name,
            { name: args.endpointName, endpointConfigName: config.name },
            // A component's dependencies are not its children's: without this, destroy may take the role's policy first.
            pulumi.mergeOptions(
                { dependsOn: opts?.dependsOn },
                { parent: this, dependsOn: variant, hooks: guards && { beforeDelete: [guards.endpoint] } },
            ),
        );
        this.endpointConfigName = config.name;
        this.variantName = pulumi.output(variant.output as pulumi.Output<string>);
        this.registerOutputs({ endpointConfigName: this.endpointConfigName, variantName: this.variantName });
    }
}

/**
 * A gate before the endpoint. SageMaker refuses another instance type, or another variant, as long as the variant is a
 * registered scalable target. So this is replaced when either changes, and deleted before it is made again; what is
 * built from its output, the scalable target and then its policies, is deleted with it, and made again once the endpoint
 * that comes after this was updated. Any other change leaves all of them alone (docs/decisions/0004).
 */
function scalableVariant(
    name: string,
    { variantName, instanceType }: Pick<AsyncEndpointArgs, "variantName" | "instanceType">,
    opts: pulumi.CustomResourceOptions,
): pulumi.Stash {
    return new pulumi.Stash(
        `${name}-variant`,
        { input: variantName },
        { ...opts, replacementTrigger: `${variantName} on ${instanceType}`, deleteBeforeReplace: true },
    );
}

/** SageMaker puts a slash between this and the object's name. */
function location(bucketName: string, prefix: string): string {
    return `s3://${bucketName}/${prefix.replace(/\/$/, "")}`;
}
