import { matches } from "./arguments";

/** Why no rule guards an argument. */
export type Reason =
    /** Nothing but a person reads it. */
    | "cosmetic"
    /** AWS or its provider refuses what cannot work, and the deployment stops without a rule. */
    | "validated by AWS"
    /** An environment chooses it, within what the program's settings allow. */
    | "by settings"
    /** Another argument, or another resource, sees to the same. */
    | "by another argument"
    /** What is lost leaves nothing behind that a rule could protect. */
    | "nothing is left to guard"
    /** The type has no tags, so the provider's go nowhere. */
    | "has no tags"
    /** Any value works for somebody; which one is no matter of safety or cost that a rule knows of. */
    | "operational choice";

/** By type (`*` for any) and path, `[*]` for each element of a list. */
const reasons: Readonly<Record<string, Readonly<Record<string, Reason>>>> = {
    // Where it matters, for what has no fixed name, endpoint-configuration-is-replaceable guards it.
    "*": { "opts.deleteBeforeReplace": "operational choice" },
    "aws:appautoscaling/policy:Policy": {
        name: "cosmetic",
        "provider.defaultTags": "has no tags",
        "stepScalingPolicyConfiguration.metricAggregationType": "operational choice",
        "targetTrackingScalingPolicyConfiguration.customizedMetricSpecification.statistic": "operational choice",
        "targetTrackingScalingPolicyConfiguration.disableScaleIn": "operational choice",
        "targetTrackingScalingPolicyConfiguration.targetValue": "by settings",
    },
    "aws:cloudwatch/logGroup:LogGroup": {
        // SageMaker makes the group it writes to where there is none; which one that is, no rule can tell.
        "": "nothing is left to guard",
        name: "operational choice",
        skipDestroy: "operational choice",
    },
    // Rules concern alarms of the endpoint; these arguments are of others, or of those that only have to tell.
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
        "": "operational choice",
        actionsEnabled: "operational choice",
        alarmActions: "operational choice",
        "alarmActions[0]": "operational choice",
        alarmDescription: "cosmetic",
        comparisonOperator: "operational choice",
        datapointsToAlarm: "operational choice",
        dimensions: "operational choice",
        "dimensions.TableName": "operational choice",
        evaluationPeriods: "operational choice",
        metricName: "operational choice",
        name: "cosmetic",
        namespace: "operational choice",
        period: "operational choice",
        statistic: "operational choice",
        threshold: "by settings",
        treatMissingData: "operational choice",
    },
    "aws:dynamodb/table:Table": {
        "": "nothing is left to guard",
        attributes: "validated by AWS",
        "attributes[0]": "validated by AWS",
        "attributes[0].name": "validated by AWS",
        "attributes[0].type": "validated by AWS",
        billingMode: "operational choice",
        hashKey: "validated by AWS",
        // Without it DynamoDB encrypts with a key of its own.
        serverSideEncryption: "operational choice",
        "serverSideEncryption.enabled": "operational choice",
        "serverSideEncryption.kmsKeyArn": "operational choice",
    },
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
        "": "nothing is left to guard",
        // Trust policies demand the audience again.
        clientIdLists: "by another argument",
        "clientIdLists[0]": "by another argument",
        url: "validated by AWS",
    },
    "aws:iam/policy:Policy": {
        "": "nothing is left to guard",
        description: "cosmetic",
        name: "cosmetic",
        path: "cosmetic",
    },
    "aws:iam/role:Role": {
        "": "nothing is left to guard",
        description: "cosmetic",
        maxSessionDuration: "operational choice",
        name: "cosmetic",
        path: "cosmetic",
    },
    "aws:iam/rolePolicy:RolePolicy": { name: "cosmetic", "provider.defaultTags": "has no tags" },
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
        "": "nothing is left to guard",
        "provider.defaultTags": "has no tags",
        role: "operational choice",
    },
    "aws:kms/alias:Alias": { "provider.defaultTags": "has no tags" },
    "aws:kms/key:Key": { "": "nothing is left to guard", description: "cosmetic" },
    "aws:s3/bucket:Bucket": {
        "": "nothing is left to guard",
        // Where other resources' documents name it, buckets-refuse-plain-http guards it.
        bucket: "cosmetic",
        forceDestroy: "by settings",
    },
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
        "provider.defaultTags": "has no tags",
        "rules[*].id": "cosmetic",
    },
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": { "provider.defaultTags": "has no tags" },
    "aws:s3/bucketPolicy:BucketPolicy": { "provider.defaultTags": "has no tags" },
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": { "provider.defaultTags": "has no tags" },
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
        "provider.defaultTags": "has no tags",
    },
    "aws:sagemaker/endpoint:Endpoint": {
        "": "nothing is left to guard",
        name: "cosmetic",
    },
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": {
        // The bucket encrypts with its own key what comes without one.
        "asyncInferenceConfig.outputConfig.kmsKeyId": "by another argument",
        "productionVariants[0].containerStartupHealthCheckTimeoutInSeconds": "by settings",
        "productionVariants[0].initialVariantWeight": "operational choice",
        "productionVariants[0].modelDataDownloadTimeoutInSeconds": "by settings",
        "productionVariants[0].modelName": "validated by AWS",
        "productionVariants[0].volumeSizeInGb": "by settings",
    },
    "aws:sagemaker/model:Model": {
        "": "nothing is left to guard",
        "primaryContainer.environment.HF_MODEL_REVISION": "by settings",
        "primaryContainer.environment.HF_TASK": "by settings",
        "primaryContainer.environment.MMS_MAX_REQUEST_SIZE": "operational choice",
        "primaryContainer.environment.MMS_MAX_RESPONSE_SIZE": "operational choice",
        "primaryContainer.environment.SAGEMAKER_MODEL_SERVER_TIMEOUT_SECONDS": "by settings",
        "primaryContainer.environment.SAGEMAKER_MODEL_SERVER_WORKERS": "by settings",
        "primaryContainer.mode": "validated by AWS",
        "primaryContainer.modelDataUrl": "validated by AWS",
    },
    // Where other resources' documents name it, topics-and-queues-are-encrypted guards the name.
    "aws:sns/topic:Topic": { "": "nothing is left to guard", name: "cosmetic" },
    "aws:sns/topicPolicy:TopicPolicy": { "provider.defaultTags": "has no tags" },
    // A topic that has two subscriptions is still heard without one of them.
    "aws:sns/topicSubscription:TopicSubscription": {
        "": "by another argument",
        endpoint: "by another argument",
        filterPolicy: "operational choice",
        filterPolicyScope: "operational choice",
        protocol: "by another argument",
        "provider.defaultTags": "has no tags",
        rawMessageDelivery: "operational choice",
        redrivePolicy: "by another argument",
        topic: "by another argument",
    },
    "aws:sqs/queue:Queue": {
        "": "nothing is left to guard",
        delaySeconds: "operational choice",
        maxMessageSize: "operational choice",
        messageRetentionSeconds: "operational choice",
        name: "cosmetic",
        receiveWaitTimeSeconds: "operational choice",
        redrivePolicy: "operational choice",
        visibilityTimeoutSeconds: "operational choice",
    },
    "aws:sqs/queuePolicy:QueuePolicy": { "provider.defaultTags": "has no tags" },
    // The gate before a change of instance type (infra/endpoint.ts); scenarios with Pulumi's own engine hold it.
    "pulumi:index:Stash": { "": "nothing is left to guard", input: "operational choice" },
};

export function reasonFor(type: string, path: string): Reason | undefined {
    const rows = [...Object.entries(reasons[type] ?? {}), ...Object.entries(reasons["*"] ?? {})];
    return rows.find(([pattern]) => matches(pattern, path))?.[1];
}

/** Rows that no unguarded argument needs. */
export function staleRows(unguarded: readonly { type: string; path: string }[]): string[] {
    return Object.entries(reasons).flatMap(([type, rows]) =>
        Object.keys(rows)
            .filter(
                (pattern) =>
                    !unguarded.some(
                        (argument) => [argument.type, "*"].includes(type) && matches(pattern, argument.path),
                    ),
            )
            .map((pattern) => `${type} ${pattern}`),
    );
}
