import assert from "node:assert/strict";

import { type ModelArgs } from "@pulumi/aws/sagemaker";
import fc from "fast-check";

import { type ResourceRule } from "../../rule";
import { analyze, output } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { saysAlways, saysWhileUnknown } from "../../testing/judged";
import { violations } from "../../testing/violations";
import { modelType } from "../modelContainers";
import { modelsRunInAVpc } from "./modelsRunInAVpc";

/** As an environment that insists on it has it; nowhere is it more than a remark by default. */
const rule: ResourceRule = { ...modelsRunInAVpc, enforcementLevel: "mandatory" };

const vpcConfig = { subnets: ["subnet-1"], securityGroupIds: ["sg-1"] };
const good = {
    executionRoleArn: "arn:aws:iam::123456789012:role/execution",
    primaryContainer: { image: "summarizer" },
    vpcConfig,
} satisfies ModelArgs;
const hub = { image: "summarizer", environment: { HF_MODEL_ID: "google/pegasus-xsum" } };

const unset = "vpcConfig is not set. Set it to subnets and securityGroupIds.";
const one = "Write a list of one at least.";

const table: [string, object, string[]][] = [
    ["subnets and security groups pass", {}, []],
    [
        "ids that are outputs pass",
        { vpcConfig: { subnets: [output("subnet-1")], securityGroupIds: [output("sg-1")] } },
        [],
    ],
    ["no VPC is refused", { vpcConfig: undefined }, [unset]],
    ["a null VPC is refused", { vpcConfig: null }, [unset]],
    [
        "a text for a VPC is refused",
        { vpcConfig: "vpc-1" },
        [`vpcConfig is a string. ${one}`, `vpcConfig is a string. ${one}`],
    ],
    ["no subnets are refused", { vpcConfig: { ...vpcConfig, subnets: [] } }, [`vpcConfig.subnets is empty. ${one}`]],
    [
        "missing subnets are refused",
        { vpcConfig: { securityGroupIds: ["sg-1"] } },
        [`vpcConfig.subnets is not set. ${one}`],
    ],
    [
        "no security groups are refused",
        { vpcConfig: { subnets: ["subnet-1"] } },
        [`vpcConfig.securityGroupIds is not set. ${one}`],
    ],
    [
        "an empty id is refused",
        { vpcConfig: { ...vpcConfig, subnets: [""] } },
        ["vpcConfig.subnets[0] is an empty string. Write its id."],
    ],
    [
        "a number for an id is refused",
        { vpcConfig: { ...vpcConfig, subnets: [7] } },
        ["vpcConfig.subnets[0] is a number. Write its id."],
    ],
    ["a model of the Hub is let off", { vpcConfig: undefined, primaryContainer: hub }, []],
    [
        "a model of the Hub in a VPC is judged",
        { vpcConfig: {}, primaryContainer: hub },
        [`vpcConfig.subnets is not set. ${one}`, `vpcConfig.securityGroupIds is not set. ${one}`],
    ],
    [
        "a model by its path is not the Hub's",
        { vpcConfig: undefined, primaryContainer: { environment: { HF_MODEL_ID: "/opt/ml/model" } } },
        [unset],
    ],
];

describe("models-run-in-a-vpc", () => {
    for (const [what, change, says] of table) it(what, () => saysAlways(rule, modelType, { ...good, ...change }, says));

    it("an environment may ask it of models of the Hub too", () =>
        saysAlways(rule, modelType, { ...good, vpcConfig: undefined, primaryContainer: hub }, [unset], {
            config: { hubModels: true },
        }));

    it("what hides where it runs is refused", async () => {
        const literal = "Write the block as a literal; only the values in it may be outputs.";
        await saysWhileUnknown(rule, modelType, { ...good, vpcConfig: output(vpcConfig) }, [
            `vpcConfig is known as a whole only after deployment, so subnets cannot be checked. ${literal}`,
            `vpcConfig is known as a whole only after deployment, so securityGroupIds cannot be checked. ${literal}`,
        ]);
        await saysWhileUnknown(
            rule,
            modelType,
            { ...good, vpcConfig: { ...vpcConfig, subnets: output(["subnet-1"]) } },
            [`vpcConfig.subnets is known as a whole only after deployment, so subnets cannot be checked. ${literal}`],
        );
        await saysWhileUnknown(rule, modelType, { ...good, vpcConfig: undefined, primaryContainer: output(hub) }, [
            unset,
        ]);
    });

    it("is a remark unless an environment insists", async () => {
        const said = await analyze(modelsRunInAVpc, modelType, { ...good, vpcConfig: undefined }, { preview: true });
        assert.deepEqual(
            said.map(({ level }) => level),
            ["advisory"],
        );
    });

    it("nothing makes the rule throw", async () => {
        await fc.assert(
            fc.asyncProperty(anything(vpcConfig, hub), fc.boolean(), async (value, preview) => {
                await violations(rule, modelType, { ...good, vpcConfig: value }, { preview });
                await violations(
                    rule,
                    modelType,
                    { ...good, vpcConfig: { subnets: value, securityGroupIds: [value] } },
                    { preview },
                );
                await violations(rule, modelType, { primaryContainer: value }, { preview });
            }),
            { numRuns: 60 },
        );
    });

    it("resources of other types are not concerned", async () => {
        assert.deepEqual(await analyze(rule, "aws:sagemaker/endpoint:Endpoint", {}, { preview: true }), []);
    });
});
