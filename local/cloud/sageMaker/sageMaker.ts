import {
    type CreateEndpointCommandInput,
    type CreateEndpointConfigCommandInput,
    type CreateModelCommandInput,
    type UpdateEndpointCommandInput,
    type UpdateEndpointWeightsAndCapacitiesCommandInput,
} from "@aws-sdk/client-sagemaker";

import { AsyncEndpoint, type EndpointStatus } from "./asyncEndpoint";
import { AwsError, validationException } from "../awsError";
import { deregister, requirePassRole, requireVolumeKey } from "./furtherLeave";
import { type ContainerHost } from "./containerHost";
import { type Deployment } from "./deployment";
import { type Context, type Service } from "../context";
import { defaultBehaviour, type EndpointBehaviour } from "./endpointBehaviour";
import { checkEndpointConfig, checkName } from "./endpointConfigRules";
import { requireAssumable } from "./executionRole";
import { type Caller } from "../iam/principal";
import { requireModelData } from "./modelData";
import { sageMakerArn } from "./sageMakerArn";

export type { EndpointBehaviour } from "./endpointBehaviour";

interface Model extends CreateModelCommandInput {
    ModelName: string;
    ModelArn: string;
    CreationTime: Date;
}

interface EndpointConfig extends CreateEndpointConfigCommandInput {
    EndpointConfigName: string;
    EndpointConfigArn: string;
    CreationTime: Date;
}

export interface DescribedEndpoint {
    EndpointName: string;
    EndpointArn: string;
    EndpointConfigName: string;
    EndpointStatus: EndpointStatus;
    FailureReason?: string;
    CreationTime: Date;
    LastModifiedTime: Date;
    ProductionVariants: { VariantName: string; CurrentInstanceCount: number; DesiredInstanceCount: number }[];
}

/** SageMaker's control plane: models, endpoint configurations, asynchronous endpoints. */
export class SageMaker implements Service {
    private readonly models = new Map<string, Model>();
    private readonly configs = new Map<string, EndpointConfig>();
    private readonly endpoints = new Map<string, AsyncEndpoint>();
    private readonly behaviour: EndpointBehaviour;

    constructor(
        private readonly context: Context,
        private readonly containers: ContainerHost,
        behaviour: Partial<EndpointBehaviour> = {},
    ) {
        this.behaviour = { ...defaultBehaviour, ...behaviour };
    }

    async CreateModel(input: CreateModelCommandInput, by?: Caller): Promise<{ ModelArn: string }> {
        const name = checkName("modelName", input.ModelName);
        const arn = sageMakerArn(this.context, "model", name);
        if (this.models.has(name)) throw validationException(`Cannot create already existing model "${arn}".`);
        if (input.Containers) {
            throw new AwsError(
                "NotImplemented",
                "The laptop AWS does not implement models of several containers.",
                501,
            );
        }
        if (!input.PrimaryContainer?.Image) throw validationException("The primary container needs an image.");
        const roleArn = String(input.ExecutionRoleArn);
        requirePassRole(this.context, by, roleArn);
        const role = requireAssumable(this.context, roleArn);
        const { ModelDataUrl } = input.PrimaryContainer;
        if (ModelDataUrl !== undefined) {
            await requireModelData(this.context.as(role), ModelDataUrl, roleArn, this.context.region);
        }
        this.models.set(name, { ...input, ModelName: name, ModelArn: arn, CreationTime: this.context.clock.date() });
        return { ModelArn: arn };
    }

    async DescribeModel(input: { ModelName: string | undefined }): Promise<Model> {
        return this.model(input.ModelName);
    }

    async DeleteModel(input: { ModelName: string | undefined }): Promise<object> {
        this.models.delete((await this.DescribeModel(input)).ModelName);
        return {};
    }

    async CreateEndpointConfig(input: CreateEndpointConfigCommandInput): Promise<{ EndpointConfigArn: string }> {
        const name = checkName("endpointConfigName", input.EndpointConfigName);
        const arn = sageMakerArn(this.context, "endpoint-config", name);
        if (this.configs.has(name)) {
            throw validationException(`Cannot create already existing endpoint configuration "${arn}".`);
        }
        const variant = checkEndpointConfig(input);
        await this.DescribeModel({ ModelName: variant.modelName });
        const made = { EndpointConfigName: name, EndpointConfigArn: arn, CreationTime: this.context.clock.date() };
        this.configs.set(name, { ...input, ...made });
        return { EndpointConfigArn: arn };
    }

