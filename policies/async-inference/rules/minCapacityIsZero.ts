import { type ReportViolation } from "@pulumi/policy";

import { unverifiable } from "../../literal";
import { isAbsent, type Path, readKeys, readLeaf, readList } from "../../reading";
import { type Change, type ResourceRule } from "../../rule";
import { endpointConfigurationType } from "../notificationTopic";
import { reportOfVariant, scheduledActionType, wrongCapacity } from "../scheduledAction";

export const targetType = "aws:appautoscaling/target:Target";

const dimension = "sagemaker:variant:DesiredInstanceCount";

/** Whether variants have a minimum of their own cannot be told of a list, or a variant, that is one output. */
const butUnknown: readonly Change[] = ["remove", "blank", "null", "retype", "perturb"];

/**
 * Concerns scalable targets of SageMaker variants, and what undoes their minimum of zero: scheduled actions, which set another
 * one at a time, and managed instance scaling of an asynchronous configuration's variants, which keeps instances of its own.
 * A `resourceId` names the endpoint and is unknown in a first preview, so it is never read.
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
        { type: scheduledActionType, path: "scalableTargetAction", spares: ["remove", "blank", "null"] },
        { type: scheduledActionType, path: "scalableTargetAction.minCapacity", spares: ["remove", "null", "retype"] },
        { type: endpointConfigurationType, path: "productionVariants", spares: butUnknown },
        { type: endpointConfigurationType, path: "productionVariants[*]", spares: butUnknown },
    ],
    peers: [],
    validateResource: (args, report) => {
        const { type, props, notApplicable } = args;
        if (type === targetType) judgeTarget(props, report);
        else if (type === endpointConfigurationType) judgeVariants(props, report);
        else if (type === scheduledActionType) {
            reportOfVariant(args, wrongMinimum(props, ["scalableTargetAction", "minCapacity"]), report);
        } else notApplicable("Concerns scalable targets, scheduled actions and endpoint configurations");
    },
};

function judgeTarget(props: object, report: ReportViolation): void {
    if (!scalesVariantInstances(props, report)) return;
    const minCapacity = readLeaf(props, ["minCapacity"]);
    if (minCapacity.state !== "set") report(`${minCapacity.because}. Set it to 0.`);
    else if (!minCapacity.known) {
        report("minCapacity is known only after deployment, so it cannot be checked. Write the number 0.");
    } else if (typeof minCapacity.value !== "number") {
        report(`minCapacity is a ${typeof minCapacity.value}, not a number. Set it to 0.`);
    } else if (minCapacity.value !== 0) report(`minCapacity is ${String(minCapacity.value)}. Set it to 0.`);
}

/** A configuration without variants is another rule's business. */
function judgeVariants(props: object, report: ReportViolation): void {
    if (isAbsent(props, ["asyncInferenceConfig"])) return;
    const variants = readList(props, ["productionVariants"]);
    const minimum = "managedInstanceScaling.minInstanceCount";
    if (variants.state === "unverifiable") report(unverifiable(variants.because, minimum));
    if (variants.state !== "set") return;
    for (let index = 0; index < variants.length; index++) {
        const path = ["productionVariants", index];
        const variant = readKeys(props, path);
        if (variant.state === "unverifiable") report(unverifiable(variant.because, minimum));
        if (variant.state !== "set") continue;
        // Whatever its status: that is a switch of its own (AWS: SageMaker API Reference, ProductionVariantManagedInstanceScaling).
        const problem = wrongMinimum(props, [...path, "managedInstanceScaling", "minInstanceCount"]);
        if (problem !== undefined) report(problem);
    }
}

function wrongMinimum(props: object, path: Path): string | undefined {
    return wrongCapacity(
        props,
        path,
        { min: 0, max: 0 },
        `Write the number 0 as ${String(path.at(-1))}, or leave it out.`,
    );
}

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
