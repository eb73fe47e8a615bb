/** Properties of a resource type that cannot be changed in place: another value makes a new resource. */
export interface Replacement {
    /** Names of whole properties; what lies below one counts as the property itself. */
    readonly properties: readonly string[];
    /** Where that is said; for `region` see {@link replacements}. */
    readonly source: string;
}

/**
 * What makes a new resource in @pulumi/aws 7.48, whose provider is bridged from terraform-provider-aws v6; pulumi-aws overrides nothing
 * of it (provider/resource_overrides.go). Only properties that the laptop AWS implements.
 *
 * `region` is no type's own: the AWS provider gives it to every regional type, and replaces the resource when it becomes another
 * (terraform-provider-aws internal/provider/sdkv2/region.go and internal/provider/framework/region.go, forceNewIfRegionChanges).
 * Absent and the provider's own region count as the same there; pulumi-aws fills in the latter when it checks (provider/region.go).
 */
export const replacements: Readonly<Record<string, Replacement>> = {
    "aws:appautoscaling/policy:Policy": {
        // Not policyType: PutScalingPolicy is simply called with the other type.
        properties: ["name", "resourceId", "scalableDimension", "serviceNamespace", "region"],
        source: forceNew("appautoscaling/policy.go"),
    },
    "aws:appautoscaling/target:Target": {
        properties: ["resourceId", "scalableDimension", "serviceNamespace", "region"],
        source: forceNew("appautoscaling/target.go"),
    },
    "aws:cloudwatch/logGroup:LogGroup": {
        properties: ["name", "region"],
        source: forceNew("logs/group.go"),
    },
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
        // Not even the metric that it watches: PutMetricAlarm overwrites everything.
        properties: ["name", "region"],
        source: forceNew("cloudwatch/metric_alarm.go"),
    },
    "aws:iam/policy:Policy": {
        // Unlike a role's, a policy's description is forever: IAM has no operation for it.
        properties: ["name", "path", "description"],
        source: forceNew("iam/policy.go"),
    },
    "aws:iam/role:Role": {
        properties: ["name", "path"],
        source: forceNew("iam/role.go"),
    },
    "aws:iam/rolePolicy:RolePolicy": {
        properties: ["name", "role"],
        source: forceNew("iam/role_policy.go"),
    },
    "aws:kms/alias:Alias": {
        properties: ["name", "region"],
        source: forceNew("kms/alias.go"),
    },
    "aws:kms/key:Key": {
        properties: ["region"],
        source: forceNew("kms/key.go"),
    },
    "aws:s3/bucket:Bucket": {
        properties: ["bucket", "region"],
        source: forceNew("s3/bucket.go"),
    },
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
        properties: ["bucket", "region"],
        source: "terraform-provider-aws internal/service/s3/bucket_lifecycle_configuration.go, RequiresReplace",
    },
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
        properties: ["bucket", "region"],
        source: forceNew("s3/bucket_ownership_controls.go"),
    },
    "aws:s3/bucketPolicy:BucketPolicy": {
        properties: ["bucket", "region"],
        source: forceNew("s3/bucket_policy.go"),
    },
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
        properties: ["bucket", "region"],
        source: forceNew("s3/bucket_public_access_block.go"),
    },
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
        properties: ["bucket", "region"],
        source: forceNew("s3/bucket_server_side_encryption_configuration.go"),
    },
    "aws:sagemaker/endpoint:Endpoint": {
        properties: ["name", "region"],
        source: forceNew("sagemaker/endpoint.go"),
    },
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": {
        // production_variants as such has no ForceNew, but each of its members has: nothing in it can be changed in place.
        properties: ["name", "productionVariants", "asyncInferenceConfig", "kmsKeyArn", "region"],
        source: forceNew("sagemaker/endpoint_configuration.go"),
    },
    "aws:sagemaker/model:Model": {
        // primary_container: as production_variants above.
        properties: ["name", "executionRoleArn", "primaryContainer", "enableNetworkIsolation", "region"],
        source: forceNew("sagemaker/model.go"),
    },
    "aws:sns/topic:Topic": {
        properties: ["name", "region"],
        source: forceNew("sns/topic.go"),
    },
    "aws:sns/topicPolicy:TopicPolicy": {
        properties: ["arn", "region"],
        source: forceNew("sns/topic_policy.go"),
    },
    "aws:sns/topicSubscription:TopicSubscription": {
        properties: ["topic", "protocol", "endpoint", "region"],
        source: forceNew("sns/topic_subscription.go"),
    },
    "aws:sqs/queue:Queue": {
        properties: ["name", "region"],
        source: forceNew("sqs/queue.go"),
    },
    "aws:sqs/queuePolicy:QueuePolicy": {
        properties: ["queueUrl", "region"],
        source: forceNew("sqs/queue_policy.go"),
    },
};

function forceNew(file: string): string {
    return `terraform-provider-aws internal/service/${file}, ForceNew`;
}

/**
 * Whether a resource has to be made anew when a property differs.
 *
 * @param type e.g. `aws:sagemaker/model:Model`
 * @param path as in Pulumi's detailed diff: `rules[0].status`, `primaryContainer.environment.HF_TASK`, `tags["a.b"]`
 */
export function forcesReplacement(type: string, path: string): boolean {
    const replacement = replacements[type];
    if (!replacement) throw new Error(`No table says which properties of ${type} force a replacement.`);
    const [property] = path.split(/[.[]/, 1) as [string];
    return replacement.properties.includes(property);
}
