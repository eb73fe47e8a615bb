import assert from "node:assert/strict";

import { Sts } from "../cloud/iam/sts";
import { invoke } from "./invokes";

const place = { accountId: "111122223333", region: "eu-west-1", partition: "aws" };

describe("invoke", () => {
    it("answers getCallerIdentity as STS does", async () => {
        const sts = new Sts(place as never);
        const { Account, Arn, UserId } = await sts.GetCallerIdentity();
        assert.deepEqual(invoke("aws:index/getCallerIdentity:getCallerIdentity", {}, place), {
            id: Account,
            accountId: Account,
            arn: Arn,
            userId: UserId,
        });
    });

    it("answers getRegion", () => {
        assert.deepEqual(invoke("aws:index/getRegion:getRegion", {}, place), {
            id: "eu-west-1",
            name: "eu-west-1",
            region: "eu-west-1",
            description: "eu-west-1",
            endpoint: "ec2.eu-west-1.amazonaws.com",
        });
    });

    it("refuses another region", () => {
        assert.throws(() => invoke("aws:index/getRegion:getRegion", { region: "us-west-2" }, place), {
            message: "The laptop AWS is one region, eu-west-1: it has no us-west-2.",
        });
    });

    it("answers getPartition", () => {
        assert.deepEqual(invoke("aws:index/getPartition:getPartition", {}, { ...place, partition: "aws-cn" }), {
            id: "aws-cn",
            partition: "aws-cn",
            dnsSuffix: "amazonaws.com.cn",
            reverseDnsPrefix: "cn.com.amazonaws",
        });
    });

    it("refuses a function that it does not know", () => {
        assert.throws(() => invoke("aws:ec2/getVpc:getVpc", {}, place), {
            message: "The laptop AWS does not implement the function aws:ec2/getVpc:getVpc.",
        });
    });
});
