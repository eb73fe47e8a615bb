/**
 * For each rule one mutation that it catches, by hand: guards go with a rule that is taken out of its pack, and would not be
 * missed where another rule guards the same argument.
 */
export const witnesses: Readonly<Record<string, string>> = {
    "endpoints-are-asynchronous":
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration endpoint asyncInferenceConfig: remove",
    "every-variant-is-scaled": "aws:appautoscaling/target:Target scaling : remove",
    "min-capacity-is-zero": "aws:appautoscaling/target:Target scaling minCapacity: remove",
    "max-capacity-is-affordable": "aws:appautoscaling/target:Target scaling maxCapacity: perturb to 1000",
    "empty-fleet-wakes-up": "aws:cloudwatch/metricAlarm:MetricAlarm wake-up : remove",
    "target-tracks-the-backlog": "aws:appautoscaling/policy:Policy backlog : remove",
    "metrics-have-their-dimensions":
        'aws:cloudwatch/metricAlarm:MetricAlarm wake-up namespace: perturb to "AWS/Sagemaker"',
    "cooldowns-fit-the-work":
        "aws:appautoscaling/policy:Policy backlog targetTrackingScalingPolicyConfiguration.scaleInCooldown: remove",
    "error-topic-is-set":
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration endpoint asyncInferenceConfig.outputConfig.notificationConfig.errorTopic: remove",
    "success-topic-is-set":
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration endpoint asyncInferenceConfig.outputConfig.notificationConfig.successTopic: remove",
    "failure-path-is-set":
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration endpoint asyncInferenceConfig.outputConfig.s3FailurePath: remove",
    "topics-are-heard": "aws:sns/topicSubscription:TopicSubscription alarm-inbox : remove",
    "failures-raise-alarms": "aws:cloudwatch/metricAlarm:MetricAlarm expired-requests : remove",
    "queue-drains-before-expiry":
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration endpoint asyncInferenceConfig.clientConfig: remove",
    "instance-type-is-allowed":
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration endpoint productionVariants[0].initialInstanceCount: perturb to 2",
    "endpoint-configuration-is-replaceable":
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration endpoint opts.deleteBeforeReplace: perturb to true",
    "volume-key-fits-the-instance-type":
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration endpoint kmsKeyArn: remove",
    "buckets-block-public-access":
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock input blockPublicAcls: perturb to false",
    "buckets-refuse-plain-http": "aws:s3/bucketPolicy:BucketPolicy output policy: flip DenyInsecureTransport",
    "buckets-encrypt-with-a-key":
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration output rules[0].bucketKeyEnabled: perturb to false",
    "buckets-expire-objects":
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration output rules[0].expiration: remove",
    "resource-policies-are-not-public": "aws:kms/key:Key encryption policy: widen Principal of AccountAdministersKey",
    "topics-and-queues-are-encrypted": "aws:sqs/queue:Queue smoke kmsMasterKeyId: remove",
    "keys-admit-their-users": "aws:kms/key:Key encryption policy: drop AlarmsPublishToEncryptedTopics",
    "iam-grants-are-narrow": "aws:iam/policy:Policy caller policy: widen Action of Invoke",
    "no-broad-managed-policies":
        'aws:iam/rolePolicyAttachment:RolePolicyAttachment deploy policyArn: perturb to "arn:aws:iam::aws:policy/AdministratorAccess"',
    "pass-role-is-narrow": "aws:iam/policy:Policy deploy policy: drop iam:PassedToService of 1",
    "service-trust-names-its-source":
        "aws:iam/role:Role execution assumeRolePolicy: drop every condition of SageMakerAssumesRole",
    "execution-role-stays-with-its-own":
        "aws:iam/rolePolicy:RolePolicy execution policy: widen Resource of ReadArticles",
    "tables-can-be-restored": "aws:dynamodb/table:Table transcripts pointInTimeRecovery: remove",
    "keys-rotate-and-wait": "aws:kms/key:Key encryption enableKeyRotation: perturb to false",
    "logs-expire": "aws:cloudwatch/logGroup:LogGroup logs retentionInDays: remove",
    "models-are-isolated": "aws:sagemaker/model:Model whisper enableNetworkIsolation: perturb to false",
    "models-run-in-a-vpc": "aws:sagemaker/model:Model whisper vpcConfig: remove",
    "images-are-pinned": "aws:sagemaker/model:Model model primaryContainer.image: remove",
    "resources-are-tagged": "aws:sqs/queue:Queue smoke provider.defaultTags: remove",
    "github-trust-is-exact":
        "aws:iam/role:Role deploy assumeRolePolicy: drop token.actions.githubusercontent.com:sub of 0",
};
