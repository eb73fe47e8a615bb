import { type KnownType, type Optimization } from "../optimize/optimization";
import {
    caseDescriptionJson,
    type CaseDescriptionJson,
    distributionJson,
    type DistributionJson,
    serviceTimeJson,
    type ServiceTimeJson,
} from "./forecastJson";

/** What `--optimize --json` prints: one object, whose keys stay. Numbers that do not exist are null. */
export interface OptimizationJson extends Omit<
    Optimization,
    "case" | "types" | "deadlineSeconds" | "chosen" | "nearest"
> {
    case: CaseDescriptionJson;
    types: KnownTypeJson[];
    deadlineSeconds: number | null;
    chosen: Optimization["present"] | null;
    nearest: Optimization["present"] | null;
    /** Where the HTML report is; null for none. */
    report: string | null;
}

type KnownTypeJson = Omit<KnownType, "coldStartSeconds" | "serviceTimes"> & {
    coldStartSeconds: DistributionJson;
    serviceTimes: {
        maxConcurrentInvocationsPerInstance: number;
        serviceTime: ServiceTimeJson;
    }[];
};

export function optimizationJson(
    { case: own, types, deadlineSeconds, chosen, nearest, ...rest }: Optimization,
    report: string | undefined,
): OptimizationJson {
    return {
        case: caseDescriptionJson(own),
        ...rest,
        types: types.map((type) => ({
            ...type,
            coldStartSeconds: distributionJson(type.coldStartSeconds),
            serviceTimes: type.serviceTimes.map(({ serviceTime, ...known }) => ({
                ...known,
                serviceTime: serviceTimeJson(serviceTime),
            })),
        })),
        deadlineSeconds: deadlineSeconds ?? null,
        chosen: chosen ?? null,
        nearest: nearest ?? null,
        report: report ?? null,
    };
}
