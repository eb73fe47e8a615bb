import { type ReportViolation, validateResourceOfType } from "@pulumi/policy";

import { awsType } from "../../awsType";
import { readLeaf } from "../../reading";
import { type ResourceRule } from "../../rule";

export const targetType = "aws:appautoscaling/target:Target";

const dimension = "sagemaker:variant:DesiredInstanceCount";

/**
 * Concerns scalable targets of SageMaker variants. The target's `resourceId` names the endpoint and is unknown in a
 * first preview, so it is never read.
 */
export const minCapacityIsZero: ResourceRule = {
    name: "min-capacity-is-zero",
    description:
        "An async endpoint must scale in to zero instances when nothing is queued; otherwise it is billed around the clock.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps: "Set minCapacity to the number 0 on the scalable target (aws.appautoscaling.Target).",
    evidence: "values",
    required: true,
    guards: [
        { type: targetType, path: "minCapacity" },
        // Another service's name or dimension makes it another service's target.
        { type: targetType, path: "serviceNamespace" },
        { type: targetType, path: "scalableDimension", spares: ["perturb"] },
    ],
    peers: [],
    validateResource: validateResourceOfType(awsType(targetType), (_, { props }, report) => {
        if (!scalesVariantInstances(props, report)) return;
        const minCapacity = readLeaf(props, ["minCapacity"]);
        if (minCapacity.state !== "set") report(`${minCapacity.because}. Set it to 0.`);
        else if (!minCapacity.known) {
            report("minCapacity is known only after deployment, so it cannot be checked. Write the number 0.");
        } else if (typeof minCapacity.value !== "number") {
            report(`minCapacity is a ${typeof minCapacity.value}, not a number. Set it to 0.`);
        } else if (minCapacity.value !== 0) report(`minCapacity is ${String(minCapacity.value)}. Set it to 0.`);
    }),
};

/** Whether the target is this rule's business; what keeps that from being told is reported. */
function scalesVariantInstances(props: object, report: ReportViolation): boolean {
    const service = compare(props, "serviceNamespace", "sagemaker");
    const scaled = compare(props, "scalableDimension", dimension);
    if (scaled.is === "another" || (service.is === "another" && scaled.is !== "wanted")) return false;
    const doubts = [service, scaled].flatMap((compared) => (compared.is === "wanted" ? [] : [compared.doubt]));
    for (const doubt of doubts) report(doubt);
    return doubts.length === 0;
}

function compare(
    props: object,
    name: string,
    wanted: string,
): { is: "wanted" } | { is: "another" | "unclear"; doubt: string } {
    const reading = readLeaf(props, [name]);
    const doubt = (found: string): string =>
        `${found}, so it cannot be told whether this target scales a SageMaker variant. ` +
        `Write a literal: "${wanted}" if it does.`;
    if (reading.state !== "set") return { is: "unclear", doubt: doubt(reading.because) };
    if (!reading.known) return { is: "unclear", doubt: doubt(`${name} is known only after deployment`) };
    if (reading.value === wanted) return { is: "wanted" };
    if (typeof reading.value === "string") return { is: "another", doubt: doubt(`${name} is another service's`) };
    return { is: "unclear", doubt: doubt(`${name} is a ${typeof reading.value}`) };
}
