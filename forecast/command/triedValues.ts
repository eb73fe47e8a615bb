import { type SearchedNumber, searchedNumbers } from "../optimize/optimization";
import { aliases } from "./changedSettings";
import { type Bounds, numberWithin } from "./numbers";
import { UsageError } from "./usageError";

/** A setting, and what the search tries it as. */
export interface Tried {
    name: SearchedNumber;
    values: number[];
}

/** As the parser of stack files has them. */
const bounds: Readonly<Record<SearchedNumber, Bounds>> = {
    maxCapacity: { least: 1, most: 1000, whole: true },
    maxConcurrentInvocationsPerInstance: { least: 1, most: 1000, whole: true },
    backlogPerInstance: { least: 1, most: 1_000_000, whole: true },
    scaleInCooldownSeconds: { least: 0, most: 86_400, whole: true },
    scaleOutCooldownSeconds: { least: 0, most: 86_400, whole: true },
    wakeUpScalingAdjustment: { least: 1, most: 1000, whole: true },
};

/**
 * Reads `maxCapacity=5,8,14`.
 *
 * @throws UsageError that says what the text must be
 */
export function triedValues(text: string): Tried {
    const [, given = "", list = ""] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    const name = searchedNumbers.find(
        (searched) => searched === (Object.hasOwn(aliases, given) ? aliases[given] : given),
    );
    if (name === undefined) {
        throw new UsageError(`It must be setting=values, with a setting of ${searchedNumbers.join(", ")}.`);
    }
    const values = list.split(",").map((value) => numberWithin(value, bounds[name], `Each value of ${name}`));
    return { name, values: [...new Set(values)].sort((a, b) => a - b) };
}

/** @throws UsageError when one is given twice */
export function candidatesOf(tried: readonly Tried[]): Partial<Record<SearchedNumber, readonly number[]>> {
    const repeated = tried.find(({ name }, index) => tried.findIndex((other) => other.name === name) !== index);
    if (repeated) throw new UsageError(`--try ${repeated.name} is given twice: give it once.`);
    return Object.fromEntries(tried.map(({ name, values }) => [name, values]));
}
