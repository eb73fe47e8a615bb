import { validateResourceOfType } from "@pulumi/policy";

import { awsType } from "../../awsType";
import { isAbsent, readLeaf, readList, written } from "../../reading";
import { type Change, type ResourceRule } from "../../rule";
import { containersOf, hubUse, modelType } from "../modelContainers";

const lists = ["subnets", "securityGroupIds"] as const;
const mend = "Write a list of one at least.";

/**
 * By default a model that fetches itself from the Hub is let off: from a VPC it reaches the Hub only through a NAT gateway,
 * which is billed by the hour, also while no instance runs.
 */
export const modelsRunInAVpc: ResourceRule = {
    name: "models-run-in-a-vpc",
    description:
        "A model must run in subnets and security groups of the account; otherwise nothing of the account's network rules holds for what its container sends.",
    severity: "low",
    enforcementLevel: "advisory",
    remediationSteps: "Set vpcConfig of the model to subnets and securityGroupIds.",
    evidence: "values",
    required: false,
    guards: [
        // Without it, or with a path in it, the model no longer fetches itself.
        {
            type: modelType,
            path: "primaryContainer.environment.HF_MODEL_ID",
            where: { vpcConfig: undefined },
            bad: ["/opt/ml/model"],
        },
        ...["primaryContainer", "primaryContainer.environment"].map((path) => ({
            type: modelType,
            path,
            where: { vpcConfig: undefined },
            bad: [{}],
        })),
        { type: modelType, path: "vpcConfig" },
        ...lists.map((list) => ({ type: modelType, path: `vpcConfig.${list}`, bad: [[]] })),
        ...lists.map((list) => ({
            type: modelType,
            path: `vpcConfig.${list}[*]`,
            spares: ["unknown", "perturb"] satisfies Change[],
        })),
    ],
    peers: ["Prowler model VPC", "Security Hub SageMaker.16"],
    parameters: {
        hubModels: {
            type: "boolean",
            description: "Whether models that fetch themselves from the Hugging Face Hub have to run in a VPC too.",
            default: false,
        },
    },
    validateResource: validateResourceOfType(awsType(modelType), (_, { props, getConfig }, report) => {
        if (isAbsent(props, ["vpcConfig"])) {
            const { at } = containersOf(props);
            const fetched = at.some((container) => hubUse(props, container) === "downloads");
            if (fetched && !getConfig<{ hubModels: boolean }>().hubModels) return;
            report("vpcConfig is not set. Set it to subnets and securityGroupIds.");
            return;
        }
        for (const name of lists) {
            const path = ["vpcConfig", name];
            const list = readList(props, path);
            if (list.state !== "set") {
                report(
                    list.state === "unverifiable"
                        ? `${list.because}, so ${name} cannot be checked. Write the block as a literal; only the values in it may be outputs.`
                        : `${list.because}. ${mend}`,
                );
            } else if (list.length === 0) report(`${written(path)} is empty. ${mend}`);
            else {
                for (let index = 0; index < list.length; index++) {
                    const id = readLeaf(props, [...path, index]);
                    if (id.state === "missing") report(`${id.because}. Write its id.`);
                    else if (id.state === "set" && id.known && typeof id.value !== "string") {
                        report(`${written([...path, index])} is a ${typeof id.value}. Write its id.`);
                    }
                }
            }
        }
    }),
};
