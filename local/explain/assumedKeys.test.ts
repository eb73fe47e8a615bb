import assert from "node:assert/strict";

import { isKnownKey } from "../cloud/iam/conditionKeys";
import { anonymous, roleSession, service } from "../cloud/iam/principal";
import { assumedKeys, checkVia, viaKeys } from "./assumedKeys";

const place = { partition: "aws", region: "eu-west-1" };
const role = roleSession("arn:aws:iam::123456789012:role/r", "s");
const s3 = { "kms:ViaService": ["s3.eu-west-1.amazonaws.com"] };
const scaling = {
    "application-autoscaling:service-namespace": ["sagemaker"],
    "application-autoscaling:scalable-dimension": ["sagemaker:variant:DesiredInstanceCount"],
};

describe("assumedKeys", () => {
    for (const [action, keys] of [
        ["kms:Decrypt", s3],
        ["KMS:decrypt", s3],
        ["kms:Encrypt", s3],
        ["kms:GenerateDataKey", s3],
        ["kms:GenerateDataKeyWithoutPlaintext", s3],
        ["kms:ReEncryptFrom", s3],
        [
            "kms:CreateGrant",
            { "kms:ViaService": ["sagemaker.eu-west-1.amazonaws.com"], "kms:GrantIsForAWSResource": ["true"] },
        ],
        ["kms:DescribeKey", {}],
        ["kms:PutKeyPolicy", {}],
        ["s3:ListBucket", {}],
        ["s3:GetObject", {}],
        ["cloudwatch:PutMetricData", { "cloudwatch:namespace": ["AWS/SageMaker"] }],
        ["cloudwatch:GetMetricData", {}],
        ["iam:PassRole", { "iam:PassedToService": ["sagemaker.amazonaws.com"] }],
        ["iam:CreateServiceLinkedRole", { "iam:AWSServiceName": ["sagemaker.application-autoscaling.amazonaws.com"] }],
        ["application-autoscaling:RegisterScalableTarget", scaling],
        ["application-autoscaling:DeregisterScalableTarget", scaling],
        ["application-autoscaling:PutScalingPolicy", scaling],
        ["application-autoscaling:DeleteScalingPolicy", scaling],
        ["application-autoscaling:DescribeScalableTargets", {}],
    ] as const) {
        it(`gives ${action} what its requests carry`, () => {
            const assumed = assumedKeys(action, role, place);
            assert.deepEqual(assumed, keys);
            assert.deepEqual(
                Object.keys(assumed).filter((key) => !isKnownKey(key)),
                [],
            );
        });
    }

    it("gives anonymous requests the same", () => {
        assert.deepEqual(assumedKeys("kms:Decrypt", anonymous, place), s3);
    });

    it("assumes no way to a key where one is given", () => {
        assert.deepEqual(assumedKeys("kms:Decrypt", role, place, "none"), {});
        assert.deepEqual(assumedKeys("kms:Decrypt", role, place, "sns"), {});
    });

    it("says for which resource a service acts, which uses a key directly", () => {
        const sns = service("sns.amazonaws.com", "arn:aws:sns:eu-west-1:123456789012:t", "123456789012");
        assert.deepEqual(assumedKeys("kms:Decrypt", sns, place), {
            "aws:SourceArn": ["arn:aws:sns:eu-west-1:123456789012:t"],
            "aws:SourceAccount": ["123456789012"],
        });
    });
});

describe("viaKeys", () => {
    it("names a service as its partition does", () => {
        assert.deepEqual(viaKeys("kms:Decrypt", "sqs", { partition: "aws-cn", region: "cn-north-1" }), {
            "kms:ViaService": ["sqs.cn-north-1.amazonaws.com.cn"],
        });
    });

    it("says nothing of a key that is used directly", () => {
        assert.deepEqual(viaKeys("kms:Decrypt", "none", place), {});
    });

    it("says of a grant whether a service makes it for itself", () => {
        assert.deepEqual(viaKeys("kms:CreateGrant", "none", place), { "kms:GrantIsForAWSResource": ["false"] });
        assert.deepEqual(viaKeys("KMS:CreateGrant", "sagemaker", place), {
            "kms:ViaService": ["sagemaker.eu-west-1.amazonaws.com"],
            "kms:GrantIsForAWSResource": ["true"],
        });
    });
});

describe("checkVia", () => {
    it("takes a service for an action of KMS only", () => {
        assert.doesNotThrow(() => {
            checkVia("KMS:Decrypt", "s3");
        });
        assert.doesNotThrow(() => {
            checkVia("s3:GetObject", undefined);
        });
        assert.throws(
            () => {
                checkVia("s3:GetObject", "s3");
            },
            {
                name: "QuestionError",
                message: "--via says through which service a KMS key is used, and s3:GetObject is no action of KMS.",
            },
        );
    });
});
