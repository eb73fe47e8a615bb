import { type EndpointConfigurationArgs } from "@pulumi/aws/sagemaker";
import { type input as inputs } from "@pulumi/aws/types";
import { type CreateEndpointConfigCommandInput } from "@aws-sdk/client-sagemaker";

import { defineResource } from "./defineResource";
import { block, blocks, number, type Takes, taggedAndRegional, text, texts } from "./property";
import { type Properties } from "./resource";
import { fromSdkShape, toSdkShape } from "./sdkShape";

const notificationConfig = {
    successTopic: text(),
    errorTopic: text(),
    includeInferenceResponseIns: texts({ member: "IncludeInferenceResponseIn" }),
} satisfies Takes<inputs.sagemaker.EndpointConfigurationAsyncInferenceConfigOutputConfigNotificationConfig>;

const outputConfig = {
    s3OutputPath: text({ required: true }),
    s3FailurePath: text(),
    kmsKeyId: text(),
    notificationConfig: block(notificationConfig),
} satisfies Takes<inputs.sagemaker.EndpointConfigurationAsyncInferenceConfigOutputConfig>;

const clientConfig = {
    maxConcurrentInvocationsPerInstance: number({ range: [1, 1000] }),
} satisfies Takes<inputs.sagemaker.EndpointConfigurationAsyncInferenceConfigClientConfig>;

const asyncInferenceConfig = {
    outputConfig: block(outputConfig, { required: true }),
    clientConfig: block(clientConfig),
} satisfies Takes<inputs.sagemaker.EndpointConfigurationAsyncInferenceConfig>;

const productionVariant = {
    variantName: text({ autoname: true }),
    modelName: text(),
    instanceType: text(),
    initialInstanceCount: number(),
    initialVariantWeight: number({ default: 1 }),
    volumeSizeInGb: number({ range: [1, 512], member: "VolumeSizeInGB" }),
    containerStartupHealthCheckTimeoutInSeconds: number({ range: [60, 3600] }),
    modelDataDownloadTimeoutInSeconds: number({ range: [60, 3600] }),
} satisfies Takes<inputs.sagemaker.EndpointConfigurationProductionVariant>;

const properties = {
    name: text({ autoname: true, member: "EndpointConfigName" }),
    productionVariants: blocks(productionVariant, { required: true }),
    asyncInferenceConfig: block(asyncInferenceConfig),
    kmsKeyArn: text({ member: "KmsKeyId" }),
} satisfies Takes<EndpointConfigurationArgs>;

export const endpointConfiguration = defineResource({
    type: "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
    properties: { ...properties, ...taggedAndRegional },
    gone: ["Could not find endpoint configuration"],
    async create(inputs, { call }) {
        const input = toSdkShape(properties, inputs) as unknown as CreateEndpointConfigCommandInput;
        const { EndpointConfigArn } = await call("sagemaker", "CreateEndpointConfig", input);
        return { id: inputs.name, outputs: outputs(EndpointConfigArn) };
    },
    async read(id, { call }) {
        const described = await call("sagemaker", "DescribeEndpointConfig", { EndpointConfigName: id });
        return { inputs: fromSdkShape(properties, described), outputs: outputs(described.EndpointConfigArn) };
    },
    async delete({ id }, { call }) {
        await call("sagemaker", "DeleteEndpointConfig", { EndpointConfigName: id });
    },
});

function outputs(arn: string): Properties {
    return { arn, namePrefix: "" };
}
