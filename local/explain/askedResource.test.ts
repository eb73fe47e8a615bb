import assert from "node:assert/strict";

import { type Outputs } from "../../contract/outputs";
import { askedResource, resourceOutputs } from "./askedResource";

const here = "us-east-1:123456789012";
const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const outputs = {
    inputBucketName: "in",
    outputBucketName: "out",
    keyArn: `arn:aws:kms:${here}:key/1`,
    successTopicArn: `arn:aws:sns:${here}:success`,
    errorTopicArn: `arn:aws:sns:${here}:error`,
    alarmTopicArn: `arn:aws:sns:${here}:alarms`,
    smokeInboxUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/smoke",
    loadInboxUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/load",
    alarmInboxUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/alarm-inbox",
    endpointArn: `arn:aws:sagemaker:${here}:endpoint/summarizer`,
    endpointConfigName: "Config-1",
    modelName: "Model-1",
    logGroupName: "/aws/sagemaker/Endpoints/Summarizer",
    wakeUpAlarmName: "wake-up",
    callerPolicyArn: "arn:aws:iam::123456789012:policy/caller",
    executionRoleArn: "arn:aws:iam::123456789012:role/execution",
} as Outputs;

const arnOf = (text: string): string => askedResource(text)(outputs, place);

describe("askedResource", () => {
    it("makes an ARN of every output that names a resource", () => {
        assert.deepEqual(Object.fromEntries(resourceOutputs.map((name) => [name, arnOf(name)])), {
            inputBucketName: "arn:aws:s3:::in",
            outputBucketName: "arn:aws:s3:::out",
            keyArn: `arn:aws:kms:${here}:key/1`,
            successTopicArn: `arn:aws:sns:${here}:success`,
            errorTopicArn: `arn:aws:sns:${here}:error`,
            alarmTopicArn: `arn:aws:sns:${here}:alarms`,
            smokeInboxUrl: `arn:aws:sqs:${here}:smoke`,
            loadInboxUrl: `arn:aws:sqs:${here}:load`,
            alarmInboxUrl: `arn:aws:sqs:${here}:alarm-inbox`,
            endpointArn: `arn:aws:sagemaker:${here}:endpoint/summarizer`,
            endpointConfigName: `arn:aws:sagemaker:${here}:endpoint-config/config-1`,
            modelName: `arn:aws:sagemaker:${here}:model/model-1`,
            logGroupName: `arn:aws:logs:${here}:log-group:/aws/sagemaker/Endpoints/Summarizer`,
            wakeUpAlarmName: `arn:aws:cloudwatch:${here}:alarm:wake-up`,
            callerPolicyArn: "arn:aws:iam::123456789012:policy/caller",
            executionRoleArn: "arn:aws:iam::123456789012:role/execution",
        });
    });

    for (const [text, arn] of [
        ["*", "*"],
        ["arn:aws:s3:::bucket/key:1", "arn:aws:s3:::bucket/key:1"],
        ["arn:aws:s3:::bucket/a b.json", "arn:aws:s3:::bucket/a b.json"],
        ["arn:aws-cn:iam::123456789012:role/r", "arn:aws-cn:iam::123456789012:role/r"],
        ["arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/AdministratorAccess"],
        ["inputBucketName/articles/a b.json", "arn:aws:s3:::in/articles/a b.json"],
        ["logGroupName:*", `arn:aws:logs:${here}:log-group:/aws/sagemaker/Endpoints/Summarizer:*`],
    ] as const) {
        it(`takes ${text}`, () => {
            assert.equal(arnOf(text), arn);
        });
    }

    const must = 'but must be an ARN, "*", or an output of the stack that names a resource';
    for (const [text, hint] of [
        ["inputBucket", ": is it inputBucketName?"],
        ["inputBucket/articles/x.json", ": is it inputBucketName?"],
        ["region", "."],
        ["toString", "."],
        ["arn:aws:s3", "."],
        ["arn:aws:s3:::", "."],
        ["arn:aws:sqs:us-east-1:12345:queue", "."],
        ["s3://bucket/key", "."],
        ["", "."],
    ] as const) {
        it(`refuses ${text === "" ? "nothing" : text}`, () => {
            const message = `--resource is "${text}", ${must}${hint}`;
            assert.throws(() => askedResource(text), { name: "QuestionError", message });
        });
    }
});
