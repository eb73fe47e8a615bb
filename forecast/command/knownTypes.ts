import { type Settings } from "../../contract/settings";
import { projectName } from "../../contract/settingsError";
import { type Case, type ServiceTime } from "../forecast";
import { type KnownServiceTime, type KnownType } from "../optimize/optimization";
import { casesOf, type GivenForCases, type StackOptions } from "./casesOf";
import { keyText, type PerType } from "./perType";
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
