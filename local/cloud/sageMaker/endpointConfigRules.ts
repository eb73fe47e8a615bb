import { type CreateEndpointConfigCommandInput } from "@aws-sdk/client-sagemaker";

import { hasLocalNvme } from "../../../contract/instanceTypes";
import { AwsError, validationException } from "../awsError";

/** The one production variant of a configuration that passed SageMaker's rules. */
export interface CheckedVariant {
    variantName: string;
    modelName: string;
    instanceType: string;
    initialInstanceCount: number;
    concurrencyPerInstance: number | undefined;
}

const namePattern = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const s3Path = /^(https|s3):\/\/([^/])\/?(.*)$/;
const topicArn = /^arn:aws[a-z-]*:sns:[a-z0-9-]*:[0-9]{12}:\S+$/;

/** Names of models, configurations, endpoints and variants (AWS: SageMaker API Reference). */
export function checkName(member: string, value: string | undefined): string {
    if (value !== undefined && namePattern.test(value)) return value;
    throw validationException(
        `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`,
    );
}

/**
 * What CreateEndpointConfig refuses, before it looks for the model.
 *
 * @throws AwsError ValidationException, or NotImplemented for what is no asynchronous endpoint with one variant
 */
export function checkEndpointConfig(input: CreateEndpointConfigCommandInput): CheckedVariant {
    const [variant, ...others] = input.ProductionVariants ?? [];
    if (!variant) throw validationException("An endpoint configuration needs at least one production variant.");
    if (others.length > 0) throw notImplemented("endpoints with several production variants");
    if (!input.AsyncInferenceConfig)
        throw notImplemented("real-time endpoints: an endpoint configuration needs AsyncInferenceConfig");
    // It would be a second role to pass and to act as.
    if (input.ExecutionRoleArn !== undefined) throw notImplemented("an execution role of an endpoint configuration");
    if (variant.ServerlessConfig) throw notImplemented("serverless variants");

    const { InstanceType: instanceType, InitialInstanceCount: initialInstanceCount } = variant;
    if (!instanceType?.startsWith("ml.")) {
        throw validationException(
            `'${String(instanceType)}' at 'productionVariants.1.member.instanceType' is not an instance type.`,
        );
    }
    if (initialInstanceCount === undefined || !Number.isInteger(initialInstanceCount) || initialInstanceCount < 1) {
        throw validationException(
            "InitialInstanceCount must be at least 1; scale in to 0 after the endpoint was created.",
        );
    }
    checkVolume(input.KmsKeyId, variant.VolumeSizeInGB, instanceType);
    return {
        variantName: checkName("productionVariants.1.member.variantName", variant.VariantName),
        modelName: checkName("productionVariants.1.member.modelName", variant.ModelName),
        instanceType,
        initialInstanceCount,
        concurrencyPerInstance: checkAsync(input.AsyncInferenceConfig),
    };
}

/** AWS: "you can't request a KmsKeyId (or a volume size) when using an instance type with local storage". */
function checkVolume(kmsKeyId: string | undefined, volumeSize: number | undefined, instanceType: string): void {
    if (!hasLocalNvme(instanceType)) return;
    if (kmsKeyId !== undefined) {
        throw validationException(
            `KmsKeyId can't be requested for ${instanceType}: it has local NVMe storage, which is encrypted by hardware.`,
        );
    }
    if (volumeSize !== undefined) {
        throw validationException(
            `VolumeSizeInGB can't be requested for ${instanceType}: it has local NVMe storage of its own size.`,
        );
    }
}

function checkAsync(config: NonNullable<CreateEndpointConfigCommandInput["AsyncInferenceConfig"]>): number | undefined {
    const { OutputConfig: output, ClientConfig: client } = config;
    for (const [member, path] of [
        ["s3OutputPath", output?.S3OutputPath],
        ["s3FailurePath", output?.S3FailurePath],
    ] as const) {
        const required = member === "s3OutputPath";
        if (path === undefined ? required : !s3Path.test(path)) {
            throw validationException(
                `'${String(path)}' at 'asyncInferenceConfig.outputConfig.${member}' is not an S3 location.`,
            );
        }
    }
    const { SuccessTopic, ErrorTopic, IncludeInferenceResponseIn } = output?.NotificationConfig ?? {};
    for (const topic of [SuccessTopic, ErrorTopic]) {
        if (topic !== undefined && !topicArn.test(topic)) {
            throw validationException(
                `'${topic}' at 'asyncInferenceConfig.outputConfig.notificationConfig' is not a topic ARN.`,
            );
        }
    }
    if (IncludeInferenceResponseIn && IncludeInferenceResponseIn.length > 0)
        throw notImplemented("responses inside notifications");
    const concurrency = client?.MaxConcurrentInvocationsPerInstance;
    if (concurrency !== undefined && (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 1000)) {
        throw validationException(
            `MaxConcurrentInvocationsPerInstance must be from 1 to 1000, not ${String(concurrency)}.`,
        );
    }
    return concurrency;
}

function notImplemented(what: string): AwsError {
    return new AwsError("NotImplemented", `The laptop AWS does not implement ${what}.`, 501);
}