    async DescribeEndpointConfig(input: { EndpointConfigName: string | undefined }): Promise<EndpointConfig> {
        return Promise.resolve(this.config(input.EndpointConfigName));
    }

    async DeleteEndpointConfig(input: { EndpointConfigName: string | undefined }): Promise<object> {
        this.configs.delete(this.config(input.EndpointConfigName).EndpointConfigName);
        return Promise.resolve({});
    }

    async CreateEndpoint(input: CreateEndpointCommandInput, by?: Caller): Promise<{ EndpointArn: string }> {
        const name = checkName("endpointName", input.EndpointName);
        const arn = sageMakerArn(this.context, "endpoint", name);
        await requireVolumeKey(this.context, by, this.configs.get(String(input.EndpointConfigName))?.KmsKeyId);
        if (this.endpoints.has(name)) throw validationException(`Cannot create already existing endpoint "${arn}".`);
        const deployment = this.deploymentOf(input.EndpointConfigName);
        const endpoint = new AsyncEndpoint(name, arn, deployment, this.context, this.containers, this.behaviour);
        this.endpoints.set(name, endpoint);
        return { EndpointArn: arn };
    }

    async DescribeEndpoint(input: { EndpointName: string | undefined }): Promise<DescribedEndpoint> {
        const endpoint = this.endpoint(input.EndpointName);
        return Promise.resolve({
            EndpointName: endpoint.name,
            EndpointArn: endpoint.arn,
            EndpointConfigName: endpoint.deployment.endpointConfigName,
            EndpointStatus: endpoint.status,
            ...(endpoint.failureReason === undefined ? {} : { FailureReason: endpoint.failureReason }),
            CreationTime: endpoint.created,
            LastModifiedTime: endpoint.lastModified,
            ProductionVariants: [
                {
                    VariantName: endpoint.deployment.variantName,
                    CurrentInstanceCount: endpoint.currentInstanceCount,
                    DesiredInstanceCount: endpoint.desiredInstanceCount,
                },
            ],
        });
    }

    async ListEndpoints(): Promise<{
        Endpoints: { EndpointName: string; EndpointArn: string; EndpointStatus: EndpointStatus }[];
    }> {
        const Endpoints = [...this.endpoints.values()].map(({ name, arn, status }) => ({
            EndpointName: name,
            EndpointArn: arn,
            EndpointStatus: status,
        }));
        return Promise.resolve({ Endpoints });
    }

    /** An update to a registered variant's instance type, or its removal, is refused (AWS: "Delete or update endpoints with autoscaling"). */
    async UpdateEndpoint(input: UpdateEndpointCommandInput, by?: Caller): Promise<{ EndpointArn: string }> {
        const endpoint = this.endpoint(input.EndpointName);
        await requireVolumeKey(this.context, by, this.configs.get(String(input.EndpointConfigName))?.KmsKeyId);
        const next = this.deploymentOf(input.EndpointConfigName);
        const current = endpoint.deployment;
        const replaced = next.variantName !== current.variantName || next.instanceType !== current.instanceType;
        if (replaced && (await this.isScalableTarget(endpoint))) {
            throw validationException(
                `The variant(s) "[${current.variantName}]" must be deregistered as scalable target with AutoScaling before they can be removed or have their instance type updated.`,
            );
        }
        endpoint.update(next);
        return { EndpointArn: endpoint.arn };
    }

    async UpdateEndpointWeightsAndCapacities(
        input: UpdateEndpointWeightsAndCapacitiesCommandInput,
    ): Promise<{ EndpointArn: string }> {
        const endpoint = this.endpoint(input.EndpointName);
        for (const { VariantName, DesiredInstanceCount } of input.DesiredWeightsAndCapacities ?? []) {
            if (VariantName !== endpoint.deployment.variantName) {
                throw validationException(
                    `Could not find variant "${String(VariantName)}" of endpoint "${endpoint.arn}".`,
                );
            }
            if (DesiredInstanceCount === undefined) continue;
            if (!Number.isInteger(DesiredInstanceCount) || DesiredInstanceCount < 0) {
                throw validationException("DesiredInstanceCount must be a whole number of at least 0.");
            }
            endpoint.scale(DesiredInstanceCount);
        }
        return Promise.resolve({ EndpointArn: endpoint.arn });
    }

