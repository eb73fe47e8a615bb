import { type GetCallerIdentityResult, type GetPartitionResult, type GetRegionResult } from "@pulumi/aws";

import { type Properties, type Target } from "./resource";

type Place = Pick<Target, "accountId" | "region" | "partition">;

/** Answers from what a place is; nothing is called, so that a preview may ask as well. */
const answers: Readonly<Record<string, (args: Properties, place: Place) => Properties>> = {
    "aws:index/getCallerIdentity:getCallerIdentity": (_, { partition, accountId }) =>
        ({
            id: accountId,
            accountId,
            arn: `arn:${partition}:iam::${accountId}:user/laptop`,
            userId: "AIDALAPTOP",
        }) satisfies GetCallerIdentityResult,
    "aws:index/getPartition:getPartition": (_, { partition }) =>
        ({
            id: partition,
            partition,
            dnsSuffix: dnsSuffix(partition),
            reverseDnsPrefix: dnsSuffix(partition).split(".").reverse().join("."),
        }) satisfies GetPartitionResult,
    "aws:index/getRegion:getRegion": (args, { region, partition }) => {
        const asked = args["region"] ?? args["name"] ?? region;
        if (asked !== region) throw new Error(`The laptop AWS is one region, ${region}: it has no ${String(asked)}.`);
        return {
            id: region,
            name: region,
            region,
            description: region,
            endpoint: `ec2.${region}.${dnsSuffix(partition)}`,
        } satisfies GetRegionResult;
    },
};

/**
 * Answers one function of the AWS provider, such as `aws:index/getRegion:getRegion`.
 *
 * @throws Error naming a function that is not implemented
 */
export function invoke(token: string, args: Properties, place: Place): Properties {
    const answer = answers[token];
    if (!answer) throw new Error(`The laptop AWS does not implement the function ${token}.`);
    return answer(args, place);
}

function dnsSuffix(partition: string): string {
    return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}
