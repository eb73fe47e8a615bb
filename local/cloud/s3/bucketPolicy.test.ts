import assert from "node:assert/strict";

import { AwsError } from "../awsError";
import { isPublic, parseBucketPolicy } from "./bucketPolicy";
import { SimulatedClock } from "../clock";
import { Cloud } from "../cloud";

const arn = "arn:aws:s3:::articles";
const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${arn}/*` };
const policy = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });

describe("a bucket policy", () => {
    const open = (changes: object): boolean => isPublic(parseBucketPolicy(policy({ ...statement, ...changes }), arn));

    it("that allows everyone something is public", () => {
        assert.equal(open({}), true);
        assert.equal(open({ Principal: { AWS: "*" } }), true);
        assert.equal(open({ Principal: { AWS: ["arn:aws:iam::123456789012:root", "*"] } }), true);
        assert.equal(open({ Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } }), true);
    });

    it("that allows someone, or denies everyone, is not public", () => {
        assert.equal(open({ Principal: { AWS: "arn:aws:iam::123456789012:root" } }), false);
        assert.equal(open({ Principal: { Service: "sagemaker.amazonaws.com" } }), false);
        assert.equal(open({ Effect: "Deny" }), false);
    });

    it("with a condition of fixed values is not public", () => {
        assert.equal(open({ Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } } }), false);
        assert.equal(open({ Condition: { ArnLike: { "AWS:SourceArn": ["arn:aws:sns:us-east-1:1:t"] } } }), false);
        assert.equal(open({ Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }), false);
    });

    it("whose condition limits nothing is public", () => {
        assert.equal(open({ Condition: { StringLike: { "aws:SourceAccount": "*" } } }), true);
        assert.equal(open({ Condition: { StringEquals: { "aws:PrincipalArn": "${aws:username}" } } }), true);
        assert.equal(open({ Condition: { StringNotEquals: { "aws:SourceAccount": "123456789012" } } }), true);
        assert.equal(open({ Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }), true);
        assert.equal(open({ Condition: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "::/0"] } } }), true);
        assert.equal(open({ Condition: { Bool: { "aws:SecureTransport": "true" } } }), true);
    });

    for (const [name, text, message] of [
        ["nothing", undefined, "Policies must be valid JSON and the first byte must be '{'"],
        ["a list", "[]", "Policies must be valid JSON and the first byte must be '{'"],
        ["half a document", "{", "This policy contains invalid Json"],
        ["an action of another service", policy({ ...statement, Action: "sns:Publish" }), "Policy has invalid action"],
        ["another bucket", policy({ ...statement, Resource: `${arn}-other/*` }), "Policy has invalid resource"],
        ["no principal", policy({ ...statement, Principal: undefined }), "Missing required field Principal"],
        [
            "21 KB",
            policy({ ...statement, Sid: "x".repeat(21_000) }),
            "Policy exceeds the maximum allowed document size.",
        ],
    ] as const) {
        it(`of ${name} is malformed`, () => {
            assert.throws(
                () => parseBucketPolicy(text, arn),
                (error: unknown) =>
                    error instanceof AwsError && error.code === "MalformedPolicy" && error.message === message,
            );
        });
    }

    it("that is public is refused while public policies are blocked, and only then", async () => {
        const containers = { start: () => Promise.reject(new Error("no containers in this test")) };
        const cloud = new Cloud({ clock: new SimulatedClock(new Date(0)), containers, region: "us-east-1" });
        const Bucket = "articles";
        await cloud.call("s3", "CreateBucket", { Bucket });
        const put = (by = cloud.call) => by("s3", "PutBucketPolicy", { Bucket, Policy: policy(statement) });
        await assert.rejects(put(), { code: "AccessDenied", statusCode: 403, message: "Access Denied" });
        await assert.rejects(put(cloud.as(cloud.identities.administrator.caller)), {
            code: "AccessDenied",
            statusCode: 403,
            message: `User: arn:aws:iam::123456789012:user/laptop is not authorized to perform: s3:PutBucketPolicy on resource: "${arn}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
        });
        await cloud.call("s3", "DeletePublicAccessBlock", { Bucket });
        await put();
        assert.equal((await cloud.call("s3", "GetBucketPolicy", { Bucket })).Policy, policy(statement));
    });
});
