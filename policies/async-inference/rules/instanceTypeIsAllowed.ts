import { validateResourceOfType } from "@pulumi/policy";

import { parseInstanceType } from "../../../contract/instanceTypes";
import { awsType } from "../../awsType";
import { isAbsent, type Path, readWhole, type WholeReading, written } from "../../reading";
import { type ResourceRule } from "../../rule";
import { endpointConfigurationType } from "../notificationTopic";
import { readLiteral, readVariants, readWholeNumber, writeInstanceType } from "../variants";

/** Types up to 4xlarge that a summarization model may need; GPU families have no `large`. */
export const defaultInstanceTypes: readonly string[] = [
    ...["m5", "c5", "c6i", "m7i"].flatMap((family) =>
        ["large", "xlarge", "2xlarge", "4xlarge"].map((size) => `ml.${family}.${size}`),
    ),
    ...["g4dn", "g5", "g6"].flatMap((family) => ["xlarge", "2xlarge", "4xlarge"].map((size) => `ml.${family}.${size}`)),
];

const writeOne = "Set it to 1: every change of the configuration starts with it, and autoscaling does the rest.";

/**
 * An exemption from Security Hub's SageMaker.4, which wants more than one instance from the start: an asynchronous endpoint has
 * a queue that waits for capacity, scales in to nothing, and gets this number again with every change of its configuration.
 * SageMaker's minimum is 1 (SageMaker API Reference, ProductionVariant, InitialInstanceCount).
 */
export const instanceTypeIsAllowed: ResourceRule = {
    name: "instance-type-is-allowed",
    description:
        "An async endpoint must start with one instance of an allowed type; otherwise a slip of the pen rents the most expensive machines there are.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Set instanceType of each production variant to one of the rule's allowedInstanceTypes, and initialInstanceCount to 1.",
    evidence: "values",
    required: true,
    guards: [
        { type: endpointConfigurationType, path: "productionVariants" },
        { type: endpointConfigurationType, path: "productionVariants[*]" },
        {
            type: endpointConfigurationType,
            path: "productionVariants[*].instanceType",
            bad: ["m5.xlarge", "ml.p4d.24xlarge", "ml.p3.2xlarge"],
        },
        { type: endpointConfigurationType, path: "productionVariants[*].initialInstanceCount" },
    ],
    peers: ["Security Hub SageMaker.4"],
    parameters: {
        allowedInstanceTypes: {
            type: "array",
            items: { type: "string", pattern: "^ml\\." },
            minItems: 1,
            description: "Hosting instance types that variants may have; * stands for any text, as in ml.g5.*.",
            default: defaultInstanceTypes,
        },
    },
    validateResource: validateResourceOfType(awsType(endpointConfigurationType), (_, args, report) => {
        const { props } = args;
        if (isAbsent(props, ["asyncInferenceConfig"])) return;
        const { allowedInstanceTypes } = args.getConfig<{ allowedInstanceTypes: string[] }>();
        const allowed = allowedInstanceTypes.map(glob);
        for (const list of ["productionVariants", "shadowProductionVariants"] as const) {
            if (list === "shadowProductionVariants" && isAbsent(props, [list])) continue;
            const { paths = [], problem } = readVariants(props, list);
            if (problem !== undefined) report(problem);
            for (const path of paths) {
                // A variant that is no block is one problem, not two.
                for (const found of new Set(problemsOf(props, path, allowed))) report(found);
            }
        }
    }),
};

function problemsOf(props: object, variant: Path, allowed: readonly RegExp[]): string[] {
    const serverlessConfig = [...variant, "serverlessConfig"];
    if (isSet(readWhole(props, serverlessConfig))) {
        return [
            `${written(serverlessConfig)} is set, but asynchronous inference runs on instances only. ` +
                "Remove it, and write instanceType and initialInstanceCount.",
        ];
    }
    const problems: string[] = [];
    const instanceType = readLiteral(props, [...variant, "instanceType"], writeInstanceType);
    if (instanceType.problem !== undefined) problems.push(instanceType.problem);
    else if (!allowed.some((type) => type.test(instanceType.text))) {
        // Another text than a type's name may be anything, and so is not repeated.
        const name = parseInstanceType(instanceType.text) ? `${instanceType.text}, which is` : "a text that is";
        problems.push(
            `${written([...variant, "instanceType"])} is ${name} not allowed. ` +
                "Choose one of the rule's allowedInstanceTypes, or add to them.",
        );
    }
    const count = readWholeNumber(props, [...variant, "initialInstanceCount"], { min: 1, max: 1 }, writeOne);
    if (count.problem !== undefined) problems.push(count.problem);
    return problems;
}

/** False too where the variant is no block, which its instance type says. */
function isSet(reading: WholeReading): boolean {
    return reading.state === "unknown" || (reading.state === "known" && (reading.value ?? null) !== null);
}

function glob(pattern: string): RegExp {
    const literals = pattern.split("*").map((text) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${literals.join(".*")}$`, "s");
}
