import { closest } from "fastest-levenshtein";

import { type InstanceType, parseInstanceType } from "./instanceTypes";
import { boolean, emails, integer, matching, oneOf, optional, type Reader, secret, text } from "./settingReaders";
import { badValue, projectName, SettingsError } from "./settingsError";

export { SettingsError };

/**
 * What an environment sets, parsed and checked.
 *
 * Pulumi.yaml declares every key with its type, description and default; a stack file (Pulumi.dev.yaml) overrides them.
 * Names are AWS's own; units are part of a name wherever the type does not carry them.
 */
export interface Settings {
    /** SageMaker hosting instance type of the production variant, e.g. `ml.m5.xlarge`. */
    instanceType: string;
    /** Instances kept when nothing is queued. 0 means an idle endpoint costs no instance. */
    minCapacity: number;
    /** Instances at most. */
    maxCapacity: number;
    /** Requests, queued or in process, that one instance should have before another is added (target tracking's targetValue). */
    backlogPerInstance: number;
    scaleInCooldownSeconds: number;
    scaleOutCooldownSeconds: number;
    /**
     * Instances that the wake-up alarm adds when requests wait and there is none (the step's scalingAdjustment). More than
     * `maxCapacity` are as good as `maxCapacity` (AWS: Application Auto Scaling API Reference, RegisterScalableTarget, MaxCapacity).
     */
    wakeUpScalingAdjustment: number;
    /** Requests that one container works on at the same time, and so the number of its model workers. */
    maxConcurrentInvocationsPerInstance: number;
    /** Longest time one summary may take; the model server gives up after it. SageMaker allows 1 to 3,600 s. */
    invocationTimeoutSeconds: number;
    /** Name of the endpoint; empty for `<project>-<stack>`. Set it to take over an endpoint that exists. */
    endpointName: string;
    /** Name of the one production variant. */
    variantName: string;
    /** Model on the Hugging Face Hub, `owner/name`. Not used when `modelDataUrl` is set. */
    modelId: string;
    /** Branch, tag or commit of `modelId`. */
    modelRevision: string;
    /** `HF_TASK`, the transformers pipeline. */
    task: string;
    /** `s3://…/model.tar.gz` of an own fine-tuned model; empty for the Hub. */
    modelDataUrl: string;
    /** Own container image, `account.dkr.ecr.region.amazonaws.com/repository:tag`; empty for the Hugging Face image of the region. */
    image: string;
    /** Token for gated models on the Hub; a secret. Empty for public models. */
    hubToken: string;
    containerStartupHealthCheckTimeoutInSeconds: number;
    modelDataDownloadTimeoutInSeconds: number;
    /** Size of the volume of an instance; only used for instance types without local NVMe storage. */
    volumeSizeInGb: number;
    /** Addresses that are told of every summary. */
    successEmails: string[];
    /** Addresses that are told of every failure. */
    errorEmails: string[];
    /** Addresses that are told of every alarm. */
    alarmEmails: string[];
    /** Seconds the oldest request may wait before an alarm tells; it expires six hours after it was sent. */
    oldestRequestAlarmSeconds: number;
    /** Days the containers' output is kept. */
    logRetentionDays: number;
    /** Days after which articles, summaries and failures are deleted. */
    objectExpirationDays: number;
    /** Days a deleted KMS key can still be restored. */
    keyDeletionWindowInDays: number;
    /** Whether `pulumi destroy` may delete buckets that still hold objects. */
    forceDestroy: boolean;
    /** Whether Pulumi refuses to delete what holds data: the buckets and their key. */
    protect: boolean;
    /**
     * Whether AWS is asked before an endpoint with a backlog, or the configuration that it serves, is deleted; then
     * `pulumi destroy` needs `--run-program`.
     */
    guardDeletes: boolean;
}

/** Raw values by key, as YAML has them (typed) or as Pulumi hands them over (numbers, booleans and arrays as JSON text). */
export type RawSettings = Readonly<Record<string, unknown>>;

/** AWS: CloudWatch Logs API Reference, PutRetentionPolicy. */
const retentionDays = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const sageMakerName = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;

