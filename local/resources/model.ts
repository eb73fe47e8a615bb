import { type ModelArgs } from "@pulumi/aws/sagemaker";
import { type input as inputs } from "@pulumi/aws/types";
import { type ContainerDefinition } from "@aws-sdk/client-sagemaker";

import { defineResource, unlessGone } from "./defineResource";
import { block, map, type Takes, taggedAndRegional, text } from "./property";
import { toSdkShape } from "./sdkShape";

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
    ...taggedAndRegional,
} satisfies Takes<ModelArgs>;

/** A SageMaker model of one container. */
export const model = defineResource({
    type: "aws:sagemaker/model:Model",
    properties,
    async create(inputs, { call }) {
        const { ModelArn } = await call("sagemaker", "CreateModel", {
            ModelName: inputs.name,
            ExecutionRoleArn: inputs.executionRoleArn,
            ...(inputs.primaryContainer && {
                PrimaryContainer: toSdkShape(container, inputs.primaryContainer) as ContainerDefinition,
            }),
        });
        return {
            id: inputs.name,
            // Direct is how SageMaker runs a model of one container.
            outputs: { arn: ModelArn, inferenceExecutionConfig: { mode: "Direct" } },
        };
    },
    async delete({ id }, { call }) {
        await unlessGone(call("sagemaker", "DeleteModel", { ModelName: id }), "Could not find model");
    },
});
