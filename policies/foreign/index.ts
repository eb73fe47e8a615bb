import * as appautoscaling from "@pulumi/aws/appautoscaling";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as dynamodb from "@pulumi/aws/dynamodb";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as iam from "@pulumi/aws/iam";
import * as kms from "@pulumi/aws/kms";
import * as s3 from "@pulumi/aws/s3";
import * as sagemaker from "@pulumi/aws/sagemaker";
import * as sns from "@pulumi/aws/sns";
import * as sqs from "@pulumi/aws/sqs";
import { interpolate } from "@pulumi/pulumi";

/** A stack of another hand: no components, one bucket, documents of outputs, names by Pulumi. */
function program(): void {
    const account = getCallerIdentityOutput().accountId;
    const region = getRegionOutput().region;
    const root = interpolate`arn:aws:iam::${account}:root`;
    const everybody = [{ type: "*", identifiers: ["*"] }];
    const overPlainHttp = [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }];
    const ofThisAccount = [{ test: "StringEquals", variable: "aws:SourceAccount", values: [account] }];
    const service = (name: string) => [{ type: "Service", identifiers: [`${name}.amazonaws.com`] }];

    const key = new kms.Key("transcripts", {
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: iam.getPolicyDocumentOutput({
            statements: [
                { principals: [{ type: "AWS", identifiers: [root] }], actions: ["kms:*"], resources: ["*"] },
                ...["sns", "cloudwatch"].map((name) => ({
                    principals: service(name),
                    actions: ["kms:GenerateDataKey*", "kms:Decrypt"],
                    resources: ["*"],
                    conditions: ofThisAccount,
                })),
            ],
        }).json,
    });

    const bucket = new s3.Bucket("recordings");
    new s3.BucketPublicAccessBlock("recordings", {
        bucket: bucket.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
    });
    new s3.BucketOwnershipControls("recordings", {
        bucket: bucket.id,
        rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    new s3.BucketServerSideEncryptionConfiguration("recordings", {
        bucket: bucket.id,
        rules: [
            {
                applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
                bucketKeyEnabled: true,
            },
        ],
    });
    new s3.BucketLifecycleConfiguration("recordings", {
        bucket: bucket.id,
        rules: [
            {
                id: "tidy",
                status: "Enabled",
                filter: {},
                expiration: { days: 60 },
                abortIncompleteMultipartUpload: { daysAfterInitiation: 2 },
            },
        ],
    });
    new s3.BucketPolicy("recordings", {
        bucket: bucket.id,
        policy: iam.getPolicyDocumentOutput({
            statements: [
                {
                    effect: "Deny",
                    principals: everybody,
                    actions: ["s3:*"],
                    resources: [bucket.arn, interpolate`${bucket.arn}/*`],
                    conditions: overPlainHttp,
                },
            ],
        }).json,
    });

    const topic = (name: string) => {
        const made = new sns.Topic(name, { kmsMasterKeyId: key.arn });
        new sns.TopicPolicy(name, {
            arn: made.arn,
            policy: iam.getPolicyDocumentOutput({
                statements: [
                    {
                        principals: [{ type: "AWS", identifiers: [root] }],
                        actions: ["sns:Publish"],
                        resources: [made.arn],
                    },
                    {
                        principals: service("cloudwatch"),
                        actions: ["sns:Publish"],
                        resources: [made.arn],
                        conditions: ofThisAccount,
                    },
                    {
                        effect: "Deny",
                        principals: everybody,
                        actions: ["sns:Publish"],
                        resources: [made.arn],
                        conditions: overPlainHttp,
                    },
                ],
            }).json,
        });
        return made;
    };
    const done = topic("done");
    const failed = topic("failed");
    const pager = topic("pager");

    const queue = (name: string, senders: sns.Topic[]) => {
        const made = new sqs.Queue(name, { kmsMasterKeyId: key.id });
        new sqs.QueuePolicy(name, {
            queueUrl: made.id,
            policy: iam.getPolicyDocumentOutput({
                statements: [
                    {
                        principals: service("sns"),
                        actions: ["sqs:SendMessage"],
                        resources: [made.arn],
                        conditions: [
                            { test: "ArnEquals", variable: "aws:SourceArn", values: senders.map(({ arn }) => arn) },
                        ],
                    },
                    {
                        effect: "Deny",
                        principals: everybody,
                        actions: ["sqs:*"],
                        resources: [made.arn],
                        conditions: overPlainHttp,
                    },
                ],
            }).json,
        });
        return made;
    };
    const lost = queue("lost", [done, failed, pager]);
    const inbox = queue("inbox", [done, failed, pager]);
    const redrivePolicy = interpolate`{"deadLetterTargetArn":"${lost.arn}"}`;
    for (const [name, { arn }] of Object.entries({ done, failed, pager })) {
        new sns.TopicSubscription(name, { topic: arn, protocol: "sqs", endpoint: inbox.arn, redrivePolicy });
    }

    const table = new dynamodb.Table("transcripts", {
        billingMode: "PAY_PER_REQUEST",
        hashKey: "recording",
        attributes: [{ name: "recording", type: "S" }],
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: true,
        serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
    });
    new cloudwatch.MetricAlarm("table-throttles", {
        namespace: "AWS/DynamoDB",
        metricName: "WriteThrottleEvents",
        dimensions: { TableName: table.name },
        statistic: "Sum",
        period: 60,
        evaluationPeriods: 5,
        threshold: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "notBreaching",
        alarmActions: [pager.arn],
    });

    const role = new iam.Role("listener", {
        assumeRolePolicy: iam.getPolicyDocumentOutput({
            statements: [
                {
                    principals: service("sagemaker"),
                    actions: ["sts:AssumeRole"],
                    conditions: [
                        ...ofThisAccount,
                        {
                            test: "ArnLike",
                            variable: "aws:SourceArn",
                            values: [interpolate`arn:aws:sagemaker:${region}:${account}:*`],
                        },
                    ],
                },
            ],
        }).json,
    });
    const model = { bucket: "transcripts-models", key: "whisper/model.tar.gz" };
    new iam.RolePolicy("listener", {
        role: role.id,
        policy: iam.getPolicyDocumentOutput({
            statements: [
                {
                    actions: ["s3:GetObject"],
                    resources: [interpolate`${bucket.arn}/incoming/*`, `arn:aws:s3:::${model.bucket}/${model.key}`],
                },
                {
                    actions: ["s3:PutObject"],
                    resources: [interpolate`${bucket.arn}/transcripts/*`, interpolate`${bucket.arn}/failures/*`],
                },
                { actions: ["s3:ListBucket"], resources: [bucket.arn] },
                { actions: ["kms:Decrypt", "kms:GenerateDataKey*"], resources: [key.arn] },
                { actions: ["sns:Publish"], resources: [done.arn, failed.arn] },
                {
                    actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                    resources: [interpolate`arn:aws:logs:${region}:${account}:log-group:/aws/sagemaker/Endpoints/*`],
                },
                {
                    actions: ["cloudwatch:PutMetricData"],
                    resources: ["*"],
                    conditions: [
                        {
                            test: "StringEquals",
                            variable: "cloudwatch:namespace",
                            values: ["AWS/SageMaker", "/aws/sagemaker/Endpoints"],
                        },
                    ],
                },
                {
                    actions: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                    resources: [interpolate`arn:aws:ecr:${region}:${account}:repository/whisper`],
                },
                { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
                // What an endpoint in a VPC needs (AWS: SageMaker Developer Guide, "Give SageMaker AI Hosted Endpoints Access to
                // Resources in Your Amazon VPC").
                {
                    actions: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups"],
                    resources: ["*"],
                },
            ],
        }).json,
    });
    new cloudwatch.LogGroup("endpoint", { name: "/aws/sagemaker/Endpoints/transcripts", retentionInDays: 60 });

    const whisper = new sagemaker.Model("whisper", {
        executionRoleArn: role.arn,
        enableNetworkIsolation: true,
        vpcConfig: { subnets: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] },
        primaryContainer: {
            image: interpolate`${account}.dkr.ecr.${region}.amazonaws.com/whisper@sha256:${"0f".repeat(32)}`,
            modelDataUrl: `s3://${model.bucket}/${model.key}`,
        },
    });
    const configuration = new sagemaker.EndpointConfiguration("transcripts", {
        kmsKeyArn: key.arn,
        productionVariants: [
            {
                variantName: "AllTraffic",
                modelName: whisper.name,
                instanceType: "ml.c5.xlarge",
                initialInstanceCount: 1,
            },
        ],
        asyncInferenceConfig: {
            clientConfig: { maxConcurrentInvocationsPerInstance: 4 },
            outputConfig: {
                s3OutputPath: interpolate`s3://${bucket.bucket}/transcripts`,
                s3FailurePath: interpolate`s3://${bucket.bucket}/failures`,
                kmsKeyId: key.arn,
                notificationConfig: { successTopic: done.arn, errorTopic: failed.arn },
            },
        },
    });
    const endpoint = new sagemaker.Endpoint("transcripts", {
        name: "transcripts",
        endpointConfigName: configuration.name,
    });

    const target = new appautoscaling.Target("transcripts", {
        serviceNamespace: "sagemaker",
        scalableDimension: "sagemaker:variant:DesiredInstanceCount",
        resourceId: interpolate`endpoint/${endpoint.name}/variant/AllTraffic`,
        minCapacity: 0,
        maxCapacity: 4,
    });
    const { serviceNamespace, scalableDimension, resourceId } = target;
    const scaled = { serviceNamespace, scalableDimension, resourceId };
    new appautoscaling.Policy("backlog", {
        ...scaled,
        policyType: "TargetTrackingScaling",
        targetTrackingScalingPolicyConfiguration: {
            targetValue: 3,
            scaleInCooldown: 900,
            scaleOutCooldown: 60,
            customizedMetricSpecification: {
                namespace: "AWS/SageMaker",
                metricName: "ApproximateBacklogSizePerInstance",
                dimensions: [{ name: "EndpointName", value: endpoint.name }],
                statistic: "Average",
            },
        },
    });
    const first = new appautoscaling.Policy("first-instance", {
        ...scaled,
        policyType: "StepScaling",
        stepScalingPolicyConfiguration: {
            adjustmentType: "ChangeInCapacity",
            metricAggregationType: "Average",
            cooldown: 240,
            stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }],
        },
    });

    const dimensions = { EndpointName: endpoint.name };
    const variant = { ...dimensions, VariantName: "AllTraffic" };
    new cloudwatch.MetricAlarm("waiting", {
        namespace: "AWS/SageMaker",
        metricName: "HasBacklogWithoutCapacity",
        dimensions,
        statistic: "Average",
        period: 60,
        evaluationPeriods: 3,
        threshold: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "missing",
        alarmActions: [first.arn],
    });
    new cloudwatch.MetricAlarm("age", {
        namespace: "AWS/SageMaker",
        metricName: "ApproximateAgeOfOldestRequest",
        dimensions,
        statistic: "Maximum",
        period: 300,
        evaluationPeriods: 1,
        threshold: 7200,
        comparisonOperator: "GreaterThanThreshold",
        treatMissingData: "notBreaching",
        alarmActions: [pager.arn],
    });
    for (const metricName of ["ExpiredRequests", "InvocationFailures", "NotificationFailures"]) {
        new cloudwatch.MetricAlarm(metricName, {
            namespace: "AWS/SageMaker",
            metricName,
            dimensions: variant,
            statistic: "Sum",
            period: 300,
            evaluationPeriods: 1,
            threshold: 1,
            comparisonOperator: "GreaterThanOrEqualToThreshold",
            treatMissingData: "notBreaching",
            alarmActions: [pager.arn],
        });
    }

    const github = new iam.OpenIdConnectProvider("github", {
        url: "https://token.actions.githubusercontent.com",
        clientIdLists: ["sts.amazonaws.com"],
    });
    const deploy = new iam.Role("deploy", {
        assumeRolePolicy: iam.getPolicyDocumentOutput({
            statements: [
                {
                    principals: [{ type: "Federated", identifiers: [github.arn] }],
                    actions: ["sts:AssumeRoleWithWebIdentity"],
                    conditions: [
                        {
                            test: "StringEquals",
                            variable: "token.actions.githubusercontent.com:aud",
                            values: ["sts.amazonaws.com"],
                        },
                        {
                            test: "StringEquals",
                            variable: "token.actions.githubusercontent.com:sub",
                            values: ["repo:example/transcripts:environment:live"],
                        },
                    ],
                },
            ],
        }).json,
    });
    const deployment = new iam.Policy("deploy", {
        policy: iam.getPolicyDocumentOutput({
            statements: [
                { actions: ["sagemaker:UpdateEndpoint"], resources: [endpoint.arn] },
                {
                    actions: ["iam:PassRole"],
                    resources: [role.arn],
                    conditions: [
                        { test: "StringEquals", variable: "iam:PassedToService", values: ["sagemaker.amazonaws.com"] },
                    ],
                },
            ],
        }).json,
    });
    new iam.RolePolicyAttachment("deploy", { role: deploy.name, policyArn: deployment.arn });
}

export = program;
