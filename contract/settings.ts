import { parseInstanceType } from "./instanceTypes";

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
    /** Requests that one container works on at the same time, and so the number of its model workers. */
    maxConcurrentInvocationsPerInstance: number;
    /** Longest time one summary may take; the model server gives up after it. SageMaker allows 1 to 3,600 s. */
    invocationTimeoutSeconds: number;
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
    /** Days after which articles, summaries and failures are deleted. */
    objectExpirationDays: number;
    /** Days a deleted KMS key can still be restored. */
    keyDeletionWindowInDays: number;
    /** Whether `pulumi destroy` may delete buckets that still hold objects. */
    forceDestroy: boolean;
    /** Whether Pulumi refuses to delete what holds data: the buckets and their key. */
    protect: boolean;
}

/** A configuration value that cannot be used. The message is one sentence: the key, the value, what is allowed. */
export class SettingsError extends Error {
    override readonly name = "SettingsError";
}

/** Raw values by key, as YAML has them (typed) or as Pulumi hands them over (numbers, booleans and arrays as JSON text). */
export type RawSettings = Readonly<Record<string, unknown>>;

/**
 * Parses and checks the configuration of one stack.
 *
 * @param raw every key of the project's namespace, without the namespace; defaults already applied
 * @throws SettingsError for the first key that is unknown, missing or not allowed
 */
export function parseSettings(raw: RawSettings): Settings {
    refuseUnknownKeys(raw);
    const settings: Settings = {
        instanceType: text(raw, "instanceType"),
        minCapacity: integer(raw, "minCapacity", 0, 1000),
        maxCapacity: integer(raw, "maxCapacity", 1, 1000),
        backlogPerInstance: integer(raw, "backlogPerInstance", 1, 1_000_000),
        scaleInCooldownSeconds: integer(raw, "scaleInCooldownSeconds", 0, 86_400),
        scaleOutCooldownSeconds: integer(raw, "scaleOutCooldownSeconds", 0, 86_400),
        maxConcurrentInvocationsPerInstance: integer(raw, "maxConcurrentInvocationsPerInstance", 1, 1000),
        invocationTimeoutSeconds: integer(raw, "invocationTimeoutSeconds", 1, 3600),
        modelId: matching(raw, "modelId", hubModel, "a model of the Hugging Face Hub, such as google/pegasus-cnn_dailymail"),
        modelRevision: matching(raw, "modelRevision", /^[\w./-]{1,255}$/, "a branch, tag or commit of the model, such as main"),
        task: matching(raw, "task", /^[a-z0-9]+(-[a-z0-9]+)*$/, "a transformers pipeline, such as summarization"),
        modelDataUrl: optional(raw, "modelDataUrl", /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/\S+$/, "an s3:// URL of a model.tar.gz"),
        image: optional(
            raw,
            "image",
            /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/[a-z0-9._/-]+(:[\w.-]{1,128}|@sha256:[0-9a-f]{64})$/,
            "an ECR image with a tag or digest, such as 123456789012.dkr.ecr.us-east-1.amazonaws.com/summarizer:1.0",
        ),
        hubToken: optional(raw, "hubToken", /^\S+$/, "a Hugging Face access token", { secret: true }),
        containerStartupHealthCheckTimeoutInSeconds: integer(raw, "containerStartupHealthCheckTimeoutInSeconds", 60, 3600),
        modelDataDownloadTimeoutInSeconds: integer(raw, "modelDataDownloadTimeoutInSeconds", 60, 3600),
        volumeSizeInGb: integer(raw, "volumeSizeInGb", 1, 512),
        successEmails: emails(raw, "successEmails"),
        errorEmails: emails(raw, "errorEmails"),
        objectExpirationDays: integer(raw, "objectExpirationDays", 1, 3650),
        keyDeletionWindowInDays: integer(raw, "keyDeletionWindowInDays", 7, 30),
        forceDestroy: boolean(raw, "forceDestroy"),
        protect: boolean(raw, "protect"),
    };
    checkTogether(settings);
    return settings;
}
