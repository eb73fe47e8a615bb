import { validateResourceOfType } from "@pulumi/policy";

import { awsType } from "../../awsType";
import { wrongLiteral } from "../../literal";
import { written } from "../../reading";
import { type ResourceRule } from "../../rule";
import { containersOf, hasOwnData, hubUse, modelType } from "../modelContainers";

/**
 * A container that fetches its model from the Hub at its start cannot be isolated; only one whose model SageMaker itself brings
 * from S3 can (AWS: SageMaker Developer Guide, "Run Training and Inference Containers in Internet-Free Mode").
 */
export const modelsAreIsolated: ResourceRule = {
    name: "models-are-isolated",
    description:
        "A model whose data SageMaker brings must run without a network; otherwise code in its image, or in the data, can send other people's text anywhere.",
    severity: "medium",
    enforcementLevel: "mandatory",
    remediationSteps: "Set enableNetworkIsolation of the model to true.",
    evidence: "values",
    required: false,
    guards: [
        // Whether a container has data of its own shows only in a block that is written out.
        {
            type: modelType,
            path: "primaryContainer",
            where: { enableNetworkIsolation: undefined },
            spares: ["remove", "null", "blank", "perturb"],
        },
        {
            type: modelType,
            path: "enableNetworkIsolation",
            where: { enableNetworkIsolation: true },
        },
    ],
    peers: ["Security Hub SageMaker.5", "CKV_AWS_370", "Prowler model isolation"],
    validateResource: validateResourceOfType(awsType(modelType), (_, { props }, report) => {
        const isolation = wrongLiteral(props, ["enableNetworkIsolation"], {
            is: (value) => value === true,
            mend: "Set it to true.",
        });
        if (isolation === undefined) return;
        const { at, unseen } = containersOf(props);
        for (const because of unseen) report(because);
        const own = at.filter((container) => hasOwnData(props, container));
        // Isolation is the model's: one container that fetches its model keeps all of them connected.
        if (unseen.length > 0 || own.length === 0 || at.some((container) => hubUse(props, container) === "downloads")) {
            return;
        }
        const unclear = at.filter((container) => hubUse(props, container) === "unclear");
        for (const container of unclear) {
            report(
                `${written([...container, "environment", "HF_MODEL_ID"])} cannot be seen, so it cannot be told whether the container ` +
                    "fetches its model. Write the environment as a literal, or set enableNetworkIsolation to true.",
            );
        }
        if (unclear.length === 0) report(isolation);
    }),
};
