import { loadProject, type Project, settingsOf } from "../../contract/project";
import { type Settings } from "../../contract/settings";
import { type Distribution } from "../distribution";
import { type Case, type ServiceTime } from "../forecast";
import { type Fleet } from "../scenario";
import { type Switches } from "../switches";
import { type Workload } from "../workload/workload";
import { type ChangedSetting, refuseSetTwice } from "./changedSettings";
import { type ColdStart, defaultColdStart } from "./coldStart";
import { keyText, type PerType, valueFor } from "./perType";
import { priceOf } from "./prices";
import { assumedServiceTime } from "./serviceTimes";
import { UsageError } from "./usageError";

/** Which stacks are looked at, and with which settings. */
export interface StackOptions {
    stack?: string;
    compare?: readonly string[];
    set: readonly ChangedSetting[];
}

/** What is the same for all cases, or given per instance type. */
export interface GivenForCases {
    workload: Workload;
    serviceTimes: readonly PerType<ServiceTime>[];
    coldStarts: readonly PerType<Distribution>[];
    imageCached: boolean;
    prices: readonly PerType<number>[];
    switches: Switches;
    overheadSeconds: number;
    ttlSeconds: number;
    phaseSeconds: number | undefined;
    /** Instances at the beginning; the minimum capacity if undefined. */
    initialCapacity: number | undefined;
}

interface Variant {
    stack: string;
    changes: readonly ChangedSetting[];
}

/**
 * The stack as it is, or as `--set` changes it; with `--compare`, all stacks that are named as they are and, when settings are
 * changed, each of them as it would be.
 *
 * @param root folder of Pulumi.yaml
 * @throws UsageError, ProjectError or SettingsError
 */
export function casesOf(root: string, options: StackOptions, given: GivenForCases): Case[] {
    refuseSetTwice(options.set);
    return variantsOf(options).map((variant) => caseOf(loadProject(root, variant.stack), variant, given));
}

function variantsOf({ stack, compare, set }: StackOptions): Variant[] {
    if (!compare) return [{ stack: stack ?? "dev", changes: set }];
    const stacks = [...new Set([...(stack === undefined ? [] : [stack]), ...compare])];
    const plain = stacks.map((name): Variant => ({ stack: name, changes: [] }));
    const changed = set.length > 0 ? stacks.map((name): Variant => ({ stack: name, changes: set })) : [];
    const variants = [...plain, ...changed];
    if (variants.length > 1) return variants;
    throw new UsageError(
        `There is nothing to compare ${stacks.join()} with: name another stack, or change a setting with --set.`,
    );
}

function caseOf(project: Project, { stack, changes }: Variant, given: GivenForCases): Case {
    const config = { ...project.config, ...Object.fromEntries(changes.map(({ key, value }) => [key, value])) };
    const settings = settingsOf({ ...project, config });
    const { instanceType, maxConcurrentInvocationsPerInstance } = settings;
    const region = config["aws:region"];
    const serviceTime =
        valueFor(given.serviceTimes, instanceType, maxConcurrentInvocationsPerInstance)?.value ?? assumedServiceTime;
    const { seconds: coldStartSeconds, ...coldStart } = coldStartOf(instanceType, given);
    return {
        name:
            changes.length === 0
                ? stack
                : `${stack} with ${changes.map(({ name, value }) => `${name}=${value}`).join(", ")}`,
        stack,
        region: region ?? "",
        settings,
        scenario: {
            fleet: fleetOf(settings, given),
            workload: given.workload,
            serviceSeconds: serviceTime.seconds,
            requestOverheadSeconds: given.overheadSeconds,
            coldStartSeconds,
            phaseSeconds: given.phaseSeconds,
            switches: given.switches,
        },
        serviceTime,
        coldStart,
        price: priceOf(given.prices, instanceType, region),
    };
}

/** How long instances of a type take to start: as `--cold-start` says, else what is inferred for their kind. */
export function coldStartOf(
    instanceType: string,
    { coldStarts, imageCached }: Pick<GivenForCases, "coldStarts" | "imageCached">,
): ColdStart {
    const own = valueFor(coldStarts, instanceType, 0);
    return own
        ? { seconds: own.value, origin: "given", source: "--cold-start" }
        : defaultColdStart(instanceType, imageCached);
}

function fleetOf(settings: Settings, { ttlSeconds, initialCapacity }: GivenForCases): Fleet {
    const { minCapacity, maxCapacity } = settings;
    if (initialCapacity !== undefined && (initialCapacity < minCapacity || initialCapacity > maxCapacity)) {
        throw new UsageError(
            `--initial-capacity is ${String(initialCapacity)}, but must be from minCapacity to maxCapacity, which are ${String(minCapacity)} and ${String(maxCapacity)}.`,
        );
    }
    return {
        minCapacity,
        maxCapacity,
        initialCapacity: initialCapacity ?? minCapacity,
        maxConcurrentInvocationsPerInstance: settings.maxConcurrentInvocationsPerInstance,
        backlogPerInstance: settings.backlogPerInstance,
        scaleInCooldownSeconds: settings.scaleInCooldownSeconds,
        scaleOutCooldownSeconds: settings.scaleOutCooldownSeconds,
        wakeUpScalingAdjustment: settings.wakeUpScalingAdjustment,
        requestTtlSeconds: ttlSeconds,
        invocationTimeoutSeconds: settings.invocationTimeoutSeconds,
    };
}

/**
 * Refuses what is given for an instance type that no case has: it would be a forecast for another one.
 *
 * @param option as the user writes it, e.g. `--price`
 * @throws UsageError
 */
export function refuseUnused(cases: readonly Case[], values: readonly PerType<unknown>[], option: string): void {
    const used = new Set(
        cases.map(({ settings }) =>
            valueFor(values, settings.instanceType, settings.maxConcurrentInvocationsPerInstance),
        ),
    );
    const unused = values.find((given) => !used.has(given));
    if (!unused) return;
    const present = cases.map(
        ({ settings }) => `${settings.instanceType}@${String(settings.maxConcurrentInvocationsPerInstance)}`,
    );
    throw new UsageError(
        `${option} is given for ${keyText(unused) || "all types"}, which is used nowhere: ${[...new Set(present)].join(" and ")} ${present.length === 1 ? "is" : "are"} forecast.`,
    );
}
