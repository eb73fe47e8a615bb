import { type Settings } from "../../contract/settings";
import { lowAlarmSeconds } from "../../scaling/targetTracking";
import { largestNumber } from "../findings/changes";
import { type Fleet } from "../scenario";
import { type Switches } from "../switches";
import {
    type Candidates,
    type ConcurrencyScaling,
    type KnownType,
    searchedNumbers,
    type SearchedSettings,
} from "./optimization";

/**
 * What is tried unless told otherwise, beside the stack's own values. Concurrencies are those with a known service time: what another one
 * would do is a guess, which would only look like a result. Where requests are said not to slow each other, multiples are tried as well.
 *
 * @param given values that are tried instead, setting by setting
 */
export function candidatesFor(
    settings: Settings,
    types: readonly KnownType[],
    scaling: ConcurrencyScaling,
    given: Partial<Candidates> = {},
): Candidates {
    const slots = settings.maxConcurrentInvocationsPerInstance;
    const known = types.flatMap(({ serviceTimes }) =>
        serviceTimes.map(({ maxConcurrentInvocationsPerInstance }) => maxConcurrentInvocationsPerInstance),
    );
    const maxCapacity = given.maxCapacity ?? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20];
    const defaults: Candidates = {
        maxCapacity,
        maxConcurrentInvocationsPerInstance:
            scaling === "shared"
                ? known
                : [...known, ...[2 * slots, 4 * slots].filter((value) => value <= largestNumber)],
        backlogPerInstance: [1, 2, 3, 5, 10, 20, 50],
        scaleInCooldownSeconds: [120, 300, 900],
        scaleOutCooldownSeconds: [0, 120],
        // The last of them comes to as many as maxCapacity allows.
        wakeUpScalingAdjustment: [1, 2, 3, 5, Math.max(...maxCapacity, settings.maxCapacity)],
    };
    const sorted = searchedNumbers.map((key) => {
        const values = new Set([...(given[key] ?? defaults[key]), settings[key]]);
        return [key, [...values].sort((a, b) => a - b)];
    });
    return Object.fromEntries(sorted) as unknown as Candidates;
}

export interface Grid {
    configurations: SearchedSettings[];
    /** Combinations that cannot come to anything else than one of them. */
    leftOut: number;
}

/** Every combination that can come to something else than the others. */
export function gridOf(
    candidates: Candidates,
    types: readonly KnownType[],
    present: SearchedSettings,
    fleet: Fleet,
    switches: Switches,
): Grid {
    const distinct = new Map<string, SearchedSettings>();
    let combinations = 0;
    for (const combination of combinationsOf(candidates, types)) {
        if (combination.maxCapacity < fleet.minCapacity) continue;
        combinations++;
        const settings = withoutWhatCannotMatter(combination, present, fleet, switches);
        const key = [settings.instanceType, ...searchedNumbers.map((name) => settings[name])].join(" ");
        if (!distinct.has(key)) distinct.set(key, settings);
    }
    return { configurations: [...distinct.values()], leftOut: combinations - distinct.size };
}

function* combinationsOf(candidates: Candidates, types: readonly KnownType[]): Generator<SearchedSettings> {
    const extend = function* (chosen: Partial<SearchedSettings>, at: number): Generator<SearchedSettings> {
        const key = searchedNumbers[at];
        if (key === undefined) yield chosen as SearchedSettings;
        else for (const value of candidates[key]) yield* extend({ ...chosen, [key]: value }, at + 1);
    };
    for (const { instanceType } of types) yield* extend({ instanceType }, 0);
}

/** The same configuration, with the present value wherever another one makes no difference. */
function withoutWhatCannotMatter(
    settings: SearchedSettings,
    present: SearchedSettings,
    { minCapacity }: Fleet,
    switches: Switches,
): SearchedSettings {
    const { maxCapacity, wakeUpScalingAdjustment } = settings;
    const same = { ...settings };
    // Its alarm needs a fleet without instances.
    if (minCapacity > 0) same.wakeUpScalingAdjustment = present.wakeUpScalingAdjustment;
    // It adds up to maxCapacity.
    else if (wakeUpScalingAdjustment >= maxCapacity) {
        same.wakeUpScalingAdjustment = Math.max(maxCapacity, present.wakeUpScalingAdjustment);
    }
    // With one instance that comes and goes, every removal is followed by an addition, which ends the cooldown.
    if (maxCapacity - minCapacity <= 1) {
        same.scaleInCooldownSeconds = present.scaleInCooldownSeconds;
        // And an addition by a removal, which takes the low alarm longer than this cooldown.
        const { scaleOutCooldownSeconds: cooldown } = settings;
        const longest = Math.max(cooldown, present.scaleOutCooldownSeconds);
        if (longest <= lowAlarmSeconds && switches.lowAlarmCountsFromScaleOut)
            same.scaleOutCooldownSeconds = present.scaleOutCooldownSeconds;
    }
    return same;
}
