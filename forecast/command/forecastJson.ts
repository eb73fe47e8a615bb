import { type Settings } from "../../contract/settings";
import { assumptionsOf } from "../wording/assumptions";
import { type Distribution, meanOf } from "../distribution";
import {
    type Case,
    type Forecast,
    type Measure,
    type Price,
    type Provenance,
    type Sensitivity,
    type ServiceTime,
    type Spread,
} from "../forecast";
import { type Fleet } from "../scenario";
import { type CapacityEvent } from "../simulation/outcome";
import { type Switches } from "../switches";
import { requestsExpected } from "../workload/arrivalsOf";
import { type Workload } from "../workload/workload";

/** What `--json` prints: one object, whose keys stay. Numbers that do not exist, such as the latency of nothing, are null. */
export interface ForecastJson {
    forecasts: CaseJson[];
    /** Where the HTML report is; null for none. */
    report: string | null;
}

export interface CaseJson extends CaseDescriptionJson {
    seed: number;
    runs: number;
    /** Requests that arrived, the median over the runs. */
    requests: number;
    /** 5 % quantile, median and 95 % quantile over the runs; units are in the names. */
    measures: Record<Measure, Nullable<Spread>>;
    idleUsdPerMonth: number;
    /** The run whose time that counts, makespan of a burst and else p95 latency, is nearest to the median; the same seed with `--runs 1` repeats it. */
    typical: { seed: number; changes: CapacityEvent[] };
    /** Medians over runs of what each run differs by, with one thing set otherwise. */
    sensitivities: Nullable<Sensitivity>[];
    findings: string[];
}

/** What was simulated. */
export interface CaseDescriptionJson {
    name: string;
    stack: string;
    /** null for a stack without aws:region. */
    region: string | null;
    instanceType: Settings["instanceType"];
    fleet: Fleet;
    workload: WorkloadJson;
    serviceTime: ServiceTimeJson;
    requestOverheadSeconds: number;
    coldStart: Provenance & { seconds: DistributionJson };
    price: Price;
    phaseSeconds: number | null;
    switches: Switches;
    /** What is taken for true, and where that is from. */
    assumptions: { about: string; says: string; mark: string; because: string }[];
}

/** `measured` is whether the origin is so. */
export type ServiceTimeJson = Provenance & { seconds: DistributionJson; measured: boolean };

type Nullable<T> = { [K in keyof T]: T[K] extends number ? number | null : T[K] };

/** Measured values are told by their number and mean: there may be a million. */
export type DistributionJson =
    Exclude<Distribution, { kind: "samples" }> | { kind: "samples"; samples: number; meanSeconds: number };

/** What a trace holds is not repeated. Limits that there are none of are left out. */
export type WorkloadJson = Partial<Record<string, number | string | readonly number[]>> & {
    kind: Workload["kind"];
    requestsExpected: number;
};

export function caseDescriptionJson(described: Case): CaseDescriptionJson {
    const { name, stack, region, settings, scenario, serviceTime, coldStart, price } = described;
    return {
        name,
        stack,
        region: region === "" ? null : region,
        instanceType: settings.instanceType,
        fleet: scenario.fleet,
        workload: workloadJson(scenario.workload),
        serviceTime: serviceTimeJson(serviceTime),
        requestOverheadSeconds: scenario.requestOverheadSeconds,
        coldStart: { ...coldStart, seconds: distributionJson(scenario.coldStartSeconds) },
        price,
        phaseSeconds: scenario.phaseSeconds ?? null,
        switches: scenario.switches,
        assumptions: assumptionsOf(described),
    };
}

export function caseJson(forecast: Forecast): CaseJson {
    const { seed, runs, requests, measures, idleUsdPerMonth, typical, sensitivities, findings } = forecast;
    return {
        ...caseDescriptionJson(forecast.case),
        seed,
        runs,
        requests,
        measures,
        idleUsdPerMonth,
        typical: { seed: typical.seed, changes: typical.changes },
        sensitivities,
        findings,
    };
}

export function serviceTimeJson({ seconds, origin, source }: ServiceTime): ServiceTimeJson {
    return { seconds: distributionJson(seconds), origin, source, measured: origin === "measured" };
}

export function distributionJson(distribution: Distribution): DistributionJson {
    if (distribution.kind !== "samples") return distribution;
    return { kind: "samples", samples: distribution.seconds.length, meanSeconds: meanOf(distribution) };
}

function workloadJson(workload: Workload): WorkloadJson {
    const expected = { requestsExpected: requestsExpected(workload) };
    if (workload.kind === "times" || workload.kind === "counts") return { kind: workload.kind, ...expected };
    const finite = Object.entries(workload).filter(([, value]) => value !== Infinity);
    return { ...(Object.fromEntries(finite) as { kind: Workload["kind"] }), ...expected };
}
