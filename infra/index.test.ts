import assert from "node:assert/strict";

import { outputKeys, parseOutputs } from "../contract/outputs";
import { type ProgramRun, type Registered, runProgram, unknown } from "./testing/programRun";

describe("the program", () => {
    let run: ProgramRun;
    let preview: ProgramRun;
    before(async () => {
        run = await runProgram();
        preview = await runProgram({ preview: true });
    });

    it("makes exactly these resources", () => {
        const counts: Record<string, number> = {};
        for (const { type } of run.resources.filter(({ custom }) => custom)) counts[type] = (counts[type] ?? 0) + 1;
        assert.deepEqual(Object.fromEntries(Object.entries(counts).sort()), {
            "aws:appautoscaling/policy:Policy": 2,
            "aws:appautoscaling/target:Target": 1,
            "aws:cloudwatch/logGroup:LogGroup": 1,
            "aws:cloudwatch/metricAlarm:MetricAlarm": 5,
            "aws:iam/policy:Policy": 1,
            "aws:iam/role:Role": 1,
            "aws:iam/rolePolicy:RolePolicy": 1,
            "aws:kms/alias:Alias": 1,
            "aws:kms/key:Key": 1,
            "aws:s3/bucket:Bucket": 2,
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 2,
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls": 2,
            "aws:s3/bucketPolicy:BucketPolicy": 2,
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 2,
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 2,
            "aws:sagemaker/endpoint:Endpoint": 1,
            "aws:sagemaker/endpointConfiguration:EndpointConfiguration": 1,
            "aws:sagemaker/model:Model": 1,
            "aws:sns/topic:Topic": 3,
            "aws:sns/topicPolicy:TopicPolicy": 3,
            "aws:sns/topicSubscription:TopicSubscription": 5,
            "aws:sqs/queue:Queue": 5,
            "aws:sqs/queuePolicy:QueuePolicy": 5,
            "pulumi:index:Stash": 1,
        });
    });

    it("groups them in components, each under its own", () => {
        const components = run.resources.filter(({ custom }) => !custom).map(({ type, name }) => `${type}::${name}`);
        assert.deepEqual(components.map((component) => component.replace("summarizer:index:", "")).sort(), [
            "Alarms::alarms",
            "AsyncEndpoint::endpoint",
            "BacklogScaling::scaling",
            "CallerPolicy::caller",
            "EncryptedQueue::alarm-inbox",
            "EncryptedQueue::inbox-dead-letters",
            "EncryptedQueue::load",
            "EncryptedQueue::notification-dead-letters",
            "EncryptedQueue::smoke",
            "EncryptedTopic::alarms",
            "EncryptedTopic::error",
            "EncryptedTopic::success",
            "Encryption::encryption",
            "EndpointLogs::logs",
            "ExecutionRole::execution",
            "Notifications::notifications",
            "PrivateBucket::input",
            "PrivateBucket::output",
            "Storage::storage",
            "SummarizationModel::model",
        ]);
        for (const { custom, parent, type } of run.resources) {
            if (custom) assert.ok(components.includes(parent), `${type} under ${parent}`);
        }
    });

    it("exports what the contract says, in its order, each of its type", () => {
        assert.deepEqual(Object.keys(run.outputs), [...outputKeys]);
        assert.deepEqual(parseOutputs(run.outputs), run.outputs);
    });

    it("exports these values", () => {
        assert.deepEqual(run.outputs, {
            region: "us-east-1",
            endpointName: "summarizer-dev",
            endpointArn: "arn:aws:sagemaker:us-east-1:123456789012:endpoint/summarizer-dev",
            endpointConfigName: "endpoint-1a2b3c4",
            variantName: "primary",
            modelName: "model-1a2b3c4",
            instanceType: "ml.m5.xlarge",
            inputBucketName: "summarizer-dev-input-123456789012",
            inputPrefix: "articles/",
            outputBucketName: "summarizer-dev-output-123456789012",
            outputPrefix: "summaries/",
            failurePrefix: "failures/",
            keyArn: "arn:aws:kms:us-east-1:123456789012:key/key-1",
            successTopicArn: "arn:aws:sns:us-east-1:123456789012:summarizer-dev-success",
            errorTopicArn: "arn:aws:sns:us-east-1:123456789012:summarizer-dev-error",
            smokeInboxUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/summarizer-dev-smoke",
            loadInboxUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/summarizer-dev-load",
            alarmTopicArn: "arn:aws:sns:us-east-1:123456789012:summarizer-dev-alarms",
            alarmInboxUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/summarizer-dev-alarm-inbox",
            callerPolicyArn: "arn:aws:iam::123456789012:policy/summarizer-dev-caller",
            executionRoleArn: "arn:aws:iam::123456789012:role/summarizer-dev-execution",
            wakeUpAlarmName: "summarizer-dev-wake-up",
            logGroupName: "/aws/sagemaker/Endpoints/summarizer-dev",
            minCapacity: 0,
            maxCapacity: 5,
            invocationTimeoutSeconds: 900,
        });
    });

    it("asks AWS only where it is", () => {
        assert.deepEqual(
            run.calls,
            [
                "aws:index/getCallerIdentity:getCallerIdentity",
                "aws:index/getRegion:getRegion",
                "aws:index/getPartition:getPartition",
            ].sort((a, b) => run.calls.indexOf(a) - run.calls.indexOf(b)),
        );
    });

    it("protects buckets and key, and nothing else, where the stack says so", async () => {
        const protectedIn = ({ resources }: ProgramRun): string[] =>
            resources
                .filter((resource) => resource.protect)
                .map(({ type, name }) => `${type}::${name}`)
                .sort();
        assert.deepEqual(protectedIn(await runProgram({ config: { protect: true } })), [
            "aws:kms/key:Key::encryption",
            "aws:s3/bucket:Bucket::input",
            "aws:s3/bucket:Bucket::output",
        ]);
        assert.deepEqual(protectedIn(await runProgram({ config: { protect: false } })), []);
    });

    describe("in a first preview", () => {
        it("knows every policy document", () => {
            const documents = preview.resources.flatMap(({ type, inputs }) =>
                [inputs.policy, inputs.assumeRolePolicy, inputs.redrivePolicy, inputs.filterPolicy]
                    .filter((document) => document !== undefined)
                    .map((document) => ({ type, document })),
            );
            // Key, 2 buckets, 3 topics, 5 queues, trust, role and caller policy; 3 queues and 5 subscriptions redrive; 4 filters.
            assert.equal(documents.length, 1 + 2 + 3 + 5 + 3 + 8 + 4);
            for (const { type, document } of documents) {
                assert.equal(typeof document, "string", type);
                assert.doesNotMatch(document as string, new RegExp(unknown), type);
                assert.doesNotThrow(() => JSON.parse(document as string) as unknown, type);
            }
        });

        it("knows every name that it chose", () => {
            const chosen = preview.resources.flatMap(({ inputs }) => [inputs.name, inputs.bucket]);
            assert.equal(chosen.includes(unknown), false);
        });

        it("knows everything about scaling and alarms but the ARNs that alarms act on", () => {
            const scaling = preview.resources.filter(({ type }) => /^aws:(appautoscaling|cloudwatch)/.test(type));
            assert.equal(scaling.length, 3 + 5 + 1);
            assert.deepEqual(
                unknownPaths(scaling),
                Array(5).fill("aws:cloudwatch/metricAlarm:MetricAlarm.alarmActions.0"),
            );
        });

        it("leaves open only what AWS chooses: the key's id, ARNs, URLs and automatic names", () => {
            assert.deepEqual([...new Set(unknownPaths(preview.resources.filter(({ custom }) => custom)))].sort(), [
                "aws:cloudwatch/metricAlarm:MetricAlarm.alarmActions.0",
                "aws:kms/alias:Alias.targetKeyId",
                "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration.rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId",
                "aws:sagemaker/endpoint:Endpoint.endpointConfigName",
                "aws:sagemaker/endpointConfiguration:EndpointConfiguration.asyncInferenceConfig.outputConfig.kmsKeyId",
                "aws:sagemaker/endpointConfiguration:EndpointConfiguration.asyncInferenceConfig.outputConfig.notificationConfig.errorTopic",
                "aws:sagemaker/endpointConfiguration:EndpointConfiguration.asyncInferenceConfig.outputConfig.notificationConfig.successTopic",
                "aws:sagemaker/endpointConfiguration:EndpointConfiguration.kmsKeyArn",
                "aws:sagemaker/endpointConfiguration:EndpointConfiguration.productionVariants.0.modelName",
                "aws:sagemaker/model:Model.executionRoleArn",
                "aws:sns/topic:Topic.kmsMasterKeyId",
                "aws:sns/topicPolicy:TopicPolicy.arn",
                "aws:sns/topicSubscription:TopicSubscription.endpoint",
                "aws:sns/topicSubscription:TopicSubscription.topic",
                "aws:sqs/queue:Queue.kmsMasterKeyId",
                "aws:sqs/queuePolicy:QueuePolicy.queueUrl",
            ]);
        });
    });
});

function unknownPaths(resources: Registered[]): string[] {
    const paths = (value: unknown, path: string): string[] => {
        if (value === unknown) return [path];
        if (typeof value !== "object" || value === null) return [];
        return Object.entries(value).flatMap(([key, inner]) => paths(inner, `${path}.${key}`));
    };
    return resources.flatMap(({ type, inputs }) => paths(inputs, type));
}
