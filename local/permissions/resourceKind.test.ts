import assert from "node:assert/strict";

import { type Filling } from "./placeholders";
import { templated, templatedValue } from "./resourceKind";

const filling: Filling = {
    partition: "aws",
    region: "eu-west-1",
    accountId: "111122223333",
    name: "summarizer-dev",
    endpointName: "Summaries",
};
const account = "eu-west-1:111122223333";
const uuid = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";

/** Resource; kind; as it is written. */
const resources: [string, string, string][] = [
    ["*", "WithoutResource", "*"],
    ["arn:aws:s3:::summarizer-dev-input-111122223333", "Buckets", "arn:<partition>:s3:::<name>-input-<account>"],
    [
        "arn:aws:s3:::summarizer-dev-input-111122223333/articles/a/b.json",
        "Objects",
        "arn:<partition>:s3:::<name>-input-<account>/articles/*",
    ],
    [
        "arn:aws:s3:::summarizer-dev-input-111122223333/top.json",
        "Objects",
        "arn:<partition>:s3:::<name>-input-<account>/*",
    ],
    [`arn:aws:kms:${account}:key/${uuid}`, "Keys", "arn:<partition>:kms:<region>:<account>:key/*"],
    [`arn:aws:kms:${account}:alias/summarizer-dev`, "KeyAlias", "arn:<partition>:kms:<region>:<account>:alias/<name>"],
    [
        `arn:aws:sns:${account}:summarizer-dev-success`,
        "Topics",
        "arn:<partition>:sns:<region>:<account>:<name>-success",
    ],
    [
        `arn:aws:sns:${account}:summarizer-dev-success:${uuid}`,
        "Subscriptions",
        "arn:<partition>:sns:<region>:<account>:<name>-success:*",
    ],
    [`arn:aws:sqs:${account}:summarizer-dev-smoke`, "Queues", "arn:<partition>:sqs:<region>:<account>:<name>-smoke"],
    [
        "arn:aws:iam::111122223333:role/summarizer-dev-execution",
        "ExecutionRole",
        "arn:<partition>:iam::<account>:role/<name>-execution",
    ],
    [
        "arn:aws:iam::111122223333:policy/summarizer-dev-caller",
        "CallerPolicy",
        "arn:<partition>:iam::<account>:policy/<name>-caller",
    ],
    [
        "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/Y",
        "ServiceLinkedRole",
        "arn:<partition>:iam::<account>:role/aws-service-role/x.amazonaws.com/Y",
    ],
    [
        `arn:aws:sagemaker:${account}:endpoint/summaries`,
        "Endpoint",
        "arn:<partition>:sagemaker:<region>:<account>:endpoint/<endpoint-in-lower-case>",
    ],
    [
        `arn:aws:sagemaker:${account}:endpoint-config/endpoint-0a1b2c3`,
        "EndpointConfigurations",
        "arn:<partition>:sagemaker:<region>:<account>:endpoint-config/endpoint-*",
    ],
    [
        `arn:aws:sagemaker:${account}:endpoint-config/${uuid}`,
        "EndpointConfigurations",
        "arn:<partition>:sagemaker:<region>:<account>:endpoint-config/*",
    ],
    [
        `arn:aws:sagemaker:${account}:model/model-0a1b2c3`,
        "Models",
        "arn:<partition>:sagemaker:<region>:<account>:model/model-*",
    ],
    [
        `arn:aws:application-autoscaling:${account}:scalable-target/056m`,
        "ScalableTarget",
        "arn:<partition>:application-autoscaling:<region>:<account>:scalable-target/*",
    ],
    [
        `arn:aws:cloudwatch:${account}:alarm:summarizer-dev-wake-up`,
        "Alarms",
        "arn:<partition>:cloudwatch:<region>:<account>:alarm:<name>-wake-up",
    ],
    [`arn:aws:cloudwatch:${account}:alarm:*`, "AnyAlarm", "arn:<partition>:cloudwatch:<region>:<account>:alarm:*"],
    [
        `arn:aws:cloudwatch:${account}:alarm:TargetTracking-endpoint/Summaries/variant/primary-AlarmHigh-${uuid}`,
        "TrackingAlarms",
        "arn:<partition>:cloudwatch:<region>:<account>:alarm:TargetTracking-endpoint/<endpoint>/*",
    ],
    [
        `arn:aws:logs:${account}:log-group:/aws/sagemaker/Endpoints/Summaries:log-stream:`,
        "LogGroup",
        "arn:<partition>:logs:<region>:<account>:log-group:/aws/sagemaker/Endpoints/<endpoint>:*",
    ],
    [
        `arn:aws:logs:${account}:log-group:/aws/sagemaker/Endpoints/Summaries`,
        "TaggedLogGroup",
        "arn:<partition>:logs:<region>:<account>:log-group:/aws/sagemaker/Endpoints/<endpoint>",
    ],
];

describe("a resource of a stack", () => {
    for (const [resource, kind, written] of resources) {
        it(`${resource} is written as ${written}`, () => {
            assert.deepEqual(templated(resource, filling), { kind, resource: written });
        });
    }

    const foreign = [
        "arn:aws:s3:::summarizer-dev-input-999999999999",
        "arn:aws:s3:::summarizer-prod-input-111122223333",
        "arn:aws:s3:::artifacts/model.tar.gz",
        `arn:aws:sns:${account}:summarizer-developers`,
        "arn:aws:sns:us-east-1:111122223333:summarizer-dev-success",
        "arn:aws:sns:eu-west-1:999999999999:summarizer-dev-success",
        "arn:aws-cn:sns:eu-west-1:111122223333:summarizer-dev-success",
        "arn:aws:iam::111122223333:role/admin",
        "arn:aws:iam::111122223333:role/summarizer-dev-execution-2",
        `arn:aws:sagemaker:${account}:endpoint/summaries-2`,
        `arn:aws:sagemaker:${account}:endpoint-config/endpoint-by-hand`,
        `arn:aws:logs:${account}:log-group:/aws/sagemaker/Endpoints/Summaries-2`,
        `arn:aws:dynamodb:${account}:table/summarizer-dev`,
    ];
    for (const resource of foreign) {
        it(`${resource} is none`, () => {
            assert.throws(() => templated(resource, filling), {
                message: `${resource} belongs to no resource of the stack summarizer-dev.`,
            });
        });
    }
});

describe("a condition's value", () => {
    it("names a service of any region and partition", () => {
        const china = { ...filling, partition: "aws-cn", region: "cn-north-1" };
        assert.equal(templatedValue("s3.eu-west-1.amazonaws.com", filling), "s3.<region>.<dns-suffix>");
        assert.equal(templatedValue("s3.cn-north-1.amazonaws.com.cn", china), "s3.<region>.<dns-suffix>");
    });

    it("stays as it is when it is not of the region", () => {
        for (const value of ["sagemaker.amazonaws.com", "true", "s3.us-east-1.amazonaws.com"]) {
            assert.equal(templatedValue(value, filling), value);
        }
    });
});
