import { type Settings } from "../../contract/settings";
import { projectName } from "../../contract/settingsError";
import { type Case, type ServiceTime } from "../forecast";
import { type KnownServiceTime, type KnownType } from "../optimize/optimization";
import { casesOf, type GivenForCases, type StackOptions } from "./casesOf";
import { keyText, type PerType, valueFor } from "./perType";
import { UsageError } from "./usageError";

/** What a search starts from. */
export interface Search {
    case: Case;
    types: KnownType[];
}

/**
 * The stack's case, and the instance types whose service time is known: its own, and all that the command line gives one for. A service
 * time without a type is of the stack's own type, one without a concurrency of the stack's own concurrency.
 *
 * @throws UsageError, ProjectError or SettingsError
 */
export function searchOf(root: string, stacks: Omit<StackOptions, "compare">, given: GivenForCases): Search {
    const own = caseWith(root, stacks, given);
    const { instanceType: ownType, maxConcurrentInvocationsPerInstance: ownConcurrency } = own.settings;
    const times = given.serviceTimes.map(
        ({ instanceType = ownType, concurrency = ownConcurrency, value }): Required<PerType<ServiceTime>> => ({
            instanceType,
            concurrency,
            value,
        }),
    );
    refuseAmbiguous(times);
    const isOwnKnown = times.some((time) => time.instanceType === ownType && time.concurrency === ownConcurrency);
    if (!isOwnKnown && times.some((time) => time.instanceType === ownType)) {
        throw new UsageError(
            `The stack has ${String(ownConcurrency)} at a time on ${ownType}: give a service time for ${ownType}@${String(ownConcurrency)}, too.`,
        );
    }
    const types = [...new Set([ownType, ...times.map(({ instanceType }) => instanceType)])];
    return {
        case: own,
        types: types.map((instanceType): KnownType => {
            const changed = instanceType === ownType ? own : caseWith(root, withType(stacks, instanceType), given);
            const known = times
                .filter((time) => time.instanceType === instanceType)
                .map(({ concurrency, value }) => knownTime(concurrency, value));
            return {
                instanceType,
                price: changed.price,
                coldStartSeconds: changed.scenario.coldStartSeconds,
                serviceTimes: known.length > 0 ? known : [knownTime(ownConcurrency, own.serviceTime)],
            };
        }),
    };
}

/**
 * Refuses what is given for an instance type that is not searched.
 *
 * @param option as the user writes it, e.g. `--price`
 * @throws UsageError
 */
export function refuseUnsearched(
    types: readonly KnownType[],
    values: readonly PerType<unknown>[],
    option: string,
): void {
    const used = new Set(types.map(({ instanceType }) => valueFor(values, instanceType, 0)));
    const unused = values.find((given) => !used.has(given));
    if (!unused) return;
    const searched = types.map(({ instanceType }) => instanceType);
    throw new UsageError(
        `${option} is given for ${keyText(unused) || "all types"}, which is used nowhere: ${searched.join(" and ")} ${searched.length === 1 ? "is" : "are"} searched${unused.instanceType === undefined ? "" : ", and other types once they have a --service-time"}.`,
    );
}

function caseWith(root: string, { stack, set }: Omit<StackOptions, "compare">, given: GivenForCases): Case {
    const [only] = casesOf(root, { ...(stack !== undefined && { stack }), set }, given);
    return only as Case;
}

/** The parser of stack files says whether the stack can have that type. */
function withType(
    { set, ...stacks }: Omit<StackOptions, "compare">,
    instanceType: string,
): Omit<StackOptions, "compare"> {
    const name: keyof Settings = "instanceType";
    return {
        ...stacks,
        set: [
            ...set.filter((setting) => setting.name !== name),
            { key: `${projectName}:${name}`, name, value: instanceType },
        ],
    };
}

function knownTime(maxConcurrentInvocationsPerInstance: number, serviceTime: ServiceTime): KnownServiceTime {
    return { maxConcurrentInvocationsPerInstance, serviceTime };
}

function refuseAmbiguous(times: readonly Required<PerType<ServiceTime>>[]): void {
    const seen = new Set<string>();
    for (const time of times) {
        const key = keyText(time);
        if (seen.has(key)) {
            throw new UsageError(
                `Two service times are for ${key}, which is what the stack has where nothing else is said: give one of them.`,
            );
        }
        seen.add(key);
    }
}
