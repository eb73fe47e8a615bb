import {
    ApplicationAutoScalingClient,
    PutScalingPolicyCommand,
    RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
    CreateEndpointCommand,
    CreateEndpointConfigCommand,
    CreateModelCommand,
    SageMakerClient,
    waitUntilEndpointInService,
} from "@aws-sdk/client-sagemaker";
import { InvokeEndpointAsyncCommand, SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";

import { type LaptopAws } from "../laptopAws";

const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "sagemaker.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

/**
 * Makes what the notebook of aws-samples/amazon-sagemaker-asynchronous-inference-huggingface makes, with its names, numbers and order,
 * and sends one request.
 *
 * @returns where its summary will be
 */
export async function sampleEndpoint({ environment, cloud }: LaptopAws): Promise<string> {
    const connection = {
        endpoint: environment["AWS_ENDPOINT_URL"] as string,
        region: cloud.region,
        credentials: { accessKeyId: "laptop", secretAccessKey: "laptop" },
    };
    const s3 = new S3Client({ ...connection, forcePathStyle: true });
    const sagemaker = new SageMakerClient(connection);
    const scaling = new ApplicationAutoScalingClient(connection);
    const sns = new SNSClient(connection);
    const iam = new IAMClient(connection);

    const Bucket = "sagemaker-us-east-1-123456789012";
    await s3.send(new CreateBucketCommand({ Bucket }));
    const { Role } = await iam.send(
        new CreateRoleCommand({ RoleName: "SageMakerRole", AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    const { TopicArn: SuccessTopic } = await sns.send(new CreateTopicCommand({ Name: "Async-Demo-SuccessTopic" }));
    const { TopicArn: ErrorTopic } = await sns.send(new CreateTopicCommand({ Name: "Async-Demo-ErrorTopic" }));

    const Image =
        "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-inference:1.7.1-transformers4.6.1-cpu-py36-ubuntu18.04";
    await sagemaker.send(
        new CreateModelCommand({
            ModelName: "pegasus-model",
            ExecutionRoleArn: Role?.Arn,
            PrimaryContainer: { Image, Environment: { HF_MODEL_ID: "google/pegasus-large", HF_TASK: "summarization" } },
        }),
    );
    const variant = {
        VariantName: "variant1",
        ModelName: "pegasus-model",
        InstanceType: "ml.m5.xlarge",
        InitialInstanceCount: 1,
    } as const;
    await sagemaker.send(
        new CreateEndpointConfigCommand({
            EndpointConfigName: "pegasus-async-config",
            ProductionVariants: [variant],
            AsyncInferenceConfig: {
                OutputConfig: {
                    S3OutputPath: `s3://${Bucket}/async-output`,
                    NotificationConfig: { SuccessTopic, ErrorTopic },
                },
                ClientConfig: { MaxConcurrentInvocationsPerInstance: 2 },
            },
        }),
    );
    const EndpointName = "pegasus-async";
    await sagemaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName: "pegasus-async-config" }));
    const waiter = { client: sagemaker, maxWaitTime: 60, minDelay: 0.1, maxDelay: 0.1 };
    await waitUntilEndpointInService(waiter, { EndpointName });

    // On AWS SageMaker makes it, when a container first says something; the laptop AWS writes no logs.
    const logs = new CloudWatchLogsClient(connection);
    await logs.send(new CreateLogGroupCommand({ logGroupName: `/aws/sagemaker/Endpoints/${EndpointName}` }));

    const place = {
        ServiceNamespace: "sagemaker",
        ResourceId: `endpoint/${EndpointName}/variant/variant1`,
        ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
    } as const;
    await scaling.send(new RegisterScalableTargetCommand({ ...place, MinCapacity: 0, MaxCapacity: 5 }));
    await scaling.send(
        new PutScalingPolicyCommand({
            ...place,
            PolicyName: "Invocations-ScalingPolicy",
            PolicyType: "TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration: {
                TargetValue: 5,
                CustomizedMetricSpecification: {
                    MetricName: "ApproximateBacklogSizePerInstance",
                    Namespace: "AWS/SageMaker",
                    Dimensions: [{ Name: "EndpointName", Value: EndpointName }],
                    Statistic: "Average",
                },
                ScaleInCooldown: 120,
                ScaleOutCooldown: 120,
            },
        }),
    );

    const input = { Bucket, Key: "async-input/article.json" };
    await s3.send(new PutObjectCommand({ ...input, Body: JSON.stringify({ inputs: ["The tide came in."] }) }));
    const { OutputLocation } = await new SageMakerRuntimeClient(connection).send(
        new InvokeEndpointAsyncCommand({
            EndpointName,
            InputLocation: `s3://${input.Bucket}/${input.Key}`,
            ContentType: "application/json",
        }),
    );
    return OutputLocation as string;
}
