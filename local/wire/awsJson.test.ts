import assert from "node:assert/strict";

import {
    ApplicationAutoScalingClient,
    DescribeScalableTargetsCommand,
    PutScalingPolicyCommand,
    ObjectNotFoundException,
} from "@aws-sdk/client-application-auto-scaling";
import {
    CloudWatchClient,
    DescribeAlarmsCommand,
    GetMetricStatisticsCommand,
    PutMetricDataCommand,
    ResourceNotFound,
    SetAlarmStateCommand,
    MissingRequiredParameterException,
    PutMetricAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import {
    CloudWatchLogsClient,
    CreateLogGroupCommand,
    DescribeLogGroupsCommand,
    DescribeMetricFiltersCommand,
    ListTagsForResourceCommand,
    PutRetentionPolicyCommand,
    ResourceAlreadyExistsException,
    ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateKeyCommand, DescribeKeyCommand, KMSClient, NotFoundException } from "@aws-sdk/client-kms";
import {
    DescribeEndpointCommand,
    ListEndpointsCommand,
    ListModelsCommand,
    SageMakerClient,
    SageMakerServiceException,
} from "@aws-sdk/client-sagemaker";
import {
    CreateQueueCommand,
    DeleteMessageCommand,
    GetQueueAttributesCommand,
    ListQueuesCommand,
    QueueDoesNotExist,
    ReceiveMessageCommand,
    SendMessageCommand,
    SQSClient,
} from "@aws-sdk/client-sqs";

import { credentials, laptopFixture, start } from "./testing/laptopFixture";
import { signedFetch } from "./testing/signing";

describe("JSON services over HTTP, with the SDK's clients", () => {
    const fixture = laptopFixture();
    const clients: { destroy(): void }[] = [];
    const made = <T extends { destroy(): void }>(client: T): T => {
        clients.push(client);
        return client;
    };
    after(() => {
        for (const client of clients) client.destroy();
    });

    describe("SQS", () => {
        let sqs: SQSClient;
        let QueueUrl: string | undefined;

        before(async () => {
            sqs = made(new SQSClient(fixture.config));
            QueueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: "inbox" }))).QueueUrl;
        });

        it("a message goes in, comes out and is deleted", async () => {
            const MessageBody = '{"inferenceId":"smoke-1","text":"ü"}';
            const MessageAttributes = { raw: { DataType: "Binary", BinaryValue: Buffer.from([0, 255]) } };
            await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes }));
            const receive = new ReceiveMessageCommand({
                QueueUrl,
                MessageAttributeNames: ["All"],
                MessageSystemAttributeNames: ["All"],
            });
            const [message] = (await sqs.send(receive)).Messages ?? [];
            assert.equal(message?.Body, MessageBody);
            assert.deepEqual(Buffer.from(message.MessageAttributes?.["raw"]?.BinaryValue ?? []), Buffer.from([0, 255]));
            assert.equal(message.Attributes?.SentTimestamp, String(start.getTime()));
            await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
            const attributes = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
            const left = (await sqs.send(attributes)).Attributes;
            assert.equal(left?.["ApproximateNumberOfMessages"], "0");
            assert.equal(left["ApproximateNumberOfMessagesNotVisible"], "0");
        });

        it("a queue's URL leads here, for a client that only has AWS_ENDPOINT_URL", async () => {
            assert.equal(QueueUrl, `${fixture.wire.url}/123456789012/inbox`);
            const { QueueUrls } = await sqs.send(new ListQueuesCommand({}));
            assert.deepEqual(QueueUrls, [QueueUrl]);
            const before = process.env["AWS_ENDPOINT_URL"];
            process.env["AWS_ENDPOINT_URL"] = fixture.wire.url;
            try {
                const client = made(new SQSClient({ region: "us-east-1", credentials }));
                const attributes = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] });
                const { Attributes } = await client.send(attributes);
                assert.deepEqual(Attributes, { QueueArn: "arn:aws:sqs:us-east-1:123456789012:inbox" });
            } finally {
                if (before === undefined) delete process.env["AWS_ENDPOINT_URL"];
                else process.env["AWS_ENDPOINT_URL"] = before;
            }
        });

        it("a missing queue is QueueDoesNotExist, under its old name too", async () => {
            const receive = new ReceiveMessageCommand({ QueueUrl: `${fixture.wire.url}/123456789012/missing` });
            await assert.rejects(sqs.send(receive), (error: QueueDoesNotExist & { Code?: string }) => {
                assert.ok(error instanceof QueueDoesNotExist);
                assert.equal(error.name, "QueueDoesNotExist");
                return true;
            });
            const headers = { "x-amz-target": "AmazonSQS.GetQueueUrl", "x-amzn-query-mode": "true" };
            const body = '{"QueueName":"missing"}';
            const raw = await signedFetch(fixture.wire.url, { method: "POST", headers, body }, { service: "sqs" });
            assert.equal(raw.headers.get("x-amzn-query-error"), "AWS.SimpleQueueService.NonExistentQueue;Sender");
            assert.equal(((await raw.json()) as { __type: string }).__type, "com.amazonaws.sqs#QueueDoesNotExist");
        });
    });

    describe("CloudWatch", () => {
        let cloudwatch: CloudWatchClient;
        before(() => {
            cloudwatch = made(new CloudWatchClient(fixture.config));
        });

        it("a datum with its time is found in the window around it", async () => {
            const Timestamp = new Date(start.getTime() - 60_000);
            const MetricData = [{ MetricName: "Backlog", Value: 3, Timestamp }];
            await cloudwatch.send(new PutMetricDataCommand({ Namespace: "Test", MetricData }));
            const { Datapoints } = await cloudwatch.send(
                new GetMetricStatisticsCommand({
                    Namespace: "Test",
                    MetricName: "Backlog",
                    StartTime: new Date(start.getTime() - 300_000),
                    EndTime: start,
                    Period: 60,
                    Statistics: ["Sum"],
                }),
            );
            assert.deepEqual(
                Datapoints?.map(({ Sum, Timestamp: at }) => [Sum, at]),
                [[3, Timestamp]],
            );
        });

        it("an alarm is described with its times", async () => {
            await cloudwatch.send(
                new PutMetricAlarmCommand({
                    AlarmName: "backlog",
                    Namespace: "Test",
                    MetricName: "Backlog",
                    Statistic: "Sum",
                    Period: 60,
                    EvaluationPeriods: 1,
                    Threshold: 1,
                    ComparisonOperator: "GreaterThanThreshold",
                }),
            );
            const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ["backlog"] }));
            assert.equal(MetricAlarms?.[0]?.StateValue, "INSUFFICIENT_DATA");
            assert.deepEqual(MetricAlarms[0].AlarmConfigurationUpdatedTimestamp, start);
        });

        it("errors are the SDK's classes", async () => {
            const set = new SetAlarmStateCommand({ AlarmName: "missing", StateValue: "OK", StateReason: "test" });
            await assert.rejects(cloudwatch.send(set), ResourceNotFound);
            const put = new PutMetricDataCommand({ Namespace: "Test", MetricData: [{ MetricName: "Backlog" }] });
            await assert.rejects(cloudwatch.send(put), MissingRequiredParameterException);
        });
    });

    it("SageMaker describes what is missing as AWS does, and says what it has not", async () => {
        const sagemaker = made(new SageMakerClient(fixture.config));
        assert.deepEqual((await sagemaker.send(new ListEndpointsCommand({}))).Endpoints, []);
        const refused = (name: string, message: string) => (error: unknown) => {
            assert.ok(error instanceof SageMakerServiceException);
            assert.equal(error.name, name);
            assert.equal(error.message, message);
            return true;
        };
        const arn = "arn:aws:sagemaker:us-east-1:123456789012:endpoint/missing";
        await assert.rejects(
            sagemaker.send(new DescribeEndpointCommand({ EndpointName: "missing" })),
            refused("ValidationException", `Could not find endpoint "${arn}".`),
        );
        await assert.rejects(
            sagemaker.send(new ListModelsCommand({})),
            refused("NotImplemented", "The laptop AWS does not implement sagemaker ListModels."),
        );
    });

    it("Application Auto Scaling answers, and a policy wants its target", async () => {
        const scaling = made(new ApplicationAutoScalingClient(fixture.config));
        const described = await scaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: "sagemaker" }));
        assert.deepEqual(described.ScalableTargets, []);
        const put = new PutScalingPolicyCommand({
            PolicyName: "tracking",
            ServiceNamespace: "sagemaker",
            ResourceId: "endpoint/missing/variant/primary",
            ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
            PolicyType: "TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration: {
                TargetValue: 5,
                CustomizedMetricSpecification: { MetricName: "Backlog", Namespace: "Test", Statistic: "Average" },
            },
        });
        await assert.rejects(scaling.send(put), ObjectNotFoundException);
    });

    it("CloudWatch Logs makes a group, keeps its retention and tags, and says what it has not", async () => {
        const logs = made(new CloudWatchLogsClient(fixture.config));
        const logGroupName = "/aws/sagemaker/Endpoints/summarizer";
        const create = new CreateLogGroupCommand({ logGroupName, tags: { project: "news" } });
        await logs.send(create);
        await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 14 }));
        const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
        assert.deepEqual(
            logGroups?.map(({ retentionInDays, creationTime }) => [retentionInDays, creationTime]),
            [[14, start.getTime()]],
        );
        const list = new ListTagsForResourceCommand({ resourceArn: logGroups?.[0]?.logGroupArn });
        assert.deepEqual((await logs.send(list)).tags, { project: "news" });
        await assert.rejects(logs.send(create), ResourceAlreadyExistsException);
        const unknown = new PutRetentionPolicyCommand({ logGroupName: "/other", retentionInDays: 14 });
        await assert.rejects(logs.send(unknown), ResourceNotFoundException);
        await assert.rejects(logs.send(new DescribeMetricFiltersCommand({ logGroupName })), {
            name: "NotImplemented",
            message: "The laptop AWS does not implement logs DescribeMetricFilters.",
        });
    });

    it("KMS makes a key and describes it with its time", async () => {
        const kms = made(new KMSClient(fixture.config));
        const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: "test" }));
        const described = await kms.send(new DescribeKeyCommand({ KeyId: KeyMetadata?.KeyId }));
        assert.deepEqual(described.KeyMetadata?.CreationDate, start);
        const missing = new DescribeKeyCommand({ KeyId: "00000000-0000-0000-0000-000000000000" });
        await assert.rejects(kms.send(missing), NotFoundException);
    });

    for (const [name, service, target, body, type] of [
        ["no JSON", "sagemaker", "SageMaker.ListEndpoints", "{", "SerializationException"],
        ["no object", "sagemaker", "SageMaker.ListEndpoints", "[1]", "SerializationException"],
        [
            "a time that is none",
            "monitoring",
            "GraniteServiceVersion20100801.PutMetricData",
            '{"Timestamp":"x"}',
            "SerializationException",
        ],
        [
            "endless nesting",
            "sagemaker",
            "SageMaker.ListEndpoints",
            `{"a":${"[".repeat(1000)}${"]".repeat(1000)}}`,
            "SerializationException",
        ],
        ["a member of another type", "kms", "TrentService.DescribeKey", '{"KeyId":5}', "SerializationException"],
        ["no operation", "sagemaker", "SageMaker.", "{}", "UnknownOperationException"],
    ] as const) {
        it(`${name} is refused with 400`, async () => {
            const headers = { "x-amz-target": target };
            const answer = await signedFetch(fixture.wire.url, { method: "POST", headers, body }, { service });
            assert.equal(answer.status, 400);
            assert.equal(((await answer.json()) as { __type: string }).__type, type);
        });
    }
});