    /** Takes the scalable target with it, if whoever asks may deregister it; else it fails. */
    async DeleteEndpoint(input: { EndpointName: string | undefined }, by?: Caller): Promise<object> {
        const endpoint = this.endpoint(input.EndpointName);
        if (endpoint.status === "Creating" || endpoint.status === "Updating") {
            throw validationException(`Cannot delete in-progress endpoint "${endpoint.arn}".`);
        }
        if (endpoint.status === "Deleting") return {};
        if (await this.isScalableTarget(endpoint)) await deregister(this.context, by, scalableTarget(endpoint));
        endpoint.delete(() => this.endpoints.delete(endpoint.name));
        return {};
    }

    /** The endpoint that an invocation names, if it takes requests. */
    invocable(name: string): AsyncEndpoint | undefined {
        const endpoint = this.endpoints.get(name);
        return endpoint?.acceptsRequests ? endpoint : undefined;
    }

    inventory(): string[] {
        return [
            ...[...this.endpoints.values()].map((endpoint) => endpoint.arn),
            ...[...this.configs.values()].map((config) => config.EndpointConfigArn),
            ...[...this.models.values()].map((model) => model.ModelArn),
        ];
    }

    /** Stops every container. */
    async close(): Promise<void> {
        await Promise.all([...this.endpoints.values()].map((endpoint) => endpoint.stopAll()));
    }

    private deploymentOf(configName: string | undefined): Deployment {
        const config = this.config(configName);
        const variant = checkEndpointConfig(config);
        const model = this.model(variant.modelName);
        const output = config.AsyncInferenceConfig?.OutputConfig;
        return {
            endpointConfigName: config.EndpointConfigName,
            variantName: variant.variantName,
            instanceType: variant.instanceType,
            initialInstanceCount: variant.initialInstanceCount,
            container: {
                image: model.PrimaryContainer?.Image as string,
                environment: model.PrimaryContainer?.Environment ?? {},
            },
            modelDataUrl: model.PrimaryContainer?.ModelDataUrl,
            executionRoleArn: model.ExecutionRoleArn as string,
            concurrencyPerInstance: variant.concurrencyPerInstance ?? this.behaviour.defaultConcurrency,
            s3OutputPath: output?.S3OutputPath as string,
            s3FailurePath: output?.S3FailurePath,
            outputKmsKeyId: output?.KmsKeyId,
            successTopic: output?.NotificationConfig?.SuccessTopic,
            errorTopic: output?.NotificationConfig?.ErrorTopic,
        };
    }

    private model(name: string | undefined): Model {
        const found = this.models.get(String(name));
        if (found) return found;
        throw validationException(`Could not find model "${sageMakerArn(this.context, "model", String(name))}".`);
    }

    private config(name: string | undefined): EndpointConfig {
        const found = this.configs.get(String(name));
        if (found) return found;
        const arn = sageMakerArn(this.context, "endpoint-config", String(name));
        throw validationException(`Could not find endpoint configuration "${arn}".`);
    }

    private endpoint(name: string | undefined): AsyncEndpoint {
        const found = this.endpoints.get(String(name));
        if (found) return found;
        throw validationException(`Could not find endpoint "${sageMakerArn(this.context, "endpoint", String(name))}".`);
    }

    private async isScalableTarget(endpoint: AsyncEndpoint): Promise<boolean> {
        const { ResourceId, ...target } = scalableTarget(endpoint);
        const { ScalableTargets } = await this.context.call("application-autoscaling", "DescribeScalableTargets", {
            ...target,
            ResourceIds: [ResourceId],
        });
        return ScalableTargets.length > 0;
    }
}

function scalableTarget(endpoint: AsyncEndpoint) {
    return {
        ServiceNamespace: "sagemaker",
        ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
        ResourceId: `endpoint/${endpoint.name}/variant/${endpoint.deployment.variantName}`,
    } as const;
}