const readers: { readonly [K in keyof Settings]: Reader<Settings[K]> } = {
    instanceType: text(
        (value) => parseInstanceType(value) !== undefined,
        "a SageMaker hosting instance type, such as ml.m5.xlarge",
    ),
    minCapacity: integer(0, 1000),
    maxCapacity: integer(1, 1000),
    backlogPerInstance: integer(1, 1_000_000),
    scaleInCooldownSeconds: integer(0, 86_400),
    scaleOutCooldownSeconds: integer(0, 86_400),
    wakeUpScalingAdjustment: integer(1, 1000),
    // AWS: SageMaker API Reference, AsyncInferenceClientConfig.
    maxConcurrentInvocationsPerInstance: integer(1, 1000),
    // AWS: SageMaker Runtime API Reference, InvokeEndpointAsync, InvocationTimeoutSeconds.
    invocationTimeoutSeconds: integer(1, 3600),
    // AWS: SageMaker API Reference, EndpointName and VariantName.
    endpointName: optional(sageMakerName, "a name of letters, digits and dashes, of at most 63 characters"),
    variantName: matching(sageMakerName, "a name of letters, digits and dashes, of at most 63 characters"),
    modelId: matching(
        /^[\w-][\w.-]{0,95}(\/[\w-][\w.-]{0,95})?$/,
        "a model of the Hugging Face Hub, such as google/pegasus-cnn_dailymail",
    ),
    modelRevision: matching(/^[\w./-]{1,255}$/, "a branch, tag or commit of the model, such as main"),
    task: matching(/^[a-z0-9]+(-[a-z0-9]+)*$/, "a transformers pipeline, such as summarization"),
    modelDataUrl: optional(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/\S+$/, "an s3:// URL of a model.tar.gz"),
    image: optional(
        /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/[a-z0-9._/-]+(:[\w.-]{1,128}|@sha256:[0-9a-f]{64})$/,
        "an ECR image with a tag or digest, such as 123456789012.dkr.ecr.us-east-1.amazonaws.com/summarizer:1.0",
    ),
    hubToken: secret(/^\S+$/, "a Hugging Face access token without spaces"),
    // AWS: SageMaker API Reference, ProductionVariant, for these three.
    containerStartupHealthCheckTimeoutInSeconds: integer(60, 3600),
    modelDataDownloadTimeoutInSeconds: integer(60, 3600),
    volumeSizeInGb: integer(1, 512),
    successEmails: emails(),
    errorEmails: emails(),
    alarmEmails: emails(),
    // AWS: SageMaker Runtime API Reference, InvokeEndpointAsync: RequestTTLSeconds is 21,600 unless told otherwise.
    oldestRequestAlarmSeconds: integer(60, 21_599),
    logRetentionDays: oneOf(retentionDays),
    objectExpirationDays: integer(1, 3650),
    // AWS: KMS API Reference, ScheduleKeyDeletion.
    keyDeletionWindowInDays: integer(7, 30),
    forceDestroy: boolean(),
    protect: boolean(),
    guardDeletes: boolean(),
};

/** Every key that an environment may set, without the namespace. */
export const settingKeys = Object.keys(readers) as readonly (keyof Settings)[];

/**
 * Parses and checks the configuration of one stack.
 *
 * @param raw every key of the project's namespace, without the namespace; defaults already applied
 * @throws SettingsError for the first key that is unknown, missing or not allowed
 */
export function parseSettings(raw: RawSettings): Settings {
    refuseUnknownKeys(raw);
    const entries = settingKeys.map((key) => [key, readers[key](key, raw[key])] as const);
    const settings = Object.fromEntries(entries) as unknown as Settings;
    checkTogether(settings);
    return settings;
}

function refuseUnknownKeys(raw: RawSettings): void {
    for (const key of Object.keys(raw)) {
        if ((settingKeys as readonly string[]).includes(key)) continue;
        throw new SettingsError(
            `${projectName}:${key} is not a setting: did you mean ${projectName}:${closest(key, settingKeys)}?`,
        );
    }
}

/** Rules between settings that are each allowed alone. */
function checkTogether(settings: Settings): void {
    const { minCapacity, maxCapacity, instanceType } = settings;
    if (minCapacity > maxCapacity) {
        throw badValue("minCapacity", `${minCapacity}`, `at most maxCapacity, which is ${maxCapacity}`);
    }
    const problem = instanceTypeProblem(settings, parseInstanceType(instanceType) as InstanceType);
    if (problem) throw badValue("instanceType", `"${instanceType}"`, problem);
}

function instanceTypeProblem({ image, modelDataUrl }: Settings, type: InstanceType): string | undefined {
    // aws/aws-cdk #22886, which cites the SageMaker documentation: burstable types cannot be autoscaled.
    if (type.burstable) return "a type that can be autoscaled, such as ml.m5.xlarge; ml.t types cannot";
    if (type.accelerator === "neuron" && (image === "" || modelDataUrl === "")) {
        return "a CPU or GPU type unless image and modelDataUrl are both set: AWS Inferentia and Trainium run only a model compiled for them";
    }
    if (type.architecture === "arm64" && image === "") {
        return "an x86 type unless image is set: the Hugging Face image does not run on AWS Graviton";
    }
    return undefined;
}
