import assert from "node:assert/strict";

import { type ProgramRun, type Registered, runProgram } from "./testing/programRun";

describe("Storage", () => {
    let run: ProgramRun;
    before(async () => {
        run = await runProgram();
    });

    for (const use of ["input", "output"]) {
        const bucket = `summarizer-dev-${use}-123456789012`;
        const part = (type: string): Registered => run.only(`aws:s3/${type}`, use);

        describe(`the ${use} bucket`, () => {
            it("has its name, and may keep its objects from being deleted", () => {
                assert.deepEqual(part("bucket:Bucket").inputs, { bucket, forceDestroy: false });
            });

            it("blocks public access in all four ways", () => {
                assert.deepEqual(part("bucketPublicAccessBlock:BucketPublicAccessBlock").inputs, {
                    bucket,
                    blockPublicAcls: true,
                    blockPublicPolicy: true,
                    ignorePublicAcls: true,
                    restrictPublicBuckets: true,
                });
            });

            it("knows no ACLs", () => {
                assert.deepEqual(part("bucketOwnershipControls:BucketOwnershipControls").inputs, {
                    bucket,
                    rule: { objectOwnership: "BucketOwnerEnforced" },
                });
            });

            it("is encrypted with the stack's key, through a bucket key", () => {
                const type = "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
                assert.deepEqual(part(type).inputs, {
                    bucket,
                    rules: [
                        {
                            applyServerSideEncryptionByDefault: {
                                sseAlgorithm: "aws:kms",
                                kmsMasterKeyId: "arn:aws:kms:us-east-1:123456789012:key/key-1",
                            },
                            bucketKeyEnabled: true,
                        },
                    ],
                });
            });

            it("deletes objects after their time and uploads that were given up", () => {
                assert.deepEqual(part("bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs, {
                    bucket,
                    rules: [
                        {
                            id: "expire-objects",
                            status: "Enabled",
                            filter: { prefix: "" },
                            expiration: { days: 30 },
                        },
                        {
                            id: "abort-multipart-uploads",
                            status: "Enabled",
                            filter: { prefix: "" },
                            abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
                        },
                    ],
                });
            });

            it("refuses everybody who does not come over TLS", () => {
                const { inputs, dependencies } = part("bucketPolicy:BucketPolicy");
                assert.equal(inputs.bucket, bucket);
                assert.deepEqual(JSON.parse(inputs.policy as string), {
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Sid: "DenyInsecureTransport",
                            Effect: "Deny",
                            Principal: "*",
                            Action: "s3:*",
                            Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
                            Condition: { Bool: { "aws:SecureTransport": "false" } },
                        },
                    ],
                });
                assert.ok(
                    dependencies.includes(`aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock::${use}`),
                    "S3 refuses both at the same time",
                );
            });
        });
    }

    it("takes expiry and forceDestroy from the settings", async () => {
        const other = await runProgram({ config: { objectExpirationDays: 3, forceDestroy: true } });
        for (const { inputs } of other.ofType("aws:s3/bucket:Bucket")) assert.equal(inputs.forceDestroy, true);
        for (const { inputs } of other.ofType("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")) {
            const [rule] = inputs.rules as { expiration: { days: number } }[];
            assert.equal(rule?.expiration.days, 3);
        }
    });
});
