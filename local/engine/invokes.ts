import { invoke } from "../resources/invokes";
import { type Properties, type Target } from "../resources/resource";
import { renderedPolicyDocument } from "./renderedPolicyDocument";

export type Place = Pick<Target, "accountId" | "region" | "partition">;

/**
 * Functions of the AWS provider that can be answered without AWS, beside those of the laptop AWS.
 *
 * Zones are named as AWS names the first three of a region; which zones an account really has, AWS alone knows.
 */
const answers: Readonly<Record<string, (args: Properties, place: Place) => Properties>> = {
    "aws:iam/getPolicyDocument:getPolicyDocument": (args) => renderedPolicyDocument(args),
    "aws:index/getRegion:getRegion": (args, place) => {
        const region = String(args["region"] ?? args["name"] ?? place.region);
        return invoke("aws:index/getRegion:getRegion", args, { ...place, region });
    },
    "aws:index/getAvailabilityZones:getAvailabilityZones": (args, { region }) => ({
        ...args,
        id: region,
        region,
        names: ["a", "b", "c"].map((zone) => region + zone),
        zoneIds: ["1", "2", "3"].map((zone) => `${region.replaceAll("-", "")}-az${zone}`),
        groupNames: [region],
    }),
};

/**
 * Answers one function of the AWS provider where there is no AWS.
 *
 * @throws Error naming a function that only AWS could answer
 */
export function invokeWithoutAws(token: string, args: Properties, place: Place): Properties {
    const answer = answers[token];
    return answer ? answer(args, place) : invoke(token, args, place);
}
