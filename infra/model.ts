import { Model } from "@pulumi/aws/sagemaker";
import * as pulumi from "@pulumi/pulumi";

export interface SummarizationModelArgs {
    /** Container image in ECR. */
    image: string;
    /** The image is an own one and not AWS's Hugging Face image. */
    ownImage: boolean;
    executionRoleArn: pulumi.Input<string>;
    /** `HF_TASK`, the transformers pipeline. */
    task: string;
    /** Model of the Hub and its revision; not used when `modelDataUrl` is set. */
    modelId: string;
    modelRevision: string;
    /** `s3://…/model.tar.gz`, or empty. */
    modelDataUrl: string;
    /** Token for gated models of the Hub. */
    hubToken?: pulumi.Output<string>;
    /** Requests that the container works on at the same time. */
    workers: number;
    /** Seconds after which the model server gives up on a request. */
    invocationTimeoutSeconds: number;
}

/** The container and what it serves. Unnamed, since a change of it makes a new model before the old one goes. */
export class SummarizationModel extends pulumi.ComponentResource {
    readonly modelName: pulumi.Output<string>;

    constructor(name: string, args: SummarizationModelArgs, opts?: pulumi.ComponentResourceOptions) {
        // Without the arguments: they may hold the token.
        super("summarizer:index:SummarizationModel", name, {}, opts);
        const model = new Model(
            name,
            {
                executionRoleArn: args.executionRoleArn,
                primaryContainer: {
                    image: args.image,
                    environment: modelEnvironment(args),
                    ...(args.modelDataUrl === "" ? {} : { modelDataUrl: args.modelDataUrl }),
                },
                // SageMaker itself fetches the artifact; a container that downloads from the Hub has to reach out.
                ...(args.modelDataUrl === "" ? {} : { enableNetworkIsolation: true }),
            },
            { parent: this, dependsOn: opts?.dependsOn },
        );
        this.modelName = model.name;
        this.registerOutputs({ modelName: this.modelName });
    }
}

/** AWS: SageMaker Developer Guide, asynchronous inference, environment variables of the model server. */
const largestPayloadBytes = "2000000000";

/** What the container reads. Values are text, as environment variables are. */
export function modelEnvironment(
    args: Omit<SummarizationModelArgs, "image" | "executionRoleArn">,
): Record<string, pulumi.Input<string>> {
    return {
        // Without it the toolkit takes PEGASUS for text2text-generation, which answers in another shape.
        HF_TASK: args.task,
        // HF_MODEL_ID makes the toolkit download from the Hub even when there is an artifact
        // (aws/sagemaker-huggingface-inference-toolkit, mms_model_server.py).
        ...(args.modelDataUrl === "" ? { HF_MODEL_ID: args.modelId, HF_MODEL_REVISION: args.modelRevision } : {}),
        ...(args.hubToken ? { HF_API_TOKEN: args.hubToken } : {}),
        // The default is one copy of the model per vCPU, more than fit into memory.
        SAGEMAKER_MODEL_SERVER_WORKERS: `${args.workers}`,
        // In seconds. SAGEMAKER_MODEL_SERVER_TIMEOUT and MMS_DEFAULT_RESPONSE_TIMEOUT would be minutes
        // (awslabs/multi-model-server, ConfigManager.getDefaultResponseTimeoutSeconds).
        SAGEMAKER_MODEL_SERVER_TIMEOUT_SECONDS: `${args.invocationTimeoutSeconds}`,
        // Multi Model Server is what AWS's image runs; an own image may run another server. Its default is 6,553,500 bytes.
        ...(args.ownImage
            ? {}
            : { MMS_MAX_REQUEST_SIZE: largestPayloadBytes, MMS_MAX_RESPONSE_SIZE: largestPayloadBytes }),
    };
}
