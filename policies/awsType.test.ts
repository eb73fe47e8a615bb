import assert from "node:assert/strict";

import { Target } from "@pulumi/aws/appautoscaling/target";
import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketAcl } from "@pulumi/aws/s3/bucketAcl";
import { BucketAclV2 } from "@pulumi/aws/s3/bucketAclV2";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketV2 } from "@pulumi/aws/s3/bucketV2";
import { EndpointConfiguration } from "@pulumi/aws/sagemaker/endpointConfiguration";

import { endpointConfigurationType } from "./async-inference/notificationTopic";
import { targetType } from "./async-inference/rules/minCapacityIsZero";
import { bucketTypes, publicAccessBlockType } from "./security-baseline/blockedBuckets";
import { aclTypes } from "./security-baseline/rules/bucketsBlockPublicAccess";
import { awsType } from "./awsType";

// A rule whose token is misspelt never runs, and says nothing.
describe("type tokens of the rules", () => {
    it("are those of the AWS provider", () => {
        const token = (type: { __pulumiType: string }): string => type.__pulumiType;
        assert.equal(targetType, token(Target as never));
        assert.equal(endpointConfigurationType, token(EndpointConfiguration as never));
        assert.equal(publicAccessBlockType, token(BucketPublicAccessBlock as never));
        assert.deepEqual([...bucketTypes], [token(Bucket as never), token(BucketV2 as never)]);
        assert.deepEqual([...aclTypes], [token(BucketAcl as never), token(BucketAclV2 as never)]);
    });

    it("stand for the class where Pulumi's policy SDK asks for one", () => {
        assert.equal(
            (awsType("aws:sns/topic:Topic") as unknown as { __pulumiType: string }).__pulumiType,
            "aws:sns/topic:Topic",
        );
    });
});
