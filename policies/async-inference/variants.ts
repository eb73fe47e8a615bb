import { type PolicyResource } from "@pulumi/policy";

import { isAbsent, type Path, readLeaf, readList, written } from "../reading";
import { unverifiable } from "../literal";

/** The paths of an endpoint configuration's variants, or why there are none to be read; a sentence. */
export type VariantsReading = { paths: Path[]; problem?: undefined } | { paths?: undefined; problem: string };

/** @param list `shadowProductionVariants` have the same arguments */
export function readVariants(
    props: object,
    list: "productionVariants" | "shadowProductionVariants" = "productionVariants",
): VariantsReading {
    const reading = readList(props, [list]);
    if (reading.state === "set") {
        if (reading.length === 0) return { problem: `${list} is an empty list. Write a list of variants.` };
        return { paths: Array.from({ length: reading.length }, (_, index) => [list, index]) };
    }
    if (reading.state === "missing") return { problem: `${reading.because}. Write a list of variants.` };
    return { problem: unverifiable(reading.because, "its variants") };
}

/** A text, or why there is none to be judged by. */
export type TextReading = { text: string; problem?: undefined } | { text?: undefined; problem: string };

/**
 * Reads a text that a good program writes as a literal, such as an instance type.
 *
 * @param write what to write there, a sentence
 */
export function readLiteral(props: object, path: Path, write: string): TextReading {
    const reading = readLeaf(props, path);
    const at = written(path);
    if (reading.state === "unverifiable") return { problem: unverifiable(reading.because, at) };
    if (reading.state === "missing") return { problem: `${reading.because}. ${write}` };
    if (!reading.known) {
        return { problem: `${at} is known only after deployment, so it cannot be checked. ${write}` };
    }
    if (typeof reading.value !== "string") return { problem: `${at} is a ${typeof reading.value}. ${write}` };
    return { text: reading.value };
}

/** A number, or why there is none to be judged by. */
export type NumberReading = { number: number; problem?: undefined } | { number?: undefined; problem: string };

/** The same for a whole number within bounds. */
export function readWholeNumber(
    props: object,
    path: Path,
    { min, max }: { min: number; max: number },
    write: string,
): NumberReading {
    const reading = readLeaf(props, path);
    const at = written(path);
    if (reading.state === "unverifiable") return { problem: unverifiable(reading.because, at) };
    if (reading.state === "missing") return { problem: `${reading.because}. ${write}` };
    if (!reading.known) {
        return { problem: `${at} is known only after deployment, so it cannot be checked. ${write}` };
    }
    const { value } = reading;
    if (typeof value !== "number") return { problem: `${at} is a ${typeof value}, not a number. ${write}` };
    if (!Number.isInteger(value) || value < min || value > max) {
        return { problem: `${at} is ${String(value)}. ${write}` };
    }
    return { number: value };
}

export const writeInstanceType = 'Write a hosting instance type, such as "ml.m5.xlarge".';

/** Whether the value, or a block around it, is an output. */
export function isUnknown(props: object, path: Path): boolean {
    const reading = readLeaf(props, path);
    return reading.state === "unverifiable" || (reading.state === "set" && !reading.known);
}

/**
 * Whether a configuration of a stack certainly has no queue. A preview leaves out a block with an unknown in it
 * (pulumi/pulumi#7854); that it was written shows by what it depends on.
 */
export function isRealTime({ props, propertyDependencies }: PolicyResource): boolean {
    return (
        isAbsent(props, ["asyncInferenceConfig"]) && (propertyDependencies["asyncInferenceConfig"] ?? []).length === 0
    );
}
