import { Role, RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { metricNamespaces } from "../contract/metrics";
import { type Names, type Place, prefixes } from "../contract/names";
import { keyGrant } from "./keyGrant";
import { policyDocument } from "./policyDocument";

export interface ExecutionRoleArgs {
    place: Place;
    names: Names;
    /** Image that the role pulls, `account.dkr.ecr.region.suffix/repository:tag`. */
    image: string;
    /** `s3://bucket/key` of the model artifact that the role reads; empty for a model of the Hub. */
    modelDataUrl: string;
}

/** What SageMaker may do on behalf of the endpoint: read articles, write results, tell the topics, and report. */
export class ExecutionRole extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: ExecutionRoleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("summarizer:index:ExecutionRole", name, args, opts);
        const role = new Role(
            name,
            {
                name: args.names.executionRole.name,
                description: `SageMaker endpoint ${args.names.endpoint.name}`,
                assumeRolePolicy: executionRoleTrust(args.place),
            },
            { parent: this },
        );
        new RolePolicy(
            name,
            { name: "asynchronous-endpoint", role: role.name, policy: executionRolePolicy(args) },
            { parent: this },
        );
        this.arn = role.arn;
        this.registerOutputs({ arn: this.arn });
    }
}

/**
 * For asynchronous inference aws:SourceArn has to be the wildcard over all of SageMaker: the ARN of a model or an endpoint
 * breaks it (AWS: SageMaker Developer Guide, "Cross-service confused deputy prevention").
 */
export function executionRoleTrust({ partition, region, accountId }: Place): string {
    return policyDocument({
        Sid: "SageMakerAssumesRole",
        Effect: "Allow",
        Principal: { Service: "sagemaker.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnLike: { "aws:SourceArn": `arn:${partition}:sagemaker:${region}:${accountId}:*` },
        },
    });
}

/** AWS: SageMaker Developer Guide, asynchronous inference prerequisites, narrowed to this stack's prefixes and names. */
export function executionRolePolicy({ place, names, image, modelDataUrl }: ExecutionRoleArgs): string {
    const { inputBucket, outputBucket, logGroup, successTopic, errorTopic } = names;
    const artifact = /^s3:\/\/(.+)$/.exec(modelDataUrl)?.[1];
    return policyDocument(
        {
            Sid: "ReadArticles",
            Effect: "Allow",
            Action: "s3:GetObject",
            Resource: [
                `${inputBucket.arn}/${prefixes.input}*`,
                ...(artifact ? [`arn:${place.partition}:s3:::${artifact}`] : []),
            ],
        },
        {
            Sid: "WriteResults",
            Effect: "Allow",
            // What is large goes up in parts, and those of an upload that fails are taken away again.
            Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
            Resource: [`${outputBucket.arn}/${prefixes.output}*`, `${outputBucket.arn}/${prefixes.failure}*`],
        },
        {
            // So that a missing article is told as missing (404), not as forbidden. Reading one names no s3:prefix, so the grant cannot.
            Sid: "TellMissingArticles",
            Effect: "Allow",
            Action: "s3:ListBucket",
            Resource: inputBucket.arn,
        },
        // A publisher to an encrypted topic needs the topic's key as well (AWS: SNS Developer Guide, key management).
        keyGrant(place, names, ["s3", "sns"], ["kms:Decrypt", "kms:GenerateDataKey*"]),
        { Sid: "Notify", Effect: "Allow", Action: "sns:Publish", Resource: [successTopic.arn, errorTopic.arn] },
        {
            Sid: "WriteLogs",
            Effect: "Allow",
            // CreateLogGroup too, although the group is there: AWS asks for it and does not say when it may be left out.
            Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            // Of the group, too, IAM is asked with this ending (AWS: CloudWatch Logs API Reference, LogGroup).
            Resource: `${logGroup.arn}:*`,
        },
        {
            Sid: "PutMetrics",
            Effect: "Allow",
            Action: "cloudwatch:PutMetricData",
            // The action takes no resource; the namespace is what can be narrowed.
            Resource: "*",
            Condition: { StringEquals: { "cloudwatch:namespace": [...metricNamespaces] } },
        },
        {
            Sid: "PullImage",
            Effect: "Allow",
            Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            Resource: repositoryArn(image, place.partition),
        },
        // The token is for the account, not for a repository: the action takes no resource.
        { Sid: "LogInToRegistry", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
    );
}

function repositoryArn(image: string, partition: string): string {
    const parts = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+\/([^:@]+)/.exec(image);
    if (!parts) throw new Error(`not an ECR image: ${image}`);
    const [, account, region, repository] = parts;
    return `arn:${partition}:ecr:${region}:${account}:repository/${repository}`;
}
