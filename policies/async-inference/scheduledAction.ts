import { type PolicyResource, type ReportViolation } from "@pulumi/policy";

import { deferUntilKnown } from "../deferral";
import { unverifiable } from "../literal";
import { isAbsent, type Path, readLeaf, written } from "../reading";
import { isUnknown } from "./variants";
import { scalesVariant } from "./scaling";

/** It sets a scalable target's minCapacity, maxCapacity or both at a time (AWS: Application Auto Scaling API Reference, PutScheduledAction). */
export const scheduledActionType = "aws:appautoscaling/scheduledAction:ScheduledAction";

/**
 * What is wrong with a capacity that may be left out, as a sentence and how to mend it; undefined where it is right. The
 * provider takes a number or its text, as in `"0"`.
 *
 * @param path of the value; nothing is wrong where it, or its block, is absent or null
 */
export function wrongCapacity(
    props: object,
    path: Path,
    { min, max }: { min: number; max: number },
    mend: string,
): string | undefined {
    if (isAbsent(props, path.slice(0, -1)) || isAbsent(props, path)) return undefined;
    const reading = readLeaf(props, path);
    const at = written(path);
    if (reading.state === "unverifiable") return unverifiable(reading.because, at);
    if (reading.state === "missing") return `${reading.because}. ${mend}`;
    if (!reading.known) return `${at} is known only after deployment, so it cannot be checked. ${mend}`;
    const { value } = reading;
    const isText = typeof value === "string" && /^-?\d+$/.test(value);
    if (typeof value !== "number" && !isText) return `${at} is a ${typeof value}, not a number. ${mend}`;
    const capacity = Number(value);
    if (Number.isInteger(capacity) && capacity >= min && capacity <= max) return undefined;
    return `${at} is ${JSON.stringify(value)}. ${mend}`;
}

/**
 * Reports what is wrong with a scheduled action if it is a SageMaker variant's. Its service and dimension are usually outputs
 * of its target: where they are not known yet, the action is judged once they are.
 */
export function reportOfVariant(
    args: Pick<PolicyResource, "props"> & { notApplicable(reason?: string): never },
    problem: string | undefined,
    report: ReportViolation,
): void {
    const scales = problem === undefined ? "no" : scalesVariant(args);
    if (problem === undefined || scales === "no") return;
    if (scales === "yes") report(problem);
    else {
        const names = ["serviceNamespace", "scalableDimension"];
        deferUntilKnown(
            args,
            names.filter((name) => isUnknown(args.props, [name])),
        );
    }
}
