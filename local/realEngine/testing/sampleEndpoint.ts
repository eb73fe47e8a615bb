import {
    ApplicationAutoScalingClient,
    PutScalingPolicyCommand,
    RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
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

import { accessKeys } from "../../cloud/iam/identities";
import { type LaptopAws } from "../laptopAws";

const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "sagemaker.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

/** The notebook attaches AmazonSageMakerFullAccess, which the laptop AWS does not have: this is what an endpoint uses of it. */
const permissions = {
    Version: "2012-10-17",
    Statement: [
        {
            Effect: "Allow",
            Action: ["s3:*", "sns:Publish", "logs:*", "cloudwatch:PutMetricData", "ecr:*"],
            Resource: "*",
        },
    ],
};

/**
 * Makes what the notebook of aws-samples/amazon-sagemaker-asynchronous-inference-huggingface makes, with its names, numbers and order,
 * and sends one request.
 *
 * @returns where its summary will be
 */
export async function sampleEndpoint(aws: LaptopAws): Promise<string> {
    const { environment, cloud } = aws;
    const connection = {
        endpoint: environment["AWS_ENDPOINT_URL"] as string,
        region: cloud.region,
        credentials: accessKeys.administrator,
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
    await iam.send(
        new PutRolePolicyCommand({
            RoleName: "SageMakerRole",
            PolicyName: "asynchronous-inference",
            PolicyDocument: JSON.stringify(permissions),
        }),
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
    // SageMaker makes the log group once the container has said something.
    await aws.advanceUntil(async () => (await cloud.call("logs", "DescribeLogGroups", {})).logGroups.length > 0, 5);

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
