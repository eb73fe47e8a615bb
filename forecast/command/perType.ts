import { parseInstanceType } from "../../contract/instanceTypes";
import { numberWithin } from "./numbers";
import { UsageError } from "./usageError";

/** A value that holds for all instance types, for one, or for one at one concurrency. */
export interface PerType<T> {
    instanceType?: string;
    /** maxConcurrentInvocationsPerInstance. */
    concurrency?: number;
    value: T;
}

/**
 * Reads `VALUE`, `ml.m5.xlarge=VALUE` or `ml.m5.xlarge@4=VALUE`.
 *
 * @param withConcurrency whether a concurrency may be given
 * @throws UsageError that says what the text must be
 */
export function perType<T>(text: string, withConcurrency: boolean, read: (value: string) => T): PerType<T> {
    const equals = text.indexOf("=");
    if (!text.startsWith("ml.") || equals < 0) return { value: read(text) };
    const [instanceType = "", concurrency, ...more] = text.slice(0, equals).split("@");
    const value = text.slice(equals + 1);
    if (!parseInstanceType(instanceType)) {
        throw new UsageError("Before = must stand a SageMaker hosting instance type, such as ml.m5.xlarge.");
    }
    if (concurrency === undefined) return { instanceType, value: read(value) };
    if (!withConcurrency || more.length > 0) {
        throw new UsageError(
            withConcurrency ? "Only one concurrency may stand after @." : "No concurrency may stand here.",
        );
    }
    return {
        instanceType,
        concurrency: numberWithin(concurrency, { least: 1, most: 1000, whole: true }, "The concurrency after @"),
        value: read(value),
    };
}

/** The value that says most about a type at a concurrency. */
export function valueFor<T>(
    values: readonly PerType<T>[],
    instanceType: string,
    concurrency: number,
): PerType<T> | undefined {
    const ofType = values.filter((given) => given.instanceType === instanceType);
    return (
        ofType.find((given) => given.concurrency === concurrency) ??
        ofType.find((given) => given.concurrency === undefined) ??
        values.find((given) => given.instanceType === undefined)
    );
}

/** `ml.m5.xlarge@4`, `ml.m5.xlarge`, or nothing. */
export function keyText({ instanceType, concurrency }: Omit<PerType<unknown>, "value">): string {
    return `${instanceType ?? ""}${concurrency === undefined ? "" : `@${String(concurrency)}`}`;
}

/**
 * @param option as the user writes it, e.g. `--price`
 * @throws UsageError when a value is given twice
 */
export function refuseRepeated(values: readonly PerType<unknown>[], option: string): void {
    const seen = new Set<string>();
    for (const given of values) {
        const key = keyText(given);
        if (seen.has(key)) {
            throw new UsageError(`${option} is given twice${key === "" ? "" : ` for ${key}`}: give it once.`);
        }
        seen.add(key);
    }
}
