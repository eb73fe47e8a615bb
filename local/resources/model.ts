import { type ModelArgs } from "@pulumi/aws/sagemaker";
import { type input as inputs } from "@pulumi/aws/types";
import { type ContainerDefinition } from "@aws-sdk/client-sagemaker";

import { defineResource } from "./defineResource";
import { block, boolean, map, type Takes, taggedAndRegional, text, type Values } from "./property";
import { type Properties } from "./resource";
import { fromSdkShape, toSdkShape } from "./sdkShape";

const container = {
    image: text(),
    environment: map(),
    mode: text({ default: "SingleModel", oneOf: ["SingleModel"] }),
    modelDataUrl: text(),
} satisfies Takes<inputs.sagemaker.ModelPrimaryContainer>;

const properties = {
    name: text({ autoname: true }),
    executionRoleArn: text({ required: true }),
    primaryContainer: block(container),
    enableNetworkIsolation: boolean(),
    ...taggedAndRegional,
} satisfies Takes<ModelArgs>;

/** A SageMaker model of one container. */
export const model = defineResource({
    type: "aws:sagemaker/model:Model",
    properties,
    gone: ["Could not find model"],
    async create(inputs, { call }) {
        const { ModelArn } = await call("sagemaker", "CreateModel", {
            ModelName: inputs.name,
            ExecutionRoleArn: inputs.executionRoleArn,
            ...(inputs.primaryContainer && {
                PrimaryContainer: toSdkShape(container, inputs.primaryContainer) as ContainerDefinition,
            }),
            ...(inputs.enableNetworkIsolation !== undefined && {
                EnableNetworkIsolation: inputs.enableNetworkIsolation,
            }),
        });
        return { id: inputs.name, outputs: outputs(ModelArn) };
    },
    async read(id, { call }) {
        const described = await call("sagemaker", "DescribeModel", { ModelName: id });
        return {
            inputs: {
                name: described.ModelName,
                executionRoleArn: described.ExecutionRoleArn as string,
                ...(described.PrimaryContainer && {
                    primaryContainer: fromSdkShape(container, described.PrimaryContainer) as Values<typeof container>,
                }),
                enableNetworkIsolation: described.EnableNetworkIsolation,
            },
            outputs: outputs(described.ModelArn),
        };
    },
    async delete({ id }, { call }) {
        await call("sagemaker", "DeleteModel", { ModelName: id });
    },
});

function outputs(arn: string): Properties {
    // Direct is how SageMaker runs a model of one container.
    return { arn, inferenceExecutionConfig: { mode: "Direct" } };
}
